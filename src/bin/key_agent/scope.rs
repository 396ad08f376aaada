//! The worker's own scope: words that page and worker share, and the last word after a panic.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// Said when the worker listens. The page's side: `platform/line.rs`.
pub const READY: &str = "ready";
/// Said by a panic, and nothing else: a message could carry values.
const CRASHED: &str = "crashed";
/// The page expects a password soon.
pub const WARM: &str = "warm";

/// The scope this program runs in; none outside a worker.
pub fn own() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Says a text to whoever started this worker.
pub fn say(scope: &DedicatedWorkerGlobalScope, text: &str) {
    // Text can always be cloned; only a closing worker loses it.
    let _ = scope.post_message(&JsValue::from_str(text));
}

/// A panic leaves the program in an unknown state: it says so once and is not asked again.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|_| {
        if let Some(scope) = own() {
            say(&scope, CRASHED);
        }
    }));
}
