//! Waiting for a server that asked to slow down, for as long as the person lets it: long work is not given up half-way
//! because of a 429 (API contract §1.7).

use crate::bulk::{Control, Progress};
use crate::error::ApiError;
use crate::portal::Portal;

/// Most waits for a server that says 429 before work gives up.
const WAITS: u32 = 5;
/// Seconds to wait when such a server does not say how long.
const DEFAULT_WAIT: u32 = 60;
/// Longest wait in seconds that a server may ask for.
const LONGEST_WAIT: u32 = 300;

/// A failure that may be a request to slow down.
pub(crate) trait Limited {
    /// The seconds to wait, when it is one.
    fn wait(&self) -> Option<u32>;
}

impl Limited for ApiError {
    fn wait(&self) -> Option<u32> {
        match self {
            Self::RateLimited { retry_after } => Some(retry_after.unwrap_or(DEFAULT_WAIT).clamp(1, LONGEST_WAIT)),
            _ => None,
        }
    }
}

/// Calls once, and again after each 429, as long as the person does not stop it. `done` and `total` are where the work
/// stands, for whoever watches.
pub(crate) async fn patiently<T, E: Limited>(
    portal: &Portal,
    (done, total): (usize, usize),
    control: &Control,
    call: impl AsyncFn() -> Result<T, E>,
) -> Result<T, E> {
    let mut waits = 0;
    loop {
        let error = match call().await {
            Ok(value) => return Ok(value),
            Err(error) => error,
        };
        let Some(seconds) = error.wait() else { return Err(error) };
        waits += 1;
        if waits > WAITS {
            return Err(error);
        }
        for left in (1..=seconds).rev() {
            if control.is_stopped() {
                return Err(error);
            }
            control.tell(Progress { done, total, waiting: Some(left) });
            portal.inner.clock.sleep(1_000.0).await;
        }
        control.tell(Progress { done, total, waiting: None });
    }
}
