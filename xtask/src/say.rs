//! What the chores print: one line per step, and nothing that is not meant for the reader.

use std::io::Write;
use std::time::{Duration, Instant};

/// Prints one line to standard output. A closed pipe is the reader's choice, not an error.
pub fn line(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref());
    let _ = out.flush();
}

/// A step under way; it prints when it starts and when it is done.
pub struct Step {
    name: String,
    started: Instant,
}

impl Step {
    /// Announces a step. `hint` says how long it may take or why it is needed.
    pub fn start(name: impl Into<String>, hint: &str) -> Self {
        let name = name.into();
        line(if hint.is_empty() { format!("  … {name}") } else { format!("  … {name} ({hint})") });
        Self { name, started: Instant::now() }
    }

    /// The step is finished.
    pub fn done(self) {
        line(format!("  ✓ {} ({})", self.name, span(self.started.elapsed())));
    }
}

/// A step that had nothing to do.
pub fn ready(what: impl AsRef<str>) {
    line(format!("  ✓ {}", what.as_ref()));
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        10..=99 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// A size for people, in decimal kilobytes as browsers show them.
pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_naturally() {
        assert_eq!(span(Duration::from_millis(420)), "0.4 s");
        assert_eq!(span(Duration::from_secs(42)), "42 s");
        assert_eq!(span(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn sizes_are_decimal() {
        assert_eq!(kilobytes(132_625), "132.6 kB");
        assert_eq!(kilobytes(99), "0.0 kB");
    }
}
