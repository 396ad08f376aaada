// Joining a provider by the link of the real mail: new account, existing account, and every link that does not work.
import { INES, choosePassword, confirmByWords, expectClients, invite, newcomer, signIn, signUp, unlock, waitingWords } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("a newcomer joins: mail, new account, waiting, confirmed, clients", async ({ page, another, server }) => {
  const person = newcomer();
  const admin = await another();
  await signIn(admin, INES);
  const link = await invite(admin, server, person.email);
  const token = decodeURIComponent(/token=([^&]+)/.exec(link)[1]);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Join Northwind IT" })).toBeVisible();
  await expect(page.getByText(person.email)).toBeVisible();
  expect(page.url(), "the token leaves the address bar").not.toContain("token");

  await page.getByRole("link", { name: "Create an account" }).or(page.getByRole("button", { name: "Create an account" })).click();
  await choosePassword(page, person);
  const words = await waitingWords(page);
  expect(page.url()).not.toContain(person.email);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  for (const secret of [person.passphrase, token]) expect(kept).not.toContain(secret);

  await admin.reload();
  await unlock(admin, INES);
  await confirmByWords(admin, person, words);
  await expectClients(page);
  await expect(page.getByRole("row", { name: /Birchwood Dental Care/ })).toBeVisible();
});

test("somebody with an account signs in, accepts and waits", async ({ page, another, server }) => {
  const person = newcomer();
  await signUp(page, server, person);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("E-mail address")).toBeVisible();

  const admin = await another();
  await signIn(admin, INES);
  const link = await invite(admin, server, person.email);
  await page.goto(link);
  await page.getByRole("link", { name: "Sign in to an existing account" }).or(page.getByRole("button", { name: "Sign in to an existing account" })).click();
  // The address is known from the invitation.
  await page.getByLabel("Master password", { exact: true }).fill(person.passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  expect(await waitingWords(page)).toHaveLength(5);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "You have accepted this invitation already" })).toBeVisible();
});

test("a provider is set up by the link of its mail: account, form, portal, first client", async ({ page, server }) => {
  const person = newcomer();
  await signUp(page, server, person);
  await page.getByRole("button", { name: /^Your account/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await server.dev("providers.json", { email: person.email });
  const [link] = (await server.mail(person.email, /Set up your provider/)).links;
  const token = decodeURIComponent(/token=([^&]+)/.exec(link)[1]);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Set up your provider" })).toBeVisible();
  expect(page.url(), "the token leaves the address bar").not.toContain("token");
  await page.getByRole("link", { name: "Sign in and set it up" }).click();
  // The address is known from the link.
  await page.getByLabel("Master password", { exact: true }).fill(person.passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/providers\/[0-9a-f-]+\/setup$/);
  const form = page.locator("form");
  await form.getByRole("button", { name: "Set up the provider" }).click();
  await expect(page.getByRole("link", { name: "Enter the name of the provider" })).toBeVisible();
  await form.getByLabel("Provider name").fill("Harbour IT");
  await expect(form.getByLabel("Billing e-mail")).toHaveValue(person.email);
  await form.getByLabel("Country").fill("GB");
  await form.getByLabel("Postcode").fill("PL1 2AB");
  // What was typed survives a lock: the other tab locks this one.
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, person);
  await expect(form.getByLabel("Postcode")).toHaveValue("PL1 2AB");
  await form.getByRole("button", { name: "Set up the provider" }).click();
  await expectClients(page);
  await expect(page.getByText("Harbour IT").first()).toBeVisible();

  await page.getByRole("button", { name: "New client" }).or(page.getByRole("button", { name: /Add a client/ })).first().click();
  const item = page.getByRole("menuitem", { name: "New client…" });
  if (await item.isVisible()) await item.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio").first().check();
  await dialog.getByLabel("Client name").fill("First Client Ltd");
  await dialog.getByLabel("Owner’s e-mail").fill("owner@first.example");
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(page.getByRole("row", { name: /First Client Ltd/ })).toBeVisible();

  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));
  for (const secret of [person.passphrase, token]) expect(kept).not.toContain(secret);
  // The same link once more: nothing is asked, and everything goes on working.
  await page.goto(link);
  await unlock(page, person);
  await expectClients(page);
  await expect(page.getByRole("row", { name: /First Client Ltd/ })).toContainText("No seats free");
});

test("a set-up link that another tab has used says so, and leads on", async ({ page, context, server }) => {
  const person = newcomer();
  await signUp(page, server, person);
  await server.dev("providers.json", { email: person.email });
  const [link] = (await server.mail(person.email, /Set up your provider/)).links;
  const second = await context.newPage();
  const fill = async (tab) => {
    const form = tab.locator("form");
    await form.getByLabel("Provider name").fill("Twice IT");
    await form.getByLabel("Country").fill("GB");
    await form.getByLabel("Postcode").fill("PL1 2AB");
    return form.getByRole("button", { name: "Set up the provider" });
  };
  await page.goto(link);
  await unlock(page, person);
  const here = await fill(page);
  await second.goto(link);
  await second.getByRole("link", { name: "Sign in and set it up" }).click();
  await second.getByLabel("Master password", { exact: true }).fill(person.passphrase);
  await second.getByRole("button", { name: "Sign in", exact: true }).click();
  await (await fill(second)).click();
  await expectClients(second);
  await here.click();
  await expect(page.getByText("This provider is set up already")).toBeVisible();
  await page.getByRole("link", { name: "Open the portal" }).click();
  await expectClients(page);
  await expect(page.getByText("Twice IT").first()).toBeVisible();
  await expect(page.getByText(/key is missing or damaged|another key/)).toHaveCount(0);
});

test.describe("links that do not work", () => {
  test("somebody else's invitation offers to switch the account", async ({ page, another, server }) => {
    const admin = await another();
    await signIn(admin, INES);
    const link = await invite(admin, server, newcomer().email);
    const stranger = newcomer();
    await signUp(page, server, stranger);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "You are signed in with another address" })).toBeVisible();
    await page.getByRole("button", { name: "Try with this account all the same" }).click();
    await expect(page.getByRole("heading", { name: /can’t be used|another address/ })).toBeVisible();
  });

  test("an altered token is told in plain words", async ({ page, another, server }) => {
    const person = newcomer();
    const admin = await another();
    await signIn(admin, INES);
    const link = await invite(admin, server, person.email);
    await page.goto(`${link.slice(0, -6)}AAAAAA`);
    await page.getByRole("link", { name: "Create an account" }).or(page.getByRole("button", { name: "Create an account" })).click();
    await choosePassword(page, person);
    await expect(page.getByRole("heading", { name: "This link has expired" })).toBeVisible();
  });

  test("a link without its token says what to do", async ({ page }) => {
    await page.goto("/#/providers/accept-provider?providerId=6f2b8a8e-0000-4000-8000-000000000001");
    await expect(page.getByRole("heading", { name: "The invitation link is not complete" })).toBeVisible();
  });

  test("an invitation that was taken back", async ({ page, another, server }) => {
    const person = newcomer();
    const admin = await another();
    await signIn(admin, INES);
    const link = await invite(admin, server, person.email);
    await admin.getByRole("button", { name: `Actions for ${person.email}` }).click();
    await admin.getByRole("menuitem", { name: "Remove…" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: `Remove ${person.email}` }).click();
    await expect(admin.getByRole("row", { name: new RegExp(person.email) })).toHaveCount(0);
    await page.goto(link);
    await page.getByRole("link", { name: "Create an account" }).or(page.getByRole("button", { name: "Create an account" })).click();
    await choosePassword(page, person);
    await expect(page.getByRole("heading", { name: /expired|not created/ })).toBeVisible();
  });

  test("the link can be pasted when it leads elsewhere", async ({ page, another, server }) => {
    const admin = await another();
    await signIn(admin, INES);
    const link = await invite(admin, server, newcomer().email);
    await page.goto("/join");
    await page.getByLabel("Invitation link").fill("https://example.com/");
    await page.getByRole("button", { name: "Open the invitation" }).click();
    await expect(page.getByText("This is not an invitation link.", { exact: false })).toBeVisible();
    await page.getByLabel("Invitation link").fill(link);
    await page.getByRole("button", { name: "Open the invitation" }).click();
    await expect(page.getByRole("heading", { name: "Join Northwind IT" })).toBeVisible();
  });
});
