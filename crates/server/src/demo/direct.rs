//! Demo data that no operation of the portal leads to yet, written straight into the database:
//! members of clients in every state, a client out of service, an organisation of an admin's own.
//! Keys are real all the same.

use portal_contracts::enums::{
    OrganizationStatus, OrganizationUserStatus as Status, OrganizationUserType as Kind, PlanType,
};
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_crypto::{OrgKey, PublicKey, SealingKey};
use rusqlite::{Transaction, params};
use time::Duration;
use uuid::Uuid;

use super::catalogue::{CLIENTS, DemoClient, Owner};
use super::keys::{ProviderKeys, broken};
use super::{names, personas};
use crate::ApiResult;
use crate::clock::Millis;
use crate::error::ApiError;
use crate::organizations::store::{self, NewOrganization};
use crate::secrets::{StoredPassword, new_id, random};
use crate::state::AppState;
use crate::users::{self, User};

/// An account that exists to be a member: real keys, but a password hash that matches nothing.
pub(super) struct Dormant {
    user: User,
    public_key: PublicKey,
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
            key: made.user_key,
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
        Ok(Self { user, public_key: made.public_key })
    }
}

/// A membership to be written.
pub(super) struct NewMember {
    email: String,
    account: Option<Dormant>,
    key: Option<String>,
    status: Status,
    kind: Kind,
}

impl NewMember {
    /// Somebody whose mail is out.
    pub(super) fn invited(email: String) -> Self {
        Self { email, account: None, key: None, status: Status::Invited, kind: Kind::User }
    }

    /// Somebody who agreed.
    pub(super) fn accepted(account: Dormant) -> Self {
        let email = account.user.email.clone();
        Self { email, account: Some(account), key: None, status: Status::Accepted, kind: Kind::User }
    }

    /// Somebody who holds the organisation key.
    pub(super) async fn confirmed(keys: &ProviderKeys, org_key: &OrgKey, account: Dormant) -> ApiResult<Self> {
        let key = keys.share(org_key, &account.public_key).await?;
        Ok(Self { key: Some(key), status: Status::Confirmed, ..Self::accepted(account) })
    }

    /// Writes account and membership; an owner takes the place of the invitation that exists.
    pub(super) fn write(&self, tx: &Transaction<'_>, organization: Uuid, at: Millis) -> ApiResult<()> {
        let user = match &self.account {
            Some(account) => {
                users::insert(tx, &account.user)?;
                Some(account.user.id)
            }
            None => None,
        };
        let email = if user.is_none() { Some(self.email.as_str()) } else { None };
        if self.kind == Kind::Owner {
            tx.prepare_cached(
                "UPDATE organization_user SET user_id = ?3, email = ?4, key = ?5, status = ?6, revised_at = ?7
                 WHERE organization_id = ?1 AND email = ?2",
            )?
            .execute(params![
                organization,
                self.email,
                user,
                email,
                self.key,
                self.status.number(),
                at
            ])?;
            return Ok(());
        }
        tx.prepare_cached(
            "INSERT INTO organization_user (id, organization_id, user_id, email, key, status, type, created_at, revised_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
        )?
        .execute(params![new_id(), organization, user, email, self.key, self.status.number(), self.kind.number(), at])?;
        Ok(())
    }
}

/// Fills the clients of the catalogue with people, and takes out of service what is so there.
pub(super) async fn add_members(state: &AppState, keys: &ProviderKeys, now: Millis) -> ApiResult<()> {
    let mut next_name = 0;
    for client in &CLIENTS {
        let (organization, wrapped) = find(state, keys.id, client).await?;
        let org_key = keys.org_key(&wrapped)?;
        let at = now.saturating_sub(super::millis(Duration::days(2)));
        let members = members_of(keys, client, &org_key, &mut next_name, at).await?;
        let enabled = client.enabled;
        state
            .db
            .write(move |tx| {
                for member in &members {
                    member.write(tx, organization, at)?;
                }
                tx.execute("UPDATE organization SET enabled = ?2 WHERE id = ?1", params![organization, enabled])?;
                Ok(())
            })
            .await?;
    }
    Ok(())
}

async fn find(state: &AppState, provider: Uuid, client: &DemoClient) -> ApiResult<(Uuid, String)> {
    let name = client.name;
    state
        .db
        .read(move |conn| {
            let sql = "SELECT o.id, c.key FROM organization o JOIN provider_organization c ON c.organization_id = o.id
                       WHERE c.provider_id = ?1 AND o.name = ?2";
            Ok(conn.query_row(sql, params![provider, name], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
        .await
}

async fn members_of(
    keys: &ProviderKeys,
    client: &DemoClient,
    org_key: &OrgKey,
    next_name: &mut usize,
    at: Millis,
) -> ApiResult<Vec<NewMember>> {
    let mut members = Vec::new();
    if client.owner != Owner::Invited {
        *next_name += 1;
        let account = Dormant::new(keys, names::person(*next_name), client.owner_email(), at).await?;
        let member = match client.owner {
            Owner::Confirmed => NewMember::confirmed(keys, org_key, account).await?,
            Owner::Accepted | Owner::Invited => NewMember::accepted(account),
        };
        members.push(NewMember { kind: Kind::Owner, ..member });
    }
    for number in 0..client.confirmed + client.accepted + client.invited {
        *next_name += 1;
        let email = names::address(*next_name, client.domain);
        if number >= client.confirmed + client.accepted {
            members.push(NewMember::invited(email));
            continue;
        }
        let account = Dormant::new(keys, names::person(*next_name), email, at).await?;
        members.push(if number < client.confirmed {
            NewMember::confirmed(keys, org_key, account).await?
        } else {
            NewMember::accepted(account)
        });
    }
    Ok(members)
}

/// An organisation that Ines owns herself: the provider could take it over.
pub(super) async fn add_own_organization(state: &AppState, keys: &ProviderKeys, now: Millis) -> ApiResult<()> {
    let owner = personas::INES;
    let user = state
        .db
        .read(move |conn| users::find_by_email(conn, owner.email))
        .await?
        .ok_or_else(|| ApiError::internal("demo data, organisation: no owner"))?;
    let org_key = OrgKey::generate().map_err(broken)?;
    let own_key = PublicKey::from_base64(user.public_key.as_deref().unwrap_or_default()).map_err(broken)?;
    let key = keys.share(&org_key, &own_key).await?;
    let (public_key, private_key) = keys.pair_for(&org_key).await?;
    let collection = org_key.seal_text(personas::COLLECTION).map_err(broken)?.to_text();
    state
        .db
        .write(move |tx| {
            let id = new_id();
            let new = NewOrganization {
                id,
                name: "Northwind Academy",
                billing_email: owner.email,
                plan: PlanType::TeamsMonthly,
                status: OrganizationStatus::Created,
                seats: Some(6),
                max_collections: None,
                public_key: &public_key,
                encrypted_private_key: &private_key,
                collection_name: &collection,
            };
            let collection = store::insert(tx, new, now)?;
            let member = new_id();
            tx.execute(
                "INSERT INTO organization_user (id, organization_id, user_id, key, status, type, created_at, revised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
                params![member, id, user.id, key, Status::Confirmed.number(), Kind::Owner.number(), now],
            )?;
            tx.execute(
                "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
                params![collection, member],
            )?;
            Ok(())
        })
        .await
}

/// The devices of the story are not those of whoever tries the demo: no session of it stays, and
/// nobody is asked for a mailed code because of them.
pub(super) async fn end_sessions(state: &AppState) -> ApiResult<()> {
    state
        .db
        .write(|tx| {
            tx.execute("DELETE FROM refresh_token", [])?;
            tx.execute("DELETE FROM device", [])?;
            Ok(())
        })
        .await
}
