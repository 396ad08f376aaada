// The people of the demo provider (crates/server/src/demo/personas.rs) and what everybody does: sign in, sign up.
import { expect } from "./test.mjs";

export const INES = { name: "Ines Duarte", email: "ines.duarte@northwind.example", passphrase: "marmalade-lighthouse-violin-42" };
export const OMAR = { name: "Omar Haddad", email: "omar.haddad@northwind.example", passphrase: "cinnamon-telescope-drizzle-17" };
export const TOM = { name: "Tom Berger", email: "tom.berger@northwind.example", passphrase: "pebble-orchestra-saffron-63" };
export const MIA = { name: "Mia Larsson", email: "mia.larsson@northwind.example", passphrase: "thimble-glacier-accordion-88" };
export const JONAS = { name: "Jonas Weber", email: "jonas.weber@northwind.example", passphrase: "clarinet-compass-tapestry-29" };
/** Owns a client and has nothing to do with the provider. */
export const PETRA = {
  name: "Petra Novak",
  email: "petra.novak@greenhouse-robotics.example",
  passphrase: "cartwheel-porcelain-lantern-71",
  client: "Greenhouse Robotics",
};
export const PROVIDER = "Northwind IT";

/** A passphrase that the strength meter calls strong. */
export const STRONG = "velvet-anchor-prairie-lantern-58";

let made = 0;
/** Somebody who has nothing yet; no two are alike. */
export const newcomer = () => {
  made += 1;
  const name = `newcomer${process.pid}n${made}`;
  return { name, email: `${name}@northwind.example`, passphrase: STRONG };
};

/** From the sign-in page to the typed password; does not wait for the outcome. */
export async function typeSignIn(page, person, { passphrase = person.passphrase } = {}) {
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Master password", { exact: true }).fill(passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Signs in and waits for the list of clients. */
export async function signIn(page, person) {
  await page.goto("/sign-in");
  await typeSignIn(page, person);
  await expectClients(page);
}

/** The list of clients is there, with rows or the word that there are none. */
export async function expectClients(page) {
  await expect(page).toHaveURL(/\/providers\/[0-9a-f-]+\/clients/);
  await expect(page.getByRole("heading", { level: 1, name: /Clients/ })).toBeVisible();
}

/** Fills in and sends the form that sets a master password. */
export async function choosePassword(page, person) {
  // The label also counts the characters.
  await page.getByLabel(/^Master password/).fill(person.passphrase);
  await page.getByLabel("Repeat it").fill(person.passphrase);
  await page.getByRole("button", { name: "Create account" }).click();
}

/** An account of one's own, by the link of the ordinary mail; ends where somebody without a provider ends. */
export async function signUp(page, server, person) {
  await page.goto("/sign-up");
  await page.getByLabel("E-mail address").fill(person.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { name: "Check your e-mail" })).toBeVisible();
  await page.goto((await server.mail(person.email)).links[0]);
  await choosePassword(page, person);
  await expectNoProvider(page);
}

/** Where somebody ends up who belongs to no provider. */
export const expectNoProvider = (page) => expect(page.getByText("You work for no provider yet")).toBeVisible();

/** Types the password on the lock screen. */
export async function unlock(page, person) {
  await page.getByLabel("Master password", { exact: true }).fill(person.passphrase);
  await page.getByRole("button", { name: "Unlock" }).click();
}

/** Invites an address as somebody who is signed in as a provider admin; gives the link of the mail. */
export async function invite(page, server, email) {
  await page.getByRole("link", { name: "People" }).click();
  await page.getByRole("button", { name: "Invite people" }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByLabel("E-mail addresses").fill(email);
  await sheet.getByRole("button", { name: /^Invite/ }).click();
  await expect(sheet).toBeHidden();
  return (await server.mail(email)).links[0];
}

/** Reads the five words on the waiting page. */
export async function waitingWords(page) {
  const list = page.getByRole("list", { name: "The five words of your key" });
  await expect(list.getByRole("listitem")).toHaveCount(5);
  return (await list.getByRole("listitem").allInnerTexts()).map((text) => text.replace(/[^a-z-]/g, ""));
}

/** Confirms somebody by comparing all five words, as a provider admin on the people page. */
export async function confirmByWords(page, person, words) {
  await page.getByRole("button", { name: `Confirm ${person.name}`, exact: true }).or(page.getByRole("button", { name: `Confirm ${person.email}`, exact: true })).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Compare all five words instead" }).click();
  for (const word of words) await expect(dialog.getByText(word, { exact: true })).toBeVisible();
  await dialog.getByLabel("All five words are the same").check();
  await dialog.getByRole("button", { name: /^Confirm/ }).click();
}
