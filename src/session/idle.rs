//! Watches whether the person is still there. The time of the last touch is shared by all tabs of this browser, so that a tab
//! in the background does not lock the one in use. Clocks are compared, not timers counted: a laptop that slept for an
//! hour locks when it wakes, before anything is shown.

use std::time::Duration;

use leptos::{ev, prelude::*};

use super::{
    Session, prefs,
    timeout::{Idle, Timeout},
};
use crate::platform::{
    storage::{self, Shelf},
    timer,
};

const TOUCHED: &str = "portal.touched";
/// How often the shared time is written, in milliseconds.
const WRITE_EVERY: f64 = 5_000.0;

/// Starts watching, for the life of the page.
pub fn watch(session: Session) {
    let own = StoredValue::new(timer::now_ms());
    let touch = move || {
        let now = timer::now_ms();
        if now - own.get_value() > WRITE_EVERY || session.warning().get_untracked().is_some() {
            own.set_value(now);
            write_touched(now);
            look(session, own);
        }
    };
    for listener in [
        window_event_listener(ev::pointerdown, move |_| touch()),
        window_event_listener(ev::keydown, move |_| touch()),
        window_event_listener(ev::wheel, move |_| touch()),
        window_event_listener(ev::touchstart, move |_| touch()),
    ] {
        on_cleanup(move || listener.remove());
    }
    let seen = window_event_listener(ev::visibilitychange, move |_| look(session, own));
    let focused = window_event_listener(ev::focus, move |_| look(session, own));
    // Kept by the browser for going back: nobody sees keys that are not there.
    let hidden = window_event_listener(ev::pagehide, move |event| {
        if event.persisted() {
            session.lock_here();
        }
    });
    on_cleanup(move || {
        seen.remove();
        focused.remove();
        hidden.remove();
    });
    if let Ok(every) = set_interval_with_handle(move || look(session, own), Duration::from_secs(1)) {
        on_cleanup(move || every.clear());
    }
}

/// Starts to count anew, after sign-in and unlock.
pub fn restart() {
    write_touched(timer::now_ms());
}

/// As whole milliseconds: writing and reading fractions would add 10 kB to the first visit.
#[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit for 290 million years")]
fn write_touched(now: f64) {
    storage::write(Shelf::Device, TOUCHED, &(now as i64).to_string());
}

#[allow(clippy::cast_precision_loss, reason = "exact below 2^53 milliseconds")]
fn read_touched() -> Option<f64> {
    storage::read(Shelf::Device, TOUCHED)?.parse::<i64>().ok().map(|touched| touched as f64)
}

fn look(session: Session, own: StoredValue<f64>) {
    if !session.is_open_untracked() {
        session.warn(None);
        return;
    }
    let shared = read_touched().unwrap_or_default();
    let now = timer::now_ms();
    // A time from the future, written under another clock, must not keep the portal open for ever.
    let last = own.get_value().max(if shared <= now { shared } else { 0.0 });
    match Timeout::from_name(prefs::timeout().as_deref()).judge(now - last) {
        Idle::Fine => session.warn(None),
        Idle::Soon { seconds } => session.warn(Some(seconds)),
        Idle::Over => {
            session.warn(None);
            session.lock_for_idleness();
        }
    }
}
