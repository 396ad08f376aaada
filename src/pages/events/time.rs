//! From when to when a log is read, and how far one has come in it.

use portal_contracts::events::Event;

use super::query::Span;
use crate::platform::intl;

const DAY: f64 = 86_400_000.0;

/// Both ends as the wire wants them; `None` while one of two moments is not a moment.
#[must_use]
pub fn range(span: &Span) -> Option<(String, String)> {
    let now = intl::now();
    let (start, end) = match span {
        Span::Between(from, to) => (intl::moment(from)?, intl::moment(to)?),
        // This clock may be behind that of the server, which has no later events than its own now.
        _ => (now - f64::from(span.days().unwrap_or(30)) * DAY, now + DAY),
    };
    Some((intl::iso(start), intl::iso(end)))
}

/// Events come newest first, so the date of the last one tells how far one has come.
#[must_use]
pub fn read_so_far(bounds: Option<(f64, f64)>, last: Option<&Event>) -> f64 {
    let at = last.and_then(|event| intl::moment(&event.date));
    match (bounds, at) {
        (Some((start, end)), Some(at)) if end > start => ((end - at) / (end - start)).clamp(0.0, 1.0),
        _ => 0.0,
    }
}
