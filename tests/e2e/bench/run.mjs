// `cargo xtask bench`: how fast the release build is, in a real browser against the real server with 1,000 clients.
// Prints a table and writes JSON to the file of PORTAL_BENCH. Nothing here is a test: machines are noisy.
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { chromium } from "@playwright/test";
import { INES } from "../support/people.mjs";
import { Server } from "../support/server.mjs";
import { bareDerivation, firstVisit, framesDuring, median } from "./measure.mjs";

const { PORTAL_CHROMIUM, PORTAL_NO_SANDBOX, PORTAL_BENCH } = process.env;
const RUNS = 5;
const ROUNDS = 600_000;
const EMAIL = "input[type=email]";

const results = [];
/** Notes one number with its budget; `unit` is for reading. */
const note = (what, value, budget, unit) => results.push({ what, value: Math.round(value * 100) / 100, budget, unit, held: value <= budget });

const times = async (count, work) => {
  const values = [];
  for (let run = 0; run < count; run += 1) values.push(await work());
  return values;
};

async function visits(browser, origin) {
  // `/sign-in` asks for an address, `/join` for a link or a choice.
  for (const [path, control] of [["/sign-in", EMAIL], ["/join", "main input, main textarea, main a, main button"]]) {
    const idle = await times(RUNS, () => firstVisit(browser, origin, path, control));
    note(`${path}: first visit, bytes over the wire`, median(idle.map((visit) => visit.bytes)), 300_000, "B");
    note(`${path}: first visit, requests`, median(idle.map((visit) => visit.requests)), 12, "");
    note(`${path}: form usable`, median(idle.map((visit) => visit.milliseconds)), 700, "ms");
    const slow = await times(3, () => firstVisit(browser, origin, path, control, { slow: true }));
    note(`${path}: form usable, slow telephone`, median(slow.map((visit) => visit.milliseconds)), 4_000, "ms");
  }
}

/** From "Sign in" to rows; from prelogin's answer to the token request, the derivation with its way through the workers. */
async function signIn(browser, origin) {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  let answered = 0;
  let asked = 0;
  page.on("response", (answer) => { if (answer.url().includes("/prelogin")) answered = performance.now(); });
  page.on("request", (request) => { if (request.url().includes("connect/token") && !asked) asked = performance.now(); });
  await page.goto("/sign-in");
  await page.locator(EMAIL).fill(INES.email);
  await page.keyboard.press("Enter");
  await page.locator("input[type=password]").fill(INES.passphrase);
  await page.waitForLoadState("networkidle");
  const bare = median(await times(3, () => bareDerivation(page, ROUNDS)));
  const started = performance.now();
  await page.keyboard.press("Enter");
  await page.getByRole("row").nth(5).waitFor();
  const rows = performance.now() - started;
  return { context, page, rows, ratio: (asked - answered) / bare };
}

async function typing(page) {
  const field = page.getByRole("searchbox");
  await field.click();
  const frames = await framesDuring(page, async () => {
    for (const letter of "northern dental care") await page.keyboard.press(letter === " " ? "Space" : letter);
    for (let left = 20; left > 0; left -= 1) await page.keyboard.press("Backspace");
  });
  return Math.max(...frames);
}

const browser = await chromium.launch({
  executablePath: PORTAL_CHROMIUM || undefined,
  args: ["--disable-dev-shm-usage", ...(PORTAL_NO_SANDBOX ? ["--no-sandbox"] : [])],
});
const server = await Server.start({ seed: "large" });
try {
  await visits(browser, server.origin);
  const sessions = [];
  for (let run = 0; run < RUNS; run += 1) {
    const session = await signIn(browser, server.origin);
    sessions.push({ rows: session.rows, ratio: session.ratio, worst: await typing(session.page) });
    await session.context.close();
  }
  note("sign-in to 1,000 clients", median(sessions.map((session) => session.rows)), 1_200, "ms");
  note("derivation against bare WebCrypto", median(sessions.map((session) => session.ratio)), 1.3, "×");
  note("typing in the search, longest frame", median(sessions.map((session) => session.worst)), 50, "ms");
} finally {
  await server.stop();
  await browser.close();
}

const machine = { cores: cpus().length, model: cpus()[0]?.model, load: loadavg().map((value) => Math.round(value * 100) / 100) };
const width = Math.max(...results.map((result) => result.what.length));
for (const { what, value, budget, unit, held } of results) {
  process.stdout.write(`${what.padEnd(width)}  ${String(value).padStart(9)} ${unit.padEnd(2)}  budget ${String(budget).padStart(7)}  ${held ? "held" : "OVER"}\n`);
}
process.stdout.write(`medians of ${RUNS}; ${machine.cores} cores, load ${machine.load.join(" ")}\n`);
if (PORTAL_BENCH) await writeFile(PORTAL_BENCH, `${JSON.stringify({ date: new Date().toISOString(), machine, results }, null, 2)}\n`);
