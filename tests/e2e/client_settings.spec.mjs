// Settings and subscription of a client by a service user who is no member of it: what is saved, what is asked before it is
// lost, and the API key behind the master password.
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { INES, PETRA, TOM, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Opens a page of a client, from the list, by the side bar. */
async function openPage(page, client, name) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: new RegExp(`^${name}`) }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];

test("a service user saves name, billing address and settings, and is asked before changes are lost", async ({ page, server }) => {
  await signIn(page, TOM);
  // Each of these calls is noted in both logs as a visit.
  const visits = [];
  page.on("request", (request) => {
    if (request.method() === "GET" && /\/api\/organizations\/[0-9a-f-]+$/.test(request.url())) visits.push(request.url());
  });
  await openPage(page, "Juniper & Sons Joinery", "Settings");
  const name = page.getByLabel("Name of the organisation");
  const save = page.getByRole("button", { name: "Save name and billing" });
  await expect(save).toBeDisabled();
  await name.fill("");
  await save.click();
  await expect(page.getByRole("link", { name: "Enter a name" })).toBeVisible();
  await name.fill("Juniper Joiners");
  await page.getByLabel("Billing e-mail address").fill("bills@juniper-joinery.example");

  // Leaving asks; staying keeps what was typed.
  await page.getByRole("link", { name: "Subscription" }).click();
  const question = page.getByRole("dialog");
  await expect(question).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(name).toHaveValue("Juniper Joiners");
  await save.click();
  await expect(page.getByText("Name and billing address saved")).toBeVisible();
  await expect(save).toBeDisabled();
  await expect(page.getByRole("region", { name: "Client", exact: true })).toContainText("Juniper Joiners");
  expect(visits, "what was read again is no second visit").toHaveLength(1);

  // Each setting says what it will mean before it is saved.
  const items = page.getByRole("checkbox", { name: "Only people with “Manage” delete items" });
  await items.check();
  await expect(page.getByText(/After saving: Items are deleted only by people who manage/)).toBeVisible();
  await page.getByRole("button", { name: "Save collection settings" }).click();
  await expect(page.getByText("Collection settings saved")).toBeVisible();
  await expect(page.getByText(/After saving/)).toHaveCount(0);
  const api = await Api.signIn(server, INES);
  const organization = await api.call("GET", `organizations/${idOf(page)}`);
  expect(organization).toMatchObject({ name: "Juniper Joiners", billingEmail: "bills@juniper-joinery.example", limitItemDeletion: true, limitCollectionCreation: false });
});

test("only those who are no members are told that they never see the items", async ({ page, another }) => {
  const said = "you never see the items yourself";
  await signIn(page, TOM);
  await openPage(page, "Alpenblick", "Settings");
  await expect(page.getByText(said, { exact: false })).toBeVisible();
  const owner = await another();
  await owner.goto("/sign-in");
  await typeSignIn(owner, PETRA);
  await owner.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Settings/ }).click();
  await expect(owner.getByRole("checkbox", { name: "Only people with “Manage” delete items" })).toBeVisible();
  await expect(owner.getByText("Who may do what with collections", { exact: false })).toBeVisible();
  await expect(owner.getByText(said, { exact: false })).toHaveCount(0);
});

test("what was typed survives a lock", async ({ page }) => {
  await signIn(page, TOM);
  await openPage(page, "Alpenblick", "Settings");
  await page.getByLabel("Name of the organisation").fill("Alpenblick Neu");
  await page.getByRole("button", { name: "Lock now" }).click();
  await unlock(page, TOM);
  await expect(page.getByLabel("Name of the organisation")).toHaveValue("Alpenblick Neu");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByLabel("Name of the organisation")).toHaveValue(/^Alpenblick (?!Neu)/);
});

test("two people who rename a client hear of each other", async ({ page, server }) => {
  await signIn(page, TOM);
  await openPage(page, "Meridian", "Settings");
  const api = await Api.signIn(server, INES);
  const client = idOf(page);
  await api.call("PUT", `organizations/${client}`, { name: "Meridian North", billingEmail: "new@meridian.example" });
  const name = page.getByLabel("Name of the organisation");
  await name.fill("Meridian South");
  await page.getByRole("button", { name: "Save name and billing" }).click();
  await expect(page.getByText("Somebody else changed this meanwhile")).toBeVisible();
  await page.getByRole("button", { name: "Go on with mine" }).click();
  await page.getByRole("button", { name: "Save name and billing" }).click();
  await expect(page.getByText("Name and billing address saved")).toBeVisible();
  await expect(page.getByLabel("Billing e-mail address")).toHaveValue("new@meridian.example");
  // What was typed before a lock was typed over what was there then, whatever the page reads when it comes back.
  await name.fill("Meridian West");
  await page.getByRole("button", { name: "Lock now" }).click();
  await api.call("PUT", `organizations/${client}`, { name: "Meridian East", billingEmail: "new@meridian.example" });
  await unlock(page, TOM);
  await expect(name).toHaveValue("Meridian West");
  await page.getByRole("button", { name: "Save name and billing" }).click();
  await expect(page.getByText("Somebody else changed this meanwhile")).toBeVisible();
});

test("the words of the client’s key are proven in this browser", async ({ page, another }) => {
  const words = async (tab, person) => {
    await signIn(tab, person);
    await openPage(tab, "Birchwood Dental Care", "Settings");
    await expect(tab.getByText(/^Proven/)).toBeVisible();
    const list = tab.getByRole("list", { name: "Fingerprint" });
    await expect(list.getByRole("listitem")).toHaveCount(5);
    return list.innerText();
  };
  const seen = await words(page, TOM);
  expect(await words(await another(), INES)).toBe(seen);
  await expectAccessible(page);
});

test("the API key wants the master password, and a renewal ends the old one", async ({ page }) => {
  await signIn(page, TOM);
  await openPage(page, "Birchwood Dental Care", "Settings");
  const dialog = page.getByRole("dialog");
  const prove = async (button) => {
    await dialog.getByLabel("Your master password", { exact: true }).fill(TOM.passphrase);
    await dialog.getByRole("button", { name: button }).click();
  };
  await page.getByRole("button", { name: "Show the key…" }).click();
  await dialog.getByLabel("Your master password", { exact: true }).fill("not my password");
  await dialog.getByRole("button", { name: "Show", exact: true }).click();
  await expect(dialog.getByText("That is not your master password")).toBeVisible();
  await prove(/^Show$/);
  await expect(dialog.getByText(`organization.${idOf(page)}`)).toBeVisible();
  const secret = dialog.locator("[data-secret]");
  await expect(secret).toHaveText(/^•+$/);
  await dialog.getByRole("button", { name: "Show the secret" }).click();
  await expect(secret).toHaveText(/^[A-Za-z0-9]{30}$/);
  const first = await secret.innerText();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  expect(await page.content()).not.toContain(first);

  await page.getByRole("button", { name: "Renew the key…" }).click();
  await expect(dialog.getByText(/Every program that uses it stops working/)).toBeVisible();
  await prove("Renew the key of Birchwood Dental Care");
  await expect(dialog.getByText("This is the new key")).toBeVisible();
  await dialog.getByRole("button", { name: "Show the secret" }).click();
  await expect(secret).toHaveText(/^[A-Za-z0-9]{30}$/);
  expect(await secret.innerText()).not.toBe(first);
});

test("the subscription says in words who pays and what is in the plan, and leads to the seats", async ({ page }) => {
  await signIn(page, TOM);
  await openPage(page, "Birchwood Dental Care", "Subscription");
  await expect(page.getByText(/Northwind IT pays/)).toBeVisible();
  const groups = page.getByRole("listitem").filter({ hasText: "Groups" }).filter({ hasText: "whole teams" });
  await expect(groups).toContainText("Included");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Change seats…" }).click();
  await expect(page.getByRole("dialog").getByLabel(/seats/i).first()).toBeVisible();
});

test("a setting that did not arrive is said, and nothing typed is lost", async ({ page, server }) => {
  await signIn(page, TOM);
  await openPage(page, "Birchwood Dental Care", "Settings");
  await server.fault({ method: "PUT", path: "/api/organizations/*/collection-management", status: 500, times: 1 });
  const box = page.getByRole("checkbox", { name: "Only owners and admins delete collections" });
  await box.check();
  await page.getByRole("button", { name: "Save collection settings" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(box).toBeChecked();
  await page.getByRole("button", { name: "Save collection settings" }).click();
  await expect(page.getByText("Collection settings saved")).toBeVisible();
});
