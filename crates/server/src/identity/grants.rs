//! The password grant and the refresh grant.

use std::net::IpAddr;

use serde_json::{Map, Value};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::answers;
use super::second_step::{self, Passed};
use super::token::Fields;
use crate::error::ApiResult;
use crate::events::{self, EventKind, Source};
use crate::mailed_code::{self, CodeFor};
use crate::organizations;
use crate::secrets::StoredPassword;
use crate::sessions::{self, DeviceInfo};
use crate::state::AppState;
use crate::users::{self, User};

/// Longest text taken from a device.
const DEVICE_TEXT: usize = 50;

/// Where a request comes from, for events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin {
    pub(super) ip: IpAddr,
    pub(super) device_type: Option<i64>,
}

impl Origin {
    fn source(self, user: Uuid) -> Source {
        Source {
            acting_user_id: Some(user),
            device_type: self.device_type,
            ip_address: Some(self.ip.to_string()),
            system_user: None,
        }
    }
}

/// Signs in: password, then second step or new-device check, then a session.
pub(super) async fn password(state: &AppState, fields: &Fields, origin: Origin) -> ApiResult<Map<String, Value>> {
    let user = check_password(state, fields, origin).await?;
    let device = device_of(fields);
    let passed = second_step::check(state, fields, &user, device.as_ref()).await;
    let passed = match passed {
        Ok(passed) => passed,
        Err(second_step::Refused::Needed(answer)) => return Err(answer),
        Err(second_step::Refused::Wrong) => {
            note_failure(state, &user, EventKind::LOGIN_FAILED_TWO_FACTOR, origin).await?;
            tokio::time::sleep(state.config.wrong_password_delay).await;
            return Err(answers::wrong_code());
        }
        Err(second_step::Refused::Failed(error)) => return Err(error),
    };
    let Some(device) = device else {
        return Err(answers::refused(
            "device_error",
            "No device information provided",
            "no device information provided",
        ));
    };
    let origin = Origin { device_type: Some(device.kind), ..origin };
    if passed == Passed::NothingToDo {
        check_new_device(state, fields, &user, &device).await?;
    }
    let remember = match passed {
        Passed::ByCode { remember: true } => Some(second_step::remember(state, &user, &device)?),
        _ => None,
    };
    let shared = state.clone();
    let now = state.clock.now();
    let lifetimes = state.config.lifetimes;
    state
        .db
        .write(move |tx| {
            // The password may have changed since it was checked.
            let present = users::find(tx, user.id)?;
            if present.security_stamp != user.security_stamp {
                return Err(answers::wrong_credentials());
            }
            let id = sessions::note_device(tx, user.id, &device, now)?;
            let refresh = Zeroizing::new(sessions::open(tx, &user, id, now, lifetimes.refresh_token)?);
            let access = Zeroizing::new(sessions::access_token(tx, &shared, &user, &device.identifier, &refresh)?);
            events::write_for_user(tx, now, EventKind::LOGGED_IN, user.id, &origin.source(user.id))?;
            let mut members = answers::tokens(&access, &refresh, lifetimes.access_token.whole_seconds());
            answers::add_keys(&mut members, &user, &organizations::rules::master_password(tx, user.id)?);
            if let Some(token) = remember {
                members.insert("TwoFactorToken".into(), token.into());
            }
            Ok(members)
        })
        .await
}

/// Finds the account and compares the password; strangers cost the same time.
async fn check_password(state: &AppState, fields: &Fields, origin: Origin) -> ApiResult<User> {
    let (Some(email), Some(password)) = (fields.get("username"), fields.get("password")) else {
        return Err(answers::wrong_credentials());
    };
    let email = email.to_owned();
    let password = Zeroizing::new(password.to_owned());
    let rounds = state.config.password_hash_rounds;
    let (user, right) = state
        .db
        .read(move |connection| {
            Ok(match users::find_by_email(connection, &email)? {
                Some(user) => {
                    let right = user.password.matches(&password);
                    (Some(user), right)
                }
                None => {
                    StoredPassword::new(&password, rounds)?;
                    (None, false)
                }
            })
        })
        .await?;
    match user {
        Some(user) if right => Ok(user),
        other => {
            if let Some(user) = other {
                note_failure(state, &user, EventKind::LOGIN_FAILED, origin).await?;
            }
            tokio::time::sleep(state.config.wrong_password_delay).await;
            Err(answers::wrong_credentials())
        }
    }
}

async fn note_failure(state: &AppState, user: &User, kind: EventKind, origin: Origin) -> ApiResult<()> {
    let (now, user) = (state.clock.now(), user.id);
    state.db.write(move |tx| events::write_for_user(tx, now, kind, user, &origin.source(user))).await
}

fn device_of(fields: &Fields) -> Option<DeviceInfo> {
    let short = |text: &str| text.chars().take(DEVICE_TEXT).collect::<String>();
    Some(DeviceInfo {
        identifier: fields.get("deviceidentifier").map(short)?,
        name: fields.get("devicename").map(short)?,
        kind: fields.get("devicetype")?.trim().parse().ok()?,
    })
}

/// Asks accounts without a second step for a mailed code when they come from a new device (spec §3).
async fn check_new_device(state: &AppState, fields: &Fields, user: &User, device: &DeviceInfo) -> ApiResult<()> {
    let Some(check) = state.config.new_device_check else { return Ok(()) };
    let now = state.clock.now();
    let old_enough = i128::from(now - user.created_at) > check.account_age.whole_milliseconds();
    if !user.verify_devices || !old_enough {
        return Ok(());
    }
    let (id, identifier) = (user.id, device.identifier.clone());
    let asked = state
        .db
        .read(move |connection| {
            Ok(sessions::has_devices(connection, id)? && !sessions::is_known_device(connection, id, &identifier)?)
        })
        .await?;
    if !asked {
        return Ok(());
    }
    let (email, lifetime) = (user.email.clone(), state.config.lifetimes.mailed_code);
    match fields.get("newdeviceotp").map(|code| Zeroizing::new(code.to_owned())) {
        None => {
            state.db.write(move |tx| mailed_code::send(tx, id, CodeFor::NewDevice, &email, now, lifetime)).await?;
            let text = "new device verification required";
            Err(answers::refused("device_error", "New device verification required", text))
        }
        Some(code) => {
            let right =
                state.db.write(move |tx| mailed_code::redeem(tx, id, CodeFor::NewDevice, &code, now)).await?.is_some();
            if right {
                return Ok(());
            }
            tokio::time::sleep(state.config.wrong_password_delay).await;
            Err(answers::refused("device_error", "Invalid New Device OTP", "invalid new device otp"))
        }
    }
}

/// Refreshes: the same refresh token, a new access token with today's memberships, no keys.
pub(super) async fn refresh(state: &AppState, fields: &Fields) -> ApiResult<Map<String, Value>> {
    let token = fields.get("refresh_token").ok_or_else(|| answers::oauth("invalid_request"))?;
    let token = Zeroizing::new(token.to_owned());
    let shared = state.clone();
    let now = state.clock.now();
    let lifetimes = state.config.lifetimes;
    let answer: ApiResult<Option<Map<String, Value>>> = state
        .db
        .write(move |tx| {
            let Some(session) = sessions::renew(tx, &token, "web", now, lifetimes.refresh_token)? else {
                return Ok(None);
            };
            let user = users::find(tx, session.user_id)?;
            let access = Zeroizing::new(sessions::access_token(tx, &shared, &user, &session.device, &token)?);
            Ok(Some(answers::tokens(&access, &token, lifetimes.access_token.whole_seconds())))
        })
        .await;
    answer?.ok_or_else(|| answers::oauth("invalid_grant"))
}
