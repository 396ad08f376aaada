//! The `.br` and `.gz` beside each file of dist/. Node's zlib does it: it is there anyway, fast, and uses all cores.

use crate::problem::Outcome;
use crate::{command, place};
use std::path::Path;

/// Writes the compressed forms of every file in a folder worth compressing.
pub fn all(folder: &Path) -> Outcome {
    let script = place::root().join("xtask/scripts/compress.mjs");
    command::output(command::new("node").arg(script).arg(folder)).map(drop)
}
