//! A new client: the organisation with its keys, its first collection and the invitation of its
//! owner, all or nothing.

use axum::extract::State;
use portal_contracts::clients::CreateClient;
use portal_contracts::enums::{OrganizationStatus, OrganizationUserType};
use portal_contracts::limits;
use portal_contracts::permissions::ProviderAction;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::KEY;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::organizations::invitations::{self, Invitation};
use crate::organizations::store::{self as organizations, NewOrganization};
use crate::plans;
use crate::providers::store::{self, Provider};
use crate::providers::{access, billing};
use crate::state::AppState;

/// Longest wrapped private key on the wire, in characters.
const PRIVATE_KEY: usize = 10_000;

/// Answers 200 without a body, as the vendor's server does: the client shows in the list and, after
/// a refresh, in the profile.
pub(super) async fn create(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<CreateClient>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let access = access::require_billable(tx, &caller, provider, ProviderAction::CreateClient)?;
            check(&access.provider, &body)?;
            if billing::pool(tx, provider, body.plan_type)?.is_none() {
                return Err(ApiError::Unready("The provider's subscription has no such plan.".to_owned()));
            }
            if is_repeat(tx, provider, &body)? {
                return Ok(());
            }
            insert(tx, &state, &Source::from(&caller), &access.provider, &body, now).map(drop)
        })
        .await
}

/// Only presence, not length, is asked of the name here (screens CLI-B).
fn check(provider: &Provider, body: &CreateClient) -> ApiResult<()> {
    fields::required("Name", &body.name, usize::MAX)?;
    fields::email("OwnerEmail", &body.owner_email)?;
    if !plans::for_provider(provider.kind).contains(&body.plan_type) {
        return Err(ApiError::invalid("PlanType", "This plan cannot be given to a client."));
    }
    if !(1..=i64::from(i32::MAX)).contains(&body.seats) {
        return Err(ApiError::invalid("Seats", "The field Seats must be at least 1."));
    }
    fields::encrypted("Key", &body.key, Sealed::Symmetric, KEY)?;
    fields::public_key("KeyPair.PublicKey", &body.key_pair.public_key)?;
    let private_key = &body.key_pair.encrypted_private_key;
    fields::encrypted("KeyPair.EncryptedPrivateKey", private_key, Sealed::Symmetric, PRIVATE_KEY)?;
    fields::encrypted("CollectionName", &body.collection_name, Sealed::Symmetric, limits::ENCRYPTED_NAME)
}

/// Whether this very request was carried out before. A browser that loses the answer on a kept connection sends the
/// request again by itself; a wrapped key carries a fresh random value, so the same text is the same request.
fn is_repeat(tx: &Transaction<'_>, provider: Uuid, body: &CreateClient) -> ApiResult<bool> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM provider_organization link JOIN organization ON organization.id = organization_id
               WHERE provider_id = ?1 AND link.key = ?2 AND organization.name = ?3)";
    Ok(tx.prepare_cached(sql)?.query_row(params![provider, body.key, body.name.trim()], |row| row.get(0))?)
}

/// Makes a client of what was checked before; returns its organisation id.
pub(crate) fn insert(
    tx: &Transaction<'_>,
    app: &AppState,
    source: &Source,
    provider: &Provider,
    body: &CreateClient,
    now: Millis,
) -> ApiResult<Uuid> {
    let (organization, link) = (Uuid::new_v4(), Uuid::new_v4());
    let name = body.name.trim();
    let new = NewOrganization {
        id: organization,
        name,
        billing_email: &provider.billing_email,
        plan: body.plan_type,
        status: OrganizationStatus::Managed,
        seats: Some(body.seats),
        max_collections: None,
        public_key: &body.key_pair.public_key,
        encrypted_private_key: &body.key_pair.encrypted_private_key,
        collection_name: &body.collection_name,
    };
    let collection = organizations::insert(tx, new, now)?;
    tx.prepare_cached(
        "INSERT INTO provider_organization (id, provider_id, organization_id, key, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
    )?
    .execute(params![link, provider.id, organization, body.key, now])?;
    let invitation = Invitation {
        organization,
        organization_name: name,
        email: &body.owner_email,
        kind: OrganizationUserType::Owner,
        manages: Some(collection),
    };
    let owner = invitations::invite(tx, app, invitation, now)?;
    events::write(tx, now, &Event::of_client(EventKind::CLIENT_CREATED, source, provider.id, link))?;
    events::write(tx, now, &Event::of_member(EventKind::MEMBER_INVITED, source, organization, owner))?;
    store::touch_people(tx, provider.id, now)?;
    Ok(organization)
}
