// The console of a client: its frame, the switch to another client, the guided set-up; as a service user who is no member.
import { INES, TOM, signIn, unlock } from "./support/people.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { expect, test } from "./support/test.mjs";

const client = (page) => page.getByRole("region", { name: "Client" });
const nav = (page) => page.getByRole("navigation", { name: "Client" });

async function open(page, name) {
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page).toHaveURL(/\/clients\/[0-9a-f-]+$/);
  await expect(client(page).getByText(name)).toBeVisible();
}

test("a service user who is no member opens a client and sees how far its set-up has come", async ({ page }) => {
  await signIn(page, TOM);
  await open(page, "Birchwood Dental Care");
  await expect(client(page).getByText("You act here as Northwind IT.")).toBeVisible();
  await expect(client(page).getByText(/^\d+ of \d+ seats$/)).toBeVisible();
  const steps = page.getByRole("list").filter({ has: page.getByRole("heading", { name: "Create collections" }) }).getByRole("listitem");
  await expect(steps).toHaveCount(6);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Birchwood Dental Care");
  // The side bar says the same as the page.
  const told = await page.locator(".page-head__count").innerText();
  await expect(nav(page).getByRole("link", { name: /Set-up/ })).toContainText(told);
  await expectAccessible(page);
  // So does the list of clients, without asking any of them: it says that it is from the last look.
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.getByRole("link", { name: "Clients", exact: true }).click();
  const listed = (name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
  await expect(listed("Birchwood Dental Care")).toContainText(told);
  await expect(listed("Birchwood Dental Care")).toContainText("As last seen on this device");
  await expect(listed("Quayside Architects")).toContainText("Not opened on this device yet");
  expect(asked.filter((path) => path.startsWith("/api/organizations/"))).toEqual([]);
});

test("a step that is not needed says why, and can be taken back", async ({ page }) => {
  await signIn(page, TOM);
  await open(page, "Quayside Architects");
  const step = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Import data" }) });
  await step.getByRole("button", { name: /Not needed/ }).click();
  await page.getByRole("menuitem", { name: "There is no data to bring over" }).click();
  await expect(step.getByText("There is no data to bring over. Kept on this device.")).toBeVisible();
  await step.getByRole("button", { name: "Needed after all" }).click();
  await expect(step.getByRole("button", { name: /Not needed/ })).toBeVisible();
});

test("the switcher leads to the same kind of page of another client", async ({ page }) => {
  await signIn(page, TOM);
  await open(page, "Birchwood Dental Care");
  await nav(page).getByRole("link", { name: "Members" }).click();
  await expect(page).toHaveURL(/\/members$/);
  const before = page.url();
  await nav(page).getByRole("button", { name: /switch to another client/ }).click();
  const dialog = page.getByRole("dialog", { name: "Switch client" });
  await dialog.getByRole("combobox").fill("alpen");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/members$/);
  expect(page.url()).not.toBe(before);
  await expect(client(page).getByText(/Alpenblick/)).toBeVisible();
  // Who was here last comes first.
  await nav(page).getByRole("button", { name: /switch to another client/ }).click();
  await expect(dialog.getByRole("option").first()).toContainText("Birchwood Dental Care");
});

test("what the plan lacks is named, and its address says why", async ({ page }) => {
  await signIn(page, INES);
  const teams = page.getByRole("row").filter({ hasText: "Teams" }).first().getByRole("link").first();
  await teams.click();
  await expect(nav(page).getByText(/Not in the plan of this client: .*Policies/)).toBeVisible();
  await expect(nav(page).getByRole("link", { name: "Policies" })).toHaveCount(0);
  const address = page.url();
  await page.evaluate((to) => { history.pushState(null, "", to); dispatchEvent(new PopStateEvent("popstate")); }, `${address}/policies`);
  await expect(page.getByText("Not part of this client’s plan")).toBeVisible();
});

test("an address of somebody else's client shows nothing of it", async ({ page }) => {
  await signIn(page, TOM);
  await page.goto("/clients/00000000-0000-4000-8000-000000000000");
  await unlock(page, TOM);
  await expect(page.getByText("You do not reach this client")).toBeVisible();
});
