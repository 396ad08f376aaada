// Policies of a client, by a service user who is no member of it: chains, who would lose access, every kind of setting.
import { expectAccessible } from "./support/axe.mjs";
import { TOM, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Opens the policies of an Enterprise client. Each test has a client of its own: policies stay. */
async function policiesOf(page, client) {
  await signIn(page, TOM);
  await page.getByRole("link", { name: client, exact: true }).click();
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Policies" })).toBeVisible();
}

const nav = (page) => page.getByRole("navigation", { name: "Client" });
const list = (page) => page.getByRole("navigation", { name: "Policies" });
const row = (page, name) => list(page).getByRole("link", { name: new RegExp(`^${name}`) });

async function open(page, name) {
  await row(page, name).click();
  await expect(page.getByRole("heading", { level: 2, name, exact: true })).toBeFocused();
}

const turn = (page) => page.getByRole("switch", { name: "Turn on" }).click();
const isOn = (page, name) => expect(row(page, name).getByText("On", { exact: true })).toBeVisible();

/** Presses the button that saves, once it is known who would lose access. */
async function press(page, name) {
  await expect(page.getByText(/^Looking through/)).toHaveCount(0);
  await page.getByRole("button", { name }).click();
}

/** Saves a policy that goes on without questions. */
async function turnOn(page, client, name) {
  await turn(page);
  await press(page, `Turn on for ${client}`);
  await isOn(page, name);
}

test("two-step login shows who would lose access, asks, and takes it", async ({ page, server }) => {
  const client = "Kestrel Aviation Services";
  await policiesOf(page, client);
  await open(page, "Two-step login");
  await turn(page);
  const sum = page.getByText(/of \d+ people would lose access today/);
  await expect(sum).toBeVisible();
  const people = (await sum.innerText()).match(/^\d+/)[0];
  await expect(page.getByText(/owners? (or|and) admins? (is|are) exempt/)).toBeVisible();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: /Copy a message to these/ }).click();
  const message = await page.evaluate(() => navigator.clipboard.readText());
  expect(message).toContain(`${client} requires two-step login`);
  expect(message).toContain("@kestrel-aviation.example");
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`${people} people lose access to this client at once`)).toBeVisible();
  await dialog.getByRole("button", { name: "Not now" }).click();
  await expect(page.getByRole("status").getByText("is on")).toHaveCount(0);
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  await dialog.getByRole("button", { name: `Turn on for ${client}` }).click();
  await isOn(page, "Two-step login");
  const address = message.match(/[\w.-]+@kestrel-aviation\.example/)[0];
  expect((await server.mail(address)).subject).toContain("no longer have access");
});

test("what a policy stands on is shown before, switched on in order, and holds in the other direction", async ({ page }) => {
  const client = "Cardinal Community College";
  await policiesOf(page, client);
  await open(page, "Require single sign-on");
  await turn(page);
  const chain = page.getByRole("region", { name: "What it stands on" });
  await expect(chain.getByText("Off, goes on first")).toBeVisible();
  await expect(page.getByText("Nobody, as far as can be known.")).toBeVisible();
  await expect(page.getByText("Not known: memberships in organisations that you do not manage.")).toBeVisible();
  await page.getByRole("button", { name: `Turn on 2 policies for ${client}` }).click();
  await isOn(page, "Require single sign-on");
  await isOn(page, "Single organisation");
  await open(page, "Single organisation");
  await turn(page);
  await expect(chain.getByText("On, goes off first")).toHaveCount(1);
  await page.getByRole("button", { name: `Turn off 2 policies for ${client}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("These policies go off too: Require single sign-on.")).toBeVisible();
  await dialog.getByRole("button", { name: `Turn off 2 policies for ${client}` }).click();
  await expect(row(page, "Single organisation").getByText("On", { exact: true })).toHaveCount(0);
  await expect(row(page, "Require single sign-on").getByText("On", { exact: true })).toHaveCount(0);
});

test("the server's refusal is told when another person was quicker", async ({ page, server }) => {
  const client = "Cardinal Community College";
  await policiesOf(page, client);
  await open(page, "Default address match");
  await turn(page);
  await page.getByRole("radio", { name: /^Host/ }).check();
  await server.fault({
    method: "PUT", path: "/api/organizations/*/policies/16", status: 400, times: 1,
    body: { message: "Turn on the Single organization policy because it is required.", validationErrors: null },
  });
  await press(page, `Turn on 2 policies for ${client}`);
  await expect(page.getByText("Turn on the Single organization policy because it is required.")).toBeVisible();
  await expect(page.getByText("Single organisation changed before this. Default address match did not.")).toBeVisible();
  await press(page, `Turn on for ${client}`);
  await isOn(page, "Default address match");
});

test("numbers, choices and flags are judged, saved and found again; leaving asks", async ({ page }) => {
  const client = "Isar Valley Cooperative Bank";
  await policiesOf(page, client);
  await open(page, "Master password");
  await turn(page);
  await page.getByLabel("Least number of characters").fill("11");
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  await expect(page.getByRole("alert").getByRole("link", { name: /between 12 and 128/ })).toBeVisible();
  await page.getByLabel("Least number of characters").fill("16");
  await page.getByLabel("Least strength").selectOption({ label: "Good (3)" });
  await page.getByLabel("Digits (0–9)").check();
  // Another policy, another page: both ask first.
  await row(page, "Vault banner").click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep editing" }).click();
  await expect(page.getByLabel("Least number of characters")).toHaveValue("16");
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  await isOn(page, "Master password");
  await expect(page).toHaveURL(/policy=1/);
  // Back at the same policy after a reload, as the server has it; typed and locked away, it is there again.
  await page.reload();
  await unlock(page, TOM);
  await expect(page.getByLabel("Least number of characters")).toHaveValue("16");
  await expect(page.getByLabel("Least strength")).toHaveValue("3");
  await page.getByLabel("Least number of characters").fill("20");
  await page.getByRole("button", { name: "Lock now" }).click();
  await unlock(page, TOM);
  await expect(page.getByLabel("Least number of characters")).toHaveValue("20");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByLabel("Least number of characters")).toHaveValue("16");
  await expect(page.getByRole("button", { name: "Save changes" })).toBeDisabled();
});

test("a session time-out is asked about when it is dangerous", async ({ page }) => {
  const client = "Riverbend Regional Water Supply and Sewage Works Association";
  await policiesOf(page, client);
  await open(page, "Session timeout");
  await turn(page);
  await expect(page.getByRole("radio", { name: /^After a time/ })).toBeChecked();
  await expect(page.getByRole("textbox", { name: "Hours" })).toHaveValue("8");
  await page.getByRole("textbox", { name: "Hours" }).fill("0");
  await page.getByRole("textbox", { name: "Minutes" }).fill("0");
  await expect(page.getByText("The time must be at least one minute.").first()).toBeVisible();
  await page.getByRole("radio", { name: /^Never/ }).check();
  await press(page, /^Turn on 2 policies/);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText("Sessions of members would never end by themselves.")).toBeVisible();
  await dialog.getByRole("button", { name: "Not now" }).click();
  await page.getByRole("radio", { name: /^After a time/ }).check();
  await page.getByRole("textbox", { name: "Minutes" }).fill("30");
  await press(page, /^Turn on 2 policies/);
  await isOn(page, "Session timeout");
});

test("texts, addresses and several choices", async ({ page }) => {
  const client = "Delta Freight & Customs";
  await policiesOf(page, client);
  await open(page, "Vault banner");
  await turn(page);
  await page.getByLabel("Heading").fill("x".repeat(41));
  await page.getByRole("button", { name: /^Turn on/ }).click();
  await expect(page.getByRole("alert").getByRole("link")).toHaveCount(2);
  await page.getByLabel("Heading").fill("Please note");
  await page.getByLabel("Message", { exact: true }).fill("We change the rooms on Friday.");
  await press(page, /^Turn on 2 policies/);
  await isOn(page, "Vault banner");

  await open(page, "Fill assist");
  await turn(page);
  await page.getByLabel("Address of the rules").fill("http://rules.example");
  await page.getByLabel("Address of the rules").blur();
  await expect(page.getByText("must be an address that begins with https://").first()).toBeVisible();
  await page.getByLabel("Address of the rules").fill("https://rules.example/fill.json");
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  await isOn(page, "Fill assist");

  await open(page, "Send controls");
  await turn(page);
  await page.getByLabel("Who can open a Send").selectOption({ label: "Specific people only" });
  await page.getByLabel("Domains of these people").fill("deltafreight.example, partner.example");
  await page.getByLabel("Text", { exact: true }).check();
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  await isOn(page, "Send controls");
});

test("account recovery enrols new members, a switch without settings is enough elsewhere, and a search finds both", async ({ page }) => {
  const client = "Delta Freight & Customs";
  await policiesOf(page, client);
  await list(page).getByRole("searchbox").fill("pin");
  await expect(row(page, "No unlock with PIN")).toBeVisible();
  await expect(row(page, "Master password")).toHaveCount(0);
  await open(page, "No unlock with PIN");
  await expect(page.getByText("Everybody with access, owners and admins too.")).toBeVisible();
  await turnOn(page, client, "No unlock with PIN");
  await expect(page).toHaveURL(/policy=14&search=pin/);
  await list(page).getByRole("searchbox").fill("nothing like this");
  await page.getByRole("button", { name: "Clear search" }).click();
  await open(page, "Account recovery");
  await turn(page);
  await page.getByLabel("Enrol new members automatically").check();
  await press(page, /^Turn on/);
  await isOn(page, "Account recovery");
});

test("a client without the plan says why, and a link opens a policy on a narrow screen", async ({ page }) => {
  await signIn(page, TOM);
  await page.getByRole("link", { name: "Birchwood Dental Care", exact: true }).click();
  await expect(nav(page).getByText(/^Not in the plan of this client: .*Policies/)).toBeVisible();
  await expect(nav(page).getByRole("link", { name: /^Policies/ })).toHaveCount(0);
  await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link").first().click();
  await page.getByRole("link", { name: "Greenhouse Robotics", exact: true }).click();
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page, "Password generator");
  await expect(list(page)).toBeHidden();
  await expectAccessible(page);
  await page.getByRole("button", { name: "All policies" }).click();
  await expect(list(page)).toBeVisible();
  await expect(page).not.toHaveURL(/policy=/);
});
