//! Members of the demo's clients in every state, with real keys.

use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Kind};
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_contracts::permissions::Permissions;
use portal_crypto::{OrgKey, PublicKey, UserKey};
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::keys::ProviderKeys;
use super::structure::Placed;
use crate::ApiResult;
use crate::clock::Millis;
use crate::secrets::{StoredPassword, new_id, random};
use crate::two_step;
use crate::users::{self, User};

/// Permissions of the demo's custom roles: people and groups.
const HELP_DESK: Permissions = Permissions { manage_users: true, manage_groups: true, ..Permissions::NONE };

/// An account that exists to be a member: real keys, but a password hash that matches nothing.
pub(super) struct Dormant {
    user: User,
    public_key: PublicKey,
    user_key: UserKey,
}

impl Dormant {
    pub(super) async fn new(keys: &ProviderKeys, name: String, email: String, at: Millis) -> ApiResult<Self> {
        let made = keys.dormant().await?;
        let user = User {
            id: new_id(),
            email,
            email_verified: true,
            name: Some(name),
            password: StoredPassword {
                hash: random::<32>()?.to_vec(),
                salt: random::<16>()?.to_vec(),
                rounds: 100_000,
            },
            password_hint: None,
            kdf: KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations: 600_000, memory: None, parallelism: None },
            key: made.wrapped_user_key,
            public_key: Some(made.public_key.to_base64()),
            private_key: Some(made.private_key),
            security_stamp: new_id().to_string(),
            force_password_reset: false,
            verify_devices: true,
            avatar_color: None,
            culture: "en-US".to_owned(),
            created_at: at,
            revised_at: at,
        };
        Ok(Self { user, public_key: made.public_key, user_key: made.user_key })
    }
}

/// Who a membership belongs to.
enum Whose {
    /// Nobody yet: the mail is out.
    Nobody,
    /// An account that is written with the membership.
    New(Box<User>),
    /// An account that exists.
    Existing(Uuid),
}

/// A membership to be written.
pub(super) struct NewMember {
    email: String,
    whose: Whose,
    key: Option<String>,
    recovery_key: Option<String>,
    status: Status,
    before: Option<Status>,
    kind: Kind,
    two_step: bool,
    external_id: Option<String>,
}

impl NewMember {
    /// Somebody whose mail is out.
    pub(super) fn invited(email: String) -> Self {
        Self {
            email,
            whose: Whose::Nobody,
            key: None,
            recovery_key: None,
            status: Status::Invited,
            before: None,
            kind: Kind::User,
            two_step: false,
            external_id: None,
        }
    }

    /// Somebody whom a directory has sent and nobody has invited yet.
    pub(super) fn staged(email: String) -> Self {
        Self { status: Status::Staged, external_id: Some(format!("scim-{email}")), ..Self::invited(email) }
    }

    /// Somebody who agreed.
    pub(super) fn accepted(account: Dormant) -> Self {
        let email = account.user.email.clone();
        let whose = Whose::New(Box::new(account.user));
        Self { whose, status: Status::Accepted, ..Self::invited(email) }
    }

    /// Somebody who holds the organisation key; with the public key of the organisation, enrolled in account recovery.
    pub(super) async fn confirmed(
        keys: &ProviderKeys,
        org_key: &OrgKey,
        account: Dormant,
        recovery: Option<&PublicKey>,
    ) -> ApiResult<Self> {
        let key = keys.share(org_key, &account.public_key).await?;
        let recovery_key = match recovery {
            Some(organization) => Some(keys.share(&account.user_key, organization).await?),
            None => None,
        };
        Ok(Self { key: Some(key), recovery_key, status: Status::Confirmed, ..Self::accepted(account) })
    }

    /// Somebody with an account that can be signed in to.
    pub(super) async fn persona(keys: &ProviderKeys, org_key: &OrgKey, user: &User) -> ApiResult<Self> {
        let public = PublicKey::from_base64(user.public_key.as_deref().unwrap_or_default());
        let key = keys.share(org_key, &public.map_err(super::keys::broken)?).await?;
        let whose = Whose::Existing(user.id);
        Ok(Self { whose, key: Some(key), status: Status::Confirmed, ..Self::invited(user.email.clone()) })
    }

    pub(super) fn with_role(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    pub(super) fn with_two_step(self, two_step: bool) -> Self {
        Self { two_step, ..self }
    }

    /// The same person after their access was taken away.
    pub(super) fn revoked(self) -> Self {
        Self { before: Some(self.status), status: Status::Revoked, ..self }
    }

    /// Writes account and membership; an owner takes the place of the invitation that exists.
    pub(super) fn write(&self, tx: &Transaction<'_>, organization: Uuid, at: Millis) -> ApiResult<Placed> {
        let user = match &self.whose {
            Whose::Nobody => None,
            Whose::Existing(user) => Some(*user),
            Whose::New(user) => {
                users::insert(tx, user)?;
                Some(user.id)
            }
        };
        if let Some(user) = user.filter(|_| self.two_step) {
            two_step::enable(tx, user, two_step::EMAIL, &self.email, None)?;
        }
        let id = self.place(tx, organization)?;
        tx.prepare_cached(
            "INSERT INTO organization_user (id, organization_id, user_id, email, key, status, status_before_revoked,
                                            revocation_reason, type, permissions, reset_password_key, created_at,
                                            revised_at, external_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?7 IS NULL, NULL, 1), ?8, ?9, ?10, ?11, ?11, ?12)
             ON CONFLICT (id) DO UPDATE SET user_id = ?3, email = ?4, key = ?5, status = ?6, revised_at = ?11",
        )?
        .execute(params![
            id,
            organization,
            user,
            if user.is_none() { Some(self.email.as_str()) } else { None },
            self.key,
            self.status.number(),
            self.before.map(Status::number),
            self.kind.number(),
            if self.kind == Kind::Custom { serde_json::to_string(&HELP_DESK).ok() } else { None },
            self.recovery_key,
            at,
            self.external_id,
        ])?;
        Ok(Placed { id, kind: self.kind, status: self.status })
    }

    /// The membership of an open invitation to the same address, or a new one.
    fn place(&self, tx: &Transaction<'_>, organization: Uuid) -> ApiResult<Uuid> {
        let invited = tx
            .prepare_cached("SELECT id FROM organization_user WHERE organization_id = ?1 AND email = ?2")?
            .query_row(params![organization, self.email], |row| row.get(0))
            .optional()?;
        Ok(invited.unwrap_or_else(new_id))
    }
}
