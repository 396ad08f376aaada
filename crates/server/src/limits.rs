//! Rate limits (spec §17): so many calls per address and kind of call in a window, then 429 with `Retry-After`.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::clock::{self, Millis};
use crate::error::{ApiError, ApiResult};

/// So many calls in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Calls allowed within the window.
    pub calls: u32,
    /// Length of the window in seconds.
    pub seconds: u32,
}

/// The limits per kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimits {
    /// `connect/token`.
    pub token: Limit,
    /// Each other path below `identity`.
    pub identity: Limit,
    /// Sign-up mails, password hints and other mails a stranger can cause.
    pub stranger_mail: Limit,
    /// Two-step codes by mail at sign-in.
    pub email_login: Limit,
    /// Invitations.
    pub invite: Limit,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self {
            token: Limit { calls: 10, seconds: 60 },
            identity: Limit { calls: 60, seconds: 60 },
            stranger_mail: Limit { calls: 5, seconds: 3600 },
            email_login: Limit { calls: 10, seconds: 600 },
            invite: Limit { calls: 5, seconds: 60 },
        }
    }
}

/// What is being counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `connect/token`.
    Token,
    /// Prelogin and finishing a sign-up.
    Identity,
    /// Asking for a sign-up mail.
    SignUpMail,
    /// Asking for the password hint.
    Hint,
    /// Asking for a two-step or new-device code by mail.
    EmailLogin,
    /// Inviting people.
    Invite,
}

/// Beyond this many remembered callers the expired ones are dropped.
const SWEEP_AT: usize = 4096;

/// Counts calls per address. Windows are fixed: they begin with the first call.
#[derive(Debug)]
pub struct Limiter {
    limits: Option<RateLimits>,
    windows: Mutex<HashMap<(Kind, IpAddr), Window>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    ends: Millis,
    used: u32,
}

impl Limiter {
    /// `None` counts nothing and allows all.
    #[must_use]
    pub fn new(limits: Option<RateLimits>) -> Self {
        Self { limits, windows: Mutex::new(HashMap::new()) }
    }

    /// Counts one call.
    ///
    /// # Errors
    /// [`ApiError::TooManyRequests`] with the seconds left in the window.
    pub fn check(&self, kind: Kind, caller: IpAddr) -> ApiResult<()> {
        let Some(limits) = self.limits else { return Ok(()) };
        let limit = match kind {
            Kind::Token => limits.token,
            Kind::Identity => limits.identity,
            Kind::SignUpMail | Kind::Hint => limits.stranger_mail,
            Kind::EmailLogin => limits.email_login,
            Kind::Invite => limits.invite,
        };
        let now = clock::monotonic();
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= SWEEP_AT {
            windows.retain(|_, window| window.ends > now);
        }
        let fresh = Window { ends: now + i64::from(limit.seconds) * 1000, used: 0 };
        let window = windows.entry((kind, caller)).or_insert(fresh);
        if window.ends <= now {
            *window = fresh;
        }
        if window.used >= limit.calls {
            let left = u64::try_from(window.ends - now).unwrap_or(0).div_ceil(1000).max(1);
            return Err(ApiError::TooManyRequests { retry_after: left, window: limit.seconds });
        }
        window.used += 1;
        Ok(())
    }
}
