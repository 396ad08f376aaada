// Provisioning by SCIM, by a service user who is no member of the client: the switch, the address, and the key behind the
// master password.
import { expectAccessible } from "./support/axe.mjs";
import { Api } from "./support/api.mjs";
import { INES, TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const nav = (page) => page.getByRole("navigation", { name: "Client", exact: true });
const dialog = (page) => page.getByRole("dialog");
const clientOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];

async function scimOf(page, client) {
  await signIn(page, TOM);
  await page.getByRole("link", { name: client, exact: true }).click();
  await nav(page).getByRole("link", { name: /^SCIM/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "SCIM" })).toBeVisible();
  await expect(page.getByRole("switch", { name: "Provision people by SCIM" })).toBeVisible();
}

const save = (page) => page.getByRole("button", { name: "Save SCIM" });

test("a service user switches provisioning on, gives the directory address and key, and renews the key", async ({ page, server }) => {
  const client = "Birchwood Dental Care";
  await scimOf(page, client);
  await expect(save(page)).toBeDisabled();
  await expect(page.getByText("Save SCIM switched on to see address and key.")).toBeVisible();
  await page.getByRole("switch", { name: "Provision people by SCIM" }).click();
  await page.getByLabel("Directory", { exact: true }).selectOption({ label: "Okta" });
  await save(page).click();
  await expect(page.getByText("SCIM saved")).toBeVisible();
  await expect(page.getByText(`${server.origin}/scim/v2/${clientOf(page)}`)).toBeVisible();
  await expectAccessible(page);
  const api = await Api.signIn(server, INES);
  const connection = await api.call("GET", `organizations/connections/${clientOf(page)}/2`);
  expect(connection).toMatchObject({ enabled: true, config: { enabled: true, scimProvider: 2 } });

  await page.getByRole("button", { name: "Show the key…" }).click();
  const password = dialog(page).getByLabel("Your master password", { exact: true });
  await password.fill("not my password");
  await dialog(page).getByRole("button", { name: "Show", exact: true }).click();
  await expect(dialog(page).getByText("That is not your master password")).toBeVisible();
  await password.fill(TOM.passphrase);
  await dialog(page).getByRole("button", { name: "Show", exact: true }).click();
  const secret = dialog(page).locator("[data-secret]");
  await expect(secret).toHaveText(/^•+$/);
  await expect(dialog(page).getByText("client_id")).toHaveCount(0);
  await dialog(page).getByRole("button", { name: "Show the secret" }).click();
  await expect(secret).toHaveText(/^[A-Za-z0-9]{30}$/);
  const first = await secret.innerText();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Close", exact: true }).last().click();
  expect(await page.content()).not.toContain(first);

  await page.getByRole("button", { name: "Renew the key…" }).click();
  await expect(dialog(page).getByText(/The directory can change nobody until it gets the new one/)).toBeVisible();
  await password.fill(TOM.passphrase);
  await dialog(page).getByRole("button", { name: `Renew the key of ${client}` }).click();
  await expect(dialog(page).getByText("This is the new key")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Show the secret" }).click();
  await expect(secret).toHaveText(/^[A-Za-z0-9]{30}$/);
  expect(await secret.innerText()).not.toBe(first);
});

test("what another program keeps there stays, and a change by somebody else is told", async ({ page, server }) => {
  await signIn(page, TOM);
  await page.getByRole("searchbox").fill("Alpenblick");
  await page.getByRole("link", { name: /^Alpenblick/ }).first().click();
  const api = await Api.signIn(server, INES);
  const id = clientOf(page);
  const config = { enabled: true, scimProvider: 1, inviteUsersAfterProvisioning: true, fromTomorrow: { deep: [1] } };
  const made = await api.call("POST", "organizations/connections", { type: 2, organizationId: id, enabled: true, config });
  await nav(page).getByRole("link", { name: /^SCIM/ }).click();
  await expect(page.getByLabel("Directory", { exact: true })).toHaveValue("1");

  await api.call("PUT", `organizations/connections/${made.id}`, { type: 2, organizationId: id, enabled: true, config: { ...config, scimProvider: 4 } });
  await page.getByRole("switch", { name: "Provision people by SCIM" }).click();
  await expect(page.getByText("The directory can change nobody from then on.", { exact: false })).toBeVisible();
  await save(page).click();
  await expect(page.getByText("Somebody else changed this meanwhile")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect(page.getByLabel("Directory", { exact: true })).toHaveValue("4");
  await expect(save(page)).toBeDisabled();
  await page.getByRole("switch", { name: "Provision people by SCIM" }).click();
  await save(page).click();
  await expect(page.getByText("SCIM saved")).toBeVisible();
  await expect(page.getByText("Save SCIM switched on to see address and key.")).toBeVisible();
  const now = await api.call("GET", `organizations/connections/${id}/2`);
  expect(now.config).toEqual({ ...config, enabled: false, scimProvider: 4 });
});

test("a save that did not arrive is said, and leaving asks", async ({ page, server }) => {
  await scimOf(page, "Bluefin Seafood Trading");
  await server.fault({ method: "POST", path: "/api/organizations/connections", status: 500, times: 1 });
  await page.getByRole("switch", { name: "Provision people by SCIM" }).click();
  await save(page).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Provision people by SCIM" })).toBeChecked();
  await nav(page).getByRole("link", { name: /^Settings/ }).click();
  await expect(dialog(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await save(page).click();
  await expect(page.getByText("SCIM saved")).toBeVisible();
});
