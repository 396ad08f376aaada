//! How a provider begins: opened by the operator of the server, then set up by its first admin
//! through the mailed link (API contract §5.3).

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use portal_contracts::enums::{PlanType, ProviderStatus, ProviderType, ProviderUserStatus, ProviderUserType};
use portal_contracts::providers::SetUpProvider;
use rusqlite::{OptionalExtension, Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use super::details::{check, wire};
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
    Router::new().route("/providers/{id}/setup", post(set_up))
}

/// What a new provider starts with.
#[derive(Debug, Clone, PartialEq)]
pub struct Opening {
    /// Address of the account that becomes its first admin.
    pub owner_email: String,
    /// Kind.
    pub kind: ProviderType,
    /// Plans it may give to clients, each with the seats included in the contract.
    pub plans: Vec<(PlanType, i64)>,
    /// Reduction of seat prices in per cent.
    pub discount: f64,
}

/// Opens a provider and mails its first admin the set-up link. Returns the provider id and the
/// token of that link. There is no call for this: on the vendor's cloud it is the sales team's page.
///
/// # Errors
/// 400 `Invalid owner.` when the address has no account.
pub async fn open_provider(app: &AppState, opening: Opening) -> ApiResult<(Uuid, String)> {
    let now = app.clock.now();
    let state = app.clone();
    app.db
        .write(move |tx| {
            let email = normal_email(&opening.owner_email);
            let owner: Option<Uuid> =
                tx.query_row("SELECT id FROM user WHERE email = ?1", [&email], |row| row.get(0)).optional()?;
            let owner = owner.ok_or_else(|| ApiError::rule("Invalid owner."))?;
            let id = Uuid::new_v4();
            insert(tx, id, &opening, &email, owner, now)?;
            let lifetime = state.config.lifetimes.provider_setup;
            let token = state.tokens.issue(Purpose::ProviderSetup, &[id], &email, None, now, lifetime)?;
            enqueue(tx, now, &templates::provider_setup(&state.config.origin, id, &email, &token))?;
            Ok((id, token))
        })
        .await
}

fn insert(tx: &Transaction<'_>, id: Uuid, opening: &Opening, email: &str, owner: Uuid, now: Millis) -> ApiResult<()> {
    tx.execute(
        "INSERT INTO provider (id, billing_email, type, status, discount, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![id, email, opening.kind.number(), ProviderStatus::Pending.number(), opening.discount, now],
    )?;
    for (plan, seats) in &opening.plans {
        tx.execute(
            "INSERT INTO provider_plan (provider_id, plan_type, seat_minimum) VALUES (?1, ?2, ?3)",
            params![id, plan.number(), seats],
        )?;
    }
    // Confirmed from the start: there is nobody who could confirm the first one, and no key yet.
    tx.execute(
        "INSERT INTO provider_user (id, provider_id, user_id, status, type, created_at, revised_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        params![
            Uuid::new_v4(),
            id,
            owner,
            ProviderUserStatus::Confirmed.number(),
            ProviderUserType::ProviderAdmin.number(),
            now
        ],
    )?;
    users::touch(tx, owner, now)
}

async fn set_up(
    State(app): State<AppState>,
    caller: Caller,
    PathIds(id): PathIds<Uuid>,
    Body(body): Body<SetUpProvider>,
) -> ApiResult<Json<Value>> {
    caller.require_provider_admin(id)?;
    let now = app.clock.now();
    let state = app.clone();
    let provider = app
        .db
        .write(move |tx| {
            check(&body.name, body.business_name.as_deref(), &body.billing_email)?;
            fields::encrypted("Key", &body.key, Sealed::Asymmetric, 1_000)?;
            let provider = store::provider(tx, id)?.ok_or(ApiError::NotFound)?;
            if provider.status != ProviderStatus::Pending {
                return Err(ApiError::rule("Provider is already setup."));
            }
            state.tokens.check(body.token.expose(), Purpose::ProviderSetup, &[id], &caller.email, now)?;
            let owner = store::membership(tx, id, caller.user_id)?
                .filter(|member| member.kind == ProviderUserType::ProviderAdmin)
                .ok_or_else(|| ApiError::rule("Invalid owner."))?;
            tx.execute(
                "UPDATE provider SET name = ?2, business_name = ?3, billing_email = ?4, status = ?5, revised_at = ?6
                 WHERE id = ?1",
                params![
                    id,
                    body.name.trim(),
                    body.business_name,
                    body.billing_email.trim(),
                    ProviderStatus::Billable.number(),
                    now
                ],
            )?;
            tx.execute(
                "UPDATE provider_user SET key = ?2, revised_at = ?3 WHERE id = ?1",
                params![owner.id, body.key, now],
            )?;
            store::touch_people(tx, id, now)?;
            store::provider(tx, id)?.ok_or(ApiError::NotFound)
        })
        .await?;
    Ok(Json(wire(&provider)))
}
