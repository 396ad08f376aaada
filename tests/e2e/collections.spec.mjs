// Collections of a client, by a service user who is no member of it: the tree, names with places, access, races, deletion.
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { idOf, menu, openCollections, row } from "./support/collections.mjs";
import { INES, PETRA, TOM, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const names = async (page) => (await page.getByRole("rowheader").allInnerTexts()).map((text) => text.trim());

/** Gives the first person who matches a permission in the open sheet. */
async function give(sheet, typed, permission) {
  await sheet.getByLabel("With the permission").selectOption({ label: permission });
  await sheet.getByRole("combobox", { name: "Give access to" }).fill(typed);
  await sheet.getByRole("listbox").getByRole("option").first().click();
}

test("a service user makes, nests, renames and deletes collections", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Birchwood");
  await expect(page.getByText("The items inside stay unreadable to you.")).toBeVisible();
  await page.getByRole("button", { name: "New collection" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("Birchwood Dental Care");
  await sheet.getByLabel("Name", { exact: true }).fill("X-ray/films");
  await sheet.getByRole("button", { name: "Create collection" }).click();
  await expect(sheet.getByText("A name has no “/”: choose a place below instead")).toBeVisible();
  await sheet.getByLabel("Name", { exact: true }).fill("X-ray");
  await sheet.getByLabel("Nest under").selectOption({ label: "Front office" });
  // Admins of this client do not reach everything: somebody has to manage it, and the sheet goes there.
  await sheet.getByRole("button", { name: "Create collection" }).click();
  await expect(sheet.getByRole("tab", { name: /Access/ })).toHaveAttribute("aria-selected", "true");
  await expect(sheet.getByText(/Give at least one person or group the permission/)).toBeVisible();
  await give(sheet, "birchwood", "Manage");
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Create collection" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("Collection created")).toBeVisible();
  await expect(row(page, "X-ray")).toBeVisible();

  // Another name for what is above: everything below comes along.
  await menu(page, "IT", "Name and place…");
  await expect(page).toHaveURL(/open=[0-9a-f-]{36}/);
  await sheet.getByLabel("Name", { exact: true }).fill("Technology");
  await expect(sheet.getByText("2 collections below come along.")).toBeVisible();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2 collections renamed")).toBeVisible();
  await expect(row(page, "Technology")).toBeVisible();
  await expect(page).not.toHaveURL(/open=/);
  await page.getByRole("button", { name: "Technology, what is inside" }).click();
  await expect(row(page, "Servers")).toHaveCount(0);
  await page.getByRole("button", { name: "Open all branches" }).click();
  await expect(row(page, "Servers")).toBeVisible();

  // Deleting says what happens to items and to what is below, and names the client.
  await menu(page, "Technology", "Delete…");
  await expect(sheet.getByText(/The items inside are not deleted/)).toBeVisible();
  await sheet.getByRole("button", { name: "Delete 1 collection from Birchwood Dental Care" }).click();
  await expect(page.getByText("1 collection deleted")).toBeVisible();
  // What was below stays, under a part of names.
  await expect(row(page, "Technology")).toContainText("No collection of its own");
  await menu(page, "Servers", "Delete…");
  await sheet.getByRole("button", { name: "Cancel" }).click();
  await menu(page, "Technology", "Rename or move…");
  await expect(sheet.getByText(/only a part of the names of 2 collections/)).toBeVisible();
  await sheet.getByLabel("Nest under").selectOption({ label: "Finance" });
  let release;
  const gate = new Promise((resolve) => (release = resolve));
  await page.route("**/collections/*", async (route) => {
    if (route.request().method() === "PUT") await gate;
    return route.continue();
  });
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog", { name: /Technology/ })).toBeHidden();
  // Whoever is quicker than the move sees in the dialog what it brought.
  await menu(page, "Finance", "Delete…");
  const below = sheet.getByLabel(/^Delete the 3 collections below as well/);
  await expect(sheet.getByText(/The items inside are not deleted/)).toBeVisible();
  await expect(below).toBeHidden();
  release();
  await below.check();
  await sheet.getByRole("button", { name: /^Delete 4 collections from Birchwood/ }).click();
  await expect(page.getByText("4 collections deleted")).toBeVisible();
  await expect(row(page, "Finance")).toHaveCount(0);
  const api = await Api.signIn(server, INES);
  const { data } = await api.call("GET", `organizations/${idOf(page)}/collections`);
  expect(data.every((collection) => collection.name.startsWith("2."))).toBe(true);
});

test("needs access, search, places and the keyboard", async ({ page }) => {
  await signIn(page, TOM);
  await openCollections(page, "Adler");
  await page.getByRole("button", { name: /^Needs access/ }).click();
  await expect(page).toHaveURL(/filter=needs-access/);
  await expect(page.getByRole("rowheader")).not.toHaveCount(0);
  await expect(page.getByText(/Nobody manages it|Nobody has access/).first()).toBeVisible();
  await page.getByRole("button", { name: /^All/ }).click();
  await page.getByRole("searchbox", { name: "Search collections" }).fill("serv");
  await expect.poll(() => names(page)).toEqual(["IT", "Servers"]);
  await page.getByRole("searchbox", { name: "Search collections" }).fill("nothing like it");
  await expect(page.getByText("No collection matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filter" }).click();

  // Only the inside of one, with the way back; its address says no name.
  await menu(page, "IT", "Show only what is inside");
  await expect(page).toHaveURL(/parent=[0-9a-f-]{36}$/);
  await expect(row(page, "IT")).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Place in the tree" })).toContainText("IT");
  await page.getByRole("button", { name: "All collections" }).click();
  await expect(row(page, "IT")).toBeVisible();

  // Arrows to the side close and open, Enter opens the sheet, Escape gives the focus back.
  await row(page, "IT").focus();
  await page.keyboard.press("ArrowLeft");
  await expect(row(page, "Servers")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(row(page, "Servers")).toBeVisible();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("tab", { name: /Access/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(row(page, "IT")).toBeFocused();
  await expectAccessible(page);
});

test("what somebody else changed meanwhile is not overwritten", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Bluefin");
  const client = idOf(page);
  const sheet = await menu(page, "IT", "Access…");
  await expect(page).toHaveURL(/open=/);
  const id = /open=([0-9a-f-]+)/.exec(page.url())[1];
  const api = await Api.signIn(server, INES);
  const path = `organizations/${client}/collections/${id}`;
  const before = await api.call("GET", `${path}/details`);
  // The first group of the list: one permission of theirs, another one of mine, and neither is the one it had.
  const first = sheet.getByLabel(/^Permission of /).first();
  const label = await first.getAttribute("aria-label");
  const select = sheet.getByLabel(label, { exact: true });
  const theirs = (await select.inputValue()) === "view" ? "view-hidden" : "view";
  await select.selectOption("edit-hidden");
  await expect(sheet.getByText("1 change", { exact: true })).toBeVisible();
  const groups = before.groups.map((entry) => ({ ...entry, readOnly: true, hidePasswords: theirs === "view-hidden" }));
  await api.call("PUT", path, { name: before.name, users: before.users, groups });
  // A lock between makes the form anew over a newer list: what was typed still stands on what was seen then.
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, TOM);
  await expect(select).toHaveValue("edit-hidden");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByText("Somebody else changed this collection meanwhile")).toBeVisible();
  expect((await api.call("GET", `${path}/details`)).groups).toEqual(groups);
  await expect(select).toHaveValue("edit-hidden");
  await sheet.getByRole("button", { name: "Take theirs" }).click();
  await expect(select).toHaveValue(theirs);
  await select.selectOption("edit");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
  const after = await api.call("GET", `${path}/details`);
  expect(after.users).toEqual(before.users);
  expect(after.groups.filter((entry) => !entry.readOnly && !entry.hidePasswords && !entry.manage)).toHaveLength(1);
});

test("access for several is added, and what failed is tried again", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Cardinal");
  await page.getByRole("checkbox", { name: "Select Servers" }).check();
  await page.getByRole("checkbox", { name: "Select Network" }).check();
  await page.getByRole("button", { name: "Edit access" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("heading", { name: "Edit access of 2 collections" })).toBeVisible();
  await sheet.getByRole("button", { name: "Give access to 2 collections" }).click();
  await expect(sheet.getByText("Choose at least one person or group")).toBeVisible();
  await give(sheet, "Human", "Edit");
  // The call for all is refused, and one of the calls for each: the other one is done.
  await server.fault({ method: "POST", path: "/api/organizations/*/collections/bulk-access", status: 500, times: 2 });
  await sheet.getByRole("button", { name: "Give access to 2 collections" }).click();
  await expect(sheet.getByText("1 of 2 done")).toBeVisible();
  await sheet.getByRole("button", { name: "Try 1 again" }).click();
  await expect(page.getByText("Access of 2 collections changed")).toBeVisible();
  for (const name of ["Servers", "Network"]) await expect(row(page, name)).toContainText("Human resources");
});

test("what is under way goes on while one looks elsewhere or is locked, and its result waits", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Delta Freight");
  await page.getByRole("checkbox", { name: "Select Servers" }).check();
  await page.getByRole("checkbox", { name: "Select Network" }).check();
  await page.getByRole("button", { name: "Edit access" }).click();
  const sheet = page.getByRole("dialog");
  await give(sheet, "Finance", "Edit");
  // The call for all is refused late, and one of the calls for each as well; meanwhile another page is shown.
  await server.fault({ method: "POST", path: "/api/organizations/*/collections/bulk-access", status: 500, times: 2, delayMs: 1500 });
  await sheet.getByRole("button", { name: "Give access to 2 collections" }).click();
  await expect(sheet).toBeHidden();
  const navigation = page.getByRole("navigation", { name: "Client", exact: true });
  await navigation.getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Groups" })).toBeVisible();
  await navigation.getByRole("link", { name: /^Collections/ }).click();
  await expect(sheet.getByText("1 of 2 done")).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Try 1 again" }).click();
  await expect(page.getByText("Access of 2 collections changed")).toBeVisible();
  for (const name of ["Servers", "Network"]) await expect(row(page, name)).toContainText("Finance");

  // A lock in the midst of a move: all names were sealed before, and the branch comes along as a whole.
  await server.fault({ method: "PUT", path: "/api/organizations/*/collections/*", delayMs: 1500, skip: 1 });
  await menu(page, "IT", "Name and place…");
  await sheet.getByLabel("Name", { exact: true }).fill("Technology");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByRole("group", { name: "Collections renamed" })).toContainText("of 3");
  await page.getByRole("button", { name: "Lock now" }).click();
  await unlock(page, TOM);
  await expect(page.getByText("3 collections renamed")).toBeVisible();
  await server.healthy();
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, "IT")).toHaveCount(0);
  await page.getByRole("searchbox", { name: "Search collections" }).fill("technology");
  await expect.poll(() => names(page)).toEqual(["Technology", "Network", "Servers", "Backup"]);
});

test("a branch with a collection that nobody manages moves as a whole, or not at all", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Meridian");
  const client = idOf(page);
  const sheet = await menu(page, "Servers", "Access…");
  await expect(page).toHaveURL(/open=/);
  const id = /open=([0-9a-f-]+)/.exec(page.url())[1];
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  // As an import by the provider's people leaves it.
  const api = await Api.signIn(server, INES);
  const reach = (on) => api.call("PUT", `organizations/${client}/collection-management`, {
    limitCollectionCreation: false, limitCollectionDeletion: false, limitItemDeletion: false, allowAdminAccessToAllCollectionItems: on,
  });
  await reach(true);
  const path = `organizations/${client}/collections/${id}`;
  const { name, groups } = await api.call("GET", `${path}/details`);
  await api.call("PUT", path, { name, groups, users: [] });
  await reach(false);
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, "Servers")).toContainText("Nobody manages it");
  const sealed = async () => (await api.call("GET", `organizations/${client}/collections`)).data.map((one) => one.name).sort();
  const before = await sealed();

  await menu(page, "IT", "Name and place…");
  await sheet.getByLabel("Name", { exact: true }).fill("Technology");
  await expect(sheet.getByText("1 collection below has nobody who manages it")).toBeVisible();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet.getByText("Choose at least one person or group who is to manage what comes along")).toBeVisible();
  await expectAccessible(page);
  expect(await sealed()).toEqual(before);
  await sheet.getByRole("button", { name: "Those who manage this collection" }).click();
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2 collections renamed")).toBeVisible();
  await expect(row(page, "Technology")).toBeVisible();
  await expect(row(page, "Servers")).not.toContainText("Nobody manages it");
  const after = await api.call("GET", `${path}/details`);
  expect(after.users.filter((entry) => entry.manage)).toHaveLength(1);
  expect(after.groups).toEqual(groups);
  expect((await sealed()).filter((one) => before.includes(one))).toHaveLength(before.length - 3);
});

/** Makes, renames and deletes a collection. */
async function journey(page, { maker }) {
  const sheet = page.getByRole("dialog");
  await page.getByRole("button", { name: "New collection" }).click();
  await sheet.getByLabel("Name", { exact: true }).fill("Prototypes");
  if (maker) {
    await sheet.getByRole("tab", { name: /Access/ }).click();
    await expect(sheet.getByText("You manage it, as its maker.")).toBeVisible();
  } else {
    await sheet.getByRole("tab", { name: /Access/ }).click();
    await give(sheet, "robotics", "Manage");
  }
  await sheet.getByRole("button", { name: "Create collection" }).click();
  await expect(page.getByText("Collection created")).toBeVisible();
  await menu(page, "Prototypes", "Name and place…");
  await sheet.getByLabel("Name", { exact: true }).fill("Test rigs");
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Collection saved")).toBeVisible();
  await menu(page, "Test rigs", "Delete…");
  await sheet.getByRole("button", { name: /^Delete 1 collection from Greenhouse/ }).click();
  await expect(page.getByText("1 collection deleted")).toBeVisible();
  await expect(row(page, "Test rigs")).toHaveCount(0);
}

test("an owner who has nothing to do with the provider makes, renames and deletes a collection", async ({ page }) => {
  await page.goto("/sign-in");
  await typeSignIn(page, PETRA);
  await page.getByRole("link", { name: new RegExp(PETRA.client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Collections/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Collections" })).toBeVisible();
  await expect(page.getByText("The items inside stay unreadable to you.")).toHaveCount(0);
  await journey(page, { maker: true });
});

test("an admin of the provider makes, renames and deletes a collection", async ({ page }) => {
  await signIn(page, INES);
  await openCollections(page, "Greenhouse");
  await journey(page, { maker: false });
});

test("closing asks, the sheet stands in the address, and names do not", async ({ page, server }) => {
  await signIn(page, TOM);
  await openCollections(page, "Alpenblick");
  const client = idOf(page);
  const sheet = await menu(page, "Finance", "Name and place…");
  await expect(page).toHaveURL(/open=/);
  await sheet.getByLabel("Name", { exact: true }).fill("Money and more");
  expect(decodeURIComponent(page.url())).not.toMatch(/Finance|Money/);
  await page.keyboard.press("Escape");
  await expect(page.getByText("Leave without saving?")).toBeVisible();
  await page.getByRole("button", { name: "Keep editing" }).click();
  await expect(sheet.getByLabel("Name", { exact: true })).toHaveValue("Money and more");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // The sheet stands in the address: a reload, which locks, leads back to it.
  await menu(page, "Finance", "Name and place…");
  await expect(page).toHaveURL(/open=/);
  await page.reload();
  await unlock(page, TOM);
  await expect(page.getByRole("dialog").getByLabel("Name", { exact: true })).toHaveValue("Finance");

  // What was typed outlives a lock; its place does not. Nothing is made at the top in silence.
  const id = /open=([0-9a-f-]+)/.exec(page.url())[1];
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await menu(page, "Finance", "New collection inside…");
  await sheet.getByLabel("Name", { exact: true }).fill("Petty cash");
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await expect(page.getByRole("button", { name: "Unlock" })).toBeVisible();
  const api = await Api.signIn(server, INES);
  await api.call("DELETE", `organizations/${client}/collections/${id}`);
  await unlock(page, TOM);
  await expect(sheet.getByLabel("Name", { exact: true })).toHaveValue("Petty cash");
  const gone = sheet.getByText("Somebody deleted or moved this place meanwhile: choose another one");
  await expect(gone).toBeVisible();
  await sheet.getByRole("button", { name: "Create collection" }).click();
  await expect(sheet.getByLabel("Nest under")).toBeFocused();
  await sheet.getByLabel("Nest under").selectOption({ label: "None: at the top" });
  await expect(gone).toBeHidden();
});

test("collections that cannot be read are tried again, and one damaged name breaks nothing", async ({ page, server }) => {
  await signIn(page, TOM);
  await server.fault({ method: "GET", path: "/api/organizations/*/collections/details", status: 500 });
  await openCollections(page, "Eastgate");
  await expect(page.getByText("Collections could not be read")).toBeVisible();
  await server.healthy();
  const api = await Api.signIn(server, INES);
  const client = idOf(page);
  const { data } = await api.call("GET", `organizations/${client}/collections/details`);
  const victim = data[0];
  const mac = victim.name.slice(0, -4) + (victim.name.endsWith("AAA=") ? "BBB=" : "AAA=");
  await api.call("PUT", `organizations/${client}/collections/${victim.id}`, { name: mac, users: victim.users, groups: victim.groups });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Damaged name")).toBeVisible();
  expect((await names(page)).length).toBeGreaterThan(1);
  await menu(page, "Damaged name", "Name and place…");
  await page.getByRole("dialog").getByLabel("Name", { exact: true }).fill("Repaired");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Repaired")).toBeVisible();
});
