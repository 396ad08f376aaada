//! New rows come some with each frame: as many as this machine makes in the time that a frame has for them.

use std::time::Duration;

use leptos::prelude::{GetValue, SetValue, StoredValue, UpdateValue, set_timeout};

use super::shown::Shown;
use crate::ui::dom;

/// What one frame has for new rows, in milliseconds. A letter may come meanwhile and takes about as much again; both
/// together must stay below 50.
const SHARE: f64 = 16.0;
/// A frame that took less has room for one more row.
const ROOM: f64 = 12.0;
/// Rows of a frame before any was measured.
const FIRST: usize = 4;
/// As many rows are a screen in three frames.
const MOST: usize = 12;

/// New rows that one frame carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pace(usize);

impl Pace {
    /// A frame with this many new rows took so long. A slow one costs a quarter, so that a pause of the machine is made up
    /// for by a few quick ones; rows and the frame's own share cannot be told apart, and need not be.
    fn took(self, rows: usize, milliseconds: f64) -> Self {
        let Pace(now) = self;
        if milliseconds > SHARE {
            Pace((now - now.div_ceil(4)).max(1))
        } else if milliseconds < ROOM && rows >= now {
            Pace((now + 1).min(MOST))
        } else {
            self
        }
    }
}

/// The frames of one table. Copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Frames {
    pace: StoredValue<Pace>,
    /// What is made now is part of a frame under way, and nothing else is: its time can be taken.
    within: StoredValue<bool>,
    /// Counts what was made: whatever comes next takes over from what was to go on.
    turn: StoredValue<u32>,
}

impl Frames {
    pub fn new() -> Self {
        Frames { pace: StoredValue::new(Pace(FIRST)), within: StoredValue::new(false), turn: StoredValue::new(0) }
    }

    /// New rows that one frame carries.
    pub fn rows(self) -> usize {
        self.pace.try_get_value().map_or(FIRST, |Pace(rows)| rows)
    }

    /// `shown` is made now. Where rows are still to come, calls `more` in the frame after the one that shows these, unless
    /// something else was made meanwhile or `waits` says that a list waits which has none of them.
    pub fn made(self, shown: &Shown, waits: impl FnOnce() -> bool + 'static, more: impl FnOnce() + 'static) {
        let turn = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        let within = self.within.try_update_value(std::mem::take).unwrap_or_default();
        if !shown.cut {
            return;
        }
        let (since, rows, alone) = (dom::now(), shown.fresh, shown.gone == 0);
        let drawn = move || {
            if within && alone {
                let took = dom::now() - since;
                self.pace.try_update_value(|pace| *pace = pace.took(rows, took));
            }
            dom::next_frame(move || {
                if turn.is_some() && self.turn.try_get_value() == turn && !waits() {
                    self.within.set_value(true);
                    more();
                }
            });
        };
        // A frame is drawn right after its callbacks, so a task that they leave behind finds it done.
        let then = move || set_timeout(drawn, Duration::ZERO);
        if within { then() } else { dom::next_frame(then) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pace after so many frames of a machine that needs `row` milliseconds per row and `frame` for the frame itself.
    fn after(start: usize, frames: usize, row: f64, frame: f64) -> usize {
        let mut pace = Pace(start);
        for _ in 0..frames {
            #[allow(clippy::cast_precision_loss)] // a dozen
            let took = pace.0 as f64 * row + frame;
            pace = pace.took(pace.0, took);
        }
        pace.0
    }

    #[test]
    fn a_slow_machine_makes_fewer_and_a_quick_one_more() {
        assert_eq!(after(FIRST, 20, 0.5, 2.0), MOST);
        assert_eq!(after(FIRST, 20, 3.0, 4.0), 4);
        assert_eq!(after(FIRST, 20, 4.5, 4.0), 2);
        assert_eq!(after(FIRST, 20, 30.0, 10.0), 1);
    }

    #[test]
    fn a_pause_of_the_machine_is_made_up_for() {
        assert_eq!(Pace(4).took(4, 4_000.0), Pace(3));
        assert_eq!(after(1, 2, 2.0, 4.0), 3, "from the slowest on, with what a frame costs by itself");
        assert_eq!(after(1, 20, 2.5, 6.0), 3);
    }

    #[test]
    fn the_last_few_rows_of_a_list_say_nothing() {
        assert_eq!(Pace(4).took(1, 5.0), Pace(4));
    }
}
