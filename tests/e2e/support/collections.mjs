// What the journeys through the collections of a client share.
import { expect } from "./test.mjs";

/** Id of the client in the address. */
export const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];
/** The row of a collection. Its name ends with its actions, so that "IT" is not "IT / Servers". */
export const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("button", { name, exact: true }) });

/** Opens the collections of a client, from the list, by the side bar. */
export async function openCollections(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Collections/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Collections" })).toBeVisible();
}

/** Entry of a collection's menu; gives the dialog that it opens. */
export async function menu(page, name, entry) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
  return page.getByRole("dialog");
}
