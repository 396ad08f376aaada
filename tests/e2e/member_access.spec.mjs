// What becomes of the members of a client: confirmed, changed, revoked, removed, recovered; by a service user, by a provider
// admin, and by an owner who has nothing to do with the provider.
import { expectAccessible } from "./support/axe.mjs";
import { ACCEPTED, CONFIRMED, REVOKED, USER, choose, heading, idOf, members, openMembers, row, seats, type } from "./support/members.mjs";
import { INES, PETRA, TOM, confirmByWords, newcomer, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("members are confirmed after a comparison of words, several in a stack", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Harbour Street");
  const { of, called } = await members(server, idOf(page));
  const waiting = of(ACCEPTED);
  await page.getByRole("button", { name: `Compare and confirm ${waiting.length} people` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`1 of ${waiting.length} people`)).toBeVisible();
  // Other words are never confirmed.
  for (const field of await dialog.getByRole("textbox").all()) await field.fill("abacus");
  await expect(dialog.getByRole("button", { name: /^Confirm .* for Harbour Street/ })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Words differ" }).click();
  await expect(dialog.getByText("would get the key of", { exact: false })).toContainText("Harbour Street Medical Centre");
  await dialog.getByRole("button", { name: "Leave unconfirmed" }).click();
  // Closed half-way nothing is lost: the report names everybody.
  await expect(dialog.getByText(`2 of ${waiting.length} people`)).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  const half = page.getByRole("dialog", { name: "Confirmations" });
  await expect(half.getByText(`0 of ${waiting.length} done`)).toBeVisible();
  await expect(half.getByText("The words differ: not confirmed")).toBeVisible();
  await expect(half.getByText("Left for later")).toHaveCount(waiting.length - 1);
  await half.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: `Compare and confirm ${waiting.length} people` }).click();
  await dialog.getByRole("button", { name: "Words differ" }).click();
  await dialog.getByRole("button", { name: "Leave unconfirmed" }).click();
  await dialog.getByRole("button", { name: "Compare all five words instead" }).click();
  await dialog.getByLabel("All five words are the same").check();
  await dialog.getByRole("button", { name: /^Confirm .* for Harbour Street/ }).click();
  const results = page.getByRole("dialog", { name: "Confirmations" });
  await expect(results.getByText(`1 of ${waiting.length} done`)).toBeVisible();
  await expect(results.getByText("The words differ: not confirmed")).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();
  const after = await members(server, idOf(page));
  expect(after.of(ACCEPTED).map((member) => member.id)).toEqual([after.of(ACCEPTED)[0].id]);
  await confirmByWords(page, { name: called(after.of(ACCEPTED)[0]), email: "" }, []);
  await expect(page.getByRole("button", { name: /Compare and confirm/ })).toHaveCount(0);
});

test("a lock in the middle of a stack of confirmations takes nothing of what became of them", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Harbour Street");
  const { of } = await members(server, idOf(page));
  const waiting = of(ACCEPTED);
  await page.getByRole("button", { name: `Compare and confirm ${waiting.length} people` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Words differ" }).click();
  await dialog.getByRole("button", { name: "Leave unconfirmed" }).click();
  await dialog.getByRole("button", { name: "Compare all five words instead" }).click();
  await dialog.getByLabel("All five words are the same").check();
  // The answer comes when the page is gone.
  await server.fault({ method: "POST", path: "/api/organizations/*/users/confirm", delayMs: 2500, times: 1 });
  await dialog.getByRole("button", { name: /^Confirm .* for Harbour Street/ }).click();
  await expect.poll(async () => (await server.faults())[0].matched).toBe(1);
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, TOM);
  const results = page.getByRole("dialog", { name: "Confirmations" });
  await expect(results.getByText("The words differ: not confirmed")).toBeVisible();
  await expect(results.getByText(`1 of ${waiting.length} done`)).toBeVisible();
  // Not read yet: another lock leaves it where it is. Read once, it is gone.
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, TOM);
  await expect(results.getByText(`1 of ${waiting.length} done`)).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();
  await page.evaluate(() => new BroadcastChannel("portal.session").postMessage("lock"));
  await unlock(page, TOM);
  await expect(page.getByRole("button", { name: /^Confirm / }).first()).toBeVisible();
  await expect(results).toHaveCount(0);
  expect((await members(server, idOf(page))).of(ACCEPTED)).toHaveLength(waiting.length - 1);
});

test("role, permissions, groups and collections change; what somebody else changed meanwhile is shown", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Fjordlight");
  const client = idOf(page);
  const { api, of, called } = await members(server, client);
  // The row names two groups; a third one would be a number.
  const person = of(CONFIRMED, (member) => member.type === USER && member.groups.length < 2)[0];
  const name = called(person);
  await page.getByRole("searchbox").fill(person.email);
  await choose(page, name, "Role…");
  const sheet = page.getByRole("dialog").first();
  await sheet.getByRole("radio", { name: /Custom/ }).check();
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(sheet.getByText("Tick at least one permission", { exact: false })).toBeVisible();
  // Recovery brings the members along, and goes with them.
  await sheet.getByLabel("Account recovery", { exact: true }).check();
  await expect(sheet.getByLabel("Members", { exact: true })).toBeChecked();
  await sheet.getByLabel("Members", { exact: true }).uncheck();
  await expect(sheet.getByLabel("Account recovery", { exact: true })).not.toBeChecked();
  await sheet.getByLabel("Manage all collections").check();
  await expect(sheet.getByLabel("Delete any collection")).toBeChecked();
  await expectAccessible(page);

  // Ines changes the same person before Tom saves.
  const theirs = { type: 1, permissions: {}, collections: [], groups: [], accessSecretsManager: false };
  await api.call("PUT", `organizations/${client}/users/${person.id}`, theirs);
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(sheet.getByText("Somebody else changed this member meanwhile")).toBeVisible();
  await expect(sheet.getByRole("row", { name: /^Role/ })).toContainText("Admin");
  await expect(sheet.getByRole("button", { name: "Save changes" })).toBeDisabled();
  const unchanged = (await members(server, client)).data.find((member) => member.id === person.id);
  expect(unchanged.type).toBe(1);
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Keep my form, then save" }).click();
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(`${name} changed`)).toBeVisible();
  await expect(row(page, name)).toContainText("Custom");

  // The entries of the menu open their own tab.
  await choose(page, name, "Groups…");
  await expect(sheet.getByRole("tab", { name: /Groups/ })).toHaveAttribute("aria-selected", "true");
  const groups = (await api.call("GET", `organizations/${client}/groups`)).data;
  const group = groups.find(({ id }) => !person.groups.includes(id)).name;
  await sheet.getByRole("combobox", { name: "Groups" }).fill(group);
  await sheet.getByRole("listbox").getByRole("option", { name: group }).click();
  // Leaving asks.
  await sheet.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: /Keep|Back|Stay|Continue/ }).last().click();
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(row(page, name)).toContainText(group);
});

test("access is revoked and restored, people are removed; the buttons name the client", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Eastgate");
  const client = idOf(page);
  const { api, of, called } = await members(server, client);
  const person = of(CONFIRMED, (member) => member.type === USER)[0];
  const name = called(person);
  await page.getByRole("searchbox").fill(person.email);
  await choose(page, name, "Revoke access…");
  const dialog = page.getByRole("dialog");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: `Revoke ${name} from Eastgate Veterinary Group` }).click();
  await expect(page.getByText("Access revoked", { exact: true })).toBeVisible();
  await expect(row(page, name)).toContainText("Revoked");

  // Without a free seat the server refuses, and says why.
  const occupied = (await members(server, client)).data.filter((member) => ![REVOKED, 3].includes(member.status)).length;
  await seats(api, page, client, occupied);
  await page.getByLabel("Master password", { exact: true }).fill(TOM.passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByRole("button", { name: `Restore the access of ${name}` }).click();
  const results = page.getByRole("dialog", { name: "Access restored" });
  await expect(results.getByText("0 of 1 done")).toBeVisible();
  await expect(results.getByText(/The server says:.*seat/i)).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();
  await seats(api, page, client, occupied + 2);
  await page.getByLabel("Master password", { exact: true }).fill(TOM.passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
  await page.getByRole("button", { name: `Restore the access of ${name}` }).click();
  await expect(page.getByText("Access restored", { exact: true })).toBeVisible();

  await choose(page, name, "Remove…");
  await dialog.getByRole("button", { name: `Remove ${name} from Eastgate Veterinary Group` }).click();
  await expect(page.getByText("1 person removed")).toBeVisible();
  expect((await members(server, client)).data.some((member) => member.id === person.id)).toBe(false);
});

test("accounts that belong to the client are deleted, not removed", async ({ page, server }) => {
  await signIn(page, INES);
  await openMembers(page, "Kestrel");
  const { of, called } = await members(server, idOf(page));
  const [person] = of(CONFIRMED, (member) => member.type === USER && member.claimedByOrganization);
  const name = called(person);
  await page.getByRole("searchbox").fill(person.email);
  await expect(row(page, name)).toContainText("Claimed");
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Remove…" })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("This cannot be undone.")).toBeVisible();
  await dialog.getByRole("button", { name: `Delete the account of ${name} at Kestrel Aviation Services` }).click();
  await expect(page.getByText("Account deleted", { exact: true })).toBeVisible();
  await expect(page.getByText("Nobody matches")).toBeVisible();
});

test("a forgotten master password is set anew, with one that is suggested", async ({ page, server }) => {
  test.slow();
  await signIn(page, TOM);
  await openMembers(page, "Alpenblick");
  const { of, called } = await members(server, idOf(page));
  const [enrolled] = of(CONFIRMED, (member) => member.resetPasswordEnrolled && member.type === USER);
  const [other] = of(CONFIRMED, (member) => !member.resetPasswordEnrolled && member.type === USER);
  if (other) {
    await page.getByRole("searchbox").fill(other.email);
    await page.getByRole("button", { name: `Actions for ${called(other)}`, exact: true }).click();
    await expect(page.getByRole("menuitem", { name: /Recover account/ })).toContainText("Not enrolled");
    await page.keyboard.press("Escape");
  }
  const name = called(enrolled);
  await page.getByRole("searchbox").fill(enrolled.email);
  await choose(page, name, "Recover account…");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("is signed out everywhere", { exact: false })).toBeVisible();
  const field = dialog.getByLabel("New master password", { exact: true });
  await field.fill("short");
  const set = dialog.getByRole("button", { name: `Set the password of ${name} at Alpenblick Hotels` });
  await set.click();
  await expect(dialog.getByText("characters are missing")).toBeVisible();
  await dialog.getByRole("button", { name: "Suggest one" }).click();
  await expect(field).toHaveValue(/^[a-z-]+-[a-z-]+-[a-z-]+-[a-z-]+-[a-z-]+$/);
  await expectAccessible(page);
  await dialog.getByLabel("Your own master password").fill("not my password");
  await set.click();
  await expect(dialog.getByText("This is not your master password")).toBeVisible({ timeout: 30_000 });
  await dialog.getByLabel("Your own master password").fill(TOM.passphrase);
  await set.click();
  await expect(dialog.getByText("The new password is set")).toBeVisible({ timeout: 30_000 });
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await expect(dialog).toBeHidden();
  await server.mail(enrolled.email, /recovered/);
});

test("what happened to a member is a dialog of its own, with an address of its own", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Meridian");
  const client = idOf(page);
  const { of, called } = await members(server, client);
  const person = of(CONFIRMED, (member) => member.type === USER)[0];
  const name = called(person);
  await choose(page, name, "Role…");
  const sheet = page.getByRole("dialog").first();
  await sheet.getByRole("radio", { name: /Admin/ }).check();
  await sheet.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(`${name} changed`)).toBeVisible();
  await choose(page, name, "Events…");
  await expect(page).toHaveURL(new RegExp(`viewEvents=${person.id}`));
  const dialog = page.getByRole("dialog", { name: `Events of ${name}` });
  await expect(dialog.getByText("Role or access edited").first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).not.toHaveURL(/viewEvents/);

  // On a slow line somebody else is looked at first, and left before the answer: it is not waited for, and not shown.
  const other = of(CONFIRMED, (member) => member.type === USER && member.id !== person.id)[0];
  const slow = page.waitForResponse((answer) => answer.url().includes(`/users/${other.id}/events`));
  await server.fault({ method: "GET", path: `/api/organizations/*/users/${other.id}/events`, delayMs: 2000, times: 1 });
  await choose(page, called(other), "Events…");
  await expect(page.getByRole("dialog", { name: `Events of ${called(other)}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await choose(page, name, "Events…");
  await expect(dialog.getByText("Role or access edited").first()).toBeVisible();
  await slow;
  await expect(dialog.getByText("Role or access edited").first()).toBeVisible();
});

test("an owner who has nothing to do with the provider manages the members, but not themselves", async ({ page, server }) => {
  await page.goto("/sign-in");
  await typeSignIn(page, PETRA);
  await page.getByRole("link", { name: new RegExp(PETRA.client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Members/ }).click();
  await expect(heading(page)).toBeVisible();
  await page.getByRole("button", { name: `Actions for ${PETRA.name}`, exact: true }).click();
  await expect(page.getByRole("menuitem", { name: /Remove…/ })).toBeDisabled();
  await expect(page.getByText("You cannot do this to yourself", { exact: false }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  const person = newcomer();
  await type(sheet, person.email);
  await sheet.getByRole("button", { name: `Invite 1 person to ${PETRA.client}` }).click();
  await expect(sheet).toBeHidden();
  await server.mail(person.email);
  await expect(row(page, person.email)).toContainText("Invited");
});

test("the list is a file without formulas, and the keyboard reaches everything", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Adler");
  const evil = `=cmd${process.pid}@adlervoss.example`;
  const { api } = await members(server, idOf(page));
  const body = { emails: [evil], type: USER, permissions: {}, collections: [], groups: [], accessSecretsManager: false };
  await api.call("POST", `organizations/${idOf(page)}/users/invite`, body);
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, `cmd${process.pid}`)).toBeVisible();
  await page.getByRole("button", { name: "Export list" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /The whole list/ }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^members-adler-voss-solicitors-\d{14}\.csv$/);
  const text = await (await import("node:fs/promises")).readFile(await file.path(), "utf8");
  expect(text).toContain(`"'=cmd`);
  expect(text).not.toMatch(/(^|,)"[=+@-]/m);

  // Down the list, choose two with the keyboard, and ask for their removal.
  await page.getByRole("searchbox").focus();
  await page.getByRole("row").nth(1).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  const bar = page.getByRole("group", { name: "With the selected people" });
  await expect(bar).toContainText("2 of");
  await bar.getByRole("button", { name: "Clear the selection" }).press("Enter");
  await expect(bar).toHaveCount(0);
  await page.getByRole("row").nth(1).press("Enter");
  await expect(page.getByRole("dialog").getByRole("tab", { name: "Role" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
