//! End to end: the release build as it is shipped, the real server, a real browser. Each journey starts a server of its
//! own on a copy of the demo data; the environment tells what to start:
//! `PORTAL_SERVER` the program, `PORTAL_DIST` the built portal, `PORTAL_CHROMIUM` the browser (unset: Playwright's own),
//! `PORTAL_NO_SANDBOX` set when this user is root.

use super::Tally;
use crate::problem::{During, Outcome};
use crate::setup::{browser, npm};
use crate::{build, command, place};
use std::path::{Path, PathBuf};

/// Builds what is tested, and gives the server's program.
pub fn build() -> Outcome<PathBuf> {
    build::portal::release(build::server::build)
}

/// Drives what [`build`] has made.
pub fn run(server: &Path) -> Outcome<Tally> {
    let folder = npm::test_parts()?;
    // A browser that was there before is used as it is.
    let chromium = browser::headless(!browser::is_there())?;
    let report = place::notes()?.join("e2e.json");
    let _ = std::fs::remove_file(&report);

    let mut playwright = command::new("npx");
    playwright
        .current_dir(&folder)
        .args(["playwright", "test", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("PORTAL_SERVER", server)
        .env("PORTAL_DIST", place::dist());
    if let Some(chromium) = chromium {
        playwright.env("PORTAL_CHROMIUM", chromium);
    }
    if browser::is_root() {
        playwright.env("PORTAL_NO_SANDBOX", "1");
    }
    let (good, _) = command::tee(&mut playwright)?;
    let text = std::fs::read_to_string(&report).during("reading Playwright's report")?;
    let report = serde_json::from_str(&text).during("reading Playwright's report")?;
    Ok(Tally::of_playwright(&report).with_verdict(good))
}
