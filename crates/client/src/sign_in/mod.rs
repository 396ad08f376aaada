//! Signing in with address and master password, second steps included (AUTH-01, 02, 03, 05, 07).
//!
//! The portal keeps the attempt between the steps, so that pages carry nothing secret: call
//! [`sign_in`], then, as its outcome asks, [`answer_two_step`] or [`answer_new_device`], until it says
//! [`SignInStep::SignedIn`]. [`cancel_sign_in`] throws the attempt away.

mod arrive;
mod outcome;
mod refusal;

use portal_agent::Fault;
use portal_agent::protocol::{Forget, Handle, Password, PrepareSignIn};
use portal_contracts::SecretText;
use portal_contracts::enums::TwoFactorProvider;
use portal_contracts::token::{TokenAnswer, TokenChallenge};
use portal_contracts::two_factor::{ResendNewDeviceCode, SendEmailLogin};

use self::arrive::arrive;
pub(crate) use self::arrive::wrapped_account;
pub use self::outcome::{Arrival, SignInFailure, SignInStep, TwoStep};
use self::refusal::{ends_attempt, refusal, special};
use crate::encode;
use crate::error::ApiError;
use crate::kdf_judgement::{KdfConcern, LookUp, look_up};
use crate::portal::Portal;
use crate::send::Call;
use crate::surroundings::TokenKind;
use crate::transport::Base;

/// How long an attempt may wait for its next step, in milliseconds (AUTH-07).
const ATTEMPT_LIFE: f64 = 300_000.0;

/// A sign-in under way: what the key agent and the server need for its next step.
pub(crate) struct Attempt {
    look_up: LookUp,
    handle: Handle,
    hash: SecretText,
    ends_at_ms: f64,
}

/// Looks the address up, judges the derivation, derives, and asks for a token. Takes the time of the
/// derivation (0.1–3 s) plus two requests.
///
/// `yes_to` is the concern of an earlier [`SignInFailure::KdfNeedsYes`] that the person accepted.
///
/// # Errors
/// See [`SignInFailure`].
pub async fn sign_in(
    portal: &Portal,
    email: &str,
    password: SecretText,
    yes_to: Option<&KdfConcern>,
) -> Result<SignInStep, SignInFailure> {
    let number = count(portal);
    throw_away(portal).await;
    let look_up = look_up(portal, email).await?;
    still(portal, number)?;
    if let Some(concern) = &look_up.concern
        && yes_to != Some(concern)
    {
        return Err(SignInFailure::KdfNeedsYes(concern.clone()));
    }
    let question = PrepareSignIn { password: Password { password, salt: look_up.salt.clone(), kdf: look_up.kdf } };
    let prepared = portal.ask(question).await.map_err(|fault| match fault {
        Fault::Unsupported => SignInFailure::AddressUnsupported,
        other => SignInFailure::Keys(other),
    })?;
    if still(portal, number).is_err() {
        // An agent that is gone holds nothing either.
        let _ = portal.ask(Forget { handle: prepared.handle }).await;
        return Err(SignInFailure::AttemptOver);
    }
    begin(portal, look_up, prepared.handle, prepared.hash);
    let remembered = portal.inner.tokens.load(TokenKind::TwoFactor);
    let step = match &remembered {
        Some(token) => Extra::TwoStep { method: TwoFactorProvider::Remember, code: token.expose(), remember: false },
        None => Extra::Nothing,
    };
    let outcome = grant(portal, step).await;
    if remembered.is_some() && matches!(outcome, Ok(SignInStep::TwoStep(_)) | Err(SignInFailure::WrongCode)) {
        portal.inner.tokens.store(TokenKind::TwoFactor, None);
        if outcome.is_err() {
            return grant(portal, Extra::Nothing).await;
        }
    }
    outcome
}

fn begin(portal: &Portal, look_up: LookUp, handle: Handle, hash: SecretText) {
    let ends_at_ms = portal.now() + ATTEMPT_LIFE;
    *portal.inner.attempt.borrow_mut() = Some(Attempt { look_up, handle, hash, ends_at_ms });
}

/// Answers the second step. With `remember`, this tab is not asked again (the token stays in the
/// tab's session storage).
///
/// # Errors
/// [`SignInFailure::WrongCode`] lets the attempt go on; see there for the others.
pub async fn answer_two_step(
    portal: &Portal,
    method: TwoFactorProvider,
    code: &str,
    remember: bool,
) -> Result<SignInStep, SignInFailure> {
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    grant(portal, Extra::TwoStep { method, code: &code, remember }).await
}

/// Asks for the code by e-mail, first time and again. Call it when the person chooses e-mail.
///
/// # Errors
/// [`SignInFailure::AttemptOver`], [`SignInFailure::RateLimited`] or the error of the request.
pub async fn send_email_code(portal: &Portal) -> Result<(), SignInFailure> {
    let (email, hash) = credentials(portal)?;
    let device_identifier = portal.inner.device.identifier.clone();
    let body = SendEmailLogin { email, master_password_hash: hash, device_identifier };
    let call = Call::post("two-factor/send-email-login").anonymous().impatient().json(&body);
    portal.run(call).await.map_err(special)
}

/// Answers the check of a new device with the mailed code (AUTH-05).
///
/// # Errors
/// As [`answer_two_step`].
pub async fn answer_new_device(portal: &Portal, code: &str) -> Result<SignInStep, SignInFailure> {
    grant(portal, Extra::NewDevice { code: code.trim() }).await
}

/// Has the code of the new-device check mailed again.
///
/// # Errors
/// As [`send_email_code`].
pub async fn resend_new_device_code(portal: &Portal) -> Result<(), SignInFailure> {
    let (email, master_password_hash) = credentials(portal)?;
    let body = ResendNewDeviceCode { email, master_password_hash };
    let call = Call::post("accounts/resend-new-device-otp").anonymous().impatient().json(&body);
    portal.run(call).await.map_err(special)
}

/// Throws the attempt away, in the key agent too. One whose answer is still to come opens no session any more.
pub async fn cancel_sign_in(portal: &Portal) {
    count(portal);
    portal.inner.digested.borrow_mut().take();
    throw_away(portal).await;
}

/// The number of a new attempt; what began before is over.
fn count(portal: &Portal) -> u64 {
    let number = portal.inner.attempt_number.get() + 1;
    portal.inner.attempt_number.set(number);
    number
}

/// Whether an attempt is still the one that counts.
fn still(portal: &Portal, number: u64) -> Result<(), SignInFailure> {
    if portal.inner.attempt_number.get() == number { Ok(()) } else { Err(SignInFailure::AttemptOver) }
}

async fn throw_away(portal: &Portal) {
    let attempt = portal.inner.attempt.borrow_mut().take();
    if let Some(attempt) = attempt {
        // An agent that is gone holds nothing either.
        let _ = portal.ask(Forget { handle: attempt.handle }).await;
    }
}

/// Milliseconds until the attempt under way is over; `None` without one.
#[must_use]
pub fn attempt_ends_in(portal: &Portal) -> Option<f64> {
    portal.inner.attempt.borrow().as_ref().map(|attempt| (attempt.ends_at_ms - portal.now()).max(0.0))
}

fn credentials(portal: &Portal) -> Result<(String, SecretText), SignInFailure> {
    if attempt_ends_in(portal).is_none_or(|left| left <= 0.0) {
        return Err(SignInFailure::AttemptOver);
    }
    let attempt = portal.inner.attempt.borrow();
    let attempt = attempt.as_ref().ok_or(SignInFailure::AttemptOver)?;
    Ok((attempt.look_up.email.clone(), attempt.hash.duplicate()))
}

/// What the token request carries beyond address and hash.
enum Extra<'a> {
    Nothing,
    TwoStep { method: TwoFactorProvider, code: &'a str, remember: bool },
    NewDevice { code: &'a str },
}

async fn grant(portal: &Portal, extra: Extra<'_>) -> Result<SignInStep, SignInFailure> {
    let (email, hash) = match credentials(portal) {
        Ok(found) => found,
        Err(failure) => {
            cancel_sign_in(portal).await;
            return Err(failure);
        }
    };
    let number = portal.inner.attempt_number.get();
    let device = &portal.inner.device;
    let kind = device.kind.number().to_string();
    let method;
    let username = crate::kdf_judgement::default_salt(&email);
    let mut fields = vec![
        ("grant_type", "password"),
        ("client_id", "web"),
        ("scope", "api offline_access"),
        ("username", username.as_str()),
        ("password", hash.expose()),
        ("deviceType", kind.as_str()),
        ("deviceIdentifier", device.identifier.as_str()),
        ("deviceName", device.name.as_str()),
    ];
    match extra {
        Extra::Nothing => {}
        Extra::TwoStep { method: chosen, code, remember } => {
            method = chosen.number().to_string();
            fields.push(("twoFactorProvider", &method));
            fields.push(("twoFactorToken", code));
            fields.push(("twoFactorRemember", if remember { "1" } else { "0" }));
        }
        Extra::NewDevice { code } => fields.push(("newDeviceOtp", code)),
    }
    let answered = !matches!(extra, Extra::Nothing);
    let call = Call::post("connect/token").on(Base::Identity).anonymous().impatient().form(encode::form(&fields));
    let answer = portal.exchange(&call).await.map_err(special)?;
    still(portal, number)?;
    if (200..300).contains(&answer.status) {
        let token: TokenAnswer = portal_contracts::read_json(&answer.body).map_err(ApiError::from)?;
        return arrive(portal, token).await;
    }
    let challenge: TokenChallenge = portal_contracts::read_json(&answer.body).unwrap_or_default();
    let outcome = refusal(&challenge, ApiError::from_answer(&answer), answered);
    if matches!(&outcome, Err(failure) if ends_attempt(failure)) {
        cancel_sign_in(portal).await;
    }
    outcome
}

/// Signs the account in that [`crate::sign_up`] just made, with the key agent's own handle.
pub(crate) async fn sign_in_new_account(
    portal: &Portal,
    look_up: LookUp,
    handle: Handle,
    hash: SecretText,
) -> Result<SignInStep, SignInFailure> {
    begin(portal, look_up, handle, hash);
    grant(portal, Extra::Nothing).await
}
