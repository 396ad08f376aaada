// What to start comes from `cargo xtask test e2e` (see xtask/src/test/e2e.rs); every journey has a server of its own.
import { defineConfig } from "@playwright/test";

const { PORTAL_CHROMIUM, PORTAL_NO_SANDBOX, PORTAL_TRACE } = process.env;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.{mjs,ts}",
  outputDir: "../../test-results",
  fullyParallel: true,
  forbidOnly: true,
  // A test that passes at a second try is a failed test.
  retries: 0,
  workers: 2,
  timeout: 120_000,
  // Two cores carry two browsers and two servers: patience, not a measurement.
  expect: { timeout: 30_000 },
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1440, height: 900 },
    serviceWorkers: "block",
    screenshot: "only-on-failure",
    // A trace of every step costs a tenth of the run, its moving pictures another third: whoever looks for a cause asks.
    trace: PORTAL_TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: PORTAL_CHROMIUM || undefined,
      args: ["--disable-dev-shm-usage", ...(PORTAL_NO_SANDBOX ? ["--no-sandbox"] : [])],
    },
  },
});
