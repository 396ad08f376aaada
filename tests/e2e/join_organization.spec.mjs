// An organisation is joined by the link of its mail: by a new account, by one that exists, by the first owner; what it asks
// for, and every way in which a link does not work (JOIN-08).
import { Api } from "./support/api.mjs";
import { expectAccessible } from "./support/axe.mjs";
import { openMembers } from "./support/members.mjs";
import { PETRA, STRONG, TOM, choosePassword, confirmByWords, newcomer, signIn, signUp, typeSignIn, unlock, waitingWords } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";

const ADMIN = 1;
const USER = 2;
const DAY = 24 * 60 * 60;

/** The organisation of Petra, and Petra as another program. */
async function greenhouse(server) {
  const api = await Api.signIn(server, PETRA);
  const { organizations } = await api.call("GET", "accounts/profile");
  return { api, id: organizations.find((one) => one.name === PETRA.client).id };
}

/** Invites an address; gives the link of the mail. */
async function invited(server, email, type = USER) {
  const { api, id } = await greenhouse(server);
  const before = (await server.mailsTo(email))[0]?.id ?? 0;
  await api.call("POST", `organizations/${id}/users/invite`, { emails: [email], type, accessSecretsManager: false, permissions: {}, collections: [], groups: [] });
  return { api, id, link: (await server.mail(email, /^Join/, { after: before })).links[0] };
}

const heading = (page, name) => page.getByRole("heading", { level: 1, name });

test("a new account: mail, password, waiting, confirmed by a service user, console", async ({ page, another, server }) => {
  const person = newcomer();
  const { id, link } = await invited(server, person.email, ADMIN);
  await page.goto(link);
  await expect(heading(page, `Join ${PETRA.client}`)).toBeVisible();
  await expect(page).not.toHaveURL(/token/);
  await expectAccessible(page);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, person);
  await expect(heading(page, "Read these words to an admin of the organisation")).toBeVisible();
  const words = await waitingWords(page);
  await expectAccessible(page);

  const tom = await another();
  await signIn(tom, TOM);
  await openMembers(tom, PETRA.client);
  await confirmByWords(tom, person, words);
  await expect(tom.getByRole("row", { name: new RegExp(person.email) })).toContainText("Confirmed");
  // The waiting page looks by itself and leads on.
  await expect(page).toHaveURL(new RegExp(`/clients/${id}`), { timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Client" })).toContainText(PETRA.client);
});
