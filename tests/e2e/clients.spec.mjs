// The list of clients: search, sort, seats, names, new clients, unlinking; as provider admin and as service user.
import { INES, OMAR, TOM, expectClients, signIn, unlock } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const rows = (page) => page.getByRole("row").filter({ has: page.getByRole("rowheader").or(page.getByRole("cell")) });

async function openNewClient(page) {
  await page.getByRole("button", { name: /New client|Add a client/ }).first().click();
  const item = page.getByRole("menuitem", { name: "New client…" });
  if (await item.isVisible()) await item.click();
  return page.getByRole("dialog");
}

const menu = async (page, client) => {
  await page.getByRole("button", { name: `Actions for ${client}` }).click();
  return page.getByRole("menu");
};

test("the list is searched, sorted and kept in the address", async ({ page }) => {
  await signIn(page, TOM);
  await expect(rows(page).first()).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("alpen");
  await expect(page.getByRole("row", { name: /Alpenblick/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Fjordlight/ })).toHaveCount(0);
  await page.getByRole("searchbox").fill("nobody has this name");
  await expect(page.getByText("No client matches")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();
  await page.getByRole("button", { name: "Client", exact: true }).click();
  await expect(page).toHaveURL(/sort/);
});

test("an admin creates a client, and its owner is invited", async ({ page, server }) => {
  await signIn(page, INES);
  const dialog = await openNewClient(page);
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog.getByRole("link", { name: "Give the client a name" })).toBeVisible();
  await dialog.getByRole("radio").first().check();
  await dialog.getByLabel("Client name").fill("Tailwind Traders");
  await dialog.getByLabel("Owner’s e-mail").fill("owner@tailwind.example");
  await dialog.getByLabel("Seats").fill("3");
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /Tailwind Traders/ })).toBeVisible();
  const mail = await server.mail("owner@tailwind.example");
  expect(mail.links[0]).toContain("accept-organization");
});

test("what the server says is told: why it failed, and that the provider may not create clients", async ({ page, server }) => {
  await signIn(page, INES);
  const path = "/api/providers/*/clients";
  await server.fault({ method: "POST", path, status: 500, times: 1, body: { object: "error", message: "No payment method is on file." } });
  const dialog = await openNewClient(page);
  await dialog.getByRole("radio").first().check();
  await dialog.getByLabel("Client name").fill("Unpaid Ltd");
  await dialog.getByLabel("Owner’s e-mail").fill("owner@unpaid.example");
  await dialog.getByLabel("Seats").fill("2.5");
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog.getByRole("link", { name: /number/ })).toBeVisible();
  await dialog.getByLabel("Seats").fill("2");
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog.getByText("No payment method is on file.")).toBeVisible();
  await dialog.getByRole("button", { name: "Back to the form" }).click();
  await server.fault({ method: "POST", path, status: 401, times: 2, body: "" });
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog.getByText(/If you are still a provider admin/)).toBeVisible();
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("row", { name: /Unpaid Ltd/ })).toHaveCount(1);
});

test("a client whose answer was lost is not created twice", async ({ page, server }) => {
  await signIn(page, INES);
  await server.fault({ method: "POST", path: "/api/providers/*/clients", cut: "after", times: 1 });
  const dialog = await openNewClient(page);
  await dialog.getByRole("radio").first().check();
  await dialog.getByLabel("Client name").fill("Only Once Ltd");
  await dialog.getByLabel("Owner’s e-mail").fill("owner@once.example");
  await dialog.getByRole("button", { name: "Create client" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("searchbox").fill("Only Once");
  await expect(page.getByRole("row", { name: /Only Once Ltd/ })).toHaveCount(1);
});

test("a service user assigns seats that are paid for, and buys none", async ({ page }) => {
  await signIn(page, TOM);
  await (await menu(page, "Birchwood Dental Care")).getByRole("menuitem", { name: "Change seats…" }).click();
  const dialog = page.getByRole("dialog");
  const seats = dialog.getByLabel(/Seats/i).first();
  const now = Number(await seats.inputValue());
  await seats.fill("100000");
  await seats.blur();
  await dialog.getByRole("button", { name: /seats/i }).last().click();
  await expect(dialog).toBeVisible();
  await expect(dialog.getByText(/provider admin/i).first()).toBeVisible();
  await seats.fill("0");
  await dialog.getByRole("button", { name: /seats/i }).last().click();
  await expect(dialog).toBeVisible();
  expect(now).toBeGreaterThan(0);
});

test("a service user sees what only admins do, with the reason", async ({ page }) => {
  await signIn(page, TOM);
  await expect(page.getByRole("button", { name: /New client|Add a client/ })).toHaveCount(0);
  const actions = await menu(page, "Birchwood Dental Care");
  const unlink = actions.getByRole("menuitem", { name: /Unlink client/ });
  await expect(unlink).toBeDisabled();
  await expect(actions.getByText("Only provider admins can.", { exact: false })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
  await page.goto(page.url().replace(/clients.*/, "people"));
  await unlock(page, TOM);
  await expect(page.getByText("Only provider admins can open this page")).toBeVisible();
});

test("rename and unlink name the client", async ({ page, server }) => {
  await signIn(page, OMAR);
  await page.getByRole("searchbox").fill("Old Mill");
  await (await menu(page, "Old Mill Brewery")).getByRole("menuitem", { name: "Rename…" }).click();
  let dialog = page.getByRole("dialog");
  await dialog.getByLabel("Client name").fill("Old Mill Brewing");
  await dialog.getByRole("button", { name: "Rename" }).click();
  await expect(page.getByRole("row", { name: /Old Mill Brewing/ })).toBeVisible();
  await (await menu(page, "Old Mill Brewing")).getByRole("menuitem", { name: /Unlink client/ }).click();
  dialog = page.getByRole("dialog");
  const unlink = dialog.getByRole("button", { name: "Unlink Old Mill Brewing" });
  await dialog.getByRole("textbox").fill("Old Mill Brewing");
  await unlink.click();
  await expect(page.getByText("Client unlinked")).toBeVisible();
  const told = (await server.dev("mailbox.json")).filter((mail) => mail.subject === "Old Mill Brewing needs a payment method");
  expect(told.length, "its owners are told").toBeGreaterThan(0);
  await expect(page.getByRole("row", { name: /Old Mill Brewing/ })).toHaveCount(0);
});

test("a client without a confirmed owner cannot be unlinked", async ({ page }) => {
  await signIn(page, INES);
  await page.getByRole("searchbox").fill("Quayside");
  await (await menu(page, "Quayside Architects")).getByRole("menuitem", { name: /Unlink client/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("Quayside Architects");
  await dialog.getByRole("button", { name: "Unlink Quayside Architects" }).click();
  await expect(page.getByText("The client has no confirmed owner")).toBeVisible();
});

test("a client opens on a page of its own", async ({ page }) => {
  await signIn(page, TOM);
  await page.getByRole("link", { name: /Birchwood Dental Care/ }).click();
  await expect(page).toHaveURL(/clients\/[0-9a-f-]+$/);
  await expect(page.getByText("Birchwood Dental Care").first()).toBeVisible();
  await page.goBack();
  await expectClients(page);
});
