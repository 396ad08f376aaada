//! The second step of a sign-in: authenticator app, code by mail, or a remembered device.

use zeroize::Zeroizing;

use super::answers;
use super::token::Fields;
use crate::error::{ApiError, ApiResult};
use crate::mailed_code::{self, CodeFor};
use crate::sessions::DeviceInfo;
use crate::state::AppState;
use crate::tokens::Purpose;
use crate::two_step::{self, SecondStep};
use crate::users::User;

/// How the step was passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Passed {
    /// The account has no second step.
    NothingToDo,
    /// By a code; whether the device is to be remembered.
    ByCode { remember: bool },
    /// The device was remembered.
    Remembered,
}

/// Why it was not passed.
pub(super) enum Refused {
    /// No code yet, or a remembered device that is not remembered any more: the answer lists what is possible.
    Needed(ApiError),
    /// Wrong code.
    Wrong,
    /// Our own trouble.
    Failed(ApiError),
}

impl From<ApiError> for Refused {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

/// Checks the second step of an account whose password was right.
pub(super) async fn check(
    state: &AppState,
    fields: &Fields,
    user: &User,
    device: Option<&DeviceInfo>,
) -> Result<Passed, Refused> {
    let id = user.id;
    let steps = state.db.read(move |connection| two_step::enabled(connection, id)).await?;
    if steps.is_empty() {
        return Ok(Passed::NothingToDo);
    }
    let provider = fields.get("twofactorprovider").and_then(|text| text.parse::<i64>().ok());
    let (Some(provider), Some(code)) = (provider, fields.get("twofactortoken")) else {
        return Err(needed(state, &steps, user)?);
    };
    if provider == two_step::REMEMBER {
        return if device.is_some_and(|device| is_remembered(state, user, device, code)) {
            Ok(Passed::Remembered)
        } else {
            Err(needed(state, &steps, user)?)
        };
    }
    if !steps.iter().any(|step| step.kind == provider) {
        return Err(Refused::Wrong);
    }
    let code = Zeroizing::new(code.to_owned());
    let now = state.clock.now();
    let right = state
        .db
        .write(move |tx| {
            if provider == two_step::AUTHENTICATOR {
                two_step::use_authenticator_code(tx, id, &code, now)
            } else {
                Ok(mailed_code::redeem(tx, id, CodeFor::SignIn, &code, now)?.is_some())
            }
        })
        .await?;
    if right {
        Ok(Passed::ByCode { remember: fields.get("twofactorremember") == Some("1") })
    } else {
        Err(Refused::Wrong)
    }
}

fn needed(state: &AppState, steps: &[SecondStep], user: &User) -> ApiResult<Refused> {
    let mail_proof = if steps.iter().any(|step| step.kind == two_step::EMAIL) {
        let lifetime = state.config.lifetimes.mailed_code;
        let now = state.clock.now();
        Some(state.tokens.issue(Purpose::EmailLogin, &[user.id], &user.email, None, now, lifetime)?)
    } else {
        None
    };
    Ok(Refused::Needed(answers::second_step_needed(steps, &user.email, mail_proof)))
}

/// A token that spares this device the second step; dies with the security stamp.
pub(super) fn remember(state: &AppState, user: &User, device: &DeviceInfo) -> ApiResult<String> {
    let lifetime = state.config.lifetimes.remember_device;
    let bound = bound_to(user, device);
    state.tokens.issue(Purpose::RememberDevice, &[user.id], &user.email, Some(&bound), state.clock.now(), lifetime)
}

fn is_remembered(state: &AppState, user: &User, device: &DeviceInfo, token: &str) -> bool {
    let data = state.tokens.check(token, Purpose::RememberDevice, &[user.id], &user.email, state.clock.now());
    matches!(data, Ok(Some(bound)) if bound == bound_to(user, device))
}

fn bound_to(user: &User, device: &DeviceInfo) -> String {
    format!("{} {}", user.security_stamp, device.identifier)
}
