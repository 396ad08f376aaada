// The members of a client: the list and the invitation, by a service user who is no member of it and by a provider admin.
import { expectAccessible } from "./support/axe.mjs";
import { CONFIRMED, REVOKED, heading, idOf, members, openMembers, row, seats, type } from "./support/members.mjs";
import { INES, TOM, newcomer, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("the list is narrowed, searched, sorted and kept in the address", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Alpenblick");
  const client = idOf(page);
  const { of, called } = await members(server, client);
  const revoked = of(REVOKED)[0];
  await page.getByRole("button", { name: /^Revoked/ }).click();
  await expect(page).toHaveURL(/filter=revoked/);
  await expect(row(page, called(revoked))).toContainText("Revoked");
  await expect(page.getByRole("button", { name: /^Revoked/ })).toContainText(String(of(REVOKED).length));
  await page.getByRole("button", { name: /^All/ }).click();
  const somebody = of(CONFIRMED)[3];
  await page.keyboard.press("/");
  await page.keyboard.type(somebody.id);
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await expect(row(page, called(somebody))).toBeVisible();
  await page.getByRole("searchbox").fill("nobody has this name");
  await expect(page.getByText("Nobody matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await page.getByRole("button", { name: "Role", exact: true }).click();
  await expect(page).toHaveURL(/sort=role/);
  await expect(page.getByRole("row").nth(1)).toContainText("Owner");
  // A link from elsewhere narrows the list at once.
  await page.goto(`/clients/${client}/members?search=${encodeURIComponent(somebody.email)}`);
  await page.getByLabel("Master password", { exact: true }).fill(TOM.passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
  await expect(page.getByRole("rowheader")).toHaveCount(1);
  await expect(page.getByRole("searchbox")).toHaveValue(somebody.email);
  await page.getByRole("searchbox").fill("");
  await expectAccessible(page);
});

test("a service user invites people with role, group and collection; what cannot be used is named", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Birchwood");
  const { of } = await members(server, idOf(page));
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet).toContainText("Birchwood Dental Care");
  const [first, second] = [newcomer(), newcomer()];
  const pasted = `To: "First, Person" <${first.email}>; ${second.email},\n${second.email}, lee@birch, ${of(CONFIRMED)[0].email}, ${of(REVOKED)[0].email}`;
  await type(sheet, pasted);
  await expect(sheet.getByText("Did you mean lee@birchwood.example?", { exact: false })).toBeVisible();
  await expect(sheet.getByText("Already in the list", { exact: false })).toContainText(of(CONFIRMED)[0].email);
  await expect(sheet.getByText("access revoked. Restore it", { exact: false })).toContainText(of(REVOKED)[0].email);
  await expect(sheet.getByText("repeated address", { exact: false })).toContainText(second.email);
  await sheet.getByRole("button", { name: "Remove what cannot be used" }).click();
  await expect(sheet.getByText(/seats? left afterwards/)).toBeVisible();
  // The plan has no custom role: said where one looks for it.
  await expect(sheet.getByRole("radio", { name: /Custom/ })).toBeDisabled();
  await expect(sheet.getByText("Needs the Enterprise plan")).toBeVisible();
  await sheet.getByRole("radio", { name: /Admin/ }).check();
  await sheet.getByRole("combobox", { name: "Groups" }).fill("Front");
  await sheet.getByRole("option", { name: /Front office/ }).first().click();
  await sheet.getByRole("combobox", { name: "Collections" }).fill("Default");
  await sheet.getByRole("listbox").getByRole("option", { name: /Default collection/ }).first().click();
  await expectAccessible(page);
  await sheet.getByRole("button", { name: "Invite 2 people to Birchwood Dental Care" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("2 people invited")).toBeVisible();
  for (const person of [first, second]) {
    expect((await server.mail(person.email)).links[0]).toContain("accept-organization");
    await expect(row(page, person.email)).toContainText("Invited");
    await expect(row(page, person.email)).toContainText("Admin");
  }
  const { data } = await members(server, idOf(page));
  const made = data.find((member) => member.email === first.email);
  expect([made.groups.length, made.collections.length]).toEqual([1, 1]);
});

test("addresses of another client raise a question before anything is sent", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Castellan");
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  const stranger = `stray${process.pid}@birchwood.example`;
  await type(sheet, stranger);
  await type(sheet, `pilot${process.pid}@kestrel-aviation.example`);
  await sheet.getByRole("button", { name: "Invite 2 people to Castellan" }).click();
  await expect(sheet.getByText(/belongs to.*Kestrel Aviation Services.*claimed the domain/)).toBeVisible();
  await sheet.getByRole("button", { name: /^Remove pilot/ }).click();
  await expect(sheet.getByText("Does this address belong here?")).toBeVisible();
  await expect(sheet.getByText(/looks like.*Birchwood Dental Care/)).toBeVisible();
  await sheet.getByRole("button", { name: /^Invite 1 person/ }).click();
  await expect(sheet).toBeVisible();
  expect(await server.mailsTo(stranger)).toEqual([]);
  await expectAccessible(page);
  await sheet.getByLabel("Yes, invite to Castellan Property Management").check();
  await sheet.getByRole("button", { name: /^Invite 1 person/ }).click();
  await expect(sheet).toBeHidden();
  await server.mail(stranger);
});

test("who leaves while other clients are asked finds a portal that works", async ({ page }) => {
  await signIn(page, TOM);
  await openMembers(page, "Castellan");
  const sheet = page.getByRole("dialog", { name: "Invite people" });
  await page.getByRole("button", { name: "Invite people" }).click();
  await type(sheet, `guest${process.pid}@unheard-of.example`);
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  await page.route("**/api/organizations/*/domain", async (route) => { await held; await route.continue(); });
  const asked = page.waitForRequest("**/api/organizations/*/domain");
  await sheet.getByRole("button", { name: /^Invite 1 person/ }).click();
  await asked;
  await page.goBack();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(sheet).toBeHidden();
  const answered = page.waitForResponse("**/api/organizations/*/domain");
  goOn();
  await answered;
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Groups" })).toBeVisible();
});

test("without a free seat nothing is sent, and seats are assigned on the spot", async ({ page, server }) => {
  await signIn(page, TOM);
  await openMembers(page, "Juniper");
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog", { name: "Invite people" });
  const person = newcomer();
  await type(sheet, person.email);
  await expect(sheet.getByText("Not enough seats")).toBeVisible();
  await sheet.getByRole("button", { name: /^Invite 1 person/ }).click();
  await expect(sheet).toBeVisible();
  expect(await server.mailsTo(person.email)).toEqual([]);
  // Seats that cannot be read are no press without an answer.
  await page.route("**/api/providers/*/organizations", (route) => route.abort());
  await sheet.getByRole("button", { name: "Change seats…" }).click();
  await expect(sheet.getByText("The seats could not be read")).toBeVisible();
  await page.unroute("**/api/providers/*/organizations");
  await sheet.getByRole("button", { name: "Change seats…" }).click();
  const dialog = page.getByRole("dialog", { name: "Change seats" });
  await dialog.getByLabel("Assigned seats").fill("6");
  await dialog.getByRole("button", { name: "Assign 6 seats" }).click();
  await expect(dialog).toBeHidden();
  await expect(sheet.getByText("Not enough seats")).toBeHidden();
  await sheet.getByRole("button", { name: /^Invite 1 person/ }).click();
  await expect(sheet).toBeHidden();
  await server.mail(person.email);
});

test("many addresses go out in parts, and what a broken connection left over is tried again", async ({ page, server }) => {
  test.slow();
  await signIn(page, INES);
  await openMembers(page, "Cardinal");
  const client = idOf(page);
  const { api } = await members(server, client);
  await seats(api, page, client, 160);
  await page.getByLabel("Master password", { exact: true }).fill(INES.passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
  await expect(heading(page)).toBeVisible();
  const many = Array.from({ length: 55 }, (_, n) => `pupil${n}@cardinal-college.example`);
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  await type(sheet, many.join("\n"));
  await sheet.getByRole("button", { name: "Invite 55 people to Cardinal Community College" }).click();
  await expect(page.getByText("55 people invited")).toBeVisible({ timeout: 30_000 });

  // The second part of the invitations gets no answer: the rest is not sent, and nothing is lost.
  await page.getByRole("searchbox").fill("pupil");
  await page.getByRole("checkbox", { name: "Select all 55 rows" }).check();
  await server.fault({ method: "POST", path: "/api/organizations/*/users/reinvite", cut: "before", skip: 1 });
  await page.getByRole("group", { name: "With the selected people" }).getByRole("button", { name: "Resend" }).click();
  const results = page.getByRole("dialog", { name: "Invitations sent again" });
  await expect(results.getByText("50 of 55 done")).toBeVisible();
  await expectAccessible(page);
  await server.healthy();
  await results.getByRole("button", { name: "Try 5 again" }).click();
  await expect(results.getByText("55 of 55 done")).toBeVisible();
  await results.getByRole("button", { name: "Close" }).last().click();

  // A token that ran out half-way is renewed, a busy server waited for.
  await page.getByRole("checkbox", { name: "Select all 55 rows" }).check();
  await server.fault({ method: "PUT", path: "/api/organizations/*/users/revoke", status: 401, times: 1 });
  await page.getByRole("group", { name: "With the selected people" }).getByRole("button", { name: "Revoke" }).click();
  const prompt = page.getByRole("dialog");
  await prompt.getByRole("button", { name: "Revoke 55 people from Cardinal Community College" }).click();
  await expect(page.getByRole("dialog", { name: "Access revoked" }).getByText("55 of 55 done")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("checkbox", { name: "Select all 55 rows" }).check();
  await server.fault({ method: "DELETE", path: "/api/organizations/*/users", status: 429, headers: { "retry-after": "1" }, times: 1 });
  await server.fault({ method: "DELETE", path: "/api/organizations/*/users", status: 500, skip: 2, times: 1 });
  await page.getByRole("group", { name: "With the selected people" }).getByRole("button", { name: "Remove" }).click();
  await prompt.getByRole("button", { name: "Remove 55 people from Cardinal Community College" }).click();
  const removals = page.getByRole("dialog", { name: "Removals" });
  await expect(removals.getByText("50 of 55 done")).toBeVisible({ timeout: 30_000 });
  await removals.getByRole("button", { name: "Try 5 again" }).click();
  await expect(removals.getByText("55 of 55 done")).toBeVisible();
  const { data } = await members(server, client);
  expect(data.filter((member) => member.email.startsWith("pupil"))).toEqual([]);
});
