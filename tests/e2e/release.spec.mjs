// The build as it is shipped: strict policy without a report, public pages without the console, untouchable files.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { INES, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const dist = process.env.PORTAL_DIST ?? "";
const files = (page) => page.evaluate(() => performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname));

test("a first visit is light", async ({ browser, server }) => {
  for (const address of ["/join", "/sign-in"]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    const bytes = new Map();
    wire.on("Network.requestWillBeSent", ({ requestId }) => bytes.set(requestId, 0));
    wire.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
    await wire.send("Network.enable");
    await page.goto(server.origin + address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    expect(bytes.size, `${address}: requests`).toBeLessThanOrEqual(12);
    // Over the wire, with the heads of the answers.
    expect([...bytes.values()].reduce((sum, one) => sum + one, 0), `${address}: bytes`).toBeLessThanOrEqual(300_000);
    await context.close();
  }
});

test("public pages fetch neither the console nor the strength worker", async ({ page }) => {
  for (const address of ["/join", "/sign-in"]) {
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    for (const file of await files(page)) expect(file).not.toMatch(/console|strength|key_agent/);
  }
});

test("the console is fetched while the password is typed", async ({ page }) => {
  await page.goto("/sign-in");
  const fetched = page.waitForResponse((answer) => /console/.test(answer.url()) && answer.url().endsWith(".wasm"));
  await page.getByLabel("E-mail address").fill(INES.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByLabel("Master password", { exact: true })).toBeFocused();
  await fetched;
});

test("no policy report after a whole visit", async ({ page, server }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "People" }).click();
  await expect(page.getByRole("row", { name: /Tom Berger/ })).toBeVisible();
  expect(await server.dev("csp-report")).toEqual([]);
});

test("a changed byte in the program stops it with a readable page", async ({ page }) => {
  await page.route("**/*.wasm", async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    body[body.length - 1] ^= 1;
    await route.fulfill({ response: answer, body, headers: { ...answer.headers(), "content-encoding": "" } });
  });
  const complaints = [];
  page.removeAllListeners("console");
  page.removeAllListeners("pageerror");
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto("/sign-in");
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveCount(0);
});

test("index.html has no inline script, style or handler", async () => {
  const html = await readFile(path.join(dist, "index.html"), "utf8");
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
});

test("the security headers are sent with every page", async ({ request }) => {
  for (const address of ["/", "/join", "/index.html"]) {
    const headers = (await request.get(address)).headers();
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["content-security-policy"]).not.toMatch(/unsafe-inline|'unsafe-eval'/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["referrer-policy"]).toBe("no-referrer");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
  }
});
