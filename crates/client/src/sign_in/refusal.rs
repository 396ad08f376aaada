//! What token endpoints mean by their 400 answers.

use portal_contracts::enums::TwoFactorProvider;
use portal_contracts::token::TokenChallenge;

use super::outcome::{SignInFailure, SignInStep, TwoStep};
use crate::error::ApiError;
use crate::text;

/// Reads what a token endpoint means by its 400 (API contract §3, both server families).
pub(super) fn refusal(
    challenge: &TokenChallenge,
    error: ApiError,
    answered: bool,
) -> Result<SignInStep, SignInFailure> {
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

pub(super) fn special(error: ApiError) -> SignInFailure {
    match error {
        ApiError::RateLimited { retry_after } => SignInFailure::RateLimited { retry_after },
        other => SignInFailure::Api(other),
    }
}

/// Whether the person starts again from the password.
pub(super) const fn ends_attempt(failure: &SignInFailure) -> bool {
    matches!(failure, SignInFailure::WrongPassword | SignInFailure::SsoRequired)
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
