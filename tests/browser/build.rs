//! Names the vectors file for `include_str!`: a browser cannot read files, so it is embedded. `PORTAL_VECTORS` names
//! another one, relative to the root of the repository or absolute.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::{env, path::Path};

fn main() {
    println!("cargo::rerun-if-env-changed=PORTAL_VECTORS");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let file = match env::var_os("PORTAL_VECTORS").filter(|name| !name.is_empty()) {
        Some(named) => root.join(named),
        None => root.join("tests/vectors/crypto.json"),
    };
    println!("cargo::rerun-if-changed={}", file.display());
    println!("cargo::rustc-env=PORTAL_VECTORS_FILE={}", file.display());
}
