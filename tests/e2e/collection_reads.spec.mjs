// What the page of the collections reads, and when: what changed elsewhere is in the list, and people are named as far as one
// may read them.
import { expectAccessible } from "./support/axe.mjs";
import { menu, openCollections, row } from "./support/collections.mjs";
import { choose, importButton, sample } from "./support/import.mjs";
import { TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("what a group and an import without an answer changed is in the list for whoever comes back", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Harbour Street");
  await expect(row(page, "IT")).toBeVisible();
  const navigation = page.getByRole("navigation", { name: "Client", exact: true });
  const sheet = page.getByRole("dialog");
  await navigation.getByRole("link", { name: /^Groups/ }).click();
  await page.getByRole("button", { name: "New group" }).first().click();
  // First in the list of groups: a row names only some.
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Aardvarks");
  await sheet.getByRole("tab", { name: /Collections/ }).click();
  await sheet.getByRole("combobox", { name: "Give access to a collection" }).fill("IT");
  await sheet.getByRole("listbox").getByRole("option").first().click();
  await sheet.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByText("Group Aardvarks created")).toBeVisible();
  await navigation.getByRole("link", { name: /^Collections/ }).click();
  await expect(row(page, "IT")).toContainText("Aardvarks");

  // The list is where one is told to look before one imports again.
  await navigation.getByRole("link", { name: /^Import/ }).click();
  await choose(page, "passbolt.csv", sample("passbolt.csv"));
  await server.fault({ method: "POST", path: "/api/ciphers/import-organization", cut: "after" });
  await importButton(page).click();
  await expect(page.getByRole("alert")).toContainText("It is not known whether the import arrived");
  await server.healthy();
  await navigation.getByRole("link", { name: /^Collections/ }).click();
  await expect(row(page, "Contoso").first()).toBeVisible();
});

test("people are named from the short list where the long one is refused, and a failure is said and tried again", async ({ page, server }) => {
  await signIn(page, TOM);
  // As for a role that edits collections and does not manage members.
  await server.fault({ method: "GET", path: "/api/organizations/*/users", status: 404 });
  await openCollections(page, "Birchwood");
  const sheet = await menu(page, "IT", "Access…");
  const field = sheet.getByRole("combobox", { name: "Give access to" });
  const people = sheet.getByRole("listbox").getByRole("option").filter({ hasText: "@birchwood" });
  await field.fill("birchwood");
  await expect(people.first()).toBeVisible();
  await sheet.getByRole("button", { name: "Cancel" }).click();

  await server.fault({ method: "GET", path: "/api/organizations/*/users/mini-details", status: 500 });
  await page.getByRole("button", { name: "Read the list again" }).click();
  await menu(page, "IT", "Access…");
  await expect(sheet.getByText("Not all names to choose from could be read")).toBeVisible();
  await expectAccessible(page);
  await server.healthy();
  await sheet.getByRole("button", { name: "Try again" }).click();
  await expect(sheet.getByText("Not all names to choose from could be read")).toBeHidden();
  await field.fill("birchwood");
  await expect(people.first()).toBeVisible();
});
