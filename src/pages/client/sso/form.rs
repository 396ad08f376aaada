//! What was typed into the form, and how it becomes settings. A draft, but for the client secret: that is kept nowhere.

use leptos::prelude::*;
use portal_client::sso::read_certificate;
use portal_contracts::{
    policies::Settings,
    sso::{IDENTIFIER, MemberDecryption, OrganizationSso, SsoType, SsoWrong, UpdateSso, decryption, kind, problems},
};
use serde_json::{Value, json};

use super::{
    inputs::{ALL, Input, Part, SECRET, begin, typed},
    words,
};
use crate::ui::Draft;

/// The page shows the opposite of this one.
const NO_LOGOUT: &str = "idpDisableOutboundLogoutRequests";

/// What the server said about one field.
#[derive(Clone, Debug, PartialEq)]
struct Refusal {
    field: String,
    words: String,
    /// What stood there; nothing for what is no field.
    sent: Option<Value>,
}

/// The form. Copy it freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is unsaved.
    pub draft: Draft,
    /// As the server has it, as far as we know.
    pub seen: RwSignal<OrganizationSso>,
    /// On or off.
    pub enabled: RwSignal<bool>,
    /// What people type when they sign in.
    pub identifier: RwSignal<String>,
    /// Log-out requests go out.
    pub logout: RwSignal<bool>,
    /// Saving was tried: all that is wrong shows.
    pub tried: RwSignal<bool>,
    /// What the server refused; each counts as long as the field says what was refused.
    refused: RwSignal<Vec<Refusal>>,
    inputs: StoredValue<Vec<(&'static str, Input)>>,
    left: RwSignal<Vec<&'static str>>,
    /// As [`Self::seen`], without the secret of the client: what is kept over a lock.
    base: RwSignal<OrganizationSso>,
    newer: StoredValue<Option<OrganizationSso>>,
}

impl Form {
    /// The form of what is set up now.
    #[must_use]
    pub fn new(seen: OrganizationSso) -> Self {
        let draft = Draft::new("sso");
        let newer = draft.waits().then(|| seen.clone());
        let (base, seen) = typed_over(draft, &seen);
        let settings = seen.settings();
        let inputs =
            ALL.iter().map(|(name, _, shape)| (*name, begin(draft, name, *shape, &settings))).collect::<Vec<_>>();
        let form = Self {
            draft,
            enabled: draft.field("enabled", seen.enabled),
            identifier: draft.field(IDENTIFIER, seen.identifier.clone().unwrap_or_default()),
            logout: draft.field(NO_LOGOUT, !settings.flag(NO_LOGOUT)),
            seen: RwSignal::new(seen),
            tried: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            inputs: StoredValue::new(inputs),
            left: RwSignal::new(Vec::new()),
            base,
            newer: StoredValue::new(newer),
        };
        form.watch_secret();
        form
    }

    fn watch_secret(self) {
        let secret = self.text(SECRET);
        let before = move || {
            let seen = self.seen.try_with(|seen| seen.settings().text(SECRET).map(str::to_owned));
            seen.flatten().unwrap_or_default()
        };
        self.draft
            .watch(SECRET, move || secret.try_with(|secret| secret.trim() != before().trim()).unwrap_or_default());
    }

    /// The signal of a setting that is a text or a choice.
    #[must_use]
    pub fn text(self, name: &'static str) -> RwSignal<String> {
        match self.input(name) {
            Some(Input::Text(text)) => text,
            // Names come from this folder; a test asks for each.
            _ => RwSignal::new(String::new()),
        }
    }

    /// The signal of a setting of yes or no.
    #[must_use]
    pub fn flag(self, name: &'static str) -> RwSignal<bool> {
        match self.input(name) {
            Some(Input::Flag(flag)) => flag,
            _ => RwSignal::new(false),
        }
    }

    fn input(self, name: &str) -> Option<Input> {
        self.inputs.with_value(|inputs| inputs.iter().find(|(known, _)| *known == name).map(|(_, input)| *input))
    }

    /// The kind of identity provider; reactive.
    #[must_use]
    pub fn kind(self) -> Option<SsoType> {
        kind(&self.settings())
    }

    /// How members open their vault; reactive.
    #[must_use]
    pub fn decryption(self) -> MemberDecryption {
        decryption(&self.settings())
    }

    /// The settings as they would be saved; reactive. What belongs to the other kind of identity provider, and what this
    /// version does not know, stays as it is.
    #[must_use]
    pub fn settings(self) -> Settings {
        let mut settings = self.seen.with(OrganizationSso::settings);
        let chosen = match self.text("configType").get().as_str() {
            "1" => Some(Part::Oidc),
            "2" => Some(Part::Saml),
            _ => None,
        };
        for (name, part, shape) in ALL {
            if part == Part::Common || chosen == Some(part) {
                let value = self.input(name).and_then(|input| typed(input, shape, settings.value(name)));
                settings.put(name, value);
            }
        }
        if chosen == Some(Part::Saml) {
            settings.put(NO_LOGOUT, Some(json!(!self.logout.get())));
        }
        settings
    }

    /// What would be sent; reactive.
    #[must_use]
    pub fn wanted(self) -> UpdateSso {
        let identifier = Some(self.identifier.with(|text| text.trim().to_owned())).filter(|text| !text.is_empty());
        UpdateSso { enabled: self.enabled.get(), identifier, data: self.settings().into_data() }
    }

    /// What cannot be saved, by field; reactive.
    #[must_use]
    pub fn wrong(self) -> Vec<(&'static str, SsoWrong)> {
        let identifier = self.identifier.get();
        problems(self.enabled.get(), Some(&identifier), &self.settings(), |text| read_certificate(text).is_some())
    }

    /// What shows below one field now; reactive.
    #[must_use]
    pub fn error(self, name: &'static str) -> Option<String> {
        let shows = self.tried.get() || self.left.with(|left| left.contains(&name));
        let wrong = if shows { self.wrong() } else { Vec::new() };
        let own = wrong.into_iter().find(|(field, _)| *field == name).map(|(_, wrong)| words::wrong(name, wrong));
        own.or_else(|| self.still_refused().into_iter().find(|refusal| refusal.field == name).map(|one| one.words))
    }

    /// Everything that is wrong, for the summary; reactive.
    #[must_use]
    pub fn errors(self) -> Vec<(String, String)> {
        let wrong = if self.tried.get() { self.wrong() } else { Vec::new() };
        let own = wrong.into_iter().map(|(name, wrong)| (id_of(name), words::wrong(name, wrong)));
        let refused = self.still_refused().into_iter().map(|refusal| (id_of(&refusal.field), refusal.words));
        own.chain(refused).collect()
    }

    /// What stands in a field, as it would be sent; reactive.
    fn value(self, name: &str) -> Option<Value> {
        match name {
            IDENTIFIER => Some(json!(self.identifier.with(|text| text.trim().to_owned()))),
            name => self.settings().value(name).cloned(),
        }
    }

    /// The refusals whose field was not changed since; reactive.
    fn still_refused(self) -> Vec<Refusal> {
        let refused = self.refused.get();
        refused.into_iter().filter(|refusal| self.value(&refusal.field) == refusal.sent).collect()
    }

    /// What the server refuses, by field, instead of what it refused before.
    pub fn refuse(self, refused: Vec<(String, String)>) {
        if self.refused.try_get_untracked().is_none() {
            // The page is gone.
            return;
        }
        let with_value =
            |(field, words): (String, String)| Refusal { sent: untrack(|| self.value(&field)), field, words };
        let _ = self.refused.try_set(refused.into_iter().map(with_value).collect());
    }

    /// A field was left: what is wrong with it shows from now on.
    pub fn leave(self, name: &'static str) {
        self.left.update(|left| {
            if !left.contains(&name) {
                left.push(name);
            }
        });
    }

    /// Back to what the server has.
    pub fn discard(self) {
        self.draft.reset();
        self.text(SECRET)
            .set(self.seen.with_untracked(|seen| seen.settings().text(SECRET).unwrap_or_default().to_owned()));
        self.watch_secret();
        self.tried.set(false);
        self.left.set(Vec::new());
        self.refused.set(Vec::new());
    }

    /// What was read when the form came back after a lock with what was typed before: for whoever discards that.
    #[must_use]
    pub fn newer(self) -> Option<OrganizationSso> {
        self.newer.get_value()
    }

    /// This is what the server has now. Says whether the form is still there.
    pub fn know(self, now: OrganizationSso) -> bool {
        let _ = self.base.try_set(without_secret(&now));
        self.seen.try_set(now).is_none()
    }

    /// Saved: what stands there is the new start. Says whether the form is still there.
    pub fn saved(self, now: OrganizationSso) -> bool {
        if !self.know(now) {
            return false;
        }
        self.newer.set_value(None);
        self.tried.set(false);
        self.left.set(Vec::new());
        self.refused.set(Vec::new());
        self.draft.saved();
        // What is watched asks no more once it was saved; a later change must ask again.
        self.watch_secret();
        true
    }
}

/// The version over which something was typed, or what was read now: as it is kept, and with the secret that was read.
fn typed_over(draft: Draft, read: &OrganizationSso) -> (RwSignal<OrganizationSso>, OrganizationSso) {
    let base = draft.base("seen", without_secret(read));
    let secret = read.settings().value(SECRET).cloned();
    (base, with_secret(&base.get_untracked(), secret))
}

/// No secret is kept over a lock.
fn without_secret(of: &OrganizationSso) -> OrganizationSso {
    with_secret(of, of.settings().value(SECRET).map(|_| "".into()))
}

fn with_secret(of: &OrganizationSso, secret: Option<Value>) -> OrganizationSso {
    let mut settings = of.settings();
    settings.put(SECRET, secret);
    OrganizationSso { data: settings.into_data(), ..of.clone() }
}

/// The id of a field on the page.
#[must_use]
pub fn id_of(name: &str) -> String {
    format!("sso-{name}")
}
