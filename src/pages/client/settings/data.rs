//! What was read, and what was typed over it. The two forms of the page start from the same reading; saving one leaves
//! what was typed into the other.

use leptos::prelude::*;
use portal_client::organization::{self, Details, Organization, Payer};
use portal_contracts::profile::CollectionManagement;

use super::setting::Setting;
use crate::{pages::client::scope::ClientScope, ui::Draft};

/// The settings of a client that were read once. Copy it freely.
#[derive(Clone, Copy)]
pub struct SettingsData {
    /// Which client.
    pub scope: ClientScope,
    /// As saved now.
    pub base: RwSignal<Organization>,
    /// Who pays.
    pub payer: StoredValue<Option<Payer>>,
    /// The name, as typed.
    pub name: RwSignal<String>,
    /// The billing address, as typed.
    pub email: RwSignal<String>,
    /// The settings, as ticked, in the order of [`Setting::ALL`].
    pub ticked: [RwSignal<bool>; 4],
    details_base: RwSignal<Details>,
    management_base: RwSignal<CollectionManagement>,
    /// What was read when the forms came back after a lock with what was typed before.
    newer: StoredValue<Option<Organization>>,
    details_draft: Draft,
    management_draft: Draft,
}

impl SettingsData {
    /// The forms over a first reading.
    #[must_use]
    pub fn new(scope: ClientScope, base: Organization) -> Self {
        let (details_draft, management_draft) = (Draft::new("details"), Draft::new("collection-management"));
        // What was typed before a lock was typed over what was read then.
        let newer = (details_draft.waits() || management_draft.waits()).then(|| base.clone());
        let details_base = details_draft.base("seen", Details::from(&base));
        let management_base = management_draft.base("seen", base.management);
        let (details, management) = (details_base.get_untracked(), management_base.get_untracked());
        let base = Organization { name: details.name, billing_email: details.billing_email, management, ..base };
        Self {
            scope,
            payer: StoredValue::new(organization::payer(&scope.portal(), &base.id).ok()),
            name: details_draft.field("name", base.name.clone()),
            email: details_draft.field("email", base.billing_email.clone()),
            ticked: Setting::ALL.map(|setting| management_draft.field(setting.id(), setting.of(&base.management))),
            base: RwSignal::new(base),
            details_base,
            management_base,
            newer: StoredValue::new(newer),
            details_draft,
            management_draft,
        }
    }

    /// Takes a newer state over. Fields that were left alone follow it; what was typed stays.
    pub fn take_over(self, new: Organization) {
        self.newer.set_value(None);
        self.details_base.set(Details::from(&new));
        self.management_base.set(new.management);
        let old = self.base.get_untracked();
        if self.name.with_untracked(|typed| typed.trim() == old.name) {
            self.name.set(new.name.clone());
        }
        if self.email.with_untracked(|typed| typed.trim() == old.billing_email) {
            self.email.set(new.billing_email.clone());
        }
        for (setting, ticked) in Setting::ALL.into_iter().zip(self.ticked) {
            if ticked.get_untracked() == setting.of(&old.management) {
                ticked.set(setting.of(&new.management));
            }
        }
        self.base.set(new);
        if !untrack(|| self.details_changed()) {
            self.details_draft.saved();
        }
        if !untrack(|| self.management_changed()) {
            self.management_draft.saved();
        }
    }

    /// Puts name and address to what is saved.
    pub fn settle_details(self) {
        self.catch_up();
        let details = self.base.with_untracked(|base| Details::from(base));
        self.name.set(details.name);
        self.email.set(details.billing_email);
        self.details_draft.saved();
    }

    /// Puts the ticks to what is saved.
    pub fn settle_management(self) {
        self.catch_up();
        let saved = self.base.with_untracked(|base| base.management);
        for (setting, ticked) in Setting::ALL.into_iter().zip(self.ticked) {
            ticked.set(setting.of(&saved));
        }
        self.management_draft.saved();
    }

    /// Whoever drops what was typed before a lock sees what was read after it.
    fn catch_up(self) {
        if let Some(newer) = self.newer.get_value() {
            self.take_over(newer);
        }
    }

    /// What is typed now; reactive.
    #[must_use]
    pub fn details(self) -> Details {
        Details { name: self.name.get(), billing_email: self.email.get() }
    }

    /// What is ticked now; reactive.
    #[must_use]
    pub fn management(self) -> CollectionManagement {
        let mut settings = CollectionManagement::default();
        for (setting, ticked) in Setting::ALL.into_iter().zip(self.ticked) {
            setting.put(&mut settings, ticked.get());
        }
        settings
    }

    /// Whether name or address differ from what is saved; reactive.
    #[must_use]
    pub fn details_changed(self) -> bool {
        let typed = self.details();
        self.base.with(|base| typed.name.trim() != base.name || typed.billing_email.trim() != base.billing_email)
    }

    /// Whether a tick differs from what is saved; reactive.
    #[must_use]
    pub fn management_changed(self) -> bool {
        let ticked = self.management();
        self.base.with(|base| base.management != ticked)
    }
}
