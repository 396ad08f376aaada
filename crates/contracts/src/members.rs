//! Members of an organisation (API contract §8). `{ou}` there is the membership id, never the user id.

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::access::AccessEntry;
use crate::enums::{OrganizationUserStatus, OrganizationUserType};
use crate::kdf::{KdfSettings, KdfType};
use crate::permissions::Permissions;
use crate::register::{AuthenticationData, UnlockData};
use crate::wire_enum;

wire_enum! {
    /// Why a member's access was taken away.
    RevocationReason {
        /// By somebody.
        1 => Manual,
        /// The policy that demands two-step login.
        2 => TwoFactorPolicy,
        /// Declined to hand items over.
        3 => DataOwnershipPolicy,
        /// The policy that allows one organisation only.
        4 => SingleOrganizationPolicy,
    }
}

/// Entry of `GET api/organizations/{id}/users`, and the answer for one member on some servers. Other servers leave name
/// and address out of the answer for one (API contract §8.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "the wire has one boolean per fact")]
pub struct OrganizationUser {
    /// Discriminator `organizationUserUserDetails`.
    pub object: String,
    /// Membership id.
    pub id: String,
    /// User id; missing while invited.
    pub user_id: Option<String>,
    /// Name of the account.
    pub name: Option<String>,
    /// Address.
    pub email: String,
    /// `#rrggbb`.
    pub avatar_color: Option<String>,
    /// Role.
    pub r#type: OrganizationUserType,
    /// How far the person has come.
    pub status: OrganizationUserStatus,
    /// Id of a directory.
    pub external_id: Option<String>,
    /// Id of single sign-on; only in the answer for one member.
    pub sso_external_id: Option<String>,
    /// Secrets Manager.
    pub access_secrets_manager: bool,
    /// Named permissions; they count for the custom role only.
    pub permissions: Permissions,
    /// Enrolled in account recovery.
    pub reset_password_enrolled: bool,
    /// The account has no master password: a key connector holds its key.
    pub uses_key_connector: bool,
    /// The account has a master password.
    pub has_master_password: bool,
    /// Two-step login is set up.
    pub two_factor_enabled: bool,
    /// Has signed in by single sign-on.
    pub sso_bound: bool,
    /// The domain of the address is claimed by this organisation.
    pub claimed_by_organization: bool,
    /// Collections, when asked for.
    pub collections: Vec<AccessEntry>,
    /// Groups, when asked for.
    pub groups: Vec<String>,
    /// Why access was taken away; newer servers.
    pub revocation_reason: Option<RevocationReason>,
    /// When the membership was made.
    pub creation_date: Option<String>,
}

impl Default for OrganizationUser {
    fn default() -> Self {
        Self {
            object: String::new(),
            id: String::new(),
            user_id: None,
            name: None,
            email: String::new(),
            avatar_color: None,
            r#type: OrganizationUserType::User,
            status: OrganizationUserStatus::Invited,
            external_id: None,
            sso_external_id: None,
            access_secrets_manager: false,
            permissions: Permissions::NONE,
            reset_password_enrolled: false,
            uses_key_connector: false,
            has_master_password: false,
            two_factor_enabled: false,
            sso_bound: false,
            claimed_by_organization: false,
            collections: Vec::new(),
            groups: Vec::new(),
            revocation_reason: None,
            creation_date: None,
        }
    }
}

/// `POST …/users/invite`. Everything but the addresses is the same for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InviteMembers {
    /// 1–20 addresses.
    pub emails: Vec<String>,
    /// Role.
    pub r#type: OrganizationUserType,
    /// Secrets Manager; always false here.
    #[serde(default)]
    pub access_secrets_manager: bool,
    /// Named permissions; never null on the wire.
    #[serde(default)]
    pub permissions: Permissions,
    /// Access to collections; never null on the wire.
    #[serde(default)]
    pub collections: Vec<AccessEntry>,
    /// Groups; never null on the wire.
    #[serde(default)]
    pub groups: Vec<String>,
}

/// `PUT …/users/{ou}`: full replacement of groups and collections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateMember {
    /// Role.
    pub r#type: OrganizationUserType,
    /// Secrets Manager; always false here.
    #[serde(default)]
    pub access_secrets_manager: bool,
    /// Privileged access; always false here.
    #[serde(default)]
    pub access_pam: bool,
    /// Named permissions; never null on the wire.
    #[serde(default)]
    pub permissions: Permissions,
    /// Access to collections; never null on the wire.
    #[serde(default)]
    pub collections: Vec<AccessEntry>,
    /// Groups; never null on the wire.
    #[serde(default)]
    pub groups: Vec<String>,
    /// New address of a claimed account.
    #[serde(default)]
    pub email: Option<String>,
    /// New name of a claimed account.
    #[serde(default)]
    pub name: Option<String>,
    /// Name of "My items" under the organisation key, when data ownership is on.
    #[serde(default)]
    pub default_user_collection_name: Option<String>,
}

/// `POST …/users/{ou}/confirm`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfirmMember {
    /// Organisation key to the member's public key (type 4).
    pub key: String,
    /// Name of "My items" under the organisation key, when data ownership is on.
    pub default_user_collection_name: Option<String>,
}

/// `POST …/users/confirm`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfirmMembers {
    /// One entry per member.
    pub keys: Vec<crate::providers::BulkConfirmKey>,
    /// Name of "My items" under the organisation key, when data ownership is on.
    pub default_user_collection_name: Option<String>,
}

/// `PUT …/users/restore` and, without ids, `PUT …/users/{ou}/restore/vnext`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RestoreMembers {
    /// Whom; missing for one member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ids: Option<Vec<String>>,
    /// Name of "My items" under the organisation key, when data ownership is on.
    pub default_user_collection_name: Option<String>,
}

/// `GET …/users/{ou}/reset-password-details`: what recovering an account needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryDetails {
    /// Discriminator `organizationUserResetPasswordDetails`.
    #[serde(default)]
    pub object: String,
    /// Membership id.
    #[serde(default)]
    pub organization_user_id: String,
    /// Derivation of the member.
    pub kdf: KdfType,
    /// Rounds or passes.
    pub kdf_iterations: i64,
    /// Memory in MiB.
    #[serde(default)]
    pub kdf_memory: Option<i64>,
    /// Lanes.
    #[serde(default)]
    pub kdf_parallelism: Option<i64>,
    /// Salt in force; missing means the normalised address.
    #[serde(default)]
    pub master_password_salt: Option<String>,
    /// User key of the member to the organisation's public key (type 4).
    #[serde(default)]
    pub reset_password_key: Option<String>,
    /// Private key of the organisation under the organisation key.
    #[serde(default)]
    pub encrypted_private_key: Option<String>,
}

impl RecoveryDetails {
    /// The derivation in its nested form.
    #[must_use]
    pub const fn settings(&self) -> KdfSettings {
        KdfSettings {
            kdf_type: self.kdf,
            iterations: self.kdf_iterations,
            memory: self.kdf_memory,
            parallelism: self.kdf_parallelism,
        }
    }
}

/// `PUT …/users/{ou}/recover-account`, old and new members together.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub struct RecoverAccount {
    /// Set a new master password.
    pub reset_master_password: bool,
    /// Take two-step login away.
    pub reset_two_factor: bool,
    /// Server hash of the new password, old member.
    pub new_master_password_hash: SecretText,
    /// User key under the new stretched key, old member.
    pub key: String,
    /// Proof of the new password.
    pub authentication_data: Option<AuthenticationData>,
    /// User key under the new password.
    pub unlock_data: Option<UnlockData>,
}

/// `PUT …/users/{userId}/reset-password-enrollment`: the person themselves joins or leaves account recovery.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RecoveryEnrollment {
    /// Own user key to the organisation's public key (type 4); null withdraws.
    pub reset_password_key: Option<String>,
    /// Server hash of the own password.
    pub master_password_hash: SecretText,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{List, read_json};

    #[test]
    fn a_sparse_member_of_another_server_is_read() {
        let json = br#"{"Data":[{"Id":"m","Email":"a@b.c","Type":2,"Status":-1,"Permissions":null,"Collections":null,
            "RevocationReason":9}],"Object":"list"}"#;
        let list: List<OrganizationUser> = read_json(json).unwrap();
        let member = list.data.first().unwrap();
        assert_eq!((member.status, member.r#type), (OrganizationUserStatus::Revoked, OrganizationUserType::User));
        assert_eq!(member.revocation_reason, Some(RevocationReason::Unknown(9)));
        assert!(member.collections.is_empty() && member.permissions == Permissions::NONE);
    }

    #[test]
    fn bodies_carry_lists_and_objects_never_nulls() {
        let body = InviteMembers {
            emails: vec!["a@b.c".into()],
            r#type: OrganizationUserType::User,
            access_secrets_manager: false,
            permissions: Permissions::NONE,
            collections: Vec::new(),
            groups: Vec::new(),
        };
        let json = serde_json::to_value(&body).unwrap();
        assert!(json["permissions"].is_object() && json["groups"].is_array() && json["collections"].is_array());
        let one = serde_json::to_value(RestoreMembers::default()).unwrap();
        assert_eq!(one, serde_json::json!({ "defaultUserCollectionName": null }));
    }
}
