//! Signed tokens that travel through mail links and back (spec §16): invitations, sign-up, provider set-up, and the
//! proofs of the two-step pages.
//!
//! A token says what it is for, for which address and ids, and until when; all of it is signed. It is bound: a token of
//! another invitation, person or purpose is refused as foreign, not merely as wrong.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use time::Duration;
use uuid::Uuid;

use crate::clock::Millis;
use crate::error::ApiError;
use crate::secrets::SigningKey;

/// What a token allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Finishing a sign-up; no ids; `data` is the name given when the mail was asked for.
    SignUp,
    /// Joining a provider; ids: provider user.
    ProviderInvitation,
    /// Setting a provider up; ids: provider.
    ProviderSetup,
    /// Deleting a provider; ids: provider.
    ProviderDeletion,
    /// Joining an organisation; ids: organisation user.
    OrganizationInvitation,
    /// Skipping the two-step login on a remembered device; ids: user; `data` is security stamp and device.
    RememberDevice,
    /// Turning the authenticator app on; ids: user; `data` is the secret.
    AuthenticatorSetUp,
    /// Asking for two-step mails during sign-in; ids: user.
    EmailLogin,
}

/// Why a token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of ours at all, or altered.
    #[error("the token is malformed or altered")]
    Altered,
    /// Genuine, but for another purpose, address or id.
    #[error("the token belongs to something else")]
    Foreign,
    /// Genuine and ours, but too old.
    #[error("the token has expired")]
    Expired,
}

impl From<TokenError> for ApiError {
    fn from(_: TokenError) -> Self {
        Self::rule("Invalid token.")
    }
}

#[derive(Serialize, Deserialize)]
struct Claims {
    purpose: Purpose,
    ids: Vec<Uuid>,
    email: String,
    expires: Millis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    data: Option<String>,
}

/// Issues and checks tokens.
pub struct Tokens {
    key: SigningKey,
}

impl Tokens {
    /// Tokens signed by this key.
    #[must_use]
    pub fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// Issues a token; `data` travels inside, signed but readable.
    ///
    /// # Errors
    /// Never in practice; [`ApiError::Internal`] when serialising fails.
    pub fn issue(
        &self,
        purpose: Purpose,
        ids: &[Uuid],
        email: &str,
        data: Option<&str>,
        now: Millis,
        lifetime: Duration,
    ) -> Result<String, ApiError> {
        let lifetime = i64::try_from(lifetime.whole_milliseconds()).unwrap_or(i64::MAX);
        let claims = Claims {
            purpose,
            ids: ids.to_vec(),
            email: normal_email(email),
            expires: now.saturating_add(lifetime),
            data: data.map(str::to_owned),
        };
        let payload = serde_json::to_vec(&claims).map_err(|_| ApiError::internal("token"))?;
        let signature = self.key.sign(&payload);
        Ok(format!("{}.{}", BASE64URL_NOPAD.encode(&payload), BASE64URL_NOPAD.encode(&signature)))
    }

    /// Checks a token against what it has to be for and returns its `data`.
    ///
    /// # Errors
    /// [`TokenError`]; altered is found before foreign, foreign before expired.
    pub fn check(
        &self,
        token: &str,
        purpose: Purpose,
        ids: &[Uuid],
        email: &str,
        now: Millis,
    ) -> Result<Option<String>, TokenError> {
        let (payload, signature) = token.split_once('.').ok_or(TokenError::Altered)?;
        let payload = BASE64URL_NOPAD.decode(payload.as_bytes()).map_err(|_| TokenError::Altered)?;
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).map_err(|_| TokenError::Altered)?;
        if !self.key.verify(&payload, &signature) {
            return Err(TokenError::Altered);
        }
        let claims: Claims = serde_json::from_slice(&payload).map_err(|_| TokenError::Altered)?;
        if claims.purpose != purpose || claims.ids != ids || claims.email != normal_email(email) {
            return Err(TokenError::Foreign);
        }
        if claims.expires <= now {
            return Err(TokenError::Expired);
        }
        Ok(claims.data)
    }
}

/// An address as it is stored, compared and used as salt: trimmed, lower-case.
#[must_use]
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}
