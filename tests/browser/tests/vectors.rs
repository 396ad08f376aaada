//! All shared vectors over WebCrypto, in a dedicated worker as in the product.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "../../../crates/crypto/tests/runner/mod.rs"]
mod runner;
#[path = "../../../src/platform/web_crypto.rs"]
mod web_crypto;

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

const VECTORS: &str = include_str!(env!("PORTAL_VECTORS_FILE"));

#[wasm_bindgen_test]
async fn every_vector_holds_in_the_browser() {
    let backend = web_crypto::WebCrypto::new().expect("localhost is a secure context");
    let report = runner::run(&backend, VECTORS).await;
    console_log!("{} cases in {} groups", report.total(), report.cases.len());
    assert!(report.failures.is_empty(), "{} failed:\n{}", report.failures.len(), report.failures.join("\n"));
    assert!(report.total() > 0, "an empty file proves nothing");
}
