// The guided set-up of a client from start to finish, by a service user who is no member of it: structure, data, rules,
// groups and people, through the links of the mails, until the page says that the client is set up.
import { readFileSync } from "node:fs";
import { row, type } from "./support/members.mjs";
import { INES, TOM, choosePassword, confirmByWords, newcomer, signIn, waitingWords } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const CLIENT = "Harvest Moon Bakery";
const nav = (page) => page.getByRole("navigation", { name: "Client", exact: true });
const step = (page, title) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: title }) });

/** Back to the set-up page: so many steps are done, and the side bar says the same. */
async function expectProgress(page, done, of) {
  await nav(page).getByRole("link", { name: /^Set-up/ }).click();
  await expect(page.locator(".page-head__count")).toHaveText(`${done} of ${of}`);
  await expect(nav(page).getByRole("link", { name: /^Set-up/ })).toContainText(`${done} of ${of}`);
}

/** Accepts an invitation with a new account; gives the words that the person reads out. */
async function accept(page, server, person) {
  await page.goto((await server.mail(person.email, /^Join/)).links[0]);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, person);
  return waitingWords(page);
}

test("a service user sets up a new client from the first collection to the last confirmation", async ({ page, another, server }) => {
  test.setTimeout(300_000);
  const [owner, baker] = [newcomer(), newcomer()];
  const ines = await another();
  await signIn(ines, INES);
  await ines.getByRole("button", { name: /New client|Add a client/ }).first().click();
  await ines.getByRole("menuitem", { name: "New client…" }).click();
  const made = ines.getByRole("dialog");
  await made.getByRole("radio", { name: /Enterprise/ }).check();
  await made.getByLabel("Client name").fill(CLIENT);
  await made.getByLabel("Owner’s e-mail").fill(owner.email);
  await made.getByLabel("Seats").fill("4");
  await made.getByRole("button", { name: "Create client" }).click();
  await expect(made).toBeHidden();

  await signIn(page, TOM);
  await page.getByRole("searchbox").fill(CLIENT);
  await page.getByRole("link", { name: new RegExp(CLIENT) }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: `Set up ${CLIENT}` })).toBeVisible();
  await expectProgress(page, 0, 6);
  const dialog = page.getByRole("dialog");

  // Collections: somebody has to manage them, and the owner is invited already.
  await step(page, "Create collections").getByRole("link", { name: /^Create collections/ }).click();
  await page.getByRole("button", { name: "New collection" }).first().click();
  await dialog.getByLabel("Name", { exact: true }).fill("Recipes");
  await dialog.getByRole("tab", { name: /Access/ }).click();
  await dialog.getByLabel("With the permission").selectOption({ label: "Manage" });
  await dialog.getByRole("combobox", { name: "Give access to" }).fill(owner.email);
  await dialog.getByRole("listbox").getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Create collection" }).click();
  await expect(dialog).toBeHidden();
  await expectProgress(page, 1, 6);

  // Data.
  await step(page, "Import data").getByRole("link", { name: /^Import data/ }).click();
  const buffer = readFileSync(new URL("../../crates/importers/samples/lastpass.csv", import.meta.url));
  await page.getByLabel("Export file", { exact: true }).setInputFiles({ name: "lastpass.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: /^Import [\d,]+ items? into/ }).click();
  await expect(page.getByRole("heading", { name: "Receipt" })).toBeVisible();
  await expectProgress(page, 2, 6);

  // Rules.
  await step(page, "Turn on policies").getByRole("link", { name: /^Choose policies/ }).click();
  await page.getByRole("navigation", { name: "Policies" }).getByRole("link", { name: /^No unlock with PIN/ }).click();
  await page.getByRole("switch", { name: "Turn on" }).click();
  await page.getByRole("button", { name: `Turn on for ${CLIENT}` }).click();
  await expect(page.getByRole("navigation", { name: "Policies" }).getByText("On", { exact: true })).toBeVisible();
  await expectProgress(page, 3, 6);

  // No identity provider: one step less.
  await step(page, "Connect single sign-on").getByRole("button", { name: /Not needed/ }).click();
  await page.getByRole("menuitem", { name: "The client has no identity provider" }).click();
  await expectProgress(page, 3, 5);

  // Groups.
  await step(page, "Create groups").getByRole("link", { name: /^Create groups/ }).click();
  await page.getByRole("button", { name: "New group" }).first().click();
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("Bakers");
  await dialog.getByRole("tab", { name: /Collections/ }).click();
  await dialog.getByRole("combobox", { name: "Give access to a collection" }).fill("Recipes");
  await dialog.getByRole("listbox").getByRole("option").first().click();
  await dialog.getByRole("button", { name: "Create group" }).click();
  await expect(dialog).toBeHidden();
  await expectProgress(page, 4, 5);

  // People: the baker comes into the group, the owner gets a second mail; both accept and are confirmed by their words.
  await step(page, "Invite people").getByRole("link", { name: /^Invite people/ }).click();
  await page.getByRole("button", { name: "Invite people" }).first().click();
  await type(dialog, baker.email);
  await dialog.getByRole("combobox", { name: "Groups" }).fill("Bakers");
  await dialog.getByRole("listbox").getByRole("option").first().click();
  await dialog.getByRole("button", { name: `Invite 1 person to ${CLIENT}` }).click();
  await expect(dialog).toBeHidden();
  for (const person of [owner, baker]) {
    const theirs = await another();
    const words = await accept(theirs, server, person);
    await page.getByRole("button", { name: "Read the list again" }).click();
    await expect(row(page, person.email)).toContainText("To confirm");
    await confirmByWords(page, person, words);
    await expect(row(page, person.email)).toContainText("Confirmed");
    await theirs.close();
  }
  await expect(row(page, baker.email)).toContainText("Bakers");
  await expectProgress(page, 5, 5);
  await expect(page.getByRole("heading", { level: 1, name: `${CLIENT} is set up` })).toBeVisible();

  // The log of the client tells all of it.
  await nav(page).getByRole("link", { name: /^Event log/ }).click();
  const events = page.getByRole("table", { name: "Events" });
  for (const what of [/Collection created/, /Policy/, /Group created.*Bakers/, /confirmed/i]) {
    await expect(events.getByRole("row", { name: what }).first()).toBeVisible();
  }
});
