// Work for many members outlives its page: a lock, another client, an answer that never came. What became of each is found
// again where it was begun, and can be tried again.
import { readFile } from "node:fs/promises";
import { CONFIRMED, REVOKED, choose, idOf, members, openMembers, row, type } from "./support/members.mjs";
import { INES, TOM, newcomer, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const bar = (page) => page.getByRole("group", { name: "With the selected people" });

/** Holds the matching calls from the number `from` on; `lose` ends their connections, and what comes later gets through. */
async function holdCalls(page, path, from = 1) {
  let calls = 0;
  let lost = false;
  let lose;
  const told = new Promise((resolve) => (lose = resolve));
  await page.route((url) => url.pathname.endsWith(path), async (route) => {
    calls += 1;
    if (calls < from || lost) return route.continue();
    await told;
    return route.abort();
  });
  return {
    calls: () => calls,
    lose() {
      lost = true;
      lose();
    },
  };
}

test("a lock in the middle loses nothing: each row has its outcome, also after another lock, and the rest is tried again", async ({ page, server }) => {
  await signIn(page, INES);
  await openMembers(page, "Cardinal");
  const client = idOf(page);
  const { api, data, of, called } = await members(server, client);
  const before = of(REVOKED);
  const total = data.length - before.length;
  expect(total).toBeGreaterThan(50);
  await page.getByRole("checkbox", { name: `Select all ${data.length} rows` }).check();
  for (const member of before) await page.getByRole("checkbox", { name: `Select ${called(member)}`, exact: true }).uncheck();
  const second = await holdCalls(page, "/users/revoke", 2);
  await bar(page).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: `Revoke ${total} people from Cardinal Community College` }).click();
  await expect.poll(second.calls).toBe(2);
  await expect(page.getByRole("group", { name: "Access revoked" })).toContainText(`50 of ${total}`);
  await page.getByRole("button", { name: "Lock now" }).click();
  await expect(page.getByRole("button", { name: "Unlock" })).toBeVisible();
  second.lose();
  await unlock(page, INES);
  const results = page.getByRole("dialog", { name: "Access revoked" });
  await expect(results.getByText(`50 of ${total} done`)).toBeVisible();
  await expect(results.getByRole("list", { name: "What became of each" }).getByRole("listitem")).toHaveCount(total);

  // Nobody was there to read it: the portal locks by itself, and the list is there again.
  await page.getByRole("button", { name: "Lock now", includeHidden: true }).dispatchEvent("click");
  await unlock(page, INES);
  await expect(results.getByText(`50 of ${total} done`)).toBeVisible();
  await results.getByRole("button", { name: `Try ${total - 50} again` }).click();
  await expect(results.getByText(`${total} of ${total} done`)).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();
  const after = await members(server, client);
  expect(after.of(REVOKED)).toHaveLength(data.length);
  // What was read does not come again.
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Collections/ }).click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Members/ }).click();
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
  await expect(results).toHaveCount(0);
  await api.call("PUT", `organizations/${client}/users/restore`, { ids: data.filter((member) => member.status !== REVOKED).map((member) => member.id), defaultUserCollectionName: null });
});

test("work in another client leaves the outcome alone, and another try has the role and groups that were sent", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Birchwood");
  const person = newcomer();
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog", { name: "Invite people" });
  await type(sheet, person.email);
  await sheet.getByRole("radio", { name: /Admin/ }).check();
  await sheet.getByRole("combobox", { name: "Groups" }).fill("Front");
  await sheet.getByRole("option", { name: /Front office/ }).first().click();
  const call = await holdCalls(page, "/users/invite");
  await sheet.getByRole("button", { name: "Invite 1 person to Birchwood Dental Care" }).click();
  await expect(sheet).toBeHidden();
  await page.getByRole("link", { name: "Clients", exact: true }).click();
  await openMembers(page, "Harbour Street");
  await page.getByRole("button", { name: /^Invited/ }).click();
  await page.getByRole("row").nth(1).getByRole("checkbox").check();
  const resend = bar(page).getByRole("button", { name: "Resend" });
  await expect(resend).toBeDisabled();
  call.lose();
  await resend.click();
  await expect(page.getByText("Invitation sent again")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("link", { name: "Clients", exact: true }).click();
  await openMembers(page, "Birchwood");
  const results = page.getByRole("dialog", { name: "Invitations" });
  await expect(results.getByText("0 of 1 done")).toBeVisible();
  await results.getByRole("button", { name: "Try 1 again" }).click();
  await expect(sheet.getByRole("radio", { name: /Admin/ })).toBeChecked();
  await sheet.getByRole("button", { name: "Invite 1 person to Birchwood Dental Care" }).click();
  await expect(page.getByText("1 person invited")).toBeVisible();
  const made = (await members(server, idOf(page))).data.find((member) => member.email === person.email);
  expect([made.type, made.groups.length]).toEqual([1, 1]);
});

test("a removal that arrived without a word is settled by another try, and nothing claims to be running", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Birchwood");
  const client = idOf(page);
  const { api } = await members(server, client);
  const two = [newcomer(), newcomer()].map((person) => person.email);
  await api.call("POST", `organizations/${client}/users/invite`, { emails: two, type: 2, permissions: {}, collections: [], groups: [], accessSecretsManager: false });
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("searchbox").fill(`newcomer${process.pid}n`);
  for (const email of two) await row(page, email).getByRole("checkbox").check();
  await bar(page).getByRole("button", { name: "Remove" }).click();
  // The answer is lost, and so is the look at the list that follows; the one after that is not.
  let gone = 0;
  await page.route((url) => url.pathname.endsWith("/users"), async (route) => {
    if (gone === 0 && route.request().method() === "DELETE") {
      gone = 1;
      await route.fetch();
      return route.abort();
    }
    if (gone === 1 && route.request().method() === "GET") {
      gone = 2;
      return route.abort();
    }
    return route.continue();
  });
  await page.getByRole("dialog").getByRole("button", { name: "Remove 2 people from Birchwood Dental Care" }).click();
  const results = page.getByRole("dialog", { name: "Removals" });
  await expect(results.getByText("0 of 2 done")).toBeVisible();
  await expect(row(page, two[0])).toHaveCount(0);
  await results.getByRole("button", { name: "Try 2 again" }).click();
  await expect(results.getByText("2 of 2 done")).toBeVisible();
  await expect(page.getByText("Something else is still running")).toHaveCount(0);
});

test("what is shown under a filter becomes a file, and nothing else", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Alpenblick");
  const { of } = await members(server, idOf(page));
  const [revoked, others] = [of(REVOKED), of(CONFIRMED)];
  expect(revoked.length).toBeGreaterThan(0);
  await page.getByRole("button", { name: /^Revoked/ }).click();
  await expect(page.getByRole("rowheader")).toHaveCount(revoked.length);
  await page.getByRole("button", { name: "Export list" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: new RegExp(`^What is shown: ${revoked.length} p`) }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
  expect(lines).toHaveLength(revoked.length + 1);
  for (const member of revoked) expect(lines.filter((line) => line.includes(member.email))).toHaveLength(1);
  expect(lines.join("\n")).not.toContain(others[0].email);
});

test("groups and collections that cannot be named: the file has ids, the sheet says so, and another try brings them", async ({ page, server }) => {
  await signIn(page, TOM);
  await server.fault({ method: "GET", path: "/api/organizations/*/groups", status: 500 });
  await server.fault({ method: "GET", path: "/api/organizations/*/collections", status: 500 });
  await openMembers(page, "Fjordlight");
  const { of, called } = await members(server, idOf(page));
  const person = of(CONFIRMED, (member) => member.groups.length > 0)[0];
  await page.getByRole("button", { name: "Export list" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /^The whole list/ }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).split("\r\n");
  expect(lines.find((line) => line.includes(person.email))).toContain(person.groups[0]);

  await page.getByRole("searchbox").fill(person.email);
  await choose(page, called(person), "Groups…");
  const sheet = page.getByRole("dialog");
  const failed = sheet.getByText("Not all names to choose from could be read");
  await expect(failed).toHaveCount(2);
  await expect(failed.filter({ visible: true })).toHaveCount(1);
  await server.healthy();
  await sheet.getByRole("button", { name: "Try again" }).click();
  await expect(failed).toHaveCount(1);
  await expect(sheet.getByText("A group that is not listed")).toHaveCount(0);
  await sheet.getByRole("button", { name: "Cancel" }).click();
  await expect(sheet).toBeHidden();
  // The button of the list reads the names again as well.
  await page.getByRole("button", { name: "Read the list again" }).click();
  await choose(page, called(person), "Collections…");
  await expect(sheet.getByRole("tab", { name: /Collections/ })).toHaveAttribute("aria-selected", "true");
  await expect(failed).toHaveCount(0);
});

test("the sheet shows and copies the id of single sign-on", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Fjordlight");
  const { of, called } = await members(server, idOf(page));
  const person = of(CONFIRMED)[1];
  await page.route((url) => url.pathname.endsWith("/users") && url.search.includes("include"), async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    for (const member of body.data) member.ssoBound = member.id === person.id;
    await route.fulfill({ response: answer, json: body });
  });
  await server.fault({ method: "GET", path: `/api/organizations/*/users/${person.id}`, merge: { ssoExternalId: "00u1ab2c" } });
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("searchbox").fill(person.email);
  await choose(page, called(person), "Role…");
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("Id at single sign-on")).toBeVisible();
  await expect(sheet.locator("dd").filter({ hasText: "00u1ab2c" }).getByRole("button", { name: "Copy" })).toBeVisible();
});
