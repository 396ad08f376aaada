//! Three policies speak of Send: two older ones and the one that has all rules. They say the same at any time.

use portal_contracts::policies::{PolicyType, Settings};
use rusqlite::{Connection, Transaction};
use serde_json::json;
use uuid::Uuid;

use super::store::{self, Stored};
use crate::clock::Millis;
use crate::error::ApiResult;

const DISABLE: &str = "disableSend";
const SHOW_EMAIL: &str = "disableHideEmail";

/// The policy with all rules as the older two make it, when it was never saved itself.
///
/// # Errors
/// When the database fails.
pub fn synthesised(conn: &Connection, organization: Uuid) -> ApiResult<(bool, Settings)> {
    let disabled = store::one(conn, organization, PolicyType::DisableSend)?.is_some_and(|policy| policy.enabled);
    let options = store::one(conn, organization, PolicyType::SendOptions)?.filter(|policy| policy.enabled);
    let shows = options.is_some_and(|policy| policy.settings().flag(SHOW_EMAIL));
    let mut settings = Settings::default();
    if disabled || shows {
        settings.put(DISABLE, Some(json!(disabled)));
        settings.put(SHOW_EMAIL, Some(json!(shows)));
    }
    Ok((disabled || shows, settings))
}

/// Brings the others into step with the one that was saved.
///
/// # Errors
/// When the database fails.
pub fn keep_in_step(tx: &Transaction<'_>, organization: Uuid, saved: &Stored, now: Millis) -> ApiResult<()> {
    match saved.kind {
        PolicyType::SendControls => {
            let settings = saved.settings();
            let disabled = saved.enabled && settings.flag(DISABLE);
            older(tx, organization, PolicyType::DisableSend, disabled, None, now)?;
            let shows = saved.enabled && settings.flag(SHOW_EMAIL);
            older(tx, organization, PolicyType::SendOptions, shows, Some(shows), now)
        }
        PolicyType::DisableSend => newer(tx, organization, DISABLE, saved.enabled, now),
        PolicyType::SendOptions => {
            newer(tx, organization, SHOW_EMAIL, saved.enabled && saved.settings().flag(SHOW_EMAIL), now)
        }
        _ => Ok(()),
    }
}

/// Writes one of the older policies, unless it says so already or was never saved and stays off.
fn older(
    tx: &Transaction<'_>,
    organization: Uuid,
    kind: PolicyType,
    enabled: bool,
    shows: Option<bool>,
    now: Millis,
) -> ApiResult<()> {
    let before = store::one(tx, organization, kind)?;
    if before.as_ref().map_or(!enabled, |before| before.enabled == enabled && !enabled) {
        return Ok(());
    }
    let mut settings = before.map(|before| before.settings()).unwrap_or_default();
    if let Some(shows) = shows {
        settings.put(SHOW_EMAIL, Some(json!(shows)));
    }
    store::put(tx, organization, kind, enabled, settings.into_data().as_ref(), now).map(drop)
}

/// Writes what an older policy says into the one with all rules, when that one was saved.
fn newer(tx: &Transaction<'_>, organization: Uuid, name: &str, value: bool, now: Millis) -> ApiResult<()> {
    let Some(before) = store::one(tx, organization, PolicyType::SendControls)? else { return Ok(()) };
    let mut settings = before.settings();
    settings.put(name, Some(json!(value)));
    let enabled = before.enabled || value;
    store::put(tx, organization, before.kind, enabled, settings.into_data().as_ref(), now).map(drop)
}
