//! Whom a policy binds (screens §2.13): by default members and custom roles who are accepted or confirmed.

use super::PolicyType;
use crate::enums::{OrganizationUserStatus, OrganizationUserType};

/// Whom a policy binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one per kind of person")]
pub struct Binding {
    /// Owners.
    pub owners: bool,
    /// Admins.
    pub admins: bool,
    /// Custom roles that may manage policies.
    pub policy_managers: bool,
    /// People who work for the provider.
    pub provider_staff: bool,
    /// How far somebody must have come.
    pub statuses: Statuses,
    /// Owners and admins are bound too where the server is set up so.
    pub owners_if_configured: bool,
}

/// How far somebody must have come to be bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statuses {
    /// Accepted and confirmed.
    Active,
    /// All but those whose access was taken away.
    NotRevoked,
    /// All, invited and revoked people too.
    Every,
}

/// Whom a policy of this kind binds.
#[must_use]
pub const fn binding(kind: PolicyType) -> Binding {
    let usual = Binding {
        owners: false,
        admins: false,
        policy_managers: true,
        provider_staff: false,
        statuses: Statuses::Active,
        owners_if_configured: false,
    };
    match kind {
        PolicyType::TwoFactor | PolicyType::SingleOrganization => Binding { statuses: Statuses::Every, ..usual },
        PolicyType::MasterPassword => Binding { owners: true, admins: true, ..usual },
        PolicyType::RequireSso => Binding { owners_if_configured: true, ..usual },
        PolicyType::DisableSend | PolicyType::SendOptions | PolicyType::SendControls => {
            Binding { policy_managers: false, ..usual }
        }
        PolicyType::AccountRecovery => {
            Binding { owners: true, admins: true, provider_staff: true, statuses: Statuses::NotRevoked, ..usual }
        }
        PolicyType::SessionTimeout => Binding { admins: true, ..usual },
        PolicyType::NoPinUnlock => Binding { owners: true, admins: true, ..usual },
        PolicyType::AutomaticConfirmation => Binding { owners: true, admins: true, provider_staff: true, ..usual },
        _ => usual,
    }
}

impl Binding {
    /// Whether it binds a member of this role and status.
    #[must_use]
    pub const fn binds(&self, role: OrganizationUserType, status: OrganizationUserStatus) -> bool {
        let role = match role {
            OrganizationUserType::Owner => self.owners,
            OrganizationUserType::Admin => self.admins,
            OrganizationUserType::User | OrganizationUserType::Custom | OrganizationUserType::Unknown(_) => true,
        };
        let status = match self.statuses {
            Statuses::Active => {
                matches!(status, OrganizationUserStatus::Accepted | OrganizationUserStatus::Confirmed)
            }
            Statuses::NotRevoked => !matches!(status, OrganizationUserStatus::Revoked),
            Statuses::Every => true,
        };
        role && status
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use OrganizationUserStatus::{Accepted, Confirmed, Invited, Revoked, Staged};
    use OrganizationUserType::{Admin, Custom, Owner, User};

    #[test]
    fn most_policies_bind_members_who_are_in() {
        let usual = binding(PolicyType::DisableVaultExport);
        for (role, status, bound) in [
            (User, Confirmed, true),
            (Custom, Accepted, true),
            (User, Invited, false),
            (User, Revoked, false),
            (User, Staged, false),
            (Admin, Confirmed, false),
            (Owner, Confirmed, false),
        ] {
            assert_eq!(usual.binds(role, status), bound, "{role:?} {status:?}");
        }
    }

    #[test]
    fn the_exceptions() {
        assert!(binding(PolicyType::TwoFactor).binds(User, Invited));
        assert!(binding(PolicyType::SingleOrganization).binds(User, Revoked));
        assert!(!binding(PolicyType::SingleOrganization).binds(Admin, Confirmed));
        assert!(binding(PolicyType::MasterPassword).binds(Owner, Confirmed));
        assert!(binding(PolicyType::SessionTimeout).binds(Admin, Confirmed));
        assert!(!binding(PolicyType::SessionTimeout).binds(Owner, Confirmed));
        let recovery = binding(PolicyType::AccountRecovery);
        assert!(recovery.provider_staff && recovery.binds(Owner, Invited) && !recovery.binds(User, Revoked));
        assert!(binding(PolicyType::NoPinUnlock).binds(Owner, Confirmed));
        assert!(binding(PolicyType::AutomaticConfirmation).provider_staff);
        assert!(
            !binding(PolicyType::DisableSend).policy_managers && binding(PolicyType::RequireSso).owners_if_configured
        );
    }
}
