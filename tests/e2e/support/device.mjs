// A device of a member, as another program: it asks to be let in, shows the words of its key, and opens what it is given.
import { constants, createHash, createHmac, generateKeyPairSync, privateDecrypt, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";

const WORDS = readFileSync(new URL("../../../crates/crypto/data/eff_large_wordlist.txt", import.meta.url), "utf8").trim().split("\n");
const CODE = "code-of-the-test";

/** A device with a key pair of its own, signed in as `api`. */
export class Device {
  #privateKey;

  constructor(api) {
    this.api = api;
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    this.#privateKey = privateKey;
    this.publicKey = publicKey.export({ type: "spki", format: "der" });
  }

  /** Asks the organisation. */
  static async asks(api) {
    const device = new Device(api);
    const { id } = await api.call("POST", "auth-requests/admin-request", {
      email: api.email, publicKey: device.publicKey.toString("base64"), deviceIdentifier: randomUUID(), accessCode: CODE, type: 2,
    });
    return Object.assign(device, { id });
  }

  /** The five words that it shows while it waits. */
  get words() {
    const prk = createHash("sha256").update(this.publicKey).digest();
    const digest = createHmac("sha256", prk).update(this.api.email).update(Buffer.from([1])).digest("hex");
    let number = BigInt(`0x${digest}`);
    const count = BigInt(WORDS.length);
    return Array.from({ length: 5 }, () => {
      const word = WORDS[Number(number % count)];
      number /= count;
      return word;
    });
  }

  /** What the server keeps for it. */
  async answer() {
    const answer = await fetch(`${this.api.origin}/api/auth-requests/${this.id}/response?code=${CODE}`);
    return answer.json();
  }

  /** Opens the key that it was given, and with it the account: the member's own private key is sealed with that very key. */
  async opensAccount() {
    const { key, requestApproved } = await this.answer();
    expect(requestApproved).toBe(true);
    const userKey = privateDecrypt({ key: this.#privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" }, Buffer.from(key.slice(2), "base64"));
    expect(userKey.length).toBe(64);
    const { privateKey } = await this.api.call("GET", "accounts/profile");
    const [iv, data, mac] = privateKey.slice(2).split("|").map((part) => Buffer.from(part, "base64"));
    return createHmac("sha256", userKey.subarray(32)).update(iv).update(data).digest().equals(mac);
  }
}
