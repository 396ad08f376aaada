//! New accounts (REG-01, 02, 05–08, 10): verification mail, or an invitation as the proof of the address.

use portal_agent::Fault;
use portal_agent::protocol::{Forget, MakeAccount, Password};
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_contracts::register::{
    AuthenticationData, KeyPair, RegisterFinish, RegistrationProof, SendVerificationEmail, UnlockData,
    VerificationEmailClicked,
};
use portal_contracts::{SecretText, limits};

use crate::error::ApiError;
use crate::invitation::{OrganizationInvitation, ProviderInvitation, SignUpLink};
use crate::kdf_judgement::{LookUp, default_salt};
use crate::portal::Portal;
use crate::send::Call;
use crate::sign_in::{SignInStep, sign_in, sign_in_new_account};
use crate::transport::Base;

/// How new accounts derive their key (crypto specification §3.2).
pub const NEW_ACCOUNT_KDF: KdfSettings =
    KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations: 600_000, memory: None, parallelism: None };

/// What happened to the request for a verification mail.
#[derive(Debug, PartialEq, Eq)]
pub enum Verification {
    /// A mail is out, or the address has an account: servers do not say which.
    MailSent,
    /// This server checks no addresses: go on with this token at once.
    NotNeeded(SignUpLink),
}

/// Why an account could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignUpFailure {
    /// The link is expired, used, altered, or belongs to another address (REG-10).
    #[error("link refused")]
    LinkRefused,
    /// The address has an account already, with another password: sign in instead.
    #[error("address taken")]
    AddressTaken,
    /// This server makes no new accounts without an invitation.
    #[error("sign-up closed")]
    Closed,
    /// Either of the two before: some servers do not say which (API contract §3).
    #[error("sign-up closed or address taken")]
    ClosedOrTaken,
    /// An organisation has claimed the domain of this address.
    #[error("domain blocked")]
    DomainBlocked,
    /// The address is spelled with letters that servers and clients normalise differently.
    #[error("address not supported")]
    AddressUnsupported,
    /// The hint is too long or is the password.
    #[error("hint refused")]
    Hint(HintProblem),
    /// Anything else.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// What is wrong with a hint (REG-07).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintProblem {
    /// More than 50 characters.
    TooLong,
    /// It is the password.
    IsPassword,
    /// It contains the password.
    ContainsPassword,
}

/// Checks a hint against the password it is for.
#[must_use]
pub fn check_hint(hint: &str, password: &SecretText) -> Option<HintProblem> {
    let (hint_folded, password) = (hint.trim().to_lowercase(), password.expose().to_lowercase());
    if hint.chars().count() > limits::HINT {
        Some(HintProblem::TooLong)
    } else if hint_folded.is_empty() || password.is_empty() {
        None
    } else if hint_folded == password.trim() {
        Some(HintProblem::IsPassword)
    } else if hint_folded.contains(&password) {
        Some(HintProblem::ContainsPassword)
    } else {
        None
    }
}

/// Asks for a verification mail (REG-01).
///
/// # Errors
/// [`SignUpFailure::Closed`], [`SignUpFailure::DomainBlocked`] or the error of the request.
pub async fn request_verification(
    portal: &Portal,
    email: &str,
    name: Option<&str>,
) -> Result<Verification, SignUpFailure> {
    let email = email.trim().to_owned();
    let name = name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let body = SendVerificationEmail { email: email.clone(), name, receive_marketing_emails: false };
    let call = Call::post("accounts/register/send-verification-email").on(Base::Identity).anonymous().impatient();
    let answer = portal.send(call.json(&body)).await.map_err(classify)?;
    if answer.body.is_empty() {
        return Ok(Verification::MailSent);
    }
    match serde_json::from_slice::<Option<String>>(&answer.body) {
        Ok(Some(token)) if !token.is_empty() => {
            Ok(Verification::NotNeeded(SignUpLink { email, token: SecretText::new(token) }))
        }
        _ => Ok(Verification::MailSent),
    }
}

/// Tells before the form is filled in whether a verification link still works (REG-10). Servers
/// that do not know the call say nothing against the link.
///
/// # Errors
/// [`SignUpFailure::LinkRefused`] or the error of the request.
pub async fn check_verification_link(portal: &Portal, link: &SignUpLink) -> Result<(), SignUpFailure> {
    let body = VerificationEmailClicked { email: link.email.clone(), email_verification_token: link.token.duplicate() };
    let call = Call::post("accounts/register/verification-email-clicked").on(Base::Identity).anonymous().impatient();
    match portal.run(call.json(&body)).await {
        Ok(()) | Err(ApiError::NotFound { .. }) => Ok(()),
        Err(ApiError::Refused { .. } | ApiError::Validation { .. }) => Err(SignUpFailure::LinkRefused),
        Err(error) => Err(SignUpFailure::Api(error)),
    }
}

/// What proves that the address is theirs. Exactly one is sent.
pub enum Proof<'a> {
    /// Link from the verification mail.
    Mail(&'a SignUpLink),
    /// Invitation to a provider.
    Provider(&'a ProviderInvitation),
    /// Invitation to an organisation.
    Organization(&'a OrganizationInvitation),
}

/// What became of a sign-up whose account exists now (REG-08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignUpOutcome {
    /// Signed in at once, or at the second step of it.
    SignIn(SignInStep),
    /// The account exists; the automatic sign-in did not work: send the person to sign in.
    PleaseSignIn,
}

/// How far [`finish_sign_up`] has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignUpStep {
    /// The password is derived and the keys are made.
    Keys,
    /// The account is sent.
    Sending,
    /// The account exists; signing in.
    SigningIn,
}

/// Makes the keys, registers, and signs in. Takes one derivation, one RSA key pair and three
/// requests. Repeating it after a cut connection is harmless: when the account exists already with
/// this password, the person is signed in.
///
/// # Errors
/// See [`SignUpFailure`].
pub async fn finish_sign_up(
    portal: &Portal,
    email: &str,
    password: SecretText,
    hint: Option<&str>,
    proof: Proof<'_>,
) -> Result<SignUpOutcome, SignUpFailure> {
    finish_sign_up_told(portal, email, password, hint, proof, &|_| ()).await
}

/// As [`finish_sign_up`], and says each step when it begins.
///
/// # Errors
/// See [`SignUpFailure`].
pub async fn finish_sign_up_told(
    portal: &Portal,
    email: &str,
    password: SecretText,
    hint: Option<&str>,
    proof: Proof<'_>,
    tell: &dyn Fn(SignUpStep),
) -> Result<SignUpOutcome, SignUpFailure> {
    let email = email.trim().to_owned();
    let hint = hint.map(str::trim).filter(|hint| !hint.is_empty());
    if let Some(problem) = hint.and_then(|hint| check_hint(hint, &password)) {
        return Err(SignUpFailure::Hint(problem));
    }
    let salt = default_salt(&email);
    let again = password.duplicate();
    tell(SignUpStep::Keys);
    let question = MakeAccount { password: Password { password, salt: salt.clone(), kdf: NEW_ACCOUNT_KDF } };
    let made = portal.ask(question).await.map_err(|fault| match fault {
        Fault::Unsupported => SignUpFailure::AddressUnsupported,
        other => SignUpFailure::Api(ApiError::Keys(other)),
    })?;
    let body = RegisterFinish {
        email: email.clone(),
        master_password_hash: made.hash.duplicate(),
        master_password_hint: hint.map(str::to_owned),
        user_symmetric_key: made.user_key.clone(),
        user_asymmetric_keys: KeyPair { public_key: made.public_key, encrypted_private_key: made.private_key },
        kdf: NEW_ACCOUNT_KDF.kdf_type,
        kdf_iterations: NEW_ACCOUNT_KDF.iterations,
        kdf_memory: None,
        kdf_parallelism: None,
        master_password_authentication: Some(AuthenticationData {
            kdf: NEW_ACCOUNT_KDF,
            master_password_authentication_hash: made.hash.duplicate(),
            salt: salt.clone(),
        }),
        master_password_unlock: Some(UnlockData {
            kdf: NEW_ACCOUNT_KDF,
            master_key_wrapped_user_key: made.user_key,
            salt: salt.clone(),
            contained_key_id: None,
        }),
        proof: to_wire(&proof),
    };
    tell(SignUpStep::Sending);
    let call = Call::post("accounts/register/finish").on(Base::Identity).anonymous().impatient().json(&body);
    if let Err(error) = portal.run(call).await {
        // An agent that is gone holds nothing either.
        let _ = portal.ask(Forget { handle: made.handle }).await;
        return match classify(error) {
            // An earlier try may have arrived although its answer did not; then its invitation is
            // used up as well, so both refusals are looked into.
            failure @ (SignUpFailure::AddressTaken | SignUpFailure::ClosedOrTaken | SignUpFailure::LinkRefused) => {
                match sign_in(portal, &email, again, None).await {
                    Ok(step) => Ok(SignUpOutcome::SignIn(step)),
                    Err(_) => Err(failure),
                }
            }
            failure => Err(failure),
        };
    }
    tell(SignUpStep::SigningIn);
    let look_up = LookUp::of_new_account(email, salt, NEW_ACCOUNT_KDF);
    Ok(match sign_in_new_account(portal, look_up, made.handle, made.hash).await {
        Ok(step) => SignUpOutcome::SignIn(step),
        Err(_) => SignUpOutcome::PleaseSignIn,
    })
}

fn to_wire(proof: &Proof<'_>) -> RegistrationProof {
    match proof {
        Proof::Mail(link) => RegistrationProof::by_email(link.token.duplicate()),
        Proof::Provider(link) => RegistrationProof::by_provider(link.provider_user_id.clone(), link.token.duplicate()),
        Proof::Organization(link) => {
            RegistrationProof::by_organization(link.organization_user_id.clone(), link.token.duplicate())
        }
    }
}

fn classify(error: ApiError) -> SignUpFailure {
    let refused = matches!(error, ApiError::Refused { .. } | ApiError::Validation { .. });
    if !refused {
        SignUpFailure::Api(error)
    } else if error.says("not allowed") && error.says("already") {
        SignUpFailure::ClosedOrTaken
    } else if error.says("already") || error.says("taken") {
        SignUpFailure::AddressTaken
    } else if error.says("token") || error.says("expired") {
        SignUpFailure::LinkRefused
    } else if error.says("domain") || error.says("claimed") {
        SignUpFailure::DomainBlocked
    } else if error.says("registration") {
        SignUpFailure::Closed
    } else {
        SignUpFailure::Api(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(hint: &str, password: &str) -> Option<HintProblem> {
        check_hint(hint, &SecretText::new(password.into()))
    }

    #[test]
    fn a_hint_may_not_give_the_password_away() {
        assert_eq!(problem("Correct Horse Battery", "correct horse battery"), Some(HintProblem::IsPassword));
        assert_eq!(problem("it is hunter2hunter2!", "hunter2hunter2"), Some(HintProblem::ContainsPassword));
        assert_eq!(problem(&"ü".repeat(51), "x"), Some(HintProblem::TooLong));
        assert_eq!(problem(&"ü".repeat(50), "password"), None);
        assert_eq!(problem("", "password"), None);
    }

    #[test]
    fn refusals_of_registration_are_told_apart() {
        let of = |message: &str| classify(ApiError::Refused { status: 400, message: Some(message.into()) });
        assert_eq!(of("Email 'a@b.c' is already taken."), SignUpFailure::AddressTaken);
        assert_eq!(of("Expired token."), SignUpFailure::LinkRefused);
        assert_eq!(of("This email address is claimed by an organization (domain)."), SignUpFailure::DomainBlocked);
        assert_eq!(of("This email address is claimed by an organization."), SignUpFailure::DomainBlocked);
        assert_eq!(of("Open registration has been disabled."), SignUpFailure::Closed);
        assert_eq!(of("Registration not allowed or user already exists"), SignUpFailure::ClosedOrTaken);
        assert_eq!(classify(ApiError::Offline), SignUpFailure::Api(ApiError::Offline));
    }
}
