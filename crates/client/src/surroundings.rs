//! What the client needs from where it runs, besides HTTP and keys: a clock, two small stores, a
//! name for the device.

use portal_agent::LocalBoxFuture;
use portal_contracts::SecretText;
use portal_contracts::enums::DeviceType;

/// Time, as a trait so that tests need not wait.
pub trait Clock {
    /// Milliseconds since 1970 by the local clock, which may be wrong.
    fn now_ms(&self) -> f64;

    /// Waits.
    fn sleep(&self, milliseconds: f64) -> LocalBoxFuture<'_, ()>;
}

/// Tokens that may be stored at all (decision record: session storage, never local storage).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Refresh token: brings the session back, locked, after a refresh of the page.
    Refresh,
    /// Spares the second step at the next sign-in of this tab.
    TwoFactor,
}

/// Stores tokens for the life of a browser tab (`sessionStorage`).
pub trait TokenStore {
    /// The stored token.
    fn load(&self, kind: TokenKind) -> Option<SecretText>;
    /// Stores a token, or removes it.
    fn store(&self, kind: TokenKind, token: Option<&SecretText>);
}

/// Remembers small public things for this browser (`localStorage`). Never holds a secret, a token
/// or an address in the clear.
pub trait Memory {
    /// Reads.
    fn get(&self, key: &str) -> Option<String>;
    /// Writes, or removes.
    fn set(&self, key: &str, value: Option<&str>);
}

/// How this browser presents itself to servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Kind of browser.
    pub kind: DeviceType,
    /// For the list of devices, for example `chrome`.
    pub name: String,
    /// GUID of this browser profile, made once and kept.
    pub identifier: String,
}
