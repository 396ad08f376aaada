//! Policies in words: what they are called, what they do, whom they bind.

use portal_client::policies::Policies;
use portal_contracts::{
    policies::{Obstacle, PolicyType},
    profile::PlanFeatures,
};

use crate::i18n::text::policies as text;

/// The parts of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// How people sign in, and whose they are.
    SigningIn,
    /// What happens to their data.
    Data,
    /// How their vault works.
    Vault,
}

impl Group {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::SigningIn, Self::Data, Self::Vault];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SigningIn => text::group::signing_in(),
            Self::Data => text::group::data(),
            Self::Vault => text::group::vault(),
        }
    }

    /// Its policies, in the order in which they are listed.
    #[must_use]
    pub const fn kinds(self) -> &'static [PolicyType] {
        match self {
            Self::SigningIn => &[
                PolicyType::TwoFactor,
                PolicyType::MasterPassword,
                PolicyType::SingleOrganization,
                PolicyType::RequireSso,
                PolicyType::AutomaticLogin,
                PolicyType::SessionTimeout,
                PolicyType::NoPinUnlock,
                PolicyType::AccountRecovery,
                PolicyType::AutomaticConfirmation,
                PolicyType::BlockClaimedAccounts,
            ],
            Self::Data => &[
                PolicyType::DataOwnership,
                PolicyType::SendControls,
                PolicyType::DisableSend,
                PolicyType::SendOptions,
                PolicyType::DisableVaultExport,
                PolicyType::RestrictedItemTypes,
                PolicyType::NoFamilySponsorship,
            ],
            Self::Vault => &[
                PolicyType::PasswordGenerator,
                PolicyType::UriMatch,
                PolicyType::ActivateAutofill,
                PolicyType::Autotype,
                PolicyType::FillAssist,
                PolicyType::VaultBanner,
            ],
        }
    }
}

/// Which policies make a good start, in this order (screens POL-B).
pub const FIRST: [PolicyType; 3] = [PolicyType::MasterPassword, PolicyType::TwoFactor, PolicyType::AccountRecovery];

/// Whether a policy is shown at all: one that the plan lacks is, as long as it is on.
#[must_use]
pub fn is_offered(kind: PolicyType, features: &PlanFeatures, read: &Policies) -> bool {
    kind != PolicyType::ActivateAutofill || features.use_activate_autofill_policy || read.is_on(kind)
}

macro_rules! of_kind {
    ($section:ident, $kind:expr, $unknown:expr) => {
        match $kind {
            PolicyType::TwoFactor => text::$section::two_factor(),
            PolicyType::MasterPassword => text::$section::master_password(),
            PolicyType::PasswordGenerator => text::$section::password_generator(),
            PolicyType::SingleOrganization => text::$section::single_organization(),
            PolicyType::RequireSso => text::$section::require_sso(),
            PolicyType::DataOwnership => text::$section::data_ownership(),
            PolicyType::DisableSend => text::$section::disable_send(),
            PolicyType::SendOptions => text::$section::send_options(),
            PolicyType::AccountRecovery => text::$section::account_recovery(),
            PolicyType::SessionTimeout => text::$section::session_timeout(),
            PolicyType::DisableVaultExport => text::$section::disable_vault_export(),
            PolicyType::ActivateAutofill => text::$section::activate_autofill(),
            PolicyType::AutomaticLogin => text::$section::automatic_login(),
            PolicyType::NoFamilySponsorship => text::$section::no_family_sponsorship(),
            PolicyType::NoPinUnlock => text::$section::no_pin_unlock(),
            PolicyType::RestrictedItemTypes => text::$section::restricted_item_types(),
            PolicyType::UriMatch => text::$section::uri_match(),
            PolicyType::Autotype => text::$section::autotype(),
            PolicyType::AutomaticConfirmation => text::$section::automatic_confirmation(),
            PolicyType::BlockClaimedAccounts => text::$section::block_claimed_accounts(),
            PolicyType::VaultBanner => text::$section::vault_banner(),
            PolicyType::SendControls => text::$section::send_controls(),
            PolicyType::FillAssist => text::$section::fill_assist(),
            PolicyType::Unknown(_) => $unknown,
        }
    };
}

/// What a policy is called.
#[must_use]
pub fn name(kind: PolicyType) -> String {
    if let PolicyType::Unknown(number) = kind {
        return text::name::unknown(&number.to_string());
    }
    of_kind!(name, kind, "").to_owned()
}

/// What it does, in a few words.
#[must_use]
pub const fn line(kind: PolicyType) -> &'static str {
    of_kind!(line, kind, "")
}

/// What it does.
#[must_use]
pub const fn about(kind: PolicyType) -> &'static str {
    of_kind!(about, kind, "")
}

/// Whom it binds.
#[must_use]
pub const fn bound(kind: PolicyType) -> &'static str {
    match kind {
        PolicyType::TwoFactor | PolicyType::SingleOrganization => text::bound::every(),
        PolicyType::MasterPassword | PolicyType::NoPinUnlock => text::bound::with_owners(),
        PolicyType::RequireSso => text::bound::sso(),
        PolicyType::DisableSend | PolicyType::SendOptions | PolicyType::SendControls => text::bound::send(),
        PolicyType::AccountRecovery => text::bound::recovery(),
        PolicyType::SessionTimeout => text::bound::not_owners(),
        PolicyType::AutomaticConfirmation => text::bound::all(),
        _ => text::bound::usual(),
    }
}

/// What is good to know before it is switched.
#[must_use]
pub fn notes(kind: PolicyType, key_connector: bool) -> Vec<&'static str> {
    match kind {
        PolicyType::TwoFactor => vec![text::note::two_factor()],
        PolicyType::MasterPassword if key_connector => {
            vec![text::note::master_password(), text::note::master_password_connector()]
        }
        PolicyType::MasterPassword => vec![text::note::master_password()],
        PolicyType::PasswordGenerator => vec![text::note::password_generator()],
        PolicyType::SingleOrganization => vec![text::note::single_organization()],
        PolicyType::RequireSso => vec![text::note::require_sso()],
        PolicyType::DataOwnership => vec![text::note::data_ownership()],
        PolicyType::DisableSend => vec![text::note::disable_send()],
        PolicyType::AccountRecovery => vec![text::note::account_recovery()],
        PolicyType::SessionTimeout => vec![text::note::session_timeout()],
        PolicyType::ActivateAutofill => vec![text::note::activate_autofill()],
        PolicyType::AutomaticLogin => vec![text::note::automatic_login()],
        PolicyType::NoFamilySponsorship => vec![text::note::no_family_sponsorship()],
        PolicyType::RestrictedItemTypes => vec![text::note::restricted_item_types()],
        PolicyType::AutomaticConfirmation => vec![text::note::automatic_confirmation()],
        PolicyType::SendControls => vec![text::note::send_controls()],
        PolicyType::Autotype | PolicyType::FillAssist => vec![text::note::newer()],
        _ => Vec::new(),
    }
}

/// What stands against a change, in words; nothing for what a chain of changes solves.
#[must_use]
pub const fn obstacle(obstacle: Obstacle) -> Option<&'static str> {
    match obstacle {
        Obstacle::Needs(_) | Obstacle::NeededBy(_) => None,
        Obstacle::ClaimedDomain => Some(text::claimed_domain()),
        Obstacle::NoClaimedDomain => Some(text::no_claimed_domain()),
        Obstacle::KeyConnector => Some(text::key_connector()),
        Obstacle::TrustedDevices => Some(text::trusted_devices()),
        Obstacle::NotOpened => Some(text::not_opened()),
        Obstacle::ForMembersOnly => Some(text::for_members_only()),
        Obstacle::ProviderMembers => Some(text::provider_members()),
        Obstacle::MembersElsewhere => Some(text::members_elsewhere()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_is_listed_once_and_has_words() {
        let mut listed: Vec<i64> = Group::ALL.into_iter().flat_map(Group::kinds).map(|kind| kind.number()).collect();
        listed.sort_unstable();
        assert_eq!(listed, (0..=22).collect::<Vec<i64>>());
        for kind in PolicyType::KNOWN {
            assert!(!name(*kind).is_empty() && !line(*kind).is_empty() && !about(*kind).is_empty(), "{kind:?}");
        }
        assert_eq!(name(PolicyType::Unknown(77)), "Policy 77");
    }
}
