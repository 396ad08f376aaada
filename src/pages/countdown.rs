//! Seconds that pass: until a mail may be sent again, until the server takes attempts again.

use std::time::Duration;

use leptos::prelude::*;

use crate::platform::timer;

/// Counts down to zero. Compares clocks, so that a sleeping laptop does not stretch it.
#[derive(Clone, Copy)]
pub struct Countdown {
    left: RwSignal<i64>,
    ends: StoredValue<f64>,
}

impl Countdown {
    /// Stands at zero.
    #[must_use]
    pub fn new() -> Self {
        let this = Countdown { left: RwSignal::new(0), ends: StoredValue::new(0.0) };
        if let Ok(every) = set_interval_with_handle(move || this.look(), Duration::from_millis(500)) {
            on_cleanup(move || every.clear());
        }
        this
    }

    /// Starts anew.
    pub fn start(self, seconds: u32) {
        self.ends.set_value(timer::now_ms() + f64::from(seconds) * 1_000.0);
        self.look();
    }

    /// Seconds left; reactive.
    #[must_use]
    pub fn left(self) -> i64 {
        self.left.get()
    }

    /// As [`Countdown::left`], not reactive.
    #[must_use]
    pub fn left_now(self) -> i64 {
        self.left.get_untracked()
    }

    fn look(self) {
        // The page may be gone: a timer that is just due can no longer be stopped.
        let Some(ends) = self.ends.try_get_value() else { return };
        let left = (ends - timer::now_ms()) / 1_000.0;
        // At most an hour, so nothing is lost.
        #[allow(clippy::cast_possible_truncation)]
        let left = left.ceil().clamp(0.0, 3_600.0) as i64;
        if self.left.get_untracked() != left {
            self.left.set(left);
        }
    }
}

impl Default for Countdown {
    fn default() -> Self {
        Self::new()
    }
}
