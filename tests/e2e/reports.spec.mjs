// Reports about a client, by a service user who is no member of it.
import { readFile } from "node:fs/promises";
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { INES, TOM, signIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

test("who reaches what is shown, found, told one by one, and saved as a file", async ({ page, server }) => {
  await signIn(page, TOM);
  await page.getByRole("searchbox").fill("Meridian");
  await page.getByRole("link", { name: /Meridian/ }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: "Access report" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Access report" })).toBeVisible();
  const client = /clients\/([0-9a-f-]+)/.exec(page.url())[1];
  const api = await Api.signIn(server, INES);
  const { data: members } = await api.call("GET", `organizations/${client}/users?includeGroups=true&includeCollections=true`);
  await expect(page.getByRole("status").getByText(`${members.length} members`)).toBeVisible();
  await expectAccessible(page);

  const member = members.find(({ groups, name }) => name && groups.length > 0);
  const row = page.getByRole("row").filter({ hasText: member.email });
  await page.getByRole("searchbox", { name: "Search people" }).fill(member.email);
  await expect(row).toBeVisible();
  await expect(page.getByRole("status").getByText("1 member", { exact: true })).toBeVisible();
  await row.getByRole("button", { name: member.name }).click();
  const sheet = page.getByRole("dialog", { name: `What ${member.name} reaches` });
  await expect(sheet.getByText(/^Through |^Set for this person/).first()).toBeVisible();
  await expectAccessible(page);
  // The sheet stands in the address, without a name in it.
  await expect(page).toHaveURL(new RegExp(`member=${member.id}`));
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Export" }).click()]);
  const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines.slice(1)) expect(line).toContain(member.email);
});
