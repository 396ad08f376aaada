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

test("no password is sent before the rules it is judged by were read", async ({ page, server }) => {
  const person = newcomer();
  const { api, id, link } = await invited(server, person.email);
  await api.call("PUT", `organizations/${id}/policies/1`, { policy: { enabled: true, data: { minLength: 40 } }, metadata: null });
  let goOn;
  const held = new Promise((resolve) => { goOn = resolve; });
  await page.route("**/policies/token*", async (route) => { await held; await route.continue(); });
  let made = 0;
  page.on("request", (request) => { if (request.url().includes("register/finish")) made += 1; });
  await page.goto(link);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, person);
  await expect(page.getByText("Reading the organisation’s rules…").first()).toBeVisible();
  goOn();
  await expect(page.getByText(/at least 40/).first()).toBeVisible();
  expect(made).toBe(0);
  await choosePassword(page, { ...person, passphrase: `${STRONG}-${STRONG}` });
  await expect(heading(page, "Read these words to an admin of the organisation")).toBeVisible();
});

test("an existing account is asked for its password; a plain member is told where to go", async ({ page, another, server }) => {
  const person = newcomer();
  const first = await another();
  await signUp(first, server, person);
  const { api, id, link } = await invited(server, person.email);
  await page.goto(link);
  // The mail knows that there is an account.
  await page.getByRole("link", { name: "Sign in to an existing account" }).click();
  await page.getByLabel("Master password", { exact: true }).fill(person.passphrase);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const words = await waitingWords(page);
  // After a reload the page is locked, and still waits.
  await page.reload();
  await unlock(page, person);
  expect(await waitingWords(page)).toEqual(words);

  const tom = await another();
  await signIn(tom, TOM);
  await openMembers(tom, PETRA.client);
  await confirmByWords(tom, person, words);
  await expect(heading(page, `You are a member of ${PETRA.client}`)).toBeVisible({ timeout: 30_000 });
  await expectAccessible(page);
  await page.getByRole("button", { name: "Open the portal" }).click();
  await expect(page.getByText("Nothing to manage in these")).toBeVisible();
  expect((await api.call("GET", `organizations/${id}/users`)).data.find((one) => one.email === person.email).status).toBe(2);
});

test("signed in already, the invitation is accepted at once; the link again says so", async ({ page, server }) => {
  const person = newcomer();
  await signUp(page, server, person);
  const { link } = await invited(server, person.email);
  // Within the open portal the fragment changes only.
  await page.evaluate((to) => { location.hash = new URL(to).hash; }, link);
  await expect(heading(page, "Read these words to an admin of the organisation")).toBeVisible();
  await page.goto(link);
  await expect(heading(page, "You have accepted this invitation already")).toBeVisible();
});

test("a link for somebody else, an altered, an old and a revoked one say what is wrong", async ({ page, server }) => {
  const [person, other] = [newcomer(), newcomer()];
  await signUp(page, server, person);
  const foreign = await invited(server, other.email);
  await page.goto(foreign.link);
  await expect(heading(page, "You are signed in with another address")).toBeVisible();
  await page.getByRole("button", { name: "Try with this account all the same" }).click();
  await expect(heading(page, "This invitation can’t be used")).toBeVisible();
  await expectAccessible(page);

  const own = await invited(server, person.email);
  await page.goto(own.link.replace(/token=([^&]{12})/, "token=$1x"));
  await expect(heading(page, "This invitation can’t be used")).toBeVisible();

  const { api, id } = own;
  const { data } = await api.call("GET", `organizations/${id}/users`);
  const member = data.find((one) => one.email === person.email).id;
  await api.call("PUT", `organizations/${id}/users/${member}/revoke`);
  await page.goto(own.link);
  await expect(heading(page, "Your access was taken away")).toBeVisible();
  await api.call("PUT", `organizations/${id}/users/${member}/restore`);
  await api.call("DELETE", `organizations/${id}/users/${member}`);
  await page.goto(own.link);
  await expect(heading(page, "This invitation was taken back")).toBeVisible();

  const late = await invited(server, person.email);
  await server.advance(6 * DAY);
  await page.goto(late.link);
  // Accepting needs no key: the locked session is told, too.
  await expect(heading(page, "This invitation can’t be used")).toBeVisible();
});

test("the first owner makes the keys and works without a provider", async ({ page, server }) => {
  const owner = newcomer();
  const { id } = await server.dev("organizations.json", { name: "Lakeside Clinic", email: owner.email });
  await page.goto((await server.mail(owner.email)).links[0]);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, owner);
  await expect(heading(page, "Begin Lakeside Clinic")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Make the keys and begin" }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${id}`));
  await expect(page.getByRole("region", { name: "Client" })).toContainText("Lakeside Clinic");
  await expect(page.getByText("Your organisations").first()).toBeVisible();
  await expectAccessible(page);
  // The only organisation is home.
  await page.goto("/");
  await unlock(page, owner);
  await expect(page).toHaveURL(new RegExp(`/clients/${id}`));
  // With a second one there is a choice.
  await server.dev("organizations.json", { name: "Hillside Clinic", email: owner.email });
  await page.goto((await server.mail(owner.email, /Hillside/)).links[0]);
  await unlock(page, owner);
  await page.getByRole("button", { name: "Make the keys and begin" }).click();
  await expect(page.getByRole("region", { name: "Client" })).toContainText("Hillside Clinic");
  await page.goto("/providers");
  await unlock(page, owner);
  await expect(heading(page, "Your organisations")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Breadcrumb" })).toHaveText("Your organisations");
  await expect(page.getByRole("main").getByRole("link", { name: /Lakeside Clinic/ })).toContainText("Owner");
  await expectAccessible(page);
});

test("a password weaker than the organisation asks for is changed first", async ({ page, server }) => {
  const owner = newcomer();
  const { id } = await server.dev("organizations.json", { name: "Strict & Sons", email: owner.email });
  await page.goto((await server.mail(owner.email)).links[0]);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, owner);
  await page.getByRole("button", { name: "Make the keys and begin" }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${id}`));
  const api = await Api.signIn(server, owner);
  const data = { minLength: 36, enforceOnLogin: true };
  await api.call("PUT", `organizations/${id}/policies/1`, { policy: { enabled: true, data }, metadata: null });

  await page.reload();
  await unlock(page, owner);
  await expect(heading(page, "Change your master password")).toBeVisible();
  await expectAccessible(page);
  // Nothing else opens before.
  await page.evaluate(() => { history.pushState(null, "", "/account"); dispatchEvent(new PopStateEvent("popstate")); });
  await expect(page).toHaveURL(/new-password/);
  const longer = { ...owner, passphrase: `${STRONG}-${STRONG}` };
  await page.getByLabel("Current master password", { exact: true }).fill(owner.passphrase);
  await page.getByLabel(/^New master password/).fill("still too short, my friend");
  await page.getByLabel("Repeat it").fill("still too short, my friend");
  await page.getByRole("button", { name: /^Change/ }).click();
  await expect(page.getByText(/10 characters are missing: at least 36 are needed/).first()).toBeVisible();
  await expect(page.getByText("26 characters, 36 needed")).toBeVisible();
  await page.getByLabel(/^New master password/).fill(longer.passphrase);
  await page.getByLabel("Repeat it").fill(longer.passphrase);
  await page.getByRole("button", { name: /^Change/ }).click();
  await expect(page).toHaveURL(/sign-in/);
  await typeSignIn(page, longer);
  await expect(page).toHaveURL(new RegExp(`/clients/${id}|/account`));
});

test("account recovery is entered only after the words of the key were agreed to", async ({ page, server }) => {
  const owner = newcomer();
  const { id } = await server.dev("organizations.json", { name: "Recoverable Ltd", email: owner.email });
  await page.goto((await server.mail(owner.email)).links[0]);
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, owner);
  await page.getByRole("button", { name: "Make the keys and begin" }).click();
  await expect(page).toHaveURL(new RegExp(`/clients/${id}`));
  const api = await Api.signIn(server, owner);
  await api.call("PUT", `organizations/${id}/policies/3`, { policy: { enabled: true, data: null }, metadata: null });
  await api.call("PUT", `organizations/${id}/policies/8`, { policy: { enabled: true, data: { autoEnrollEnabled: true } }, metadata: null });
  const member = newcomer();
  await api.call("POST", `organizations/${id}/users/invite`, { emails: [member.email], type: USER, accessSecretsManager: false, permissions: {}, collections: [], groups: [] });
  await page.getByRole("button", { name: /^Lock/ }).click();
  await page.context().clearCookies();
  await page.evaluate(() => sessionStorage.clear());
  await page.goto((await server.mail(member.email)).links[0]);
  await expect(page.getByText("Account recovery: its admins can set a new master password", { exact: false })).toBeVisible();
  await page.getByRole("link", { name: "Create an account" }).click();
  await choosePassword(page, member);
  await expect(heading(page, "Recoverable Ltd can recover your account")).toBeVisible();
  await expect(page.getByRole("list", { name: "The five words of the organisation’s key" }).getByRole("listitem")).toHaveCount(5);
  await expectAccessible(page);
  await page.getByRole("button", { name: "Agree and join" }).click();
  await expect(page.getByText("Compare the words and agree, or forget the invitation").first()).toBeVisible();
  expect((await api.call("GET", `organizations/${id}/users`)).data.find((one) => one.email === member.email).status).toBe(0);
  await page.getByLabel("The words are the same", { exact: false }).check();
  await page.getByRole("button", { name: "Agree and join" }).click();
  await waitingWords(page);
  const joined = (await api.call("GET", `organizations/${id}/users`)).data.find((one) => one.email === member.email);
  expect([joined.status, joined.resetPasswordEnrolled]).toEqual([1, true]);
});
