//! Second step of sign-in (API contract §15.1).

use serde::{Deserialize, Serialize};

use crate::SecretText;
use crate::enums::TwoFactorProvider;

/// `POST api/two-factor/send-email-login`: ask for the code by mail while signing in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SendEmailLogin {
    /// Address of the account.
    pub email: String,
    /// Server hash.
    pub master_password_hash: SecretText,
    /// Identifier of this browser profile.
    pub device_identifier: String,
}

/// `POST api/accounts/resend-new-device-otp`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ResendNewDeviceCode {
    /// Address of the account.
    pub email: String,
    /// Server hash.
    pub master_password_hash: SecretText,
}

/// Entry of `GET api/two-factor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TwoFactorState {
    /// Which second step.
    pub r#type: TwoFactorProvider,
    /// Whether it is set up.
    #[serde(default)]
    pub enabled: bool,
}

/// Answer of `POST api/two-factor/get-authenticator`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AuthenticatorSetUp {
    /// Whether an app is set up already.
    pub enabled: bool,
    /// Base32 seed.
    pub key: SecretText,
    /// Proof of the password check, passed back when saving.
    pub user_verification_token: SecretText,
}

/// `PUT api/two-factor/authenticator`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SaveAuthenticator {
    /// Six digits that the app shows now.
    pub token: SecretText,
    /// Base32 seed.
    pub key: SecretText,
    /// From [`AuthenticatorSetUp`].
    pub user_verification_token: SecretText,
}
