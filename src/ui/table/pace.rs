//! New rows come some with each frame: as many as this machine makes in the time that a frame has for them.

use std::time::Duration;

use leptos::prelude::{GetValue, SetValue, StoredValue, UpdateValue, set_timeout};

use crate::ui::dom;

/// What one frame has for new rows, in milliseconds. A letter may come meanwhile and takes about as much again; both
/// together must stay below 50.
const SHARE: f64 = 16.0;
/// How long one row is expected to take before any was measured, in milliseconds.
const EXPECTED: f64 = 4.0;
/// Beyond this many rows a measurement says little about one.
const MOST: usize = 12;

/// How long rows take here.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pace {
    /// Milliseconds of one row with its layout and painting.
    each: f64,
}

impl Pace {
    const UNKNOWN: Self = Pace { each: EXPECTED };

    /// New rows that the next frame carries: at least one.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // clamped
    fn rows(self) -> usize {
        (SHARE / self.each).clamp(1.0, MOST as f64) as usize
    }

    /// A frame with this many new rows took so long. One slow frame, or a clock that was set, says only half of it.
    #[allow(clippy::cast_precision_loss)] // a dozen
    fn took(self, rows: usize, milliseconds: f64) -> Self {
        let each = (milliseconds / rows.max(1) as f64).clamp(SHARE / MOST as f64, SHARE);
        Pace { each: (self.each + each) / 2.0 }
    }
}

/// The frames of one table. Copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Frames {
    pace: StoredValue<Pace>,
    /// What is made now is part of a frame under way, and nothing else is: its time can be taken.
    within: StoredValue<bool>,
}

impl Frames {
    pub fn new() -> Self {
        Frames { pace: StoredValue::new(Pace::UNKNOWN), within: StoredValue::new(false) }
    }

    /// New rows that one frame carries.
    pub fn rows(self) -> usize {
        self.pace.try_get_value().unwrap_or(Pace::UNKNOWN).rows()
    }

    /// The frame under way is about to get rows.
    pub fn begin(self) {
        // A table that is gone makes none.
        let _ = self.within.try_set_value(true);
    }

    /// This many rows are made now; calls `more` in the frame after the one that shows them.
    pub fn then(self, rows: usize, more: impl FnOnce() + 'static) {
        let since = dom::now();
        let within = self.within.try_update_value(std::mem::take).unwrap_or_default();
        let shown = move || {
            if within {
                let took = dom::now() - since;
                self.pace.try_update_value(|pace| *pace = pace.took(rows, took));
            }
            dom::next_frame(more);
        };
        // A frame is drawn right after its callbacks, so a task that they leave behind finds it done.
        let drawn = move || set_timeout(shown, Duration::ZERO);
        if within { drawn() } else { dom::next_frame(drawn) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames of a machine that needs so many milliseconds per row and so many for the frame itself.
    fn settles(row: f64, frame: f64) -> usize {
        let mut pace = Pace::UNKNOWN;
        for _ in 0..20 {
            #[allow(clippy::cast_precision_loss)]
            let took = pace.rows() as f64 * row + frame;
            pace = pace.took(pace.rows(), took);
        }
        pace.rows()
    }

    #[test]
    fn a_slow_machine_makes_fewer_and_a_quick_one_more() {
        assert_eq!(Pace::UNKNOWN.rows(), 4);
        assert_eq!(settles(1.0, 1.0), 12);
        assert!(settles(4.0, 4.0) < 4);
        assert_eq!(settles(20.0, 10.0), 1);
    }

    #[test]
    fn one_odd_frame_changes_little() {
        let before = Pace { each: 4.0 };
        assert_eq!(before.took(4, 4_000.0).rows(), 1);
        assert_eq!(before.took(4, 4_000.0).took(1, 4.0).took(2, 8.0).rows(), 3);
        assert!(before.took(4, -500.0).rows() <= 2 * before.rows());
    }
}
