//! Judging a field when it is left must not move the button that is being pressed: the press would miss it. What a field
//! shows after it was left therefore waits until the pointer is up again.

use std::time::Duration;

use leptos::{ev, prelude::*};

/// Whether a pointer is down, and what waits for it. Copy it freely; it ends with the page that made it.
#[derive(Clone, Copy)]
pub struct Press {
    down: StoredValue<bool>,
    waiting: StoredValue<Vec<Callback<()>>>,
}

impl Press {
    /// Watches the pointer from now on.
    #[must_use]
    pub fn watch() -> Self {
        let this = Press { down: StoredValue::new(false), waiting: StoredValue::new(Vec::new()) };
        let pressed = window_event_listener(ev::pointerdown, move |_| this.down.set_value(true));
        let released = window_event_listener(ev::pointerup, move |_| this.release());
        let lost = window_event_listener(ev::pointercancel, move |_| this.release());
        on_cleanup(move || {
            pressed.remove();
            released.remove();
            lost.remove();
        });
        this
    }

    /// Runs something now, or once the pointer is up and its click was delivered.
    pub fn after(self, work: Callback<()>) {
        if self.down.get_value() {
            self.waiting.update_value(|waiting| waiting.push(work));
        } else {
            work.run(());
        }
    }

    fn release(self) {
        self.down.set_value(false);
        // The click comes after this event, in the same turn.
        set_timeout(
            move || {
                for work in self.waiting.try_update_value(std::mem::take).unwrap_or_default() {
                    work.run(());
                }
            },
            Duration::ZERO,
        );
    }
}
