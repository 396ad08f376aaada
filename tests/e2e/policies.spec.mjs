// Policies of a client, by a service user who is no member of it: chains, who would lose access, every kind of setting.
import { expectAccessible } from "./support/axe.mjs";
import { Api } from "./support/api.mjs";
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
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

/** Does something that saves a policy, and gives what was sent: the same in the form of newer and of older servers. */
async function sent(page, number, save) {
  const path = new RegExp(`/policies/${number}(/vnext)?$`);
  const asked = page.waitForRequest((request) => request.method() === "PUT" && path.test(request.url()));
  await save();
  const body = (await asked).postDataJSON();
  expect({ enabled: body.enabled, data: body.data }).toEqual(body.policy);
  expect(body.type).toBe(number);
  return body;
}

/** The policies of a client by the API, for what no page can write. */
async function api(server, client) {
  const program = await Api.signIn(server, INES);
  const { providerOrganizations } = await program.call("GET", "accounts/profile");
  const { id } = providerOrganizations.find((one) => one.name === client);
  return (method, path, body) => program.call(method, `organizations/${id}/policies${path}`, body);
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
  // A service user cannot see who works for the provider, and is told so.
  await expect(page.getByText("Not known: who of them works for the provider.")).toBeVisible();
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
  const body = await sent(page, 16, () => press(page, `Turn on for ${client}`));
  expect(body.policy).toEqual({ enabled: true, data: { uriMatchDetection: 1 } });
  await isOn(page, "Default address match");
});

test("numbers, choices and flags are judged, saved and found again; leaving asks", async ({ page, server }) => {
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
  const body = await sent(page, 1, () => page.getByRole("button", { name: `Turn on for ${client}` }).click());
  expect(body.policy).toEqual({ enabled: true, data: { minComplexity: 3, minLength: 16, requireNumbers: true } });
  expect(body.metadata).toBeNull();
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
  // What another program wrote, and this version does not know, goes back as it came.
  const policies = await api(server, client);
  const odd = { minComplexity: 3, MinLength: 16, fromTomorrow: { deep: [null, 1.5] }, nothing: null };
  await policies("PUT", "/1", { policy: { enabled: true, data: odd } });
  await page.reload();
  await unlock(page, TOM);
  await page.getByLabel("Least number of characters").fill("18");
  const kept = await sent(page, 1, () => page.getByRole("button", { name: "Save changes" }).click());
  expect(kept.policy).toEqual({ enabled: true, data: { ...odd, MinLength: 18 } });
  await expect(page.getByText("Master password saved")).toBeVisible();
  expect((await policies("GET", "/1")).data).toEqual({ ...odd, MinLength: 18 });
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
  const body = await sent(page, 9, () => press(page, /^Turn on 2 policies/));
  expect(body.policy).toEqual({ enabled: true, data: { type: "custom", minutes: 30 } });
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
  const banner = await sent(page, 20, () => press(page, /^Turn on 2 policies/));
  expect(banner.policy).toEqual({ enabled: true, data: { header: "Please note", description: "We change the rooms on Friday." } });
  await isOn(page, "Vault banner");

  await open(page, "Fill assist");
  await turn(page);
  await page.getByLabel("Address of the rules").fill("http://rules.example");
  await page.getByLabel("Address of the rules").blur();
  await expect(page.getByText("must be an address that begins with https://").first()).toBeVisible();
  await page.getByLabel("Address of the rules").fill("https://rules.example/fill.json");
  const rules = await sent(page, 22, () => page.getByRole("button", { name: `Turn on for ${client}` }).click());
  expect(rules.policy).toEqual({ enabled: true, data: { rulesUrl: "https://rules.example/fill.json" } });
  await isOn(page, "Fill assist");

  await open(page, "Send controls");
  await turn(page);
  await page.getByLabel("Who can open a Send").selectOption({ label: "Specific people only" });
  await page.getByLabel("Domains of these people").fill("deltafreight.example, partner.example");
  await page.getByLabel("Text", { exact: true }).check();
  const send = await sent(page, 21, () => page.getByRole("button", { name: `Turn on for ${client}` }).click());
  const data = { whoCanAccess: 2, allowedDomains: "deltafreight.example, partner.example", allowedSendTypes: [0] };
  expect(send.policy).toEqual({ enabled: true, data });
  await isOn(page, "Send controls");
  // One rule in two policies: the server moves the other one, and the page shows it at once.
  await page.getByLabel("No Send at all").check();
  await press(page, "Save changes");
  await isOn(page, "No Send");
  await open(page, "No Send");
  await turn(page);
  await press(page, `Turn off for ${client}`);
  await expect(row(page, "No Send").getByText("On", { exact: true })).toHaveCount(0);
  await open(page, "Send controls");
  await expect(page.getByLabel("No Send at all")).not.toBeChecked();
});

test("account recovery enrols new members, a switch without settings is enough elsewhere, and a search finds both", async ({ page }) => {
  const client = "Delta Freight & Customs";
  await policiesOf(page, client);
  await list(page).getByRole("searchbox").fill("pin");
  await expect(row(page, "No unlock with PIN")).toBeVisible();
  await expect(row(page, "Master password")).toHaveCount(0);
  await open(page, "No unlock with PIN");
  await expect(page.getByText("Everybody with access, owners and admins too.")).toBeVisible();
  const pin = await sent(page, 14, () => turnOn(page, client, "No unlock with PIN"));
  expect(pin.policy).toEqual({ enabled: true, data: null });
  await expect(page).toHaveURL(/policy=14&search=pin/);
  await list(page).getByRole("searchbox").fill("nothing like this");
  await page.getByRole("button", { name: "Clear search" }).click();
  await open(page, "Account recovery");
  await turn(page);
  await page.getByLabel("Enrol new members automatically").check();
  const body = await sent(page, 8, () => press(page, /^Turn on/));
  expect(body.policy).toEqual({ enabled: true, data: { autoEnrollEnabled: true } });
  await isOn(page, "Account recovery");
});

/** What is chosen on the page, what is sent, and how it is found again. */
const SAVED = [
  {
    name: "Password generator",
    number: 2,
    choose: async (page) => {
      await page.getByLabel("What the generator makes").selectOption({ label: "Passphrases only" });
      await page.getByLabel("Least number of words").fill("4");
      await page.getByLabel("Capital first letters").check();
    },
    data: { overridePasswordType: "passphrase", minNumberWords: 4, capitalize: true },
    found: async (page) => {
      await expect(page.getByLabel("What the generator makes")).toHaveValue("passphrase");
      await expect(page.getByLabel("Least number of words")).toHaveValue("4");
      await expect(page.getByLabel("Capital first letters")).toBeChecked();
    },
  },
  {
    name: "Send options",
    number: 7,
    choose: (page) => page.getByLabel(/^Always show the sender/).check(),
    data: { disableHideEmail: true },
    found: (page) => expect(page.getByLabel(/^Always show the sender/)).toBeChecked(),
  },
  {
    name: "Automatic sign-in to apps",
    number: 12,
    choose: async (page) => {
      await expect(page.getByText("Without a host nothing is filled.")).toBeVisible();
      await page.getByLabel("Hosts of the identity provider").fill("login.example.com, apps.example.com");
    },
    data: { idpHost: "login.example.com, apps.example.com" },
    found: (page) => expect(page.getByLabel("Hosts of the identity provider")).toHaveValue("login.example.com, apps.example.com"),
  },
  {
    name: "Default address match",
    number: 16,
    choose: (page) => page.getByRole("radio", { name: /^Exact/ }).check(),
    data: { uriMatchDetection: 3 },
    found: (page) => expect(page.getByRole("radio", { name: /^Exact/ })).toBeChecked(),
  },
];

test("what is saved is sent exactly and found again after a reload", async ({ page }) => {
  await policiesOf(page, "Greenhouse Robotics");
  for (const { name, number, choose, data } of SAVED) {
    await open(page, name);
    await turn(page);
    await choose(page);
    const body = await sent(page, number, () => press(page, /^Turn on/));
    expect(body.policy, name).toEqual({ enabled: true, data });
    await isOn(page, name);
  }
  await page.reload();
  await unlock(page, TOM);
  for (const { name, found } of SAVED) {
    await open(page, name);
    await found(page);
    await expect(page.getByRole("button", { name: "Save changes" })).toBeDisabled();
  }
});

test("claimed domains are told where a policy works for them, and stand for specific people", async ({ page }) => {
  const client = "Kestrel Aviation Services";
  await policiesOf(page, client);
  await open(page, "No accounts outside on claimed domains");
  await expect(page.getByRole("region", { name: "Domains for which it works" })).toContainText("kestrel-aviation.example");
  await turn(page);
  const body = await sent(page, 19, () => press(page, `Turn on for ${client}`));
  expect(body.policy).toEqual({ enabled: true, data: null });
  await isOn(page, "No accounts outside on claimed domains");

  await open(page, "Send controls");
  const who = page.getByLabel("Who can open a Send");
  const domains = page.getByLabel("Domains of these people");
  await who.selectOption({ label: "Specific people only" });
  await expect(domains).toHaveValue(/kestrel-aviation\.example/);
  // What was typed is nobody else's to change; what was emptied on purpose stays empty.
  await domains.fill("partner.example");
  await who.selectOption({ label: "Anybody with the link" });
  await who.selectOption({ label: "Specific people only" });
  await expect(domains).toHaveValue("partner.example");
  await domains.fill("");
  await page.getByLabel("File", { exact: true }).check();
  await expect(domains).toHaveValue("");
});

test("data ownership says who would be asked, names \"My items\", and tells what becomes of them", async ({ page }) => {
  const client = "Alpenblick Hotels";
  const name = "Organisation owns all items";
  await policiesOf(page, client);
  await open(page, name);
  await turn(page);
  const asked = page.getByRole("region", { name: "Who would be asked" });
  await expect(asked).toHaveCount(0);
  const asks = page.getByLabel(/^Ask members to hand over/);
  const on = await sent(page, 5, () => press(page, `Turn on for ${client}`));
  expect(on.policy).toEqual({ enabled: true, data: null });
  expect(on.metadata.defaultUserCollectionName).toMatch(/^2\.[^|]+\|[^|]+\|[^|]+$/);
  await isOn(page, name);
  // Asked for later, it hits the same people.
  await asks.check();
  await expect(asked.getByText(/of \d+ people would be asked to hand over their items/)).toBeVisible();
  await asks.uncheck();
  await expect(asked).toHaveCount(0);
  await asks.check();
  await expect(asked.getByText(/of \d+ people would be asked to hand over their items/)).toBeVisible();
  const later = await sent(page, 5, () => press(page, "Save changes"));
  expect(later.policy).toEqual({ enabled: true, data: { enableIndividualItemsTransfer: true } });
  await expect(page.getByText(`${name} saved`)).toBeVisible();
  await expect(asked).toHaveCount(0);

  await turn(page);
  await page.getByRole("button", { name: `Turn off for ${client}` }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(/“My items” collections stay with their items/)).toBeVisible();
  await expectAccessible(page);
  const off = await sent(page, 5, () => dialog.getByRole("button", { name: `Turn off for ${client}` }).click());
  expect(off.policy).toEqual({ enabled: false, data: { enableIndividualItemsTransfer: true } });
  expect(off.metadata).toBeNull();
  await expect(row(page, name).getByText("On", { exact: true })).toHaveCount(0);
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
