//! Signing in with address and master password, second steps included (AUTH-01, 02, 03, 05, 07).
//!
//! The portal keeps the attempt between the steps, so that pages carry nothing secret: call
//! [`sign_in`], then, as its outcome asks, [`answer_two_step`] or [`answer_new_device`], until it says
//! [`SignInStep::SignedIn`]. [`cancel_sign_in`] throws the attempt away.

use portal_agent::Fault;
use portal_agent::protocol::{AccountOpened, FinishSignIn, Forget, Handle, Password, PrepareSignIn, WrappedAccount};
use portal_contracts::SecretText;
use portal_contracts::enums::TwoFactorProvider;
use portal_contracts::token::{AccountKeys, MasterPasswordPolicy, TokenAnswer, TokenChallenge};
use portal_contracts::two_factor::{ResendNewDeviceCode, SendEmailLogin};

use crate::error::ApiError;
use crate::kdf_judgement::{KdfConcern, KdfRefusal, LookUp, look_up, remember};
use crate::portal::Portal;
use crate::send::Call;
use crate::session::{Account, SessionState, Unlockable};
use crate::surroundings::TokenKind;
use crate::tokens::Claims;
use crate::transport::Base;
use crate::{encode, text, workspace};

/// How long an attempt may wait for its next step, in milliseconds (AUTH-07).
const ATTEMPT_LIFE: f64 = 300_000.0;

/// A sign-in under way: what the key agent and the server need for its next step.
pub(crate) struct Attempt {
    look_up: LookUp,
    handle: Handle,
    hash: SecretText,
    ends_at_ms: f64,
}

/// What comes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignInStep {
    /// Signed in and unlocked.
    SignedIn(Arrival),
    /// A second step is needed.
    TwoStep(TwoStep),
    /// The server does not know this browser and has mailed a code (AUTH-05).
    NewDevice,
}

/// What to do on arrival.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrival {
    /// The password must be changed before anything else (after account recovery).
    pub must_change_password: bool,
    /// Rules that bind this account; with `enforce_on_login` a weaker password has to be changed.
    pub password_policy: Option<MasterPasswordPolicy>,
}

/// The second steps on offer (AUTH-03).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoStep {
    /// Steps that this portal can do, best first: authenticator app, e-mail.
    pub usable: Vec<TwoFactorProvider>,
    /// Steps that the account has and this portal cannot do.
    pub other: Vec<TwoFactorProvider>,
    /// Masked address of the mailed code, when the server says it.
    pub masked_email: Option<String>,
}

/// Why signing in did not get further. After any of them but [`Self::WrongCode`] and the transport
/// errors of the second steps, start again with [`sign_in`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInFailure {
    /// The derivation settings are refused; no hash was sent.
    #[error("derivation settings refused")]
    KdfRefused(KdfRefusal),
    /// The derivation settings need a deliberate yes; no hash was sent. Explain, then call again with
    /// this very concern.
    #[error("derivation settings need a yes")]
    KdfNeedsYes(KdfConcern),
    /// The address is spelled with letters that servers and clients normalise differently.
    #[error("address not supported")]
    AddressUnsupported,
    /// Wrong password or unknown address: servers do not tell them apart.
    #[error("wrong password")]
    WrongPassword,
    /// Wrong or stale code; the attempt goes on.
    #[error("wrong code")]
    WrongCode,
    /// The attempt waited too long or was thrown away (AUTH-07).
    #[error("the attempt is over")]
    AttemptOver,
    /// Too many attempts.
    #[error("too many attempts")]
    RateLimited {
        /// Seconds to wait, when the server says so.
        retry_after: Option<u32>,
    },
    /// The account must use single sign-on, which this portal does not do.
    #[error("single sign-on required")]
    SsoRequired,
    /// The account has no master password.
    #[error("no master password")]
    NoMasterPassword,
    /// The account comes from before user keys existed: sign in once with an official client.
    #[error("account too old")]
    AccountTooOld,
    /// The account uses newer encryption than this version can read.
    #[error("newer encryption")]
    NewerEncryption,
    /// The server accepted the password, but the keys it sent do not fit: damaged or exchanged.
    #[error("keys: {0}")]
    Keys(Fault),
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl From<Fault> for SignInFailure {
    fn from(fault: Fault) -> Self {
        Self::Keys(fault)
    }
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
    cancel_sign_in(portal).await;
    let look_up = look_up(portal, email).await?;
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

/// Throws the attempt away, in the key agent too.
pub async fn cancel_sign_in(portal: &Portal) {
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

/// Reads what a token endpoint means by its 400 (API contract §3, both server families).
fn refusal(challenge: &TokenChallenge, error: ApiError, answered: bool) -> Result<SignInStep, SignInFailure> {
    let code = challenge.error.as_deref().unwrap_or_default();
    let says = |needle: &str| {
        error.says(needle)
            || challenge.error_description.as_deref().is_some_and(|text| text.to_ascii_lowercase().contains(needle))
    };
    if !matches!(error, ApiError::Refused { .. } | ApiError::Validation { .. }) {
        return Err(special(error));
    }
    if says("two-step token is invalid") || says("invalid new device otp") {
        return Err(SignInFailure::WrongCode);
    }
    let offered = challenge.offered();
    if !offered.is_empty() {
        let (mut usable, other): (Vec<_>, Vec<_>) = offered
            .into_iter()
            .filter(|method| *method != TwoFactorProvider::Remember)
            .partition(|method| matches!(method, TwoFactorProvider::Authenticator | TwoFactorProvider::Email));
        usable.sort_by_key(|method| method.number());
        let masked_email = challenge.masked_email().map(|masked| text::clean(masked, text::NAME));
        return Ok(SignInStep::TwoStep(TwoStep { usable, other, masked_email }));
    }
    if code == "device_error" {
        return if says("new device verification required") { Ok(SignInStep::NewDevice) } else { Err(special(error)) };
    }
    if says("sso") && (says("required") || challenge.sso_organization_identifier.is_some()) {
        return Err(SignInFailure::SsoRequired);
    }
    if says("username or password") {
        return Err(SignInFailure::WrongPassword);
    }
    if code == "invalid_grant" && (error.server_text().is_none() || says("invalid_username_or_password")) {
        return Err(if answered { SignInFailure::WrongCode } else { SignInFailure::WrongPassword });
    }
    Err(special(error))
}

fn special(error: ApiError) -> SignInFailure {
    match error {
        ApiError::RateLimited { retry_after } => SignInFailure::RateLimited { retry_after },
        other => SignInFailure::Api(other),
    }
}

/// Whether the person starts again from the password.
const fn ends_attempt(failure: &SignInFailure) -> bool {
    matches!(failure, SignInFailure::WrongPassword | SignInFailure::SsoRequired)
}

/// Opens the account with what the server sent, then keeps the tokens. In that order: tokens of an
/// account whose keys do not open are of no use.
async fn arrive(portal: &Portal, mut answer: TokenAnswer) -> Result<SignInStep, SignInFailure> {
    let opened = open_account(portal, &answer).await;
    let attempt = portal.inner.attempt.borrow_mut().take();
    let (opened, account, claims) = match opened {
        Ok(found) => found,
        Err(failure) => {
            if let Some(attempt) = attempt {
                // An agent that is gone holds nothing either.
                let _ = portal.ask(Forget { handle: attempt.handle }).await;
            }
            return Err(failure);
        }
    };
    let attempt = attempt.ok_or(SignInFailure::AttemptOver)?;
    portal.forget_session();
    portal.keep_tokens(&mut answer)?;
    if let Some(token) = &answer.two_factor_token {
        portal.inner.tokens.store(TokenKind::TwoFactor, Some(token));
    }
    let LookUp { email, salt, kdf, concern, agreed } = attempt.look_up;
    remember(portal, &email, &salt, kdf, agreed || concern.is_some()).await;
    portal.inner.state.borrow_mut().unlockable = Some(Unlockable { salt, kdf, account });
    let shown = if claims.email.is_empty() { email } else { claims.email };
    let who = Account {
        user_id: claims.sub,
        email: shown,
        name: text::name(claims.name.as_deref()),
        fingerprint: Vec::new(),
    };
    portal.set_session(SessionState::Open(Account { fingerprint: opened.fingerprint, ..who }));
    // The session stands; pages that need the workspace read it again and show what went wrong.
    let _ = workspace::sync(portal).await;
    Ok(SignInStep::SignedIn(Arrival {
        must_change_password: answer.force_password_reset,
        password_policy: answer.master_password_policy.filter(|policy| *policy != MasterPasswordPolicy::default()),
    }))
}

async fn open_account(
    portal: &Portal,
    answer: &TokenAnswer,
) -> Result<(AccountOpened, WrappedAccount, Claims), SignInFailure> {
    let claims = Claims::of(&answer.access_token).ok_or(ApiError::BadAnswer)?;
    let unlock = match &answer.user_decryption_options {
        Some(options) if !options.has_master_password => return Err(SignInFailure::NoMasterPassword),
        Some(options) => options.master_password_unlock.as_ref(),
        None => None,
    };
    let user_key = unlock.map(|unlock| unlock.master_key_encrypted_user_key.as_str()).or(answer.key.as_deref());
    let mut account =
        wrapped_account(&claims.sub, user_key, answer.private_key.as_deref(), answer.account_keys.as_ref())?;
    account.key_id = unlock.and_then(|unlock| unlock.contained_key_id.clone());
    let handle = portal.inner.attempt.borrow().as_ref().map(|attempt| attempt.handle);
    let handle = handle.ok_or(SignInFailure::AttemptOver)?;
    let opened = portal.ask(FinishSignIn { handle, account: account.clone() }).await.map_err(|fault| match fault {
        Fault::Unsupported => SignInFailure::NewerEncryption,
        other => SignInFailure::Keys(other),
    })?;
    Ok((opened, account, claims))
}

/// Puts an account's wrapped keys together. A missing key is an error, never a cue to make new ones
/// (attacks BW11, BW12).
pub(crate) fn wrapped_account(
    user_id: &str,
    user_key: Option<&str>,
    private_key: Option<&str>,
    keys: Option<&AccountKeys>,
) -> Result<WrappedAccount, SignInFailure> {
    if keys.is_some_and(|keys| keys.signature_key_pair.is_some() || keys.security_state.is_some()) {
        return Err(SignInFailure::NewerEncryption);
    }
    let pair = keys.and_then(|keys| keys.public_key_encryption_key_pair.as_ref());
    let private_key = pair.and_then(|pair| pair.wrapped_private_key.as_deref()).or(private_key);
    let private_key = private_key.ok_or(SignInFailure::Keys(Fault::Key))?;
    let user_key = user_key.ok_or(SignInFailure::AccountTooOld)?;
    if [user_key, private_key].iter().any(|text| text.starts_with("7.")) {
        return Err(SignInFailure::NewerEncryption);
    }
    if !private_key.starts_with("2.") {
        // Without authentication it could be anything; the agent refuses it too.
        return Err(SignInFailure::Keys(Fault::Unsupported));
    }
    Ok(WrappedAccount {
        user_id: user_id.to_owned(),
        user_key: user_key.to_owned(),
        key_id: None,
        private_key: private_key.to_owned(),
        public_key: pair.and_then(|pair| pair.public_key.clone()),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, answered: bool) -> Result<SignInStep, SignInFailure> {
        let answer =
            crate::transport::HttpResponse { status: 400, headers: Vec::new(), body: json.as_bytes().to_vec() };
        let challenge = portal_contracts::read_json(&answer.body).unwrap_or_default();
        refusal(&challenge, ApiError::from_answer(&answer), answered)
    }

    #[test]
    fn both_server_families_say_wrong_password() {
        let vendor = r#"{"error":"invalid_grant","error_description":"invalid_username_or_password",
            "ErrorModel":{"Message":"Username or password is incorrect. Try again."}}"#;
        let other = r#"{"message":"Username or password is incorrect. Try again","validationErrors":{"":["Username or password is incorrect. Try again"]}}"#;
        let bare = r#"{"error":"invalid_grant","error_description":"invalid_username_or_password"}"#;
        for json in [vendor, other, bare] {
            assert_eq!(read(json, false), Err(SignInFailure::WrongPassword), "{json}");
        }
    }

    #[test]
    fn second_steps_are_sorted_into_those_we_can_do() {
        let json = r#"{"error":"invalid_grant","error_description":"Two factor required.","TwoFactorProviders":["7","1","0"],
            "TwoFactorProviders2":{"7":{},"1":{"Email":"a***@b.c"},"0":null}}"#;
        let Ok(SignInStep::TwoStep(two_step)) = read(json, false) else { unreachable!() };
        assert_eq!(two_step.usable, [TwoFactorProvider::Authenticator, TwoFactorProvider::Email]);
        assert_eq!(two_step.other, [TwoFactorProvider::WebAuthn]);
        assert_eq!(two_step.masked_email.as_deref(), Some("a***@b.c"));
    }

    #[test]
    fn wrong_codes_do_not_end_the_attempt() {
        let two_step = r#"{"error":"invalid_grant","error_description":"x","ErrorModel":{"Message":"Two-step token is invalid. Try again."}}"#;
        let device = r#"{"error":"device_error","error_description":"Invalid New Device OTP","ErrorModel":{"Message":"invalid new device otp"}}"#;
        for json in [two_step, device] {
            let failure = read(json, true).unwrap_err();
            assert_eq!(failure, SignInFailure::WrongCode, "{json}");
            assert!(!ends_attempt(&failure));
        }
    }

    #[test]
    fn device_and_sso_answers_are_recognised() {
        let device = r#"{"error":"device_error","error_description":"New device verification required","ErrorModel":{"Message":"new device verification required"}}"#;
        assert_eq!(read(device, false), Ok(SignInStep::NewDevice));
        let sso = r#"{"error":"invalid_grant","error_description":"Sso authentication is required.","ErrorModel":{"Message":"Sso authentication is required."}}"#;
        assert_eq!(read(sso, false), Err(SignInFailure::SsoRequired));
        let disabled =
            r#"{"message":"This user has been disabled","validationErrors":{"":["This user has been disabled"]}}"#;
        let expected = ApiError::Refused { status: 400, message: Some("This user has been disabled".into()) };
        assert_eq!(read(disabled, false), Err(SignInFailure::Api(expected)));
    }
}
