// What the journeys through the members of a client share.
import { Api } from "./api.mjs";
import { INES } from "./people.mjs";
import { expect } from "./test.mjs";

/** Id of the client in the address. */
export const idOf = (page) => /clients\/([0-9a-f-]+)/.exec(page.url())[1];
/** The row of somebody. */
export const row = (page, name) => page.getByRole("row", { name: new RegExp(name) });
export const heading = (page) => page.getByRole("heading", { level: 1, name: "Members" });

/** Opens the members of a client, from the list of clients, by the side bar. */
export async function openMembers(page, client) {
  await page.getByRole("searchbox").fill(client);
  await page.getByRole("link", { name: new RegExp(client) }).first().click();
  await page.getByRole("navigation", { name: "Client", exact: true }).getByRole("link", { name: /^Members/ }).click();
  await expect(heading(page)).toBeVisible();
  await expect(page.getByRole("table", { name: "Members" })).toBeVisible();
}

/** Entry of a member's menu. */
export async function choose(page, name, entry) {
  await page.getByRole("button", { name: `Actions for ${name}`, exact: true }).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

/** Types or pastes addresses into the sheet that invites. */
export async function type(sheet, addresses) {
  await sheet.getByLabel("E-mail addresses").fill(addresses);
  await sheet.getByLabel("E-mail addresses").blur();
}

/** The members as another program sees them, for tests that need a certain one. */
export async function members(server, client) {
  const api = await Api.signIn(server, INES);
  const { data } = await api.call("GET", `organizations/${client}/users?includeGroups=true&includeCollections=true`);
  const of = (status, more = () => true) => data.filter((member) => member.status === status && more(member));
  return { api, data, of, called: (member) => member.name ?? member.email };
}

/** States and roles on the wire. */
export const CONFIRMED = 2;
export const ACCEPTED = 1;
export const REVOKED = -1;
export const USER = 2;

/** Gives a client seats, bought if need be. */
export async function seats(api, page, client, number) {
  const { providers } = await api.call("GET", "accounts/profile");
  const list = await api.call("GET", `providers/${providers[0].id}/organizations`);
  const link = list.data.find((one) => one.organizationId === client);
  await api.call("PUT", `providers/${providers[0].id}/clients/${link.id}`, { assignedSeats: number, name: link.organizationName });
  await page.reload();
}
