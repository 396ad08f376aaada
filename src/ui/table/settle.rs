//! Which list a table follows while somebody types: rows cost more than letters do, and nobody reads the rows of half a word.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// How long fingers rest before a table that lags behind takes the next list over.
const REST: Duration = Duration::from_millis(60);

/// A list of so few rows costs less than the wait, and whoever has narrowed a search that far is about to click.
const FEW: usize = 4;

/// The list that a table shows. Copy it freely.
#[derive(Clone, Copy)]
pub(super) struct Settled {
    /// The rows to show, in order.
    pub keys: RwSignal<Vec<String>>,
    /// Tells a table that lags behind to go on.
    pub on: Trigger,
    behind: StoredValue<bool>,
    waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Settled {
    /// Follows `wanted`: at once while the table has made all its rows and to a short list, otherwise when nothing more
    /// comes for a moment.
    pub fn follow(wanted: Signal<Vec<String>>) -> Self {
        let this = Self {
            keys: RwSignal::new(wanted.get_untracked()),
            on: Trigger::new(),
            behind: StoredValue::new(false),
            waiting: StoredValue::new(None),
        };
        Effect::new(move |_| {
            let now = wanted.get();
            this.stop();
            if !this.behind.get_value() || now.len() <= FEW || this.keys.with_untracked(|keys| *keys == now) {
                this.take(now);
                return;
            }
            let later = set_timeout_with_handle(
                move || {
                    this.stop();
                    if let Some(now) = wanted.try_get_untracked() {
                        this.take(now);
                    }
                },
                REST,
            );
            this.waiting.set_value(later.ok());
        });
        on_cleanup(move || this.stop());
        this
    }

    /// Notes whether rows are still to come.
    pub fn is_behind(self, behind: bool) {
        let _ = self.behind.try_set_value(behind);
    }

    /// Whether another list waits: then making more rows of this one is in vain.
    pub fn is_waiting(self) -> bool {
        self.waiting.try_with_value(Option::is_some).unwrap_or(true)
    }

    fn take(self, now: Vec<String>) {
        if self.keys.try_with_untracked(|keys| *keys != now) == Some(true) {
            self.keys.set(now);
        } else {
            // The list is the old one again, and its rows may have stopped half-way.
            self.on.notify();
        }
    }

    fn stop(self) {
        if let Some(Some(handle)) = self.waiting.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
