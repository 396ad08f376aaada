//! Rust inside a browser, by wasm-bindgen's own runner and WebDriver.

use super::Tally;
use super::native::IN_BROWSER;
use crate::place::WASM;
use crate::problem::{During, Outcome};
use crate::setup::{browser, rust, tools};
use crate::{command, place};
use std::path::Path;

/// Compiles the tests for the browser and runs them in one.
pub fn run() -> Outcome<Tally> {
    rust::wasm_target()?;
    let folder = tools::bindgen()?.ensure()?;
    let runner = tools::test_runner(&folder)?;
    let chromium = browser::chromium()?;
    let driver = browser::driver()?;
    let capabilities = place::notes()?.join("webdriver.json");
    std::fs::write(&capabilities, capabilities_for(chromium.as_deref()).to_string())
        .during("writing webdriver.json")?;

    let mut cargo = command::cargo();
    cargo
        .args(["test", "--package", IN_BROWSER, "--target", WASM, "--no-fail-fast"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300")
        .env("CHROMEDRIVER", driver);
    let (good, output) = command::tee(&mut cargo)?;
    Ok(Tally::of_harness(&output).with_verdict(good))
}

/// The runner itself adds `headless` and `no-sandbox`; it must be told which browser, and that /dev/shm may be small.
fn capabilities_for(chromium: Option<&Path>) -> serde_json::Value {
    let mut options = serde_json::json!({ "args": ["disable-dev-shm-usage"] });
    if let (Some(file), Some(map)) = (chromium, options.as_object_mut()) {
        map.insert("binary".into(), file.to_string_lossy().into());
    }
    serde_json::json!({ "goog:chromeOptions": options })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_browser_is_named() {
        let named = capabilities_for(Some(Path::new("/usr/bin/chromium")));
        assert_eq!(named.pointer("/goog:chromeOptions/binary").unwrap(), "/usr/bin/chromium");
        assert!(capabilities_for(None).pointer("/goog:chromeOptions/binary").is_none());
    }
}
