// Measures one page in Chromium: bytes and requests over the wire, time until a field can be used,
// frames while typing. Times are medians of several fresh browser profiles.

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** A slow telephone: a quarter of the processor, 1.6 Mbit/s, 150 ms. */
export const SLOW = { cpu: 4, bytesPerSecond: (1.6 * 1024 * 1024) / 8, latency: 150 };

// Runs before any script of the page: notes when the wanted control is there and enabled.
const watchUsable = (selector) => {
  const note = () => {
    const field = document.querySelector(selector);
    if (field && !field.disabled && field.getClientRects().length > 0) {
      globalThis.__usable = performance.now();
      return;
    }
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
};

/** First visit of a path with an empty cache: bytes, requests and milliseconds until `selector` can be used. */
export async function firstVisit(browser, origin, path, selector, { slow = false } = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    const requests = new Map();
    await wire.send("Network.enable");
    wire.on("Network.requestWillBeSent", (event) => requests.set(event.requestId, { url: event.request.url, bytes: 0 }));
    wire.on("Network.loadingFinished", (event) => {
      const request = requests.get(event.requestId);
      if (request) request.bytes = event.encodedDataLength;
    });
    if (slow) {
      await wire.send("Emulation.setCPUThrottlingRate", { rate: SLOW.cpu });
      await wire.send("Network.emulateNetworkConditions", {
        offline: false, latency: SLOW.latency, downloadThroughput: SLOW.bytesPerSecond, uploadThroughput: SLOW.bytesPerSecond,
      });
    }
    await page.addInitScript(watchUsable, selector);
    await page.goto(origin + path);
    const usable = await page.waitForFunction(() => globalThis.__usable, undefined, { timeout: 60_000 });
    const milliseconds = await usable.jsonValue();
    await page.waitForLoadState("networkidle");
    const all = [...requests.values()];
    return { milliseconds, requests: all.length, bytes: all.reduce((sum, one) => sum + one.bytes, 0), urls: all };
  } finally {
    await context.close();
  }
}

/**
 * Reads how long the page's main thread has worked, in milliseconds of its own processor time: other programs on the
 * machine make everything slower by the clock, but hardly this.
 */
export async function mainThread(page) {
  const wire = await page.context().newCDPSession(page);
  await wire.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await wire.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
}

/** Waits until the page has drawn what it knows: no more rows for four frames, then nothing to do. */
export const drawn = (page) => page.evaluate(async () => {
  const frame = () => new Promise((done) => { requestAnimationFrame(done); });
  for (let [rows, same] = [-1, 0]; same < 4; same += 1) {
    await frame();
    const now = document.querySelectorAll("tr").length;
    if (now !== rows) [rows, same] = [now, -1];
  }
  await new Promise((done) => { requestIdleCallback(done, { timeout: 1_000 }); });
});

/** Collects the length of every frame, in milliseconds, while `action` runs. */
export async function framesDuring(page, action) {
  await page.evaluate(() => {
    const frames = [];
    let last = performance.now();
    let running = true;
    const tick = (now) => {
      frames.push(now - last);
      last = now;
      if (running) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    globalThis.__stopFrames = () => { running = false; return frames.slice(1); };
  });
  await action();
  return page.evaluate(() => globalThis.__stopFrames());
}

/** Milliseconds that bare WebCrypto needs for PBKDF2-SHA-256 in this very page. */
export const bareDerivation = (page, iterations) => page.evaluate(async (rounds) => {
  const password = crypto.getRandomValues(new Uint8Array(24));
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const started = performance.now();
  await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: password, iterations: rounds }, key, 256);
  return performance.now() - started;
}, iterations);

/**
 * Notes how long the key agent of the page works on a question, its way through the workers included: from the question
 * until its answer is heard. Call it before there is a page; the function that comes back reads the milliseconds.
 */
export async function turnOfAgent(context, question, answer) {
  await context.addInitScript(([asks, tells]) => {
    const post = Worker.prototype.postMessage;
    const names = (said, name) => typeof said === "string" && said.slice(0, 60).includes(name);
    Worker.prototype.postMessage = function (said, ...rest) {
      if (names(said, asks)) {
        const asked = performance.now();
        this.addEventListener("message", ({ data }) => {
          if (names(data, tells)) window.turnOfAgent ??= performance.now() - asked;
        });
      }
      return post.call(this, said, ...rest);
    };
  }, [question, answer]);
  return (page) => page.evaluate(() => window.turnOfAgent);
}

/** Milliseconds between the end of the one answer and the request of the other, by the browser's own clock. */
export const between = (page, answered, asked) => page.evaluate(([from, to]) => {
  const entry = (part) => performance.getEntriesByType("resource").find(({ name }) => name.includes(part));
  return entry(to).startTime - entry(from).responseEnd;
}, [answered, asked]);
