// An import of many rows: from the click to the receipt, what the page's own thread does meanwhile, memory of the tab.
import { readFile } from "node:fs/promises";
import { TOM } from "../support/people.mjs";
import { enter, go } from "./client.mjs";

/** An export with rows in 40 folders, as LastPass writes it. */
const table = (rows) => {
  const lines = Array.from({ length: rows }, (_, n) =>
    `https://host${n}.lakeshore-university.example/login,user${n},Quartz-${n}-lantern,,"Rack ${n}, room ${n % 17}",Server ${n},Folder ${n % 40},0`);
  return Buffer.from(["url,username,password,totp,extra,name,grouping,fav", ...lines, ""].join("\n"));
};

/**
 * Watches the memory of the browser's pages. The function that it gives back ends that and tells the most that one process
 * had for itself, in MiB, as the browser's own task manager counts it; undefined where the system does not tell.
 */
async function watchMemory(browser) {
  const wire = await browser.newBrowserCDPSession();
  const { processInfo } = await wire.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer");
  let most;
  const look = async () => {
    for (const { id } of pages) {
      const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
      const own = Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
      if (!Number.isNaN(own)) most = Math.max(most ?? 0, own);
    }
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    return most;
  };
}

// Tasks of the page's thread that keep it from answering for more than 50 ms, which is what browsers report.
const watchTasks = () => {
  globalThis.__tasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => globalThis.__tasks.push(duration)))
    .observe({ type: "longtask" });
};

async function once(browser, origin, name, rows) {
  const { context, page, home } = await enter(browser, origin, TOM, name);
  try {
    await go(page, `${home}/import`);
    await page.getByLabel("Export file", { exact: true }).setInputFiles({ name: "export.csv", mimeType: "text/csv", buffer: table(rows) });
    const button = page.getByRole("button", { name: /^Import [\d,]+ items? into/ });
    await button.waitFor({ timeout: 120_000 });
    await page.evaluate(watchTasks);
    const memory = await watchMemory(browser);
    const started = performance.now();
    await button.click();
    await page.getByRole("heading", { name: "Receipt" }).waitFor({ timeout: 300_000 });
    const milliseconds = performance.now() - started;
    const tasks = await page.evaluate(() => globalThis.__tasks);
    return { milliseconds, longest: Math.max(0, ...tasks), memory: memory() };
  } finally {
    await context.close();
  }
}

/** Imports into one client, as a service user who is no member of it. `note(what, value, budget, unit)` keeps a number. */
export async function imports(browser, origin, name, note) {
  for (const [rows, budget, task] of [[2_000, 2_000, 50], [40_000, 30_000, null]]) {
    const { milliseconds, longest, memory } = await once(browser, origin, name, rows);
    const what = `import of ${rows.toLocaleString("en-GB")} rows`;
    note(`${what}: from the click to the receipt`, milliseconds, budget, "ms");
    note(`${what}: longest task of the page over 50 ms`, longest, task, "ms");
    if (memory !== undefined) note(`${what}: memory of the tab, at most`, memory, 600, "MiB");
  }
}
