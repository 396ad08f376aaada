//! The Rust side: the browser target and, for the linters, rustup's components.

use crate::command;
use crate::place::WASM;
use crate::problem::{Outcome, Problem};
use crate::say::{self, Step};

/// Makes sure the standard library for the browser is there.
pub fn wasm_target() -> Outcome {
    let _turn = super::turn();
    if has_wasm_target() {
        say::ready("Rust target wasm32-unknown-unknown");
        return Ok(());
    }
    if command::which("rustup").is_none() {
        return Err(Problem::new(
            "the Rust installation has no standard library for wasm32-unknown-unknown, and rustup is not there to add it",
        )
        .next("install Rust with rustup (https://rustup.rs), or install your distribution's package for this target"));
    }
    let step = Step::start("Rust target wasm32-unknown-unknown", "downloading, once");
    let log = crate::place::notes()?.join("rustup.log");
    command::log(command::new("rustup").args(["target", "add", WASM]), &log).map_err(|problem| {
        Problem::new(format!("the Rust target could not be added. {}", problem.what))
            .next("check the network, then run: rustup target add wasm32-unknown-unknown")
    })?;
    step.done();
    Ok(())
}

/// Asking the compiler, not rustup: distributions package the target without rustup.
fn has_wasm_target() -> bool {
    let Ok(sysroot) = command::output(command::new("rustc").args(["--print", "sysroot"])) else {
        return false;
    };
    std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir()
}
