//! Demo data that no operation of the portal leads to yet, written straight into the database:
//! the clients' people and what they share, a client out of service, an organisation of an admin's own. Keys are real all
//! the same.

use portal_contracts::enums::{
    OrganizationStatus, OrganizationUserStatus as Status, OrganizationUserType as Kind, PlanType,
};
use portal_contracts::policies::PolicyType;
use portal_crypto::{OrgKey, PublicKey, SealingKey};
use rusqlite::{Transaction, params};
use time::Duration;
use uuid::Uuid;

use super::catalogue::{CLIENTS, DemoClient, Owner};
use super::keys::{ProviderKeys, broken};
use super::members::{Dormant, NewMember};
use super::structure::Structure;
use super::{names, personas};
use crate::ApiResult;
use crate::clock::Millis;
use crate::error::ApiError;
use crate::organizations::domains::store as domains;
use crate::organizations::policies;
use crate::organizations::store::{self, NewOrganization};
use crate::secrets::new_id;
use crate::state::AppState;
use crate::users::{self, User};

/// Fills the clients of the catalogue with people, collections and groups, and takes out of service what is so there.
pub(super) async fn add_members(state: &AppState, keys: &ProviderKeys, now: Millis) -> ApiResult<()> {
    let mut next_name = 0;
    for client in &CLIENTS {
        let Found { organization, wrapped, public_key } = find(state, keys.id, client).await?;
        let org_key = keys.org_key(&wrapped)?;
        let at = now.saturating_sub(super::millis(Duration::days(2)));
        let owner = match client.owner {
            Owner::Persona(persona) => state.db.read(move |conn| users::find_by_email(conn, persona.email)).await?,
            _ => None,
        };
        let public_key = PublicKey::from_base64(&public_key).map_err(broken)?;
        let recovery = client.recovery.then_some(&public_key);
        let members = members_of(keys, client, (&org_key, recovery), owner.as_ref(), &mut next_name, at).await?;
        let structure = if members.is_empty() { None } else { Some(Structure::small(&org_key, members.len())?) };
        state
            .db
            .write(move |tx| {
                let mut placed = Vec::with_capacity(members.len());
                for member in &members {
                    placed.push(member.write(tx, organization, at)?);
                }
                if let Some(structure) = &structure {
                    structure.write(tx, organization, &placed, at)?;
                }
                if client.recovery {
                    switch_recovery_on(tx, organization, at)?;
                }
                if client.claimed {
                    claim(tx, organization, client.domain, at)?;
                    // Another one that nobody has proven yet.
                    domains::insert(tx, organization, &["mail.", client.domain].concat(), at)?;
                }
                tx.execute(
                    "UPDATE organization SET enabled = ?2 WHERE id = ?1",
                    params![organization, client.enabled],
                )?;
                Ok(())
            })
            .await?;
    }
    Ok(())
}

/// Account recovery stands on the rule that members belong to no other organisation.
fn switch_recovery_on(tx: &Transaction<'_>, organization: Uuid, at: Millis) -> ApiResult<()> {
    for kind in [PolicyType::SingleOrganization, PolicyType::AccountRecovery] {
        policies::store::put(tx, organization, kind, true, None, at)?;
    }
    Ok(())
}

/// A claimed domain, with the rule that comes with it.
fn claim(tx: &Transaction<'_>, organization: Uuid, name: &str, at: Millis) -> ApiResult<()> {
    let domain = domains::insert(tx, organization, name, at)?;
    let claimed =
        domains::Domain { job_runs: 1, next_run_at: None, last_checked_at: Some(at), verified_at: Some(at), ..domain };
    domains::looked(tx, &claimed)?;
    policies::store::put(tx, organization, PolicyType::SingleOrganization, true, None, at)?;
    Ok(())
}

/// A client as the story made it.
struct Found {
    organization: Uuid,
    wrapped: String,
    public_key: String,
}

async fn find(state: &AppState, provider: Uuid, client: &DemoClient) -> ApiResult<Found> {
    let name = client.name;
    state
        .db
        .read(move |conn| {
            let sql = "SELECT o.id, c.key, o.public_key FROM organization o
                       JOIN provider_organization c ON c.organization_id = o.id
                       WHERE c.provider_id = ?1 AND o.name = ?2";
            Ok(conn.query_row(sql, params![provider, name], |row| {
                Ok(Found { organization: row.get(0)?, wrapped: row.get(1)?, public_key: row.get(2)? })
            })?)
        })
        .await
}

async fn members_of(
    keys: &ProviderKeys,
    client: &DemoClient,
    (org_key, recovery): (&OrgKey, Option<&PublicKey>),
    owner: Option<&User>,
    next_name: &mut usize,
    at: Millis,
) -> ApiResult<Vec<NewMember>> {
    let mut members = Vec::new();
    if client.owner != Owner::Invited {
        *next_name += 1;
        let member = match owner {
            Some(user) => NewMember::persona(keys, org_key, user).await?,
            None => {
                let account = Dormant::new(keys, names::person(*next_name), client.owner_email(), at).await?;
                match client.owner {
                    Owner::Accepted => NewMember::accepted(account),
                    _ => NewMember::confirmed(keys, org_key, account, recovery).await?.with_two_step(true),
                }
            }
        };
        members.push(member.with_role(Kind::Owner));
    }
    let seated = client.confirmed + client.accepted + client.invited;
    for number in 0..seated + client.revoked() {
        *next_name += 1;
        let email = names::address(*next_name, client.domain);
        if (client.confirmed + client.accepted..seated).contains(&number) {
            members.push(NewMember::invited(email));
            continue;
        }
        let account = Dormant::new(keys, names::person(*next_name), email, at).await?;
        members.push(if (client.confirmed..seated).contains(&number) {
            NewMember::accepted(account)
        } else {
            // Two of three enrol; the others have not got round to it.
            let recovery = recovery.filter(|_| number % 3 != 2);
            let member = NewMember::confirmed(keys, org_key, account, recovery).await?;
            let member = member.with_two_step(number % 3 == 0).with_role(role(client, number));
            if number < seated { member } else { member.revoked() }
        });
    }
    for _ in 0..client.staged {
        *next_name += 1;
        members.push(NewMember::staged(names::address(*next_name, client.domain)));
    }
    Ok(members)
}

/// One admin, in larger Enterprise clients somebody for people and groups, and users.
fn role(client: &DemoClient, number: usize) -> Kind {
    match number {
        0 if client.confirmed > 3 => Kind::Admin,
        1 if client.plan == PlanType::EnterpriseMonthly && client.confirmed > 10 => Kind::Custom,
        _ => Kind::User,
    }
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
