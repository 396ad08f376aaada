// Groups of a client, by a service user who is no member of it: the list, the sheet with its three tabs, deletion, races.
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { INES, PETRA, TOM, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];
const row = (page, name) => page.getByRole("row", { name: new RegExp(name) });

/** Opens the groups of a client, from the list, by the side bar. */
async function openGroups(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Groups" })).toBeVisible();
}

/** Makes groups as another program, for tests that are about something else. */
async function make(server, client, ...names) {
  const api = await Api.signIn(server, INES);
  const made = [];
  for (const name of names) made.push(await api.call("POST", `organizations/${client}/groups`, { name, collections: [], users: [] }));
  return { api, ids: made.map((group) => group.id) };
}

test("a service user makes a group, gives it people and collections, and changes it", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Castellan");
  await page.getByRole("button", { name: "New group" }).first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("Castellan");
  await sheet.getByRole("button", { name: "Create group" }).click();
  await expect(sheet.getByText("Enter a name")).toBeVisible();
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Key desk");
  await sheet.getByRole("tab", { name: /Members/ }).click();
  await sheet.getByRole("combobox", { name: "Add a member" }).fill("castellan");
  await sheet.getByRole("listbox").getByRole("option").first().click();
  await sheet.getByRole("tab", { name: /Collections/ }).click();
  await sheet.getByRole("combobox", { name: "Give access to a collection" }).fill("IT");
  await sheet.getByRole("listbox").getByRole("option").first().click();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Create group" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("Group Key desk created")).toBeVisible();
  await expect(row(page, "Key desk")).toContainText("1 person");

  // The sheet stands in the address, and shows what was saved.
  await page.getByRole("button", { name: "Actions for Key desk" }).click();
  await page.getByRole("menuitem", { name: "Members…" }).click();
  await expect(page).toHaveURL(/group=/);
  await expect(sheet.getByRole("tab", { name: /Members/ })).toHaveAttribute("aria-selected", "true");
  await sheet.getByRole("tab", { name: "Name" }).click();
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Reception");
  await sheet.getByRole("button", { name: "Save group" }).click();
  await expect(row(page, "Reception")).toBeVisible();
  await expect(page).not.toHaveURL(/group=/);
  const api = await Api.signIn(server, INES);
  const { data } = await api.call("GET", `organizations/${idOf(page)}/groups/details`);
  expect(data.find((group) => group.name === "Reception").collections).toHaveLength(1);
});

test("what somebody else did meanwhile is shown before anything is saved", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Eastgate");
  const client = idOf(page);
  const { api, ids } = await make(server, client, "Night shift");
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("button", { name: "Open Night shift" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Early shift");
  await api.call("PUT", `organizations/${client}/groups/${ids[0]}`, { name: "Late shift", collections: [], users: [] });
  // Also over a lock, after which the group is read anew.
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, TOM);
  await expect(sheet.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Early shift");
  await sheet.getByRole("button", { name: "Save group" }).click();
  await expect(sheet.getByText("Somebody else changed this group meanwhile")).toBeVisible();
  await expect(sheet.getByText("It was called Night shift and is called Late shift now.")).toBeVisible();
  await sheet.getByRole("button", { name: "Save mine all the same" }).click();
  await expect(row(page, "Early shift")).toBeVisible();
  await expect(row(page, "Late shift")).toHaveCount(0);
});

test("closing asks, and a link brings the sheet back", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Meridian");
  await make(server, idOf(page), "Reviewers");
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("button", { name: "Open Reviewers" }).click();
  const sheet = page.getByRole("dialog").first();
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill("Proofreaders");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keep editing" }).click();
  await expect(sheet.getByRole("textbox", { name: "Name", exact: true })).toHaveValue("Proofreaders");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(row(page, "Reviewers")).toBeVisible();
});

test("several are searched, chosen and deleted, and the button names the client", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Bluefin");
  await make(server, idOf(page), "Cold store", "Cold chain", "Quay");
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.keyboard.press("/");
  await page.keyboard.type("cold");
  await expect(row(page, "Quay")).toHaveCount(0);
  await expect(page).toHaveURL(/q=cold/);
  await page.getByRole("checkbox", { name: /Select all/ }).check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Cold store");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: /^Delete 2 groups from Bluefin/ }).click();
  await expect(page.getByText("2 groups deleted")).toBeVisible();
  await expect(page.getByText("No group matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await expect(row(page, "Quay")).toBeVisible();
  await expectAccessible(page);
});

test("a deletion that did nothing is told row by row and tried again", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Lakeside");
  await make(server, idOf(page), "Year one", "Year two");
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("searchbox").fill("year");
  await expect(row(page, "Year two")).toBeVisible();
  await server.fault({ method: "DELETE", path: "/api/organizations/*/groups", status: 200, times: 1 });
  await page.getByRole("checkbox", { name: /Select all/ }).check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: /^Delete 2 groups/ }).click();
  await expect(dialog.getByText("0 of 2 done")).toBeVisible();
  await dialog.getByRole("button", { name: "Try 2 again" }).click();
  await dialog.getByRole("button", { name: /^Delete 2 groups/ }).click();
  await expect(page.getByText("No group matches")).toBeVisible();
});

test("groups that cannot be read are tried again, and old rows stay", async ({ page, server }) => {
  await signIn(page, TOM);
  await openGroups(page, "Harbour Street");
  const navigation = page.getByRole("navigation", { name: "Client", exact: true });
  await navigation.getByRole("link", { name: /^Settings/ }).click();
  await server.fault({ method: "GET", path: "/api/organizations/*/groups/details", status: 500 });
  await navigation.getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByText("Groups could not be read")).toBeVisible();
  await server.healthy();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Groups could not be read")).toBeHidden();
  await make(server, idOf(page), "Ward");
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, "Ward")).toBeVisible();
  await server.fault({ method: "GET", path: "/api/organizations/*/groups/details", status: 500 });
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(page.getByText("What you see was read earlier.")).toBeVisible();
  await expect(row(page, "Ward")).toBeVisible();
});

/** Makes a group with a collection. */
async function makeGroup(page, name, collection) {
  await page.getByRole("button", { name: "New group" }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await sheet.getByRole("tab", { name: /Collections/ }).click();
  await sheet.getByRole("combobox", { name: "Give access to a collection" }).fill(collection);
  await sheet.getByRole("listbox").getByRole("option").first().click();
  await sheet.getByRole("button", { name: "Create group" }).click();
  await expect(page.getByText(`Group ${name} created`)).toBeVisible();
  return sheet;
}

async function renameGroup(page, sheet, name, now) {
  await page.getByRole("button", { name: `Open ${name}` }).click();
  await sheet.getByRole("textbox", { name: "Name", exact: true }).fill(now);
  await sheet.getByRole("button", { name: "Save group" }).click();
  await expect(sheet).toBeHidden();
  await expect(row(page, now)).toBeVisible();
}

async function deleteGroup(page, sheet, name) {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete…" }).click();
  await sheet.getByRole("button", { name: new RegExp(`^Delete ${name} from`) }).click();
  await expect(row(page, name)).toHaveCount(0);
}

test("an owner who has nothing to do with the provider manages groups, and a name alone takes no collection away", async ({ page, server }) => {
  await page.goto("/sign-in");
  await typeSignIn(page, PETRA);
  await page.getByRole("link", { name: new RegExp(PETRA.client) }).first().click();
  const navigation = page.getByRole("navigation", { name: "Client", exact: true });
  await navigation.getByRole("link", { name: /^Groups/ }).click();
  const sheet = await makeGroup(page, "Engineers", "Servers");
  await expect(row(page, "Engineers")).toContainText("Servers");
  // The collections cannot be read: those of the group stay as they are.
  await server.fault({ method: "GET", path: "/api/organizations/*/collections/details", status: 500 });
  await navigation.getByRole("link", { name: /^Settings/ }).click();
  await navigation.getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByText("Names of collections could not be read; the numbers are right.")).toBeVisible();
  await renameGroup(page, sheet, "Engineers", "Tinkerers");
  const api = await Api.signIn(server, PETRA);
  const { data } = await api.call("GET", `organizations/${idOf(page)}/groups/details`);
  expect(data.find((group) => group.name === "Tinkerers").collections).toHaveLength(1);
  await server.healthy();
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, "Tinkerers")).toContainText("Servers");
  await deleteGroup(page, sheet, "Tinkerers");
});

test("an admin of the provider makes, renames and deletes a group", async ({ page }) => {
  await signIn(page, INES);
  await openGroups(page, "Greenhouse");
  const sheet = await makeGroup(page, "Welders", "Servers");
  await renameGroup(page, sheet, "Welders", "Painters");
  await deleteGroup(page, sheet, "Painters");
});
