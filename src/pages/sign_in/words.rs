//! Settings, methods and problems of the sign-in page in words.

use portal_contracts::{
    enums::TwoFactorProvider,
    kdf::{KdfSettings, KdfType},
};

use super::flow::CodeProblem;
use crate::{
    i18n::{
        number,
        text::{sign_in as text, sign_up},
    },
    pages::sign_up::FieldProblem as Problem,
};

/// What to say at the address.
#[must_use]
pub const fn email_problem(problem: &Problem) -> &'static str {
    match problem {
        Problem::EmailMissing => text::email_missing(),
        Problem::EmailUnsupported => text::email_unsupported(),
        Problem::EmailLong => sign_up::email_long(),
        _ => text::email_invalid(),
    }
}

/// What to say at a code.
#[must_use]
pub const fn code_problem(problem: CodeProblem) -> &'static str {
    match problem {
        CodeProblem::Missing => text::code_missing(),
        CodeProblem::Digits => text::code_digits(),
    }
}

/// How a key is derived.
#[must_use]
pub fn kdf(settings: &KdfSettings) -> String {
    let part = |value: Option<i64>| value.map_or_else(|| "?".to_owned(), number);
    match settings.kdf_type {
        KdfType::Pbkdf2Sha256 => text::kdf_pbkdf(settings.iterations),
        KdfType::Argon2id => {
            text::kdf_argon(&part(settings.memory), &number(settings.iterations), &part(settings.parallelism))
        }
        KdfType::Unknown(other) => text::kdf_unknown(&other.to_string()),
    }
}

/// Today's least of the same kind.
#[must_use]
pub const fn floor(settings: &KdfSettings) -> &'static str {
    match settings.kdf_type {
        KdfType::Argon2id => text::floor_argon(),
        KdfType::Pbkdf2Sha256 | KdfType::Unknown(_) => text::floor_pbkdf(),
    }
}

/// The name of a second step.
#[must_use]
pub const fn method(method: TwoFactorProvider) -> &'static str {
    match method {
        TwoFactorProvider::Authenticator => text::method_authenticator(),
        TwoFactorProvider::Email => text::method_email(),
        TwoFactorProvider::Duo => text::method_duo(),
        TwoFactorProvider::OrganizationDuo => text::method_org_duo(),
        TwoFactorProvider::YubiKey => text::method_yubikey(),
        TwoFactorProvider::WebAuthn => text::method_webauthn(),
        TwoFactorProvider::RecoveryCode => text::method_recovery(),
        _ => text::method_unknown(),
    }
}
