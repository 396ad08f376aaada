// `cargo xtask bench`: how fast the release build is, in a real browser against the real server with 1,000 clients.
// Prints a table and writes JSON to the file of PORTAL_BENCH. Nothing here is a test: machines are noisy.
import { writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { chromium } from "@playwright/test";
import { INES } from "../support/people.mjs";
import { Server } from "../support/server.mjs";
import { client } from "./client.mjs";
import { imports } from "./import.mjs";
import { bareDerivation, between, drawn, firstVisit, framesDuring, mainThread, median, turnOfAgent } from "./measure.mjs";

const { PORTAL_CHROMIUM, PORTAL_NO_SANDBOX, PORTAL_BENCH } = process.env;
const RUNS = 5;
const ROUNDS = 600_000;
const EMAIL = "input[type=email]";

const results = [];
/** Notes one number with its budget, if it has one, and prints it; `unit` is for reading. */
const note = (what, exact, budget, unit) => {
  const value = Math.round(exact * 100) / 100;
  const held = budget === null || value <= budget;
  results.push({ what, value, budget, unit, held });
  const verdict = budget === null ? "" : `budget ${String(budget).padStart(7)}  ${held ? "held" : "OVER"}`;
  process.stdout.write(`${what.padEnd(64)}  ${String(value).padStart(9)} ${unit.padEnd(3)}  ${verdict}`.trimEnd() + "\n");
};

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

/**
 * From "Sign in" to rows; the key agent's turn, which is the derivation with its way through the workers; and from prelogin's
 * answer to the token request, what the page does around it included.
 */
async function signIn(browser, origin) {
  const context = await browser.newContext({ baseURL: origin });
  const turn = await turnOfAgent(context, "PrepareSignIn", "SignInPrepared");
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.locator(EMAIL).fill(INES.email);
  await page.keyboard.press("Enter");
  await page.locator("input[type=password]").fill(INES.passphrase);
  await page.waitForLoadState("networkidle");
  const bare = median(await times(3, () => bareDerivation(page, ROUNDS)));
  const worked = await mainThread(page);
  const before = await worked();
  const started = performance.now();
  await page.keyboard.press("Enter");
  await page.getByRole("row").nth(5).waitFor();
  const rows = performance.now() - started;
  const work = (await worked()) - before;
  return { context, page, rows, work, bare, ratio: (await turn(page)) / bare, around: await between(page, "/prelogin", "connect/token") };
}

const TYPED = [..."northern dental care"].map((letter) => (letter === " " ? "Space" : letter));
const KEYS = [...TYPED, ...TYPED.map(() => "Backspace")];

/** The longest frame while one types and deletes, and the work that the busiest letter makes. */
async function typing(page) {
  const field = page.getByRole("searchbox");
  await field.click();
  await drawn(page);
  const frames = await framesDuring(page, async () => {
    for (const key of KEYS) await page.keyboard.press(key, { delay: 30 });
    await drawn(page);
  });
  const worked = await mainThread(page);
  let most = 0;
  for (const key of KEYS) {
    const before = await worked();
    await page.keyboard.press(key);
    await drawn(page);
    most = Math.max(most, (await worked()) - before);
  }
  return { worst: Math.max(...frames), over: frames.filter((frame) => frame > 50).length, frames: frames.length, most };
}

/** From the click to the newest of 50,000 events, the server's part included. */
async function log(page) {
  await page.getByRole("link", { name: "People", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
  const started = performance.now();
  await page.getByRole("link", { name: "Event log", exact: true }).click();
  await page.getByRole("table", { name: "Events", exact: true }).getByRole("row").nth(5).waitFor();
  return performance.now() - started;
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
    sessions.push({ ...session, ...(await typing(session.page)), log: await log(session.page) });
    await session.context.close();
  }
  const middle = (name) => median(sessions.map((session) => session[name]));
  note("sign-in to 1,000 clients", middle("rows"), 1_200, "ms");
  note("  of it, work of the page's thread", middle("work"), null, "ms");
  note("  bare derivation, for comparison", middle("bare"), null, "ms");
  note("  from prelogin's answer to the token request", middle("around"), null, "ms");
  note("derivation against bare WebCrypto", middle("ratio"), 1.3, "×");
  note("typing in the search, longest frame", middle("worst"), 50, "ms");
  note("  frames over 50 ms", middle("over"), 0, "");
  note("  work of the busiest letter, over its frames", middle("most"), null, "ms");
  note("first page of 50,000 events, from the click", middle("log"), 500, "ms");
  await client(browser, server.origin, "Lakeshore University", note);
  await imports(browser, server.origin, "Lakeshore University", note);
} finally {
  await server.stop();
  await browser.close();
}

const machine = { cores: cpus().length, model: cpus()[0]?.model, load: loadavg().map((value) => Math.round(value * 100) / 100) };
process.stdout.write(`medians of ${RUNS}; ${machine.cores} cores, load ${machine.load.join(" ")}\n`);
if (PORTAL_BENCH) await writeFile(PORTAL_BENCH, `${JSON.stringify({ date: new Date().toISOString(), machine, results }, null, 2)}\n`);
