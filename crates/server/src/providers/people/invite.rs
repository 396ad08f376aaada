//! Invitations by mail.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use portal_contracts::limits;
use portal_contracts::permissions::ProviderAction;
use portal_contracts::providers::InviteProviderUsers;
use rusqlite::{Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::{bulk_row, whole_list};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields;
use crate::ids::{IdList, PathIds};
use crate::json::Body;
use crate::mail::{enqueue, templates};
use crate::providers::access;
use crate::providers::store::{self, Provider, ProviderUser};
use crate::state::AppState;
use crate::tokens::{Purpose, normal_email};

pub(super) async fn invite(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<InviteProviderUsers>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::ManagePeople)?.provider;
            check(&body)?;
            let source = Source::from(&caller);
            for email in &body.emails {
                let email = normal_email(email);
                if is_known(tx, provider.id, &email)? {
                    continue;
                }
                let member = Uuid::new_v4();
                tx.execute(
                    "INSERT INTO provider_user (id, provider_id, email, status, type, created_at, revised_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
                    params![
                        member,
                        provider.id,
                        email,
                        ProviderUserStatus::Invited.number(),
                        body.r#type.number(),
                        now
                    ],
                )?;
                send(tx, &state, &provider, member, &email, now)?;
                let kind = EventKind::PROVIDER_USER_INVITED;
                events::write(tx, now, &Event::of_provider_user(kind, &source, provider.id, member))?;
            }
            Ok(())
        })
        .await
}

pub(super) async fn reinvite(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((provider, member)): PathIds<(Uuid, Uuid)>,
) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::ManagePeople)?.provider;
            let person = store::person(tx, provider.id, member)?.filter(is_invited);
            let person = person.ok_or_else(|| ApiError::rule(NOT_INVITED))?;
            send(tx, &state, &provider, person.id, &person.email, now)
        })
        .await
}

pub(super) async fn reinvite_many(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(provider): PathIds<Uuid>,
    Body(body): Body<IdList>,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    let state = app.clone();
    let rows = app
        .db
        .write(move |tx| {
            let provider = access::require(tx, &caller, provider, ProviderAction::ManagePeople)?.provider;
            let mut rows = Vec::with_capacity(body.ids.len());
            for id in body.ids {
                let outcome = match store::person(tx, provider.id, id)?.filter(is_invited) {
                    Some(person) => {
                        send(tx, &state, &provider, person.id, &person.email, now)?;
                        Ok(())
                    }
                    None => Err(NOT_INVITED),
                };
                rows.push(bulk_row(id, outcome));
            }
            Ok(rows)
        })
        .await?;
    Ok(Json(whole_list(rows)))
}

/// Mails an open invitation again, as the operator of the server: for demo data whose link is old.
///
/// # Errors
/// 404 when there is no such open invitation; when the database fails.
pub(crate) async fn renew(app: &AppState, provider: Uuid, member: Uuid) -> ApiResult<()> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let provider = store::provider(tx, provider)?.ok_or(ApiError::NotFound)?;
            let person = store::person(tx, provider.id, member)?.filter(is_invited).ok_or(ApiError::NotFound)?;
            send(tx, &state, &provider, person.id, &person.email, now)
        })
        .await
}

const NOT_INVITED: &str = "User invalid.";

fn is_invited(person: &ProviderUser) -> bool {
    person.status == ProviderUserStatus::Invited
}

fn check(body: &InviteProviderUsers) -> ApiResult<()> {
    if body.emails.is_empty() {
        return Err(ApiError::invalid("Emails", "An e-mail is required."));
    }
    if body.emails.len() > limits::INVITATIONS_PER_CALL {
        let message = format!("You can only submit up to {} e-mails at a time.", limits::INVITATIONS_PER_CALL);
        return Err(ApiError::invalid("Emails", message));
    }
    let bad: Vec<String> = (1..)
        .zip(&body.emails)
        .filter(|(_, email)| !fields::looks_like_email(email))
        .map(|(number, _)| format!("Email #{number} is not valid."))
        .collect();
    if !bad.is_empty() {
        return Err(ApiError::Invalid(BTreeMap::from([("Emails".to_owned(), bad)])));
    }
    if matches!(body.r#type, ProviderUserType::Unknown(_)) {
        return Err(ApiError::invalid("Type", "The Type field is not a role of a provider."));
    }
    Ok(())
}

/// Whether the address is invited already or belongs to somebody of the provider.
fn is_known(tx: &Transaction<'_>, provider: Uuid, email: &str) -> ApiResult<bool> {
    let known = tx
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM provider_user m LEFT JOIN user u ON u.id = m.user_id
                            WHERE m.provider_id = ?1 AND coalesce(u.email, m.email) = ?2)",
        )?
        .query_row(params![provider, email], |row| row.get(0))?;
    Ok(known)
}

fn send(
    tx: &Transaction<'_>,
    app: &AppState,
    provider: &Provider,
    member: Uuid,
    email: &str,
    now: Millis,
) -> ApiResult<()> {
    let lifetime = app.config.lifetimes.invitation;
    let token = app.tokens.issue(Purpose::ProviderInvitation, &[member], email, None, now, lifetime)?;
    let name = provider.display_name();
    enqueue(tx, now, &templates::provider_invitation(&app.config.origin, provider.id, name, member, email, &token))
}
