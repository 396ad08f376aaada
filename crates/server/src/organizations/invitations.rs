//! Inviting people to an organisation and their agreement (API contract §8.4, §8.5).

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use portal_contracts::SecretText;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use rusqlite::{Transaction, params};
use serde::Deserialize;
use uuid::Uuid;

use super::store;
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};
use crate::users;

pub(super) fn router() -> Router<AppState> {
    Router::new().route("/organizations/{id}/users/{member}/accept", post(accept))
}

/// Whom to invite as what.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// The organisation; it has its keys already.
    pub organization: Uuid,
    /// Its name, for the mail.
    pub organization_name: &'a str,
    /// The address.
    pub email: &'a str,
    /// Role.
    pub kind: OrganizationUserType,
    /// A collection the person is to manage.
    pub manages: Option<Uuid>,
}

/// Adds the membership and writes the mail; returns the membership id. The caller writes the event.
///
/// # Errors
/// When the database fails, for example because the address is invited already.
pub fn invite(tx: &Transaction<'_>, app: &AppState, invitation: Invitation<'_>, now: Millis) -> ApiResult<Uuid> {
    let email = normal_email(invitation.email);
    let member = Uuid::new_v4();
    tx.prepare_cached(
        "INSERT INTO organization_user (id, organization_id, email, status, type, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
    )?
    .execute(params![
        member,
        invitation.organization,
        email,
        OrganizationUserStatus::Invited.number(),
        invitation.kind.number(),
        now
    ])?;
    if let Some(collection) = invitation.manages {
        tx.prepare_cached(
            "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
        )?
        .execute(params![collection, member])?;
    }
    let addressee = Addressee {
        organization: invitation.organization,
        organization_name: invitation.organization_name,
        init_organization: false,
        member,
        email: &email,
    };
    mail(tx, app, addressee, now)?;
    Ok(member)
}

/// Who gets an invitation by mail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addressee<'a> {
    pub(super) organization: Uuid,
    pub(super) organization_name: &'a str,
    /// The organisation has no keys yet: its owner makes them.
    pub(super) init_organization: bool,
    pub(super) member: Uuid,
    /// Normalised.
    pub(super) email: &'a str,
}

/// Writes the mail of an open invitation; the link in it works from now on for as long as invitations do.
pub(super) fn mail(tx: &Transaction<'_>, app: &AppState, addressee: Addressee<'_>, now: Millis) -> ApiResult<()> {
    let Addressee { organization, organization_name, init_organization, member, email } = addressee;
    let existing_user =
        tx.query_row("SELECT EXISTS (SELECT 1 FROM user WHERE email = ?1)", [email], |row| row.get(0))?;
    let lifetime = app.config.lifetimes.invitation;
    let token = app.tokens.issue(Purpose::OrganizationInvitation, &[member], email, None, now, lifetime)?;
    let letter = templates::OrganizationInvitation {
        organization,
        organization_name,
        organization_user: member,
        email,
        token: &token,
        init_organization,
        existing_user,
    };
    enqueue(tx, now, &templates::organization_invitation(&app.config.origin, letter))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct AcceptBody {
    token: SecretText,
    /// User key to the organisation's public key, when the person enrols in account recovery.
    #[serde(default)]
    reset_password_key: Option<String>,
}

/// The invited person agrees. Any signed-in account may call; token and address decide.
async fn accept(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, member)): PathIds<(Uuid, Uuid)>,
    Body(body): Body<AcceptBody>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let person =
                store::member(tx, organization, member)?.ok_or_else(|| ApiError::rule("User invalid."))?;
            state.tokens.check(body.token.expose(), Purpose::OrganizationInvitation, &[member], &caller.email, now)?;
            match person.status {
                OrganizationUserStatus::Invited => {}
                OrganizationUserStatus::Revoked => {
                    return Err(ApiError::rule("Your organization access has been revoked."));
                }
                _ => {
                    return Err(ApiError::rule(
                        "Invitation already accepted. You will receive an email when your organization membership is confirmed.",
                    ));
                }
            }
            if store::membership(tx, organization, caller.user_id)?.is_some() {
                return Err(ApiError::rule("You are already part of this organization."));
            }
            if person.email != normal_email(&caller.email) {
                return Err(ApiError::rule("User email does not match invite."));
            }
            if let Some(key) = body.reset_password_key.as_deref() {
                fields::encrypted("ResetPasswordKey", key, Sealed::Asymmetric, 1_000)?;
            }
            tx.execute(
                "UPDATE organization_user
                 SET user_id = ?2, email = NULL, status = ?3, reset_password_key = ?4, revised_at = ?5 WHERE id = ?1",
                params![
                    member,
                    caller.user_id,
                    OrganizationUserStatus::Accepted.number(),
                    body.reset_password_key,
                    now
                ],
            )?;
            users::touch(tx, caller.user_id, now)
        })
        .await
}
