// A server that lies or fails: nothing is hashed for it, nothing is half done, and every failure has its own words.
import { INES, TOM, expectClients, signIn, typeSignIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const PRELOGIN = "/identity/accounts/prelogin*";
const kdf = (iterations) => ({ kdf: 0, kdfIterations: iterations, kdfSettings: { kdfType: 0, iterations, memory: null, parallelism: null } });

for (const [what, iterations] of [["1 round", 1], ["4,999 rounds", 4999], ["a thousand million rounds", 1_000_000_000]]) {
  test(`prelogin with ${what} is refused before any hashing`, async ({ page, server }) => {
    let sent = 0;
    page.on("request", (request) => { if (request.url().includes("connect/token")) sent += 1; });
    await server.fault({ path: PRELOGIN, merge: kdf(iterations) });
    await page.goto("/sign-in");
    await typeSignIn(page, TOM);
    await expect(page.getByText("Sign-in stopped: possible attack")).toBeVisible();
    expect(sent).toBe(0);
  });
}

test("old settings are used only after a deliberate yes", async ({ page, server }) => {
  let sent = 0;
  page.on("request", (request) => { if (request.url().includes("connect/token")) sent += 1; });
  await server.fault({ path: PRELOGIN, merge: kdf(100_000) });
  await page.goto("/sign-in");
  await typeSignIn(page, TOM);
  await expect(page.getByText("This account’s key is made the old way")).toBeVisible();
  expect(sent).toBe(0);
  await page.getByRole("button", { name: "Stop" }).click();
  expect(sent).toBe(0);
});

test("settings weaker than last time are refused", async ({ page, server }) => {
  await signIn(page, TOM);
  await page.evaluate(() => sessionStorage.clear());
  await server.fault({ path: PRELOGIN, merge: kdf(599_999) });
  await page.goto("/sign-in");
  await typeSignIn(page, TOM);
  await expect(page.getByText("weaker settings than the last time", { exact: false })).toBeVisible();
});

for (const [what, rule, words] of [
  ["a server error", { status: 500 }, "The server does not answer"],
  ["a cut connection", { cut: "before" }, /You are offline|The server does not answer/],
  ["too many attempts", { status: 429, headers: { "retry-after": "30" } }, "Too many attempts"],
  ["a page that is not JSON", { status: 200, body: "<html>gateway</html>" }, "could not be read"],
]) {
  test(`sign-in meets ${what}, and works when it is over`, async ({ page, server }) => {
    await server.fault({ path: "/identity/connect/token", ...rule });
    await page.goto("/sign-in");
    await typeSignIn(page, TOM);
    await expect(page.getByText(words).first()).toBeVisible();
    await server.healthy();
    if (await page.getByLabel("Master password", { exact: true }).isHidden()) await page.getByRole("button", { name: /again|Back/ }).first().click();
    if ((await page.getByLabel("Master password", { exact: true }).inputValue()) === "") await page.getByLabel("Master password", { exact: true }).fill(TOM.passphrase);
    if (rule.status !== 429) {
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expectClients(page);
    }
  });
}

test("the same key for two clients closes both and nothing else", async ({ page, server }) => {
  await signIn(page, INES);
  const profile = await page.evaluate(() => performance.getEntriesByType("resource").map((entry) => entry.name).find((name) => name.includes("accounts/profile") || name.includes("/sync")));
  expect(profile, "the profile is what tells the keys").toBeTruthy();
  await page.route("**/api/accounts/profile*", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const clients = body.providerOrganizations ?? [];
    if (clients.length > 1) clients[1].key = clients[0].key;
    await route.fulfill({ response: answer, json: body });
  });
  await page.reload();
  await unlock(page, INES);
  await expect(page.getByText("2 clients are closed because of their keys")).toBeVisible();
});

test("a client whose returned key is another one raises the alarm", async ({ page, server }) => {
  await signIn(page, INES);
  let stolen;
  await page.route("**/api/accounts/profile*", async (route) => {
    const answer = await route.fetch();
    const body = await answer.json();
    const made = (body.providerOrganizations ?? []).find((client) => client.name === "Swapped Ltd");
    const other = (body.providerOrganizations ?? []).find((client) => client.name !== "Swapped Ltd");
    if (made && other) { made.key = other.key; stolen = true; }
    await route.fulfill({ response: answer, json: body });
  });
  await page.getByRole("button", { name: /New client|Add a client/ }).first().click();
  const item = page.getByRole("menuitem", { name: "New client…" });
  if (await item.isVisible()) await item.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Client name").fill("Swapped Ltd");
  await dialog.getByLabel("Owner’s e-mail").fill("owner@swapped.example");
  await dialog.getByRole("radio").first().check();
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(page.getByRole("heading", { name: "Stop: the server returned another key" })).toBeVisible();
  expect(stolen).toBe(true);
});
