// Collections of a client, by a service user who is no member of it: the tree, names with places, access, races, deletion.
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];
// The name of a row ends with its actions, so that "IT" is not "IT / Servers".
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("button", { name, exact: true }) });
const names = async (page) => (await page.getByRole("rowheader").allInnerTexts()).map((text) => text.trim());

/** Opens the collections of a client, from the list, by the side bar. */
async function openCollections(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Collections/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Collections" })).toBeVisible();
}

async function menu(page, name, entry) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  return page.getByRole("dialog");
}

/** Gives the first person who matches a permission in the open sheet. */
async function give(sheet, typed, permission) {
  await sheet.getByLabel("With the permission").selectOption({ label: permission });
  await sheet.getByRole("combobox", { name: "Give access to" }).fill(typed);
  await sheet.getByRole("option").first().click();
}

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

test("closing asks, the sheet stands in the address, and names do not", async ({ page }) => {
  await signIn(page, TOM);
  await openCollections(page, "Alpenblick");
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
});

test("collections that cannot be read are tried again, and one damaged name breaks nothing", async ({ page, server }) => {
  await signIn(page, TOM);
  await server.fault({ method: "GET", path: "/api/organizations/*/collections/details", status: 500, times: 1 });
  await openCollections(page, "Eastgate");
  await expect(page.getByText("Collections could not be read")).toBeVisible();
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
