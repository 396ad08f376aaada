// Speaks to the API as another program would, for what the portal has no screen for (yet): setting up second steps.
import { pbkdf2Sync, randomUUID } from "node:crypto";
import { expect } from "@playwright/test";

const HEADERS = { accept: "application/json", "bitwarden-client-name": "web", "bitwarden-client-version": "2026.8.0", "device-type": "9" };

/** Server hash of a password (PBKDF2, 600,000 rounds, salt = address). */
function serverHash(email, password) {
  const key = pbkdf2Sync(password, email.trim().toLowerCase(), 600_000, 32, "sha256");
  return pbkdf2Sync(key, password, 1, 32, "sha256").toString("base64");
}

/** A signed-in program. */
export class Api {
  constructor(origin, token, hash, email) {
    Object.assign(this, { origin, token, hash, email });
  }

  static async signIn(server, person) {
    const hash = serverHash(person.email, person.passphrase);
    const form = new URLSearchParams({
      grant_type: "password", client_id: "web", scope: "api offline_access", username: person.email, password: hash,
      deviceType: "9", deviceIdentifier: randomUUID(), deviceName: "test",
    });
    let answer = await fetch(`${server.origin}/identity/connect/token`, { method: "POST", headers: HEADERS, body: form });
    if (answer.status === 400 && (await answer.clone().text()).includes("device_error")) {
      form.set("newDeviceOtp", /\b\d{6}\b/.exec((await server.mail(person.email)).text)[0]);
      answer = await fetch(`${server.origin}/identity/connect/token`, { method: "POST", headers: HEADERS, body: form });
    }
    expect(answer.status, await answer.clone().text()).toBe(200);
    return new Api(server.origin, (await answer.json()).access_token, hash, person.email);
  }

  async call(method, path, body) {
    const answer = await fetch(`${this.origin}/api/${path}`, {
      method,
      headers: { ...HEADERS, "content-type": "application/json", authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    expect(answer.ok, `${method} ${path}: ${answer.status} ${text}`).toBe(true);
    return text ? JSON.parse(text) : undefined;
  }

  /** Sets an authenticator app up; `code` gives the digits for its seed. */
  async setUpAuthenticator(code) {
    const { key, userVerificationToken } = await this.call("POST", "two-factor/get-authenticator", { masterPasswordHash: this.hash });
    await this.call("PUT", "two-factor/authenticator", { token: await code(key), key, userVerificationToken });
    return key;
  }

  /** Sets codes by e-mail up. */
  async setUpEmail(server) {
    const before = (await server.mailsTo(this.email))[0]?.id ?? 0;
    await this.call("POST", "two-factor/get-email", { masterPasswordHash: this.hash });
    await this.call("POST", "two-factor/send-email", { email: this.email, masterPasswordHash: this.hash });
    const mail = await server.mail(this.email, /./, { after: before });
    await this.call("PUT", "two-factor/email", { email: this.email, masterPasswordHash: this.hash, token: /\b\d{6}\b/.exec(mail.text)[0] });
  }
}
