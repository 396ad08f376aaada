//! Saving a policy: plan, settings, what it stands on, and what follows for members.

use axum::Json;
use axum::extract::State;
use portal_contracts::limits;
use portal_contracts::permissions::ClientAction;
use portal_contracts::policies::{
    PolicyMetadata, PolicyState, PolicyType, Settings, UpdatePolicy, problems, turning_off, turning_on,
    without_auto_enrol,
};
use rusqlite::Transaction;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::read::{known, whole};
use super::store::{self, Stored};
use super::{effects, footing, my_items, send, words};
use crate::auth::Caller;
use crate::clock::Millis;
use crate::error::{ApiError, ApiResult};
use crate::events::{self, Event, EventKind, Source};
use crate::fields::{self, Sealed};
use crate::ids::PathIds;
use crate::json::Raw;
use crate::organizations::access::{self, Actor};
use crate::organizations::store as organizations;
use crate::state::AppState;

const AUTO_ENROL: &str = "autoEnrollEnabled";

pub(super) async fn save(
    State(app): State<AppState>,
    caller: Caller,
    PathIds((organization, number)): PathIds<(Uuid, i64)>,
    Raw(body): Raw,
) -> ApiResult<Json<Value>> {
    let now = app.clock.now();
    app.db
        .write(move |tx| {
            let actor = access::require(tx, &caller, organization, ClientAction::ManagePolicies)?;
            let kind = known(number)?;
            if !store::in_plan(tx, organization)? {
                return Err(ApiError::rule("This organization cannot use policies."));
            }
            let (state, metadata) = UpdatePolicy::read(&body)?;
            let settings = Settings::of(state.data.clone());
            let wrong = problems(kind, state.enabled, &settings);
            if !wrong.is_empty() {
                return Err(ApiError::rule(words::invalid(kind, &wrong)));
            }
            check_footing(tx, organization, kind, &state, &settings, &actor)?;
            let change = Switch { organization, kind, enabled: state.enabled, data: state.data, metadata };
            let saved = switch(tx, &Source::from(&caller), &change, now)?;
            Ok(whole(organization, &saved))
        })
        .await
        .map(Json)
}

/// Refuses what has nothing to stand on, and what something else stands on.
fn check_footing(
    tx: &Transaction<'_>,
    organization: Uuid,
    kind: PolicyType,
    state: &PolicyState,
    settings: &Settings,
    actor: &Actor,
) -> ApiResult<()> {
    let was_on = store::one(tx, organization, kind)?.is_some_and(|before| before.enabled);
    let ground = footing(tx, organization, Some(actor))?;
    match (was_on, state.enabled) {
        (false, true) => {
            if let Some(obstacle) = turning_on(kind, &ground).into_iter().next() {
                return Err(ApiError::rule(words::not_on(kind, obstacle)));
            }
        }
        (true, false) => {
            let obstacles = turning_off(kind, &ground);
            if !obstacles.is_empty() {
                return Err(ApiError::rule(words::not_off_all(kind, &obstacles)));
            }
        }
        _ => {}
    }
    let unenrolled = kind == PolicyType::AccountRecovery && state.enabled && !settings.flag(AUTO_ENROL);
    if unenrolled && without_auto_enrol(&ground).is_some() {
        return Err(ApiError::rule(words::AUTO_ENROL_NEEDED));
    }
    Ok(())
}

/// A policy as it is to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// Whose.
    pub organization: Uuid,
    /// Which.
    pub kind: PolicyType,
    /// On or off.
    pub enabled: bool,
    /// Settings.
    pub data: Option<Map<String, Value>>,
    /// What it needs besides.
    pub metadata: PolicyMetadata,
}

/// Saves a policy that may be as it is to be, with everything that follows: event, revocations and mails, "My items",
/// the other policies of Send. What it stands on was checked, or is made by the same caller.
///
/// # Errors
/// 400 when somebody would be locked out of the account itself, or a name is no encrypted text.
pub fn switch(tx: &Transaction<'_>, source: &Source, change: &Switch, now: Millis) -> ApiResult<Stored> {
    let Switch { organization, kind, enabled, .. } = *change;
    let was_on = store::one(tx, organization, kind)?.is_some_and(|before| before.enabled);
    let saved = store::put(tx, organization, kind, enabled, change.data.as_ref(), now)?;
    events::write(tx, now, &Event::of_policy(EventKind::POLICY_UPDATED, source, organization, saved.id))?;
    send::keep_in_step(tx, organization, &saved, now)?;
    organizations::touch_members(tx, organization, now)?;
    if enabled && !was_on {
        effects::went_on(tx, source, organization, kind, now)?;
    }
    if let (true, PolicyType::DataOwnership, Some(name)) =
        (enabled, kind, change.metadata.default_user_collection_name.as_deref())
    {
        fields::encrypted("DefaultUserCollectionName", name, Sealed::Symmetric, limits::ENCRYPTED_NAME)?;
        my_items::give(tx, organization, None, name, now)?;
    }
    Ok(saved)
}
