//! The worker that owns every key. The same program is also the worker inside it that derives keys and is ended after each
//! derivation: its name tells it which of the two it is.

#[path = "key_agent/derivation.rs"]
mod derivation;
#[path = "key_agent/scope.rs"]
mod scope;
#[path = "key_agent/serve.rs"]
mod serve;
#[path = "../platform/web_crypto.rs"]
#[allow(dead_code, reason = "shared with tests/browser, which use more of it")]
mod web_crypto;

fn main() {
    scope::report_panics();
    let Some(scope) = scope::own() else { return };
    if scope.name() == derivation::NAME {
        derivation::serve(&scope);
    } else {
        serve::serve(&scope);
    }
}
