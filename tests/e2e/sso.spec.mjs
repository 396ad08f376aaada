// Single sign-on of a client, by a service user who is no member of it: both kinds, certificates, policies, byte for byte.
import { readFile } from "node:fs/promises";
import { expectAccessible } from "./support/axe.mjs";
import { TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const CERTIFICATE = await readFile(new URL("../../crates/crypto/tests/data/idp.pem", import.meta.url), "utf8");
const nav = (page) => page.getByRole("navigation", { name: "Client" });
const save = (page) => page.getByRole("button", { name: "Save single sign-on" });

async function ssoOf(page, client) {
  await signIn(page, TOM);
  await page.getByRole("link", { name: client, exact: true }).click();
  await nav(page).getByRole("link", { name: /^Single sign-on/ }).click();
  await expect(page.getByLabel("SSO identifier")).toBeVisible();
}

/** Saves and gives what was sent and what came back. */
async function saved(page) {
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().endsWith("/sso"));
  await save(page).click();
  const answer = await answered;
  expect(answer.status()).toBe(200);
  await expect(page.getByText("Single sign-on saved")).toBeVisible();
  return { sent: answer.request().postDataJSON(), answer: await answer.json() };
}

/** Leaves the page and comes back; gives what the server says now. */
async function again(page) {
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Policies" })).toBeVisible();
  const reads = [];
  const note = (request) => request.method() === "GET" && request.url().endsWith("/sso") && reads.push(request.url());
  page.on("request", note);
  const answered = page.waitForResponse((answer) => answer.request().method() === "GET" && answer.url().endsWith("/sso"));
  await nav(page).getByRole("link", { name: /^Single sign-on/ }).click();
  const answer = await answered;
  await expect(page.getByLabel("SSO identifier")).toBeVisible();
  page.off("request", note);
  expect(reads, "a page is made once").toHaveLength(1);
  return answer.json();
}

test("OpenID Connect: what is missing is named, and everything comes back as it was saved", async ({ page }) => {
  await ssoOf(page, "Fjordlight Energy");
  await expect(save(page)).toBeDisabled();
  await page.getByRole("switch", { name: "Allow single sign-on" }).click();
  await save(page).click();
  const summary = page.getByRole("alert");
  await expect(summary.getByRole("link")).toHaveCount(2);
  await page.getByRole("radio", { name: /^OpenID Connect/ }).check();
  await expect(summary.getByRole("link")).toHaveCount(5);
  await summary.getByRole("link", { name: /Client id/ }).click();
  await expect(page.getByLabel("Client id")).toBeFocused();
  await page.getByLabel("SSO identifier").fill("fjordlight");
  await page.getByLabel("Authority").fill("https://login.example.com/tenant");
  await page.getByLabel("Client id").fill("portal");
  await page.getByLabel("Client secret").fill("correct horse");
  await expect(page.getByLabel("Client secret")).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show the secret" }).click();
  await expect(page.getByLabel("Client secret")).toHaveAttribute("type", "text");
  await page.getByLabel("Redirect behaviour").selectOption({ label: "Form POST" });
  await page.getByText("More options").click();
  await page.getByLabel("Additional scopes").fill("groups, roles");
  await expect(page.getByText(/\/sso\/oidc-signin$/)).toBeVisible();
  const { sent, answer } = await saved(page);
  expect(answer.data).toEqual(sent.data);
  expect(sent.data).toMatchObject({ configType: 1, redirectBehavior: 1, clientSecret: "correct horse", additionalScopes: "groups, roles" });
  const read = await again(page);
  expect(JSON.stringify(read)).toBe(JSON.stringify(answer));
  await expect(page.getByLabel("Additional scopes")).toHaveValue("groups, roles");
  await expect(save(page)).toBeDisabled();
  // The set-up page follows.
  await nav(page).getByRole("link", { name: /^Set-up/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Fjordlight Energy");
  await expectAccessible(page);
});

test("SAML: the certificate is read as it is pasted, addresses are judged, and leaving asks", async ({ page }) => {
  await ssoOf(page, "Kestrel Aviation Services");
  await page.getByRole("switch", { name: "Allow single sign-on" }).click();
  await page.getByLabel("SSO identifier").fill("kestrel");
  await page.getByRole("radio", { name: /^SAML/ }).check();
  await expect(page.getByText(/\/Acs$/)).toBeVisible();
  const idp = page.getByRole("region", { name: "SAML: identity provider" });
  await idp.getByLabel("Entity id").fill("urn:kestrel:idp");
  await idp.getByLabel("Single sign-on service address").fill("https://idp.example/<sso>");
  await idp.getByLabel("Single sign-on service address").blur();
  await expect(idp.getByText(/without < > or quotes/)).toBeVisible();
  await idp.getByLabel("Single sign-on service address").fill("https://idp.example/sso");
  const certificate = idp.getByLabel("X.509 public certificate");
  await certificate.fill("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----");
  await expect(idp.getByText("This looks like a private key.")).toBeVisible();
  await certificate.fill(CERTIFICATE);
  await expect(idp.getByText("CN=idp.fabrikam.example, O=Fabrikam Ltd")).toBeVisible();
  await expect(idp.getByText(/2027/)).toBeVisible();
  await idp.getByLabel("Allow outbound log-out requests").uncheck();
  await page.getByLabel("Entity id of its own").uncheck();
  await expect(page.getByText(/\/sso\/saml2$/)).toBeVisible();
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep editing" }).click();
  const { sent, answer } = await saved(page);
  expect(answer.data).toEqual(sent.data);
  expect(sent.data).toMatchObject({ configType: 2, spUniqueEntityId: false, idpDisableOutboundLogoutRequests: true, idpBindingType: 1 });
  expect(JSON.stringify(await again(page))).toBe(JSON.stringify(answer));
  await expect(idp.getByLabel("Allow outbound log-out requests")).not.toBeChecked();
  await page.setViewportSize({ width: 360, height: 740 });
  await expectAccessible(page);
});

test("trusted devices switch their policies on, and hold them", async ({ page }) => {
  await ssoOf(page, "Pinecrest Senior Living");
  // While single sign-on is off nothing is switched and nothing is held.
  await page.getByRole("radio", { name: /^Trusted devices/ }).check();
  await expect(page.getByText(/^While single sign-on is off, this changes nothing yet/)).toBeVisible();
  await expect(page.getByText(/^They can still be turned off while single sign-on is off/)).toBeVisible();
  await expect(page.getByText(/^Saving also switches these on/)).toHaveCount(0);
  await expect(page.getByRole("region", { name: "Who would lose access" })).toHaveCount(0);
  await page.getByRole("switch", { name: "Allow single sign-on" }).click();
  await page.getByLabel("SSO identifier").fill("pinecrest");
  await expect(page.getByText(/Saving also switches these on, in this order: Single organisation, Account recovery and Require single sign-on/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Who would lose access" })).toContainText("Nobody, as far as can be known.");
  await page.getByRole("radio", { name: /^OpenID Connect/ }).check();
  await page.getByLabel("Authority").fill("https://login.example.com");
  await page.getByLabel("Client id").fill("portal");
  await page.getByLabel("Client secret").fill("s");
  await saved(page);
  await expect(page.getByText("The policies that it stands on are on already")).toBeVisible();
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await page.getByRole("navigation", { name: "Policies" }).getByRole("link", { name: /^Require single sign-on/ }).click();
  await page.getByRole("switch", { name: "Turn on" }).click();
  await expect(page.getByText("Members open their vaults by trusted devices.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Turn off/ })).toBeDisabled();
  await page.getByRole("switch", { name: "Turn on" }).click();
  // Automatic enrolment is held too, and known to be before it is saved.
  await page.getByRole("navigation", { name: "Policies" }).getByRole("link", { name: /^Account recovery/ }).click();
  await page.getByLabel("Enrol new members automatically").uncheck();
  await expect(page.getByText(/by trusted devices, which needs automatic enrolment/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeDisabled();
  await page.getByLabel("Enrol new members automatically").check();
  await expect(page.getByText(/which needs automatic enrolment/)).toHaveCount(0);
});

test("an identifier that somebody else has is refused at its field", async ({ page, server }) => {
  await ssoOf(page, "Delta Freight & Customs");
  await page.getByLabel("SSO identifier").fill("taken-already");
  await server.fault({
    method: "POST", path: "/api/organizations/*/sso", status: 400, times: 1,
    body: { message: "x", validationErrors: { Identifier: ["SSO Identifier is already in use by another organization."] } },
  });
  await save(page).click();
  await expect(page.getByText("Another organisation of this server has this identifier.").first()).toBeVisible();
  await expect(page.getByLabel("SSO identifier")).toHaveAttribute("aria-invalid", "true");
  // It was said of that one; another one has not been judged.
  await page.getByLabel("SSO identifier").fill("not-taken");
  await expect(page.getByText("Another organisation of this server has this identifier.")).toHaveCount(0);
  await expect(page.getByLabel("SSO identifier")).not.toHaveAttribute("aria-invalid", "true");
  await saved(page);
});

test("a refusal that comes after the page was left finds a portal that works", async ({ page }) => {
  await ssoOf(page, "Isar Valley Cooperative Bank");
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  const body = JSON.stringify({ message: "x", validationErrors: { Identifier: ["SSO Identifier is already in use by another organization."] } });
  await page.route("**/api/organizations/*/sso", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await held;
    return route.fulfill({ status: 400, contentType: "application/json", body });
  });
  await page.getByLabel("SSO identifier").fill("late-answer");
  const asked = page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/sso"));
  await save(page).click();
  await asked;
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Policies" })).toBeVisible();
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().endsWith("/sso"));
  goOn();
  await answered;
  await nav(page).getByRole("link", { name: /^Groups/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Groups" })).toBeVisible();
});
