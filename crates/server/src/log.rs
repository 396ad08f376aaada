//! The server's log: one line per event on standard error, without anything a person typed or any token.

use std::io::Write;

/// Reports a fault of the server itself.
pub fn error(what: &str) {
    line("error", what);
}

/// Reports something worth knowing.
pub fn info(what: &str) {
    line("info", what);
}

fn line(level: &str, what: &str) {
    // A log that cannot be written must not take the server down.
    let _ = writeln!(std::io::stderr().lock(), "portal-server {level}: {what}");
}
