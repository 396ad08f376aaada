//! What can be set about the server.

use std::path::PathBuf;

use time::Duration;

use crate::clock::ClockSetting;
use crate::limits::RateLimits;

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Storage {
    /// Nothing is kept when the server ends.
    Memory,
    /// `portal.sqlite3` in this directory, which is made when it is missing.
    Directory(PathBuf),
}

/// All settings. [`Config::in_memory`] gives what tests want, [`Config::new`] what a person wants.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the data lives.
    pub storage: Storage,
    /// The one origin of portal and API without trailing slash, e.g. `http://localhost:8080`. Mails link to it.
    pub origin: String,
    /// Further origins whose browsers may call the API (spec §1.3). Its own origin needs no entry.
    pub allowed_origins: Vec<String>,
    /// Directory with the built portal; `None` serves the API only.
    pub dist: Option<PathBuf>,
    /// Where the time comes from.
    pub clock: ClockSetting,
    /// Rate limits; `None` switches them off.
    pub rate_limits: Option<RateLimits>,
    /// Asks for a mailed code when a known account signs in from a new device; `None` switches it off.
    pub new_device_check: Option<NewDeviceCheck>,
    /// Sends a mail before sign-up. Off: the token is the answer (spec §3, send-verification-email).
    pub verify_email: bool,
    /// Refuses sign-up without an invitation.
    pub disable_registration: bool,
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// SMTP relay as URL (`smtp://…`, `smtps://user:password@…`); mails stay in the outbox as well.
    pub smtp_url: Option<String>,
    /// The address mails come from.
    pub mail_from: String,
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Longest time a request may take.
    pub request_timeout: std::time::Duration,
    /// Rounds of PBKDF2 over the received password hash. The hash is the result of a costly derivation already.
    pub password_hash_rounds: u32,
    /// Waits this long before a wrong password is answered; Bitwarden waits two seconds.
    pub wrong_password_delay: std::time::Duration,
    /// `/dev/mailbox`, `/dev/faults`, `/dev/clock`, `/dev/dns`, `/dev/csp-report`: for trying out, development and tests only.
    pub dev_pages: bool,
    /// Asks the machine's name servers what domains say that are to be claimed; never about names reserved for examples.
    pub ask_dns: bool,
    /// Base of the breach range service the portal may call; part of the content security policy.
    pub breach_base: String,
    /// Send `Strict-Transport-Security`: the server is reached by https under a name of its own. Never for `localhost`,
    /// where the header would bind everything else a developer runs there.
    pub https: bool,
    /// Time given to open requests when the server is stopped.
    pub stop_grace: std::time::Duration,
}

/// When a mailed code is asked for at sign-in from an unknown device (spec §3, new-device verification).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewDeviceCheck {
    /// Accounts younger than this are not asked. Bitwarden: 24 hours.
    pub account_age: Duration,
}

/// How long tokens and codes are good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// Access token. Bitwarden: one hour.
    pub access_token: Duration,
    /// Refresh token since its last use. Bitwarden: seven days.
    pub refresh_token: Duration,
    /// Invitations of providers and organisations. Bitwarden: 120 hours.
    pub invitation: Duration,
    /// Sign-up mail. Bitwarden: 15 minutes.
    pub sign_up: Duration,
    /// Provider set-up link; the same as an invitation.
    pub provider_setup: Duration,
    /// Mailed codes (two-step, new device, OTP).
    pub mailed_code: Duration,
    /// Remembered two-step device. Bitwarden: 30 days.
    pub remember_device: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            access_token: Duration::hours(1),
            refresh_token: Duration::days(7),
            invitation: Duration::hours(120),
            sign_up: Duration::minutes(15),
            provider_setup: Duration::hours(120),
            mailed_code: Duration::minutes(10),
            remember_device: Duration::days(30),
        }
    }
}

impl Config {
    /// Settings for a person trying the portal: everything on, data in `storage`.
    #[must_use]
    pub fn new(storage: Storage, origin: &str) -> Self {
        Self {
            storage,
            origin: origin.trim_end_matches('/').to_owned(),
            allowed_origins: Vec::new(),
            dist: None,
            clock: ClockSetting::System,
            rate_limits: Some(RateLimits::default()),
            new_device_check: Some(NewDeviceCheck { account_age: Duration::hours(24) }),
            verify_email: true,
            disable_registration: false,
            lifetimes: Lifetimes::default(),
            smtp_url: None,
            mail_from: "Provider Portal <no-reply@portal.invalid>".to_owned(),
            body_limit: 30 * 1024 * 1024,
            request_timeout: std::time::Duration::from_secs(60),
            password_hash_rounds: 100_000,
            wrong_password_delay: std::time::Duration::from_secs(2),
            dev_pages: true,
            ask_dns: true,
            breach_base: "https://api.pwnedpasswords.com".to_owned(),
            https: insists_on_https(origin),
            stop_grace: std::time::Duration::from_secs(10),
        }
    }

    /// Settings for tests: in memory, no rate limits, no new-device check, no network, no waiting.
    #[must_use]
    pub fn in_memory() -> Self {
        Self {
            rate_limits: None,
            new_device_check: None,
            ask_dns: false,
            password_hash_rounds: 1_000,
            wrong_password_delay: std::time::Duration::ZERO,
            ..Self::new(Storage::Memory, "http://localhost:8080")
        }
    }
}

fn insists_on_https(origin: &str) -> bool {
    origin.strip_prefix("https://").is_some_and(|rest| {
        let host = host_of(rest);
        host != "localhost" && host.parse::<std::net::IpAddr>().is_err()
    })
}

/// The host name at the start of `authority`, without port and without the brackets of IPv6.
#[must_use]
pub fn host_of(authority: &str) -> &str {
    let authority = authority.split_once("://").map_or(authority, |(_, rest)| rest);
    let authority = authority.split('/').next().unwrap_or(authority);
    if let Some(rest) = authority.strip_prefix('[') {
        return rest.split(']').next().unwrap_or(rest);
    }
    authority.split(':').next().unwrap_or(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_in_origins_and_authorities() {
        for (text, host) in [
            ("https://portal.example:8443/x", "portal.example"),
            ("localhost:8080", "localhost"),
            ("http://[::1]:8080", "::1"),
            ("127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(host_of(text), host);
        }
    }

    #[test]
    fn https_is_never_forced_on_everything_local() {
        for (origin, insists) in [
            ("https://portal.example", true),
            ("http://portal.example", false),
            ("https://localhost:8443", false),
            ("https://127.0.0.1:8443", false),
            ("https://[::1]:8443", false),
        ] {
            assert_eq!(Config::new(Storage::Memory, origin).https, insists, "{origin}");
        }
    }
}
