// The server fails, or the connection breaks, at every call that changes something: the page says so, keeps what was
// typed, and the same button leads on when it is over. Nothing is done twice and nothing half. (Every call with ten
// faults, natively: crates/client/tests/drills.)
import { INES, OMAR, choosePassword, expectClients, invite, newcomer, signIn, signUp, unlock, waitingWords } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Nothing was done; or everything was, and only the answer is lost. */
const FAULTS = [["a server error", { status: 500, body: "{\"message\":\"broken\"}" }], ["a lost answer", { cut: "after" }]];

/** Presses while `rule` is in force, expects words about it, and presses again when all is well. */
async function inSpiteOf(server, rule, place, button) {
  await server.fault(rule);
  await button.click();
  await expect(place.getByRole("alert").first()).toBeVisible();
  expect((await server.faults()).some((fault) => fault.matched > 0), "the fault was met").toBe(true);
  await server.healthy();
  await button.click();
}

const action = async (page, client, item) => {
  await page.getByRole("button", { name: `Actions for ${client}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
  return page.getByRole("dialog");
};

for (const [what, fault] of FAULTS) {
  test(`inviting meets ${what}`, async ({ page, server }) => {
    const { email } = newcomer();
    await signIn(page, INES);
    await page.getByRole("link", { name: "People" }).click();
    await page.getByRole("button", { name: "Invite people" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("E-mail addresses").fill(email);
    await sheet.getByLabel("E-mail addresses").blur();
    await inSpiteOf(server, { method: "POST", path: "/api/providers/*/users/invite", ...fault }, sheet, sheet.getByRole("button", { name: "Invite 1 person" }));
    await expect(sheet).toBeHidden();
    await expect(page.getByRole("row", { name: new RegExp(email) })).toHaveCount(1);
  });

  test(`a client's name and seats meet ${what}`, async ({ page, server }) => {
    await signIn(page, OMAR);
    const path = "/api/providers/*/clients/*";
    let dialog = await action(page, "Cardinal Community College", "Rename…");
    await dialog.getByLabel("Client name").fill("Cardinal College");
    await inSpiteOf(server, { method: "PUT", path, ...fault }, dialog, dialog.getByRole("button", { name: "Rename" }));
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("row", { name: /Cardinal College/ })).toHaveCount(1);
    dialog = await action(page, "Cardinal College", "Change seats…");
    const seats = dialog.getByLabel("Assigned seats");
    await seats.fill(String(Number(await seats.inputValue()) - 1));
    const wanted = await seats.inputValue();
    await inSpiteOf(server, { method: "PUT", path, ...fault }, dialog, dialog.getByRole("button", { name: /seats/i }).last());
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("row", { name: /Cardinal College/ }).getByText(`of ${wanted}`)).toBeVisible();
    dialog = await action(page, "Cardinal College", "Rename…");
    await dialog.getByLabel("Client name").fill("Cardinal Community College");
    await dialog.getByRole("button", { name: "Rename" }).click();
    await expect(dialog).toBeHidden();
  });

  test(`a new account and its acceptance meet ${what}`, async ({ page, another, server }) => {
    const person = newcomer();
    const admin = await another();
    await signIn(admin, INES);
    const link = await invite(admin, server, person.email);
    await page.goto(link);
    await page.getByRole("link", { name: "Create an account" }).or(page.getByRole("button", { name: "Create an account" })).click();
    await server.fault({ path: "/identity/accounts/register/finish", ...fault });
    await choosePassword(page, person);
    await expect(page.getByRole("alert").first()).toBeVisible();
    expect(await page.getByLabel(/^Master password/).inputValue(), "what was typed is still there").toBe(person.passphrase);
    await server.healthy();
    await server.fault({ method: "POST", path: "/api/providers/*/users/*/accept", ...fault });
    await page.getByRole("button", { name: "Create account" }).click();
    // The account is there now; the acceptance failed.
    await expect(page.getByRole("heading", { name: /Join Northwind IT|not accept/ }).first()).toBeVisible();
    await expect(page.getByRole("alert").first()).toBeVisible();
    await server.healthy();
    await page.getByRole("button", { name: /again|Accept/ }).first().click();
    expect(await waitingWords(page)).toHaveLength(5);
    await admin.reload();
    await unlock(admin, INES);
    await expect(admin.getByRole("row", { name: new RegExp(person.email) })).toHaveCount(1);
  });

  test(`confirming meets ${what}`, async ({ page, another, server }) => {
    const person = newcomer();
    await signIn(page, INES);
    const link = await invite(page, server, person.email);
    const other = await another();
    await other.goto(link);
    await other.getByRole("link", { name: "Create an account" }).or(other.getByRole("button", { name: "Create an account" })).click();
    await choosePassword(other, person);
    await waitingWords(other);
    await page.getByRole("button", { name: "Read the list again" }).first().click();
    await page.getByRole("button", { name: `Confirm ${person.email}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Compare all five words instead" }).click();
    await dialog.getByLabel("All five words are the same").check();
    await server.fault({ method: "POST", path: "/api/providers/*/users/confirm", ...fault });
    await dialog.getByRole("button", { name: /^Confirm/ }).click();
    if (fault.cut) {
      // The list is read again and says that it got through.
      await expect(dialog).toBeHidden();
    } else {
      await expect(page.getByRole("alert").first()).toBeVisible();
      await server.healthy();
      // The kept key is used up: the words are read and compared once more.
      await expect(dialog.getByText("Compare the words once more", { exact: false })).toBeVisible();
      await dialog.getByRole("button", { name: "Compare all five words instead" }).click();
      await dialog.getByLabel("All five words are the same").check();
      await dialog.getByRole("button", { name: /^Confirm/ }).click();
    }
    await expect(page.getByRole("row", { name: new RegExp(person.email) }).getByText("Confirmed")).toBeVisible();
    await expectClients(other);
  });
}

test("a provider's set-up whose answer was lost leads on when it is sent again", async ({ page, server }) => {
  const person = newcomer();
  await signUp(page, server, person);
  await server.dev("providers.json", { email: person.email });
  const [link] = (await server.mail(person.email, /Set up your provider/)).links;
  await page.goto(link);
  await unlock(page, person);
  const form = page.locator("form");
  await form.getByLabel("Provider name").fill("Second Harbour IT");
  await form.getByLabel("Country").fill("GB");
  await form.getByLabel("Postcode").fill("PL1 2AB");
  await inSpiteOf(server, { method: "POST", path: "/api/providers/*/setup", cut: "after" }, page, form.getByRole("button", { name: "Set up the provider" }));
  await expect(page.getByText("Second Harbour IT").first()).toBeVisible();
});
