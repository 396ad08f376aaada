// Starts the embedded server and speaks to its development pages. Demo data are made once per Playwright worker; every
// journey has a server of its own on a copy of them, so that none finds what another one left.
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const { PORTAL_SERVER, PORTAL_DIST } = process.env;

const fresh = () => mkdtemp(path.join(tmpdir(), "portal-e2e-"));

/** A free port below those that most systems lend to connections: it must still be free when the next server wants it. */
async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await new Promise((resolve, reject) => {
      const probe = createServer();
      probe.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
      probe.listen(port, () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** Demo data, and the port for which their mails were written. */
export class Seed {
  #data;
  #port;

  constructor(data, port) {
    this.#data = data;
    this.#port = port;
  }

  /** Lets the program of `PORTAL_SERVER` make the data, with keys and mails as people would. */
  static async make() {
    const [data, port] = [await fresh(), await freePort()];
    const server = await Server.start({ data, port });
    await server.end();
    return new Seed(data, port);
  }

  /** A server on a copy of the data. One at a time. */
  async serve() {
    const data = await fresh();
    await cp(this.#data, data, { recursive: true });
    return Server.start({ data, port: this.#port });
  }

  /** Takes the data away. */
  remove() {
    return rm(this.#data, { recursive: true, force: true });
  }
}

/** A running server with its own data. */
export class Server {
  #process;
  #data;

  constructor(process, data, origin) {
    this.#process = process;
    this.#data = data;
    /** Address of portal and API. */
    this.origin = origin;
  }

  /** Starts the program of `PORTAL_SERVER`, on any port and with fresh data unless told otherwise. */
  static async start({ seed = "demo", newDeviceCheck = false, port = 0, data = undefined } = {}) {
    if (!PORTAL_SERVER || !PORTAL_DIST) throw new Error("Start the tests with `cargo xtask test e2e`: PORTAL_SERVER and PORTAL_DIST are not set.");
    data ??= await fresh();
    const options = ["--port", `${port}`, "--data", data, "--dist", PORTAL_DIST, "--seed", seed, "--no-delay", "--no-rate-limit", ...(newDeviceCheck ? [] : ["--no-new-device-check"])];
    const process = spawn(PORTAL_SERVER, options, { stdio: ["ignore", "pipe", "inherit"] });
    const origin = await new Promise((resolve, reject) => {
      const refuse = (error) => rm(data, { recursive: true, force: true }).then(() => reject(error), reject);
      process.once("error", refuse);
      const early = (code) => refuse(new Error(`The server ended with ${code} before it was ready.`));
      process.once("exit", early);
      let address;
      createInterface({ input: process.stdout }).on("line", (line) => {
        address ??= /^Provider Portal: (\S+)/.exec(line)?.[1];
        // The mailbox is the last thing announced.
        if (!address || !line.startsWith("Mailbox:")) return;
        process.off("exit", early);
        resolve(address);
      });
    });
    return new Server(process, data, origin);
  }

  /** Ends the program and keeps its data. */
  async end() {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) throw new Error(`The server ended by itself: ${exitCode ?? signalCode}.`);
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.#process.kill("SIGTERM");
    await ended;
  }

  /** Ends the program and takes its data away. */
  async stop() {
    await this.end();
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

  /** Moves the server's clock forwards. */
  advance(seconds) {
    return this.dev("clock", { advanceSeconds: seconds });
  }
}
