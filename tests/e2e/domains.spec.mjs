// Claimed domains of a client by a service user who is no member of it: what is no domain, the record, claiming, what
// follows for people, and letting go.
import { expectAccessible } from "./support/axe.mjs";
import { Api } from "./support/api.mjs";
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

/** Opens the domains of a client. Each test has a client of its own: domains stay. */
async function domainsOf(page, client) {
  await signIn(page, TOM);
  await page.getByRole("link", { name: client, exact: true }).click();
  await nav(page).getByRole("link", { name: /^Claimed domains/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Claimed domains/ })).toBeVisible();
}

const nav = (page) => page.getByRole("navigation", { name: "Client", exact: true });
const dialog = (page) => page.getByRole("dialog");
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("button", { name: `Open ${name}`, exact: true }) });
const clientOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];

async function add(page, name) {
  await page.getByRole("button", { name: "Add domain" }).click();
  await dialog(page).getByLabel("Domain", { exact: true }).fill(name);
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog(page).getByRole("heading", { level: 2, name: `Claim ${name}` })).toBeVisible();
  return dialog(page).locator("[data-part=value]").innerText();
}

test("each slip of the finger is told before anything is sent", async ({ page, server }) => {
  await domainsOf(page, "Cardinal Community College");
  await expect(page.getByText("No domain yet")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add domain" }).click();
  const field = dialog(page).getByLabel("Domain", { exact: true });
  const press = () => dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  for (const [typed, words] of [
    ["", "Enter a domain"],
    ["https://cardinal.example", /Leave out “https:\/\/”/],
    ["www.cardinal.example", /Leave out “www”/],
    ["ada@cardinal.example", /enter only what follows the @/],
    ["cardinal.example/about", /Leave out everything behind the domain/],
    ["cardinal", /at least one dot/],
    ["192.0.2.1", /address of a computer/],
  ]) {
    await field.fill(typed);
    await press();
    await expect(dialog(page).getByText(words)).toBeVisible();
    await expect(field).toBeFocused();
  }
  // Letters that DNS writes otherwise: the browser knows how.
  await field.fill("müller.example");
  await press();
  await expect(dialog(page).getByText(/begins with “xn--”/)).toBeVisible();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Use xn--mller-kva.example" }).click();
  await expect(field).toHaveValue("xn--mller-kva.example");
  // What was typed survives a lock; giving up asks.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog").filter({ hasText: /unsaved|Discard/i }).first()).toBeVisible();
  await page.keyboard.press("Escape");
  await press();
  await expect(dialog(page).getByRole("heading", { name: "Claim xn--mller-kva.example" })).toBeVisible();
  const api = await Api.signIn(server, INES);
  const { data } = await api.call("GET", `organizations/${clientOf(page)}/domain`);
  expect(data.map((domain) => domain.domainName)).toEqual(["xn--mller-kva.example"]);
});

test("a domain is claimed once its record is there, and accounts follow", async ({ page, server }) => {
  const client = "Fjordlight Energy";
  await domainsOf(page, client);
  const txt = await add(page, "fjordlight.example");
  expect(txt).toMatch(/^bw=[A-Za-z0-9+/]{43}=$/);
  await expect(dialog(page).getByText(/people of this client have accounts of this domain/)).toBeVisible();
  await expect(dialog(page).getByText(/“Single organisation” is on already/)).toBeVisible();
  await expectAccessible(page);
  const claim = dialog(page).getByRole("button", { name: `Claim for ${client}` });
  await claim.click();
  await expect(dialog(page).getByRole("alert")).toContainText("The TXT record was not found");
  await expect(claim).toBeFocused();
  await server.dev("dns.json", { domain: "fjordlight.example", txt: ["v=spf1 -all", txt] });
  await claim.click();
  await expect(dialog(page).getByText("fjordlight.example is claimed")).toBeVisible();
  await expect(dialog(page).getByRole("button", { name: "Close", exact: true }).last()).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(row(page, "fjordlight.example").getByText("Claimed", { exact: true })).toBeVisible();
  const api = await Api.signIn(server, INES);
  const members = await api.call("GET", `organizations/${clientOf(page)}/users`);
  expect(members.data.filter((member) => member.claimedByOrganization).length).toBeGreaterThan(10);

  // The event log tells who did what to which domain.
  await nav(page).getByRole("link", { name: /^Event log/ }).click();
  await expect(page.getByText("Domain verified")).toBeVisible();
  await expect(page.getByText("Domain not verified")).toBeVisible();
});

test("claiming the first domain turns a policy on, and shows before who would lose access", async ({ page, server }) => {
  const client = "Pinecrest Senior Living";
  await domainsOf(page, client);
  const txt = await add(page, "pinecrest.example");
  await expect(dialog(page).getByText(/“Single organisation” is turned on, and stays on/)).toBeVisible();
  await expect(dialog(page).getByText("Nobody, as far as can be known.")).toBeVisible();
  await server.dev("dns.json", { domain: "pinecrest.example", txt: [txt] });
  await dialog(page).getByRole("button", { name: `Claim for ${client}` }).click();
  await expect(dialog(page).getByText("pinecrest.example is claimed")).toBeVisible();
  await page.keyboard.press("Escape");

  // The policy for accounts of claimed domains names it, and works at sign-up.
  await nav(page).getByRole("link", { name: /^Policies/ }).click();
  const policies = page.getByRole("navigation", { name: "Policies" });
  await expect(policies.getByRole("link", { name: /^Single organisation/ }).getByText("On", { exact: true })).toBeVisible();
  await policies.getByRole("link", { name: /^No accounts outside/ }).click();
  await expect(page.getByRole("region", { name: "Domains for which it works" })).toContainText("pinecrest.example");
  await page.getByRole("switch", { name: "Turn on" }).click();
  await page.getByRole("button", { name: `Turn on for ${client}` }).click();
  const block = policies.getByRole("link", { name: /^No accounts outside/ });
  await expect(block.getByText("On", { exact: true })).toBeVisible();
  const refused = await fetch(`${server.origin}/identity/accounts/register/send-verification-email`, {
    method: "POST", headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "new@pinecrest.example" }),
  });
  expect(refused.status).toBe(400);

  // Letting go names what stops.
  await nav(page).getByRole("link", { name: /^Claimed domains/ }).click();
  await page.getByRole("button", { name: "Actions for pinecrest.example" }).click();
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await expect(dialog(page).getByText(/is no longer claimed by Pinecrest Senior Living/)).toBeVisible();
  await expect(dialog(page).getByText(/accounts stop being claimed/)).toBeVisible();
  await expect(dialog(page).getByText(/has no domain left to work for/)).toBeVisible();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: `Remove from ${client}` }).click();
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByText("No domain yet")).toBeVisible();
});

test("what another client has claimed is told, in the form and at the claim", async ({ page, server }) => {
  const client = "Greenhouse Robotics";
  await domainsOf(page, client);
  // Kestrel has its domain already.
  await page.getByRole("button", { name: "Add domain" }).click();
  await dialog(page).getByLabel("Domain", { exact: true }).fill("kestrel-aviation.example");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog(page).getByText(/Another organisation has claimed kestrel-aviation.example/)).toBeVisible();
  await dialog(page).getByLabel("Domain", { exact: true }).fill("shared.example");
  await dialog(page).getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog(page).getByRole("heading", { name: "Claim shared.example" })).toBeVisible();

  const api = await Api.signIn(server, INES);
  const { providerOrganizations } = await api.call("GET", "accounts/profile");
  const other = providerOrganizations.find((one) => one.name === "Kestrel Aviation Services").id;
  const theirs = await api.call("POST", `organizations/${other}/domain`, { domainName: "shared.example" });
  await server.dev("dns.json", { domain: "shared.example", txt: [theirs.txt] });
  await api.call("POST", `organizations/${other}/domain/${theirs.id}/verify`);
  await dialog(page).getByRole("button", { name: `Claim for ${client}` }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("Another organisation was first");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Actions for shared.example" }).click();
  await page.getByRole("menuitem", { name: /^Remove/ }).click();
  await dialog(page).getByRole("button", { name: `Remove from ${client}` }).click();
  await expect(row(page, "shared.example")).toHaveCount(0);
});

test("an open domain is in the address, survives a lock, and faults are told", async ({ page, server }) => {
  await domainsOf(page, "Kestrel Aviation Services");
  await expect(row(page, "kestrel-aviation.example")).toContainText(/\d+ people/);
  await add(page, "waiting.example");
  const address = page.url();
  expect(address).toContain("domain=");
  await page.keyboard.press("Escape");
  await expect(row(page, "waiting.example")).toContainText("Under verification");
  await expect(row(page, "waiting.example")).toContainText("Next check:");
  expect(page.url()).not.toContain("domain=");
  await page.goto(address);
  await unlock(page, TOM);
  await expect(dialog(page).getByRole("heading", { name: "Claim waiting.example" })).toBeVisible();

  await server.fault({ method: "POST", path: "/api/organizations/*/domain/*/verify", status: 500, times: 1 });
  await dialog(page).getByRole("button", { name: "Claim for Kestrel Aviation Services" }).click();
  await expect(dialog(page).getByRole("alert")).toBeVisible();
  await page.keyboard.press("Escape");
  await server.fault({ method: "GET", path: "/api/organizations/*/domain", status: 500, times: 1 });
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(page.getByText("What you see was read earlier.")).toBeVisible();
  await expect(row(page, "waiting.example")).toBeVisible();
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(page.getByText("What you see was read earlier.")).toHaveCount(0);

  // The server looks by itself at its time, and claims.
  const api = await Api.signIn(server, INES);
  const client = clientOf(page);
  const { data } = await api.call("GET", `organizations/${client}/domain`);
  const { txt } = data.find((domain) => domain.domainName === "waiting.example");
  await server.dev("dns.json", { domain: "waiting.example", txt: [txt] });
  await server.advance(13 * 3600);
  await page.getByRole("button", { name: "Read the list again" }).click();
  await expect(row(page, "waiting.example").getByText("Claimed", { exact: true })).toBeVisible();
});

test("on a plan without claimed domains the side bar says why, and the page too", async ({ page }) => {
  await signIn(page, TOM);
  await page.getByRole("link", { name: "Birchwood Dental Care", exact: true }).click();
  await expect(nav(page).getByText(/Claimed domains/)).toBeVisible();
  await expect(nav(page).getByRole("link", { name: /^Claimed domains/ })).toHaveCount(0);
  const address = `/clients/${clientOf(page)}/domains`;
  await page.evaluate((to) => { history.pushState(null, "", to); dispatchEvent(new PopStateEvent("popstate")); }, address);
  await expect(page.getByText(/Claimed domains come with the Enterprise plan/)).toBeVisible();
});
