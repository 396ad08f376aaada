//! What was chosen in the form. A draft.

use leptos::prelude::*;
use portal_client::scim::Wanted;
use portal_contracts::scim::{Connection, ScimProvider};

use crate::ui::Draft;

/// The form. Copy it freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is unsaved.
    pub draft: Draft,
    /// As the server has it, as far as we know.
    pub seen: RwSignal<Connection>,
    /// On or off.
    pub enabled: RwSignal<bool>,
    /// The number of the directory.
    pub provider: RwSignal<String>,
    /// What was read when the form came back after a lock with what was chosen before.
    newer: StoredValue<Option<Connection>>,
}

impl Form {
    /// The form of what is set up now.
    #[must_use]
    pub fn new(seen: Connection) -> Self {
        let draft = Draft::new("scim");
        let newer = draft.waits().then(|| seen.clone());
        let base = draft.base("seen", seen);
        let seen = base.get_untracked();
        Self {
            draft,
            enabled: draft.field("enabled", seen.provisions()),
            provider: draft.field("provider", number(&seen)),
            seen: base,
            newer: StoredValue::new(newer),
        }
    }

    /// What is to be saved; not reactive.
    #[must_use]
    pub fn wanted(self) -> Wanted {
        let number = self.provider.with_untracked(|number| number.parse().unwrap_or_default());
        Wanted { enabled: self.enabled.get_untracked(), provider: ScimProvider::from_number(number) }
    }

    /// Drops what was chosen.
    pub fn discard(self) {
        self.draft.reset();
        if let Some(now) = self.newer.get_value() {
            self.settle(now);
        }
    }

    /// Puts the form to what the server has.
    pub fn settle(self, now: Connection) {
        self.newer.set_value(None);
        self.enabled.set(now.provisions());
        self.provider.set(number(&now));
        self.seen.set(now);
        self.draft.saved();
    }
}

fn number(seen: &Connection) -> String {
    seen.provider().unwrap_or(ScimProvider::Default).number().to_string()
}
