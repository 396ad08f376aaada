//! Writes are throttled to four a second (API contract §17), so that a long run of them is not
//! answered with 429 half-way.

/// Writes that may go out at once after a pause.
const BURST: f64 = 4.0;
/// Writes per millisecond.
const RATE: f64 = 4.0 / 1_000.0;

/// A token bucket. `Copy`, so that it fits a `Cell`.
#[derive(Clone, Copy)]
pub(crate) struct Throttle {
    ready: f64,
    at_ms: f64,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { ready: BURST, at_ms: f64::MIN }
    }
}

impl Throttle {
    /// Books one write; the second value is how long to wait for it, in milliseconds.
    pub(crate) fn book(self, now_ms: f64) -> (Self, f64) {
        let passed = (now_ms - self.at_ms).max(0.0);
        let ready = (self.ready + passed * RATE).min(BURST) - 1.0;
        let wait = if ready < 0.0 { -ready / RATE } else { 0.0 };
        (Self { ready, at_ms: now_ms }, wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_go_at_once_and_the_rest_by_quarter_seconds() {
        let mut throttle = Throttle::default();
        let mut waits = Vec::new();
        for _ in 0..7 {
            let (next, wait) = throttle.book(1_000.0);
            throttle = next;
            waits.push(wait.round());
        }
        assert_eq!(waits, [0.0, 0.0, 0.0, 0.0, 250.0, 500.0, 750.0]);
        assert_eq!(throttle.book(3_000.0).1, 0.0);
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_block() {
        let mut throttle = Throttle::default().book(9_000_000.0).0;
        for second in 0..9 {
            let (next, wait) = throttle.book(f64::from(second) * 1_000.0);
            throttle = next;
            assert_eq!(wait, 0.0, "{second}");
        }
    }
}
