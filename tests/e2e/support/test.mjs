// The `test` of this project: a server per journey, and pages that must stay free of console errors and policy reports.
import { expect, test as base } from "@playwright/test";
import { Seed } from "./server.mjs";

/** Answers of the breach service: nothing found, unless a test says otherwise. */
const NOT_FOUND = "0000000000000000000000000000000000A:0\r\n";

/** What a browser says by itself when a test makes a request fail; everything else is an error of ours. */
const FAILED_REQUEST = /^Failed to load resource/;

/** Puts the watch on a page: whatever it complains about ends up in `complaints`. */
export function watch(page, complaints) {
  page.on("console", (message) => {
    if (message.type() === "error" && !FAILED_REQUEST.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
}

export const test = base.extend({
  seed: [
    async ({}, use) => {
      const seed = await Seed.make();
      await use(seed);
      await seed.remove();
    },
    { scope: "worker", timeout: 120_000 },
  ],

  server: async ({ seed }, use) => {
    const server = await seed.serve();
    await use(server);
    await server.stop();
  },

  baseURL: async ({ server }, use) => use(server.origin),

  /** Complaints of every page of the test; must be empty at its end. */
  complaints: async ({}, use) => {
    const complaints = [];
    await use(complaints);
    expect(complaints, "console errors").toEqual([]);
  },

  context: async ({ context, complaints, server }, use) => {
    context.on("page", (page) => watch(page, complaints));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`policy: ${event.violatedDirective} blocked ${event.blockedURI}`);
      });
    });
    await context.route("https://api.pwnedpasswords.com/**", (route) =>
      route.fulfill({ body: NOT_FOUND, headers: { "access-control-allow-origin": "*" } }),
    );
    await use(context);
  },

  /** A second person's browser: own storage, same server, same watch. */
  another: async ({ browser, server, complaints }, use) => {
    const contexts = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: server.origin, locale: "en-GB", ...options });
      contexts.push(context);
      context.on("page", (page) => watch(page, complaints));
      await context.route("https://api.pwnedpasswords.com/**", (route) =>
        route.fulfill({ body: NOT_FOUND, headers: { "access-control-allow-origin": "*" } }),
      );
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
