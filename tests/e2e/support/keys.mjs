// The key of a client, opened as any program of the same account would, and texts under it: for files that only this
// client can open.
import { constants, createCipheriv, createDecipheriv, createHmac, createPrivateKey, pbkdf2Sync, privateDecrypt, randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { Api } from "./api.mjs";

const split = (sealed) => sealed.slice(2).split("|").map((part) => Buffer.from(part, "base64"));

/** Expands without extracting, as the account's key is stretched. */
function expand(key, info) {
  return createHmac("sha256", key).update(info).update(Buffer.from([1])).digest();
}

function open(key, sealed) {
  expect(sealed.startsWith("2.")).toBe(true);
  const [iv, data, mac] = split(sealed);
  expect(createHmac("sha256", key.subarray(32)).update(iv).update(data).digest().equals(mac)).toBe(true);
  const decipher = createDecipheriv("aes-256-cbc", key.subarray(0, 32), iv);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** Seals a text, or bytes, under a key of 64 bytes. */
export function seal(key, text) {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", key.subarray(0, 32), iv);
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  const mac = createHmac("sha256", key.subarray(32)).update(iv).update(data).digest();
  return `2.${[iv, data, mac].map((part) => part.toString("base64")).join("|")}`;
}

/** The key of a client of one's provider. */
export async function clientKey(server, person, client) {
  const api = await Api.signIn(server, person);
  const profile = await api.call("GET", "accounts/profile");
  const master = pbkdf2Sync(person.passphrase, person.email.trim().toLowerCase(), 600_000, 32, "sha256");
  const userKey = open(Buffer.concat([expand(master, "enc"), expand(master, "mac")]), profile.key);
  const privateKey = createPrivateKey({ key: open(userKey, profile.privateKey), format: "der", type: "pkcs8" });
  const entry = profile.providerOrganizations.find((one) => one.id === client);
  const { key } = profile.providers.find((one) => one.id === entry.providerId);
  const oaep = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" };
  const providerKey = privateDecrypt(oaep, Buffer.from(key.slice(2), "base64"));
  return open(providerKey, entry.key);
}

/** An encrypted export of a client that only this client opens: `items` are names with user name and password. */
export function restrictedExport(key, collection, items) {
  const text = (value) => seal(key, value);
  return JSON.stringify({
    encrypted: true,
    encKeyValidation_DO_NOT_EDIT: text("check"),
    collections: [{ id: "c1", name: text(collection) }],
    items: items.map(([name, username, password]) => ({
      type: 1, name: text(name), login: { username: text(username), password: text(password), uris: [] }, collectionIds: ["c1"],
    })),
  });
}
