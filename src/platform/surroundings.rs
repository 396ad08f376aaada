//! The browser as what `portal_client` needs around it: clock, two stores, a name for the device.

use portal_agent::LocalBoxFuture;
use portal_client::surroundings::{Clock, Memory, TokenKind, TokenStore};
use portal_contracts::{SecretText, enums::DeviceType};

use super::{
    storage::{self, Shelf},
    timer,
};

/// The browser's clock.
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now_ms(&self) -> f64 {
        timer::now_ms()
    }

    fn sleep(&self, milliseconds: f64) -> LocalBoxFuture<'_, ()> {
        Box::pin(timer::sleep(milliseconds))
    }
}

/// Tokens of this tab (decision record 0004).
pub struct TabTokens;

const fn token_key(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Refresh => "portal.token.refresh",
        TokenKind::TwoFactor => "portal.token.twoFactor",
    }
}

impl TokenStore for TabTokens {
    fn load(&self, kind: TokenKind) -> Option<SecretText> {
        storage::read(Shelf::Tab, token_key(kind)).map(SecretText::new)
    }

    fn store(&self, kind: TokenKind, token: Option<&SecretText>) {
        match token {
            Some(token) => storage::write(Shelf::Tab, token_key(kind), token.expose()),
            None => storage::remove(Shelf::Tab, token_key(kind)),
        }
    }
}

/// Small public things remembered for this browser.
pub struct DeviceMemory;

impl Memory for DeviceMemory {
    fn get(&self, key: &str) -> Option<String> {
        storage::read(Shelf::Device, &["portal.memory.", key].concat())
    }

    fn set(&self, key: &str, value: Option<&str>) {
        let key = ["portal.memory.", key].concat();
        match value {
            Some(value) => storage::write(Shelf::Device, &key, value),
            None => storage::remove(Shelf::Device, &key),
        }
    }
}

/// The kind of browser, guessed for the list of devices only.
#[must_use]
pub fn browser() -> (DeviceType, &'static str) {
    let agent = leptos::prelude::window().navigator().user_agent().unwrap_or_default();
    // Order matters: most browsers also name the ones they want to be taken for.
    if agent.contains("Edg/") {
        (DeviceType::Edge, "edge")
    } else if agent.contains("OPR/") {
        (DeviceType::Opera, "opera")
    } else if agent.contains("Firefox/") {
        (DeviceType::Firefox, "firefox")
    } else if agent.contains("Chrome/") {
        (DeviceType::Chrome, "chrome")
    } else if agent.contains("Safari/") {
        (DeviceType::Safari, "safari")
    } else {
        (DeviceType::UnknownBrowser, "browser")
    }
}
