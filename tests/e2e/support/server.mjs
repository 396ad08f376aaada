// Starts the embedded server for one Playwright worker and speaks to its development pages.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const { PORTAL_SERVER, PORTAL_DIST } = process.env;

/** A running server with its own data. */
export class Server {
  #process;
  #data;

  constructor(process, data, origin, announced) {
    this.#process = process;
    this.#data = data;
    /** Address of portal and API. */
    this.origin = origin;
    /** Lines that the server printed at its start. */
    this.announced = announced;
  }

  /** Starts the program of `PORTAL_SERVER` on a free port with fresh data. */
  static async start({ seed = "demo", newDeviceCheck = false, extra = [] } = {}) {
    if (!PORTAL_SERVER || !PORTAL_DIST) throw new Error("Start the tests with `cargo xtask test e2e`: PORTAL_SERVER and PORTAL_DIST are not set.");
    const data = await mkdtemp(path.join(tmpdir(), "portal-e2e-"));
    const options = ["--port", "0", "--data", data, "--dist", PORTAL_DIST, "--seed", seed, "--no-delay", "--no-rate-limit", ...(newDeviceCheck ? [] : ["--no-new-device-check"]), ...extra];
    const process = spawn(PORTAL_SERVER, options, { stdio: ["ignore", "pipe", "inherit"] });
    const announced = [];
    const origin = await new Promise((resolve, reject) => {
      process.once("error", reject);
      process.once("exit", (code) => reject(new Error(`The server ended with ${code} before it was ready.`)));
      let address;
      createInterface({ input: process.stdout }).on("line", (line) => {
        announced.push(line);
        address ??= /^Provider Portal: (\S+)/.exec(line)?.[1];
        // The mailbox is the last thing announced.
        if (address && line.startsWith("Mailbox:")) resolve(address);
      });
    });
    return new Server(process, data, origin, announced);
  }

  async stop() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    await ended;
    await rm(this.#data, { recursive: true, force: true });
  }

  /** A request to a development page; `body` makes it a POST. */
  async dev(page, body, method = body === undefined ? "GET" : "POST") {
    const answer = await fetch(`${this.origin}/dev/${page}`, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`/dev/${page}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return text ? JSON.parse(text) : undefined;
  }

  /** Mails to an address, newest first. */
  async mailsTo(address) {
    const mails = await this.dev("mailbox.json");
    return mails.filter((mail) => mail.to.toLowerCase().includes(address.toLowerCase()));
  }

  /** Waits for a mail to `address` whose subject matches, and gives it. */
  async mail(address, subject = /./, { after = 0 } = {}) {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      const found = (await this.mailsTo(address)).find((mail) => mail.id > after && subject.test(mail.subject));
      if (found) return found;
      await new Promise((resolve) => setImmediate(resolve));
    }
    throw new Error(`No mail to ${address} with a subject like ${subject}.`);
  }

  /** Makes matching requests fail; see crates/server/src/faults/rule.rs. */
  fault(rule) {
    return this.dev("faults", rule);
  }

  /** The rules in force, with how many requests they met. */
  faults() {
    return this.dev("faults");
  }

  /** Ends all misbehaving. */
  healthy() {
    return this.dev("faults", undefined, "DELETE");
  }

  /** Moves the server's clock forwards; the end of the test puts it back, or the next one would see events of tomorrow. */
  advance(seconds) {
    this.ahead = (this.ahead ?? 0) + seconds;
    return this.dev("clock", { advanceSeconds: seconds });
  }

  /** Puts the clock back to the time of this machine. */
  async onTime() {
    if (this.ahead) await this.advance(-this.ahead);
  }
}
