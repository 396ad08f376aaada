// Event logs: of a client, as a service user who is no member; of the provider, for its admins only.
import { readFile } from "node:fs/promises";
import { expectAccessible } from "./support/axe.mjs";
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const rows = (page) => page.getByRole("table", { name: "Events" }).getByRole("row");

async function openLog(page) {
  // The answer to this call is when the server has noted the visit.
  const entered = page.waitForResponse((answer) => /\/api\/organizations\/[0-9a-f-]+$/.test(answer.url()));
  await page.getByRole("link", { name: "Birchwood Dental Care" }).click();
  await entered;
  await page.getByRole("navigation", { name: "Client" }).getByRole("link", { name: "Event log" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /Event log/ })).toBeVisible();
}

test("a service user reads what happened in a client, and the own visit", async ({ page }) => {
  await signIn(page, TOM);
  await openLog(page);
  await expect(rows(page).filter({ hasText: "Client opened by the provider" }).filter({ hasText: "You" }).first()).toBeVisible();
  await page.getByLabel("About").selectOption({ label: "Members" });
  await expect(page).toHaveURL(/about=members/);
  await expect(rows(page).filter({ hasText: "Client opened by the provider" })).toHaveCount(0);
  await page.getByRole("searchbox").fill("nobody did this");
  await expect(page.getByText("No event matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await expect(rows(page).first()).toBeVisible();
  await expectAccessible(page);
});

test("the whole time chosen becomes a file, also what was not read yet", async ({ page }) => {
  await signIn(page, TOM);
  await openLog(page);
  await page.getByLabel("Time").selectOption({ label: "Last 12 months" });
  await expect(rows(page).first()).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(file.split("\r\n")[0]).toContain("What");
  expect(file).toContain("Client opened by the provider");
});

test("a range that no server reads is refused in place", async ({ page }) => {
  await signIn(page, TOM);
  await openLog(page);
  await page.getByLabel("Time").selectOption({ label: "From … to …" });
  await page.getByLabel("From", { exact: true }).fill("2020-01-01T00:00");
  await expect(page.getByText("At most a year at a time")).toBeVisible();
  await expect(page.getByRole("button", { name: "Read", exact: true })).toBeDisabled();
});

test("a log that cannot be read says so and is read again", async ({ page, server }) => {
  await signIn(page, TOM);
  await server.fault({ method: "GET", path: "/api/organizations/*/events", status: 500, times: 1 });
  await openLog(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(rows(page).first()).toBeVisible();
});

test("after a refresh that failed, another try shows no event twice", async ({ page, server }) => {
  await signIn(page, TOM);
  await openLog(page);
  const count = page.getByRole("status").filter({ hasText: /^\d+ events?$/ });
  await expect(count).toBeVisible();
  const before = await count.innerText();
  await server.fault({ method: "GET", path: "/api/organizations/*/events", status: 500, times: 1 });
  const refresh = page.getByRole("button", { name: "Read the log again" });
  await refresh.click();
  const again = page.getByRole("button", { name: "Try again" });
  await expect(again).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  const read = page.waitForResponse((answer) => /\/events\?/.test(answer.url()) && answer.ok());
  await again.click();
  await read;
  await expect(refresh).toBeEnabled();
  await expect(again).toBeHidden();
  await expect(count).toHaveText(before);
});

test("what one person did is asked of the server, and the whole log is one choice away", async ({ page }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "Event log" }).click();
  const own = rows(page).getByText("You", { exact: true });
  await expect(own.first()).toBeVisible();
  const who = page.getByLabel("Who", { exact: true });
  const asked = page.waitForResponse((answer) => /\/users\/[0-9a-f-]+\/events\?/.test(answer.url()));
  await who.selectOption({ label: TOM.name });
  expect((await asked).ok()).toBe(true);
  await expect(rows(page).getByText(TOM.name, { exact: true }).first()).toBeVisible();
  await expect(own).toHaveCount(0);
  await who.selectOption({ label: "By anybody" });
  await expect(own.first()).toBeVisible();
});

test("the provider's log is for its admins", async ({ page, another }) => {
  await signIn(page, INES);
  await page.getByRole("link", { name: "Event log" }).click();
  await expect(rows(page).filter({ hasText: /Client (created|opened)/ }).first()).toBeVisible();
  const address = new URL(page.url()).pathname;
  const tom = await another();
  await signIn(tom, TOM);
  await expect(tom.getByRole("link", { name: "Event log" })).toHaveCount(0);
  await tom.goto(address);
  await unlock(tom, TOM);
  await expect(tom.getByText("Only provider admins can open this page")).toBeVisible();
});
