// Second steps at sign-in: authenticator app, e-mail, new device.
import { createHmac } from "node:crypto";
import { TOM, expectClients, expectNoProvider, newcomer, signIn, signUp, typeSignIn } from "./support/people.mjs";
import { expect, test } from "./support/test.mjs";
import { Api } from "./support/api.mjs";
import { Server } from "./support/server.mjs";

/** Six digits of RFC 6238 for a Base32 seed at a time in seconds. */
function code(seed, seconds) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...seed.replace(/[\s=]/g, "").toUpperCase()].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest.at(-1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const serverSeconds = async (server) => Date.parse((await server.dev("clock")).now) / 1000;

test("an authenticator app is asked for, a wrong code is told, a right one opens", async ({ page, another, server }) => {
  const person = newcomer();
  await signUp(await another(), server, person);
  const api = await Api.signIn(server, person);
  const seed = await api.setUpAuthenticator(async (secret) => code(secret, await serverSeconds(server)));
  await server.advance(60);

  await page.goto("/sign-in");
  await typeSignIn(page, person);
  await expect(page.getByText("Enter the six-digit code from your authenticator app.")).toBeVisible();
  const right = code(seed, await serverSeconds(server));
  await page.getByLabel("Code", { exact: true }).fill(right === "000000" ? "111111" : "000000");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is not right or no longer valid.", { exact: false })).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(code(seed, await serverSeconds(server)));
  await page.getByRole("button", { name: "Continue" }).click();
  await expectNoProvider(page);
});

test("a code by e-mail opens", async ({ page, another, server }) => {
  const person = newcomer();
  await signUp(await another(), server, person);
  const api = await Api.signIn(server, person);
  await api.setUpEmail(server);
  const before = (await server.mailsTo(person.email))[0]?.id ?? 0;
  await page.goto("/sign-in");
  await typeSignIn(page, person);
  await expect(page.getByText(/Enter the code that was sent to/)).toBeVisible();
  const mail = await server.mail(person.email, /./, { after: before });
  await page.getByLabel("Code", { exact: true }).fill(/\b\d{6}\b/.exec(mail.text)[0]);
  await page.getByRole("button", { name: "Continue" }).click();
  await expectNoProvider(page);
});

test("a device the server does not know asks for a mailed code", async ({ page, another }) => {
  const server = await Server.start({ newDeviceCheck: true });
  try {
    // The very first device of an account is not asked.
    const known = await another({ baseURL: server.origin });
    await signIn(known, TOM);
    await page.goto(`${server.origin}/sign-in`);
    await typeSignIn(page, TOM);
    await expect(page.getByRole("heading", { name: "New device" })).toBeVisible();
    await page.getByLabel("Code", { exact: true }).fill("000000");
    await page.getByRole("button", { name: "Continue" }).click();
    await expect(page.getByText("This code is not right or no longer valid.", { exact: false })).toBeVisible();
    const mail = await server.mail(TOM.email);
    await page.getByLabel("Code", { exact: true }).fill(/\b\d{6}\b/.exec(mail.text)[0]);
    await page.getByRole("button", { name: "Continue" }).click();
    await expectClients(page);
  } finally {
    await server.stop();
  }
});
