//! The invited person agrees; the owner of a new organisation makes its keys with that (API contract §8.5).

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use portal_contracts::SecretText;
use portal_contracts::enums::{OrganizationStatus, OrganizationUserStatus, OrganizationUserType};
use portal_contracts::joining::{AcceptInvitation, BeginOrganization};
use portal_contracts::limits;
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::{rules, store};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::state::AppState;
use crate::tokens::{Purpose, TokenError, normal_email};
use crate::users;

/// Longest wrapped private key on the wire, in characters.
const PRIVATE_KEY: usize = 10_000;

pub(super) fn router() -> Router<AppState> {
    Router::new()
        .route("/organizations/{id}/users/{member}/accept", post(accept))
        .route("/organizations/{id}/users/{member}/accept-init", post(accept_init))
}

/// Any signed-in account may call; token and address decide.
async fn accept(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<AcceptInvitation>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let person = open_invitation(tx, &state, &caller, (organization, member), &body.token, now)?;
            rules::require_may_join(tx, organization, person.kind, caller.user_id)?;
            let recovery = body.reset_password_key.as_deref().filter(|key| !key.is_empty());
            if recovery.is_none() && rules::enrols_automatically(tx, organization)? {
                return Err(ApiError::rule("Master Password reset is required, but not provided."));
            }
            if let Some(key) = recovery {
                fields::encrypted("ResetPasswordKey", key, Sealed::Asymmetric, 1_000)?;
            }
            tx.execute(
                "UPDATE organization_user
                 SET user_id = ?2, email = NULL, status = ?3, reset_password_key = ?4, revised_at = ?5 WHERE id = ?1",
                params![member, caller.user_id, OrganizationUserStatus::Accepted.number(), recovery, now],
            )?;
            if recovery.is_some() {
                note(tx, EventKind::MEMBER_ENROLLED, &caller, (organization, member), now)?;
            }
            users::touch(tx, caller.user_id, now)
        })
        .await
}

/// The owner agrees and brings the keys: the organisation begins, and nobody else has to confirm.
async fn accept_init(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<BeginOrganization>,
) -> ApiResult<StatusCode> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let person = open_invitation(tx, &state, &caller, (organization, member), &body.token, now)?;
            let found = store::organization(tx, organization)?.ok_or(ApiError::NotFound)?;
            if person.kind != OrganizationUserType::Owner || found.status != OrganizationStatus::Pending {
                return Err(ApiError::rule("Organization is not on a Pending status."));
            }
            if found.public_key.is_some() || found.encrypted_private_key.is_some() {
                return Err(ApiError::rule("Organization already has keys."));
            }
            rules::require_may_join(tx, organization, person.kind, caller.user_id)?;
            check(&body)?;
            begin(tx, organization, member, &caller, &body, now)?;
            note(tx, EventKind::MEMBER_CONFIRMED, &caller, (organization, member), now)?;
            users::touch(tx, caller.user_id, now)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

fn check(body: &BeginOrganization) -> ApiResult<()> {
    fields::encrypted("Key", &body.key, Sealed::Asymmetric, 1_000)?;
    fields::public_key("Keys.PublicKey", &body.keys.public_key)?;
    let private_key = &body.keys.encrypted_private_key;
    fields::encrypted("Keys.EncryptedPrivateKey", private_key, Sealed::Symmetric, PRIVATE_KEY)?;
    match &body.collection_name {
        Some(name) => fields::encrypted("CollectionName", name, Sealed::Symmetric, limits::ENCRYPTED_NAME),
        None => Ok(()),
    }
}

fn begin(
    tx: &Transaction<'_>,
    organization: Uuid,
    member: Uuid,
    caller: &Caller,
    body: &BeginOrganization,
    now: Millis,
) -> ApiResult<()> {
    tx.execute(
        "UPDATE organization SET public_key = ?2, encrypted_private_key = ?3, status = ?4, enabled = 1, revised_at = ?5
         WHERE id = ?1",
        params![
            organization,
            body.keys.public_key,
            body.keys.encrypted_private_key,
            OrganizationStatus::Created.number(),
            now
        ],
    )?;
    tx.execute(
        "UPDATE organization_user SET user_id = ?2, email = NULL, status = ?3, key = ?4, revised_at = ?5 WHERE id = ?1",
        params![member, caller.user_id, OrganizationUserStatus::Confirmed.number(), body.key, now],
    )?;
    let Some(name) = &body.collection_name else { return Ok(()) };
    let collection = Uuid::new_v4();
    tx.execute(
        "INSERT INTO collection (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        params![collection, organization, name, now],
    )?;
    tx.execute(
        "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
        params![collection, member],
    )?;
    Ok(())
}

/// The invitation when this account may use it now. A link that was made for somebody else is told so before anything
/// is said about the state of the invitation.
fn open_invitation(
    tx: &Transaction<'_>,
    app: &AppState,
    caller: &Caller,
    (organization, member): (Uuid, Uuid),
    token: &SecretText,
    now: Millis,
) -> ApiResult<store::Member> {
    let person = store::member(tx, organization, member)?.ok_or_else(|| ApiError::rule("User invalid."))?;
    let checked = app.tokens.check(token.expose(), Purpose::OrganizationInvitation, &[member], &caller.email, now);
    if let Err(error @ (TokenError::Altered | TokenError::Foreign)) = checked {
        return Err(error.into());
    }
    match person.status {
        OrganizationUserStatus::Invited => {}
        OrganizationUserStatus::Revoked => return Err(ApiError::rule("Your organization access has been revoked.")),
        _ => {
            return Err(ApiError::rule(
                "Invitation already accepted. You will receive an email when your organization membership is confirmed.",
            ));
        }
    }
    if store::membership(tx, organization, caller.user_id)?.is_some() {
        return Err(ApiError::rule("You are already part of this organization."));
    }
    checked?;
    if person.email != normal_email(&caller.email) {
        return Err(ApiError::rule("User email does not match invite."));
    }
    Ok(person)
}

fn note(
    tx: &Transaction<'_>,
    kind: EventKind,
    caller: &Caller,
    (organization, member): (Uuid, Uuid),
    now: Millis,
) -> ApiResult<()> {
    let event = Event::new(kind, &Source::from(caller));
    let event = Event { organization_id: Some(organization), organization_user_id: Some(member), ..event };
    events::write(tx, now, &event)
}
