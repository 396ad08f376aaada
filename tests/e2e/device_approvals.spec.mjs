// Devices of members that ask to be let in: by a service user who is no member of the client. The devices of the demo are
// there to look at; the one of the journey is played by the test, and what it is given has to open the member's account.
import { randomBytes } from "node:crypto";
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { Device } from "./support/device.mjs";
import { idOf } from "./support/members.mjs";
import { INES, TOM, choosePassword, newcomer, signIn, waitingWords } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const TRUSTING = "Tidewater Marine Insurance";
const USER = 2;

const navigation = (page) => page.getByRole("navigation", { name: "Client", exact: true });
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const rows = (page) => page.getByRole("table", { name: "Device approvals" }).getByRole("rowheader");
const row = (page, name) => page.getByRole("row", { name: new RegExp(name) });

async function openClient(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await expect(navigation(page)).toBeVisible();
}

async function openApprovals(page, client) {
  await openClient(page, client);
  await navigation(page).getByRole("link", { name: "Device approvals" }).click();
  await expect(heading(page, "Device approvals")).toBeVisible();
}

/** A confirmed member of the client who is enrolled in account recovery; signed in as another program. */
async function member(page, server, client) {
  const person = newcomer();
  const ines = await Api.signIn(server, INES);
  await ines.call("POST", `organizations/${client}/users/invite`, { emails: [person.email], type: USER, accessSecretsManager: false, permissions: {}, collections: [], groups: [] });
  await page.goto((await server.mail(person.email)).links[0]);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, person);
  await page.getByLabel("The words are the same", { exact: false }).check();
  await page.getByRole("button", { name: "Agree and join" }).click();
  await waitingWords(page);
  const { data } = await ines.call("GET", `organizations/${client}/users`);
  const { id } = data.find((one) => one.email === person.email);
  // The client's own key has no part in this journey.
  await ines.call("POST", `organizations/${client}/users/${id}/confirm`, { key: `4.${randomBytes(256).toString("base64")}` });
  return { person, api: await Api.signIn(server, person) };
}

test("a device is let in after its words were compared, and opens the account; another one is turned away", async ({ page, another, server }) => {
  test.setTimeout(240_000);
  await signIn(page, TOM);
  await openApprovals(page, TRUSTING);
  const client = idOf(page);
  const { person, api } = await member(await another(), server, client);
  const laptop = await Device.asks(api);
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, person.email)).toContainText(laptop.words.join("-"));
  await expect(row(page, person.email)).toContainText("now");

  await page.getByRole("button", { name: `Approve the device of ${person.email}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText(TRUSTING);
  const list = dialog.getByRole("list", { name: "Fingerprint words" }).getByRole("listitem");
  expect((await list.allInnerTexts()).map((text) => text.replace(/[^a-z-]/g, ""))).toEqual(laptop.words);
  await expectAccessible(page);
  const yes = dialog.getByRole("button", { name: `Approve the device of ${person.email} at ${TRUSTING}` });
  await expect(yes).toBeDisabled();
  await dialog.getByLabel("The words are the same").check();
  await yes.click();
  await expect(page.getByText(`1 device approved at ${TRUSTING}`)).toBeVisible();
  await expect(row(page, person.email)).toHaveCount(0);
  expect(await laptop.opensAccount()).toBe(true);

  const stranger = await Device.asks(api);
  await page.getByRole("button", { name: "Read the list again" }).click();
  await page.getByRole("button", { name: `Deny the device of ${person.email}` }).click();
  await dialog.getByRole("button", { name: `Deny the device of ${person.email} at ${TRUSTING}` }).click();
  await expect(page.getByText(`1 device denied at ${TRUSTING}`)).toBeVisible();
  expect(await stranger.answer()).toMatchObject({ requestApproved: false, key: null });

  // Both stand in the log of the client.
  await navigation(page).getByRole("link", { name: "Event log" }).click();
  await expect(page.getByText(/Device approved/).first()).toBeVisible();
  await expect(page.getByText(/Device refused/).first()).toBeVisible();
});

test("devices are found and narrowed, all are answered at once, and who is left out is named", async ({ page, server }) => {
  test.setTimeout(240_000);
  await signIn(page, TOM);
  await openApprovals(page, TRUSTING);
  // Two that can be let in, and one whose member left no key.
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText("2 days ago")).toBeVisible();
  await expect(page.getByText("198.51.100.24")).toHaveCount(2);
  await expect(page.getByText("Not enrolled in account recovery")).toBeVisible();
  await expectAccessible(page);
  // The state of the list stands in the address.
  await page.getByRole("button", { name: /^Cannot be approved/ }).click();
  await expect(page).toHaveURL(/filter=held/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("searchbox").fill("nobody has this name");
  await expect(page.getByText("No device matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await expect(rows(page)).toHaveCount(3);

  await page.getByRole("button", { name: "Approve 2 of 3" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("1 device is left out")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("I compared the words of all 2 devices").check();
  await dialog.getByRole("button", { name: `Approve 2 devices at ${TRUSTING}` }).click();
  await expect(page.getByText(`2 devices approved at ${TRUSTING}`)).toBeVisible();
  await expect(rows(page)).toHaveCount(1);

  // Somebody else was faster: said at the row, not swallowed.
  const ines = await Api.signIn(server, INES);
  const { data } = await ines.call("GET", `organizations/${idOf(page)}/auth-requests`);
  await page.getByRole("button", { name: /^Deny the device of/ }).click();
  await ines.call("POST", `organizations/${idOf(page)}/auth-requests/deny`, { ids: data.map((one) => one.id) });
  await dialog.getByRole("button", { name: new RegExp(`at ${TRUSTING}$`) }).click();
  await expect(page.getByRole("dialog").getByText("The request is not there any more", { exact: false })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await expect(page.getByText("No device waits")).toBeVisible();
  await expectAccessible(page);
});

test("without trusted devices the page leads to single sign-on, without the plan it says so", async ({ page, server }) => {
  await signIn(page, TOM);
  await openApprovals(page, "Cardinal");
  await expect(page.getByText("Single sign-on with trusted devices is not set up")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Open single sign-on" }).click();
  await expect(heading(page, "Single sign-on")).toBeVisible();

  await page.getByRole("link", { name: "Clients", exact: true }).first().click();
  await openClient(page, "Birchwood");
  await expect(navigation(page).getByRole("link", { name: "Device approvals" })).toHaveCount(0);
  await expect(navigation(page).getByText(/Not in the plan of this client: .*Device approvals/)).toBeVisible();
  // Trouble while reading is said, and another try is offered.
  await page.getByRole("link", { name: "Clients", exact: true }).first().click();
  await server.fault({ path: "/api/organizations/*/auth-requests", status: 500 });
  await openApprovals(page, TRUSTING);
  await expect(page.getByText("Devices could not be read")).toBeVisible();
  await server.healthy();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("integrations say what is done where and lead to the pages that belong to them", async ({ page }) => {
  await signIn(page, TOM);
  await openClient(page, TRUSTING);
  await navigation(page).getByRole("link", { name: "Integrations" }).click();
  await expect(heading(page, "Integrations")).toBeVisible();
  const card = (name) => page.getByRole("region", { name });
  await expect(card("Event streaming (SIEM)").getByText(`organization.${idOf(page)}`)).toBeVisible();
  await expect(card("Single sign-on").getByText("On", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await card("Event streaming (SIEM)").getByRole("link", { name: "Open the event log" }).click();
  await expect(heading(page, "Event log")).toBeVisible();
  await page.goBack();
  await card("Directory connector").getByRole("link", { name: "API key in the settings" }).click();
  await expect(heading(page, "Settings")).toBeVisible();
  await page.goBack();
  await card("Provisioning (SCIM)").getByRole("link", { name: "Open SCIM" }).click();
  await expect(page).toHaveURL(/\/scim$/);
  // A plan without single sign-on says so on the card.
  await page.getByRole("link", { name: "Clients", exact: true }).first().click();
  await openClient(page, "Birchwood");
  await navigation(page).getByRole("link", { name: "Integrations" }).click();
  await expect(card("Single sign-on").getByText("Not in the plan")).toBeVisible();
  await expect(card("Single sign-on").getByRole("link")).toHaveCount(0);
});
