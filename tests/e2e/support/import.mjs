// The import of a client, as a person uses it.
import { readFileSync } from "node:fs";
import { Api } from "./api.mjs";
import { INES } from "./people.mjs";
import { expect } from "./test.mjs";

/** A file of another password manager, made for the project. */
export const sample = (name) => readFileSync(new URL(`../../../crates/importers/samples/${name}`, import.meta.url));

/** Id of the client whose console is open. */
export const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];

/** Opens the import of a client, from the list, by the side bar. */
export async function openImport(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Import/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Import" })).toBeVisible();
}

export const fileField = (page) => page.getByLabel("Export file", { exact: true });

export const choose = (page, name, buffer) => fileField(page).setInputFiles({ name, mimeType: "application/octet-stream", buffer });

/** Chooses another one, wherever the page is. */
export async function chooseAgain(page, name, buffer) {
  const again = page.getByRole("button", { name: "Choose another file" });
  if (await again.isVisible()) await again.click();
  await choose(page, name, buffer);
}

export const importButton = (page) => page.getByRole("button", { name: /^Import [\d,]+ items? into/ });

export async function importIt(page) {
  await importButton(page).click();
  await expect(page.getByRole("heading", { name: "Receipt" })).toBeVisible();
}

/** Sealed items that a client has. */
export async function items(server, client) {
  const api = await Api.signIn(server, INES);
  return (await api.call("GET", `ciphers/organization-details?organizationId=${client}`)).data;
}
