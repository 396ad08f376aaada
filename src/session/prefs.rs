//! What this device remembers: preferences, nothing secret.

use leptos::prelude::document;

use crate::platform::{
    random,
    storage::{self, Shelf},
};

const THEME: &str = "portal.theme";
const EMAIL: &str = "portal.email";
const DEVICE: &str = "portal.device";
const TIMEOUT: &str = "portal.timeout";
const SINGLE_KEYS: &str = "portal.singleKeys";
const DENSITY: &str = "portal.density";
const PROVIDER: &str = "portal.provider";
const CLIENTS: &str = "portal.clients";
const SET_UP: &str = "portal.setUp.";

/// How many clients the switcher remembers.
const RECENT: usize = 5;

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// As kept and as `data-theme`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// Reads [`Theme::name`] back; anything else is the system's choice.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }
}

/// The chosen theme.
#[must_use]
pub fn theme() -> Theme {
    storage::read(Shelf::Device, THEME).map_or(Theme::System, |name| Theme::from_name(&name))
}

/// Chooses a theme and shows it at once. `public/boot.js` applies it before the first paint of the next visit.
pub fn set_theme(theme: Theme) {
    storage::write(Shelf::Device, THEME, theme.name());
    apply_theme(theme);
}

/// Puts the theme onto the document.
pub fn apply_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.name()),
        };
    }
}

/// The address to offer at sign-in, if the person wanted it remembered.
#[must_use]
pub fn remembered_email() -> Option<String> {
    storage::read(Shelf::Device, EMAIL).filter(|email| !email.is_empty())
}

/// Remembers an address for the next sign-in, or forgets it.
pub fn remember_email(email: Option<&str>) {
    match email {
        Some(email) => storage::write(Shelf::Device, EMAIL, email),
        None => storage::remove(Shelf::Device, EMAIL),
    }
}

/// A random id by which servers recognise this browser. Made at first use, not tied to a person.
#[must_use]
pub fn device_id() -> String {
    if let Some(id) = storage::read(Shelf::Device, DEVICE).filter(|id| id.len() == 36) {
        return id;
    }
    let id = random::uuid();
    storage::write(Shelf::Device, DEVICE, &id);
    id
}

/// Whether single letters act as shortcuts (`j`, `k`, `/`, `?`).
#[must_use]
pub fn single_keys() -> bool {
    storage::read(Shelf::Device, SINGLE_KEYS).is_none_or(|value| value != "off")
}

/// Switches shortcuts of a single letter.
pub fn set_single_keys(on: bool) {
    storage::write(Shelf::Device, SINGLE_KEYS, if on { "on" } else { "off" });
}

/// Whether rows are 36 px instead of 44 px high.
#[must_use]
pub fn compact() -> bool {
    storage::read(Shelf::Device, DENSITY).is_some_and(|value| value == "compact")
}

/// Chooses the height of rows and shows it at once.
pub fn set_compact(compact: bool) {
    storage::write(Shelf::Device, DENSITY, if compact { "compact" } else { "normal" });
    apply_density(compact);
}

/// Puts the density onto the document.
pub fn apply_density(compact: bool) {
    if let Some(root) = document().document_element() {
        let _ =
            if compact { root.set_attribute("data-density", "compact") } else { root.remove_attribute("data-density") };
    }
}

/// The raw session timeout setting, see [`super::timeout`].
#[must_use]
pub fn timeout() -> Option<String> {
    storage::read(Shelf::Device, TIMEOUT)
}

/// Keeps the session timeout setting.
pub fn set_timeout_setting(value: &str) {
    storage::write(Shelf::Device, TIMEOUT, value);
}

/// The provider worked for last, so that the next sign-in leads there.
#[must_use]
pub fn last_provider() -> Option<String> {
    storage::read(Shelf::Device, PROVIDER)
}

/// Remembers the provider worked for.
pub fn remember_provider(id: &str) {
    storage::write(Shelf::Device, PROVIDER, id);
}

/// Ids of the clients that were open last in this tab, the latest first. Ids only, and gone with the tab: which clients
/// somebody works for is nobody else's business.
#[must_use]
pub fn recent_clients() -> Vec<String> {
    let kept = storage::read(Shelf::Tab, CLIENTS).unwrap_or_default();
    kept.split(' ').filter(|id| !id.is_empty()).take(RECENT).map(str::to_owned).collect()
}

/// Puts a client at the head of [`recent_clients`].
pub fn remember_client(id: &str) {
    let mut ids = recent_clients();
    ids.retain(|known| known != id);
    ids.insert(0, id.to_owned());
    ids.truncate(RECENT);
    storage::write(Shelf::Tab, CLIENTS, &ids.join(" "));
}

/// What this device remembers of the set-up of a client, as `pages::client::setup::kept` writes it.
#[must_use]
pub fn set_up(client: &str) -> Option<String> {
    storage::read(Shelf::Device, &[SET_UP, client].concat())
}

/// Keeps what [`set_up`] reads.
pub fn keep_set_up(client: &str, note: &str) {
    storage::write(Shelf::Device, &[SET_UP, client].concat(), note);
}
