//! The mixed-case answers of the token endpoint (spec §3): OAuth members in snake case, the rest in Pascal case.

use portal_contracts::kdf::KdfSettings;
use portal_contracts::token::MasterPasswordPolicy;
use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::two_step::{self, SecondStep};
use crate::users::User;

/// Members every successful answer has.
pub(super) fn tokens(access: &str, refresh: &str, expires_in: i64) -> Map<String, Value> {
    let mut members = Map::new();
    members.insert("access_token".into(), access.into());
    members.insert("expires_in".into(), expires_in.into());
    members.insert("token_type".into(), "Bearer".into());
    members.insert("refresh_token".into(), refresh.into());
    members.insert("scope".into(), "api offline_access".into());
    members
}

/// Adds what only a sign-in with a password brings: keys and how to open them.
pub(super) fn add_keys(members: &mut Map<String, Value>, user: &User, rules: &MasterPasswordPolicy) {
    members.insert("Key".into(), user.key.clone().into());
    if let (Some(private), Some(public)) = (&user.private_key, &user.public_key) {
        members.insert("PrivateKey".into(), private.clone().into());
        members.insert(
            "AccountKeys".into(),
            json!({
                "signatureKeyPair": null,
                "publicKeyEncryptionKeyPair": {
                    "wrappedPrivateKey": private,
                    "publicKey": public,
                    "signedPublicKey": null,
                    "Object": "publicKeyEncryptionKeyPair",
                },
                "securityState": null,
                "Object": "privateKeys",
            }),
        );
    }
    members.insert("Kdf".into(), user.kdf.kdf_type.number().into());
    members.insert("KdfIterations".into(), user.kdf.iterations.into());
    members.insert("KdfMemory".into(), user.kdf.memory.into());
    members.insert("KdfParallelism".into(), user.kdf.parallelism.into());
    members.insert("ForcePasswordReset".into(), user.force_password_reset.into());
    members.insert("MasterPasswordPolicy".into(), master_password_policy(rules));
    members.insert(
        "UserDecryptionOptions".into(),
        json!({
            "HasMasterPassword": true,
            "MasterPasswordUnlock": {
                "Kdf": pascal_kdf(user.kdf),
                "MasterKeyEncryptedUserKey": user.key,
                "Salt": user.email,
                "ContainedKeyId": null,
            },
            "Object": "userDecryptionOptions",
        }),
    );
}

fn pascal_kdf(kdf: KdfSettings) -> Value {
    json!({
        "KdfType": kdf.kdf_type,
        "Iterations": kdf.iterations,
        "Memory": kdf.memory,
        "Parallelism": kdf.parallelism,
    })
}

fn master_password_policy(rules: &MasterPasswordPolicy) -> Value {
    json!({
        "MinComplexity": rules.min_complexity,
        "MinLength": rules.min_length,
        "RequireLower": rules.require_lower,
        "RequireUpper": rules.require_upper,
        "RequireNumbers": rules.require_numbers,
        "RequireSpecial": rules.require_special,
        "EnforceOnLogin": rules.enforce_on_login,
        "Object": "masterPasswordPolicy",
    })
}

/// A refused grant with a text for people.
pub(super) fn refused(error: &str, description: &str, message: &str) -> ApiError {
    ApiError::Grant(json!({
        "error": error,
        "error_description": description,
        "ErrorModel": {
            "Message": message,
            "ValidationErrors": null,
            "ExceptionMessage": null,
            "ExceptionStackTrace": null,
            "InnerExceptionMessage": null,
            "Object": "error",
        },
    }))
}

/// A request that cannot be understood as OAuth; only the code.
pub(super) fn oauth(error: &str) -> ApiError {
    ApiError::Grant(json!({ "error": error }))
}

/// Wrong password or unknown account: one answer for both.
pub(super) fn wrong_credentials() -> ApiError {
    refused("invalid_grant", "invalid_username_or_password", "Username or password is incorrect. Try again.")
}

/// A wrong two-step code.
pub(super) fn wrong_code() -> ApiError {
    refused("invalid_grant", "invalid_username_or_password", "Two-step token is invalid. Try again.")
}

/// A second step is needed.
pub(super) fn second_step_needed(steps: &[SecondStep], email: &str, mail_proof: Option<String>) -> ApiError {
    let mut numbers = Vec::new();
    let mut details = Map::new();
    for step in steps {
        numbers.push(Value::from(step.kind.to_string()));
        let detail = if step.kind == two_step::EMAIL { json!({ "Email": masked(&step.data) }) } else { Value::Null };
        details.insert(step.kind.to_string(), detail);
    }
    let mut answer = json!({
        "error": "invalid_grant",
        "error_description": "Two factor required.",
        "TwoFactorProviders": numbers,
        "TwoFactorProviders2": details,
        "MasterPasswordPolicy": master_password_policy(&MasterPasswordPolicy::default()),
    });
    if let (Some(proof), Some(members)) = (mail_proof, answer.as_object_mut()) {
        members.insert("SsoEmail2faSessionToken".into(), proof.into());
        members.insert("Email".into(), email.into());
    }
    ApiError::Grant(answer)
}

/// `alice@example.org` → `al***@example.org`; short names show less.
fn masked(email: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let shown = if local.chars().count() > 3 { 2 } else { 1 };
    let start: String = local.chars().take(shown).collect();
    format!("{start}***@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_hidden_but_recognisable() {
        assert_eq!(masked("alice@example.org"), "al***@example.org");
        assert_eq!(masked("bo@x.y"), "b***@x.y");
    }
}
