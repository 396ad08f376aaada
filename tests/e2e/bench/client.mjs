// The console of a large client: members drawn, typing in their search, names opened in the key agent.
import { TOM } from "../support/people.mjs";
import { drawn, framesDuring, mainThread, median } from "./measure.mjs";

// Times each question to a worker by its number: the page's own clock, so waiting in the worker's queue counts too.
const watchWorkers = () => {
  const asked = new Map();
  globalThis.__answers = [];
  const Native = globalThis.Worker;
  globalThis.Worker = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const id = typeof data === "string" ? /^(\d+)[ -]/.exec(data)?.[1] : undefined;
        const question = asked.get(id);
        if (question) globalThis.__answers.push({ kind: question.kind, milliseconds: performance.now() - question.at });
      });
    }

    postMessage(message, ...more) {
      const found = typeof message === "string" ? /^(\d+) \{"(\w+)"/.exec(message) : null;
      if (found) asked.set(found[1], { kind: found[2], at: performance.now() });
      super.postMessage(message, ...more);
    }
  };
};

/** Goes to an address without loading the program anew. */
export const go = (page, to) => page.evaluate((path) => { history.pushState(null, "", path); dispatchEvent(new PopStateEvent("popstate")); }, to);

/** Milliseconds from the end of an answer to the first rows. */
async function rowsAfter(page, answer, to) {
  const arrived = page.waitForResponse((response) => answer.test(response.url()));
  await go(page, to);
  await (await arrived).finished();
  const at = performance.now();
  await page.getByRole("row").nth(5).waitFor();
  return performance.now() - at;
}

/** Signs somebody in and opens a client; `home` is its path. */
export async function enter(browser, origin, person, name) {
  const context = await browser.newContext({ baseURL: origin });
  const page = await context.newPage();
  await page.addInitScript(watchWorkers);
  await page.goto("/sign-in");
  await page.locator("input[type=email]").fill(person.email);
  await page.keyboard.press("Enter");
  await page.locator("input[type=password]").fill(person.passphrase);
  await page.keyboard.press("Enter");
  await page.getByRole("row").nth(5).waitFor();
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("link", { name }).click();
  await page.waitForURL(/\/clients\/[0-9a-f-]+$/);
  return { context, page, home: new URL(page.url()).pathname };
}

/** Measures one large client, as a service user who is no member of it. `note(what, value, budget, unit)` keeps a number. */
export async function client(browser, origin, name, note) {
  const { context, page, home } = await enter(browser, origin, TOM, name);
  const members = [];
  for (let run = 0; run < 3; run += 1) {
    await go(page, home);
    await page.getByRole("heading", { level: 1, name }).waitFor();
    members.push(await rowsAfter(page, /\/users\?/, `${home}/members`));
  }
  note("2,000 members: rows after the data arrived", median(members), 800, "ms");
  const field = page.getByRole("searchbox");
  await field.click();
  const letters = [..."anderson", ...Array(8).fill("Backspace")];
  const longest = [];
  for (let run = 0; run < 5; run += 1) {
    const frames = await framesDuring(page, async () => {
      for (const key of letters) await page.keyboard.press(key, { delay: 30 });
      await drawn(page);
    });
    longest.push(Math.max(...frames));
  }
  note("typing in the search of members, longest frame", median(longest), 50, "ms");
  note("  rounds of five with a frame over 50 ms", longest.filter((frame) => frame > 50).length, null, "");
  const worked = await mainThread(page);
  let most = 0;
  for (const key of letters) {
    const before = await worked();
    await page.keyboard.press(key);
    await drawn(page);
    most = Math.max(most, (await worked()) - before);
  }
  note("  work of the busiest letter, over its frames", most, null, "ms");

  const collections = [];
  const opened = () => globalThis.__answers.find(({ kind }) => kind === "OpenTexts")?.milliseconds;
  await go(page, `${home}/collections`);
  for (let run = 0; run < 3; run += 1) {
    collections.push(await (await page.waitForFunction(opened)).jsonValue());
    await page.getByRole("row").nth(5).waitFor();
    await page.evaluate(() => { globalThis.__answers = []; });
    // What was read a moment ago is not read anew by itself.
    if (run < 2) await page.getByRole("button", { name: "Read the list again" }).click();
  }
  note("500 names of collections, opened in the worker", median(collections), 100, "ms");

  await context.close();
}
