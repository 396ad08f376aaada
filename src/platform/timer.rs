//! Waiting, and the time of day.

use std::time::Duration;

use futures::channel::oneshot;
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};

/// Milliseconds since 1970 by the local clock.
#[must_use]
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

struct Alarm(Option<TimeoutHandle>);

impl Drop for Alarm {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            handle.clear();
        }
    }
}

/// Waits. Dropping the future cancels the timer.
pub async fn sleep(milliseconds: f64) {
    let (sender, receiver) = oneshot::channel::<()>();
    let duration = Duration::try_from_secs_f64((milliseconds / 1000.0).max(0.0)).unwrap_or(Duration::MAX);
    let ring = move || {
        // Nobody listens any more when the wait was given up.
        let _ = sender.send(());
    };
    let _alarm = Alarm(set_timeout_with_handle(ring, duration).ok());
    // The sender can only vanish together with the page.
    let _ = receiver.await;
}
