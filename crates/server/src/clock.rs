//! The server's clock.
//!
//! Everything that expires (tokens, codes, invitations) asks this clock, so tests can stand at a fixed instant and step
//! forward without waiting.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// Milliseconds since 1970-01-01 UTC: the form in which instants are stored and compared.
pub type Millis = i64;

/// Where the server takes the time from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockSetting {
    /// The machine's clock.
    System,
    /// Starts at this instant and moves only when told to ([`Clock::advance`]).
    Fixed(OffsetDateTime),
}

/// A cheap handle on the server's time. Clones share the same state.
#[derive(Debug, Clone)]
pub struct Clock {
    fixed: Option<Millis>,
    shift: Arc<AtomicI64>,
}

impl Clock {
    /// Makes a clock for the setting.
    #[must_use]
    pub fn new(setting: ClockSetting) -> Self {
        let fixed = match setting {
            ClockSetting::System => None,
            ClockSetting::Fixed(at) => Some(to_millis(at)),
        };
        Self { fixed, shift: Arc::new(AtomicI64::new(0)) }
    }

    /// A clock that stands at this instant and moves only when told to.
    #[must_use]
    pub fn stopped_at(at: Millis) -> Self {
        Self { fixed: Some(at), shift: Arc::new(AtomicI64::new(0)) }
    }

    /// The current instant in milliseconds.
    #[must_use]
    pub fn now(&self) -> Millis {
        let base = self.fixed.unwrap_or_else(|| to_millis(OffsetDateTime::now_utc()));
        base.saturating_add(self.shift.load(Ordering::SeqCst))
    }

    /// Moves the clock by `by` (forwards, or backwards when negative). Works for the system clock too.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.whole_milliseconds()).unwrap_or(i64::MAX);
        self.shift.fetch_add(millis, Ordering::SeqCst);
    }
}

/// Converts an instant to milliseconds since the epoch.
#[must_use]
pub fn to_millis(at: OffsetDateTime) -> Millis {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// Prints an instant as the API does: ISO 8601, UTC, `Z` (spec §1.4).
#[must_use]
pub fn iso(at: Millis) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .ok()
        .and_then(|date| date.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// Reads an ISO 8601 instant with zone. `None` when it is not one.
#[must_use]
pub fn parse_iso(text: &str) -> Option<Millis> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(to_millis)
}

/// Monotonic milliseconds of this process, for rate limits, which must not jump when the wall clock is stepped.
#[must_use]
pub fn monotonic() -> Millis {
    static START: OnceLock<Instant> = OnceLock::new();
    i64::try_from(START.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(i64::MAX)
}
