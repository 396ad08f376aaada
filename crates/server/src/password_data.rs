//! The members with which a master password is set: old form at the root, new form nested, both together (spec §3, §4.5).

use portal_contracts::SecretText;
use portal_contracts::kdf::{KdfSettings, KdfType};
use portal_contracts::register::{AuthenticationData, UnlockData};

use crate::error::{ApiError, ApiResult};
use crate::fields::{self, Sealed};
use crate::tokens::normal_email;

/// Longest received password hash, in characters.
const HASH: usize = 300;
/// Longest wrapped user key, in characters.
const WRAPPED_KEY: usize = 1_000;

/// A master password as it was received: all forms agreed.
pub struct PasswordData {
    /// Server hash.
    pub hash: SecretText,
    /// Derivation.
    pub kdf: KdfSettings,
    /// User key under the stretched master key.
    pub key: String,
}

/// The members of the old form; empty when only the new one was sent.
pub struct OldForm<'a> {
    /// Server hash.
    pub hash: Option<&'a SecretText>,
    /// User key under the stretched master key.
    pub key: Option<&'a str>,
    /// Derivation; `None` where the call does not carry it.
    pub kdf: Option<KdfSettings>,
}

/// Brings both forms together and checks them.
///
/// # Errors
/// 400 when a form is incomplete, when the forms disagree, when the salt is not the account's, when the derivation lies
/// outside the bounds, or when the key is not an encrypted text.
pub fn agree(
    old: &OldForm<'_>,
    authentication: Option<&AuthenticationData>,
    unlock: Option<&UnlockData>,
    email: &str,
) -> ApiResult<PasswordData> {
    if let (Some(authentication), Some(unlock)) = (authentication, unlock) {
        if authentication.kdf != unlock.kdf || old.kdf.is_some_and(|kdf| kdf != unlock.kdf) {
            return Err(ApiError::invalid("Kdf", "The KDF settings do not agree."));
        }
        if authentication.salt != unlock.salt || normal_email(&unlock.salt) != normal_email(email) {
            return Err(ApiError::invalid("Salt", "Invalid master password salt."));
        }
    } else if authentication.is_some() || unlock.is_some() {
        return Err(ApiError::invalid("", "Authentication data and unlock data must be sent together."));
    }
    let new_hash = authentication.map(|data| &data.master_password_authentication_hash);
    let hash = one_of(old.hash.filter(|hash| !hash.is_empty()), new_hash, "MasterPasswordHash")?;
    let new_key = unlock.map(|data| data.master_key_wrapped_user_key.as_str());
    let key = one_of(old.key.filter(|key| !key.is_empty()), new_key, "UserSymmetricKey")?;
    let kdf = unlock
        .map(|data| data.kdf)
        .or(old.kdf)
        .ok_or_else(|| ApiError::invalid("Kdf", "The Kdf field is required."))?;
    fields::required("MasterPasswordHash", hash.expose(), HASH)?;
    fields::encrypted("UserSymmetricKey", key, Sealed::Symmetric, WRAPPED_KEY)?;
    within_bounds(kdf)?;
    Ok(PasswordData { hash: hash.duplicate(), kdf, key: key.to_owned() })
}

fn one_of<'a, T: PartialEq + ?Sized>(old: Option<&'a T>, new: Option<&'a T>, property: &str) -> ApiResult<&'a T> {
    match (old, new) {
        (Some(old), Some(new)) if old != new => {
            Err(ApiError::invalid(property, format!("The two values of {property} do not agree.")))
        }
        (Some(value), _) | (None, Some(value)) => Ok(value),
        (None, None) => Err(ApiError::invalid(property, format!("The {property} field is required."))),
    }
}

/// Checks a new derivation against what servers accept (spec §3).
///
/// # Errors
/// 400 naming the member.
pub fn within_bounds(kdf: KdfSettings) -> ApiResult<()> {
    let between = |property: &str, value: Option<i64>, least: i64, most: i64| match value {
        Some(value) if (least..=most).contains(&value) => Ok(()),
        _ => Err(ApiError::invalid(property, format!("{property} must be between {least} and {most}."))),
    };
    match kdf.kdf_type {
        KdfType::Pbkdf2Sha256 => between("KdfIterations", Some(kdf.iterations), 600_000, 2_000_000),
        KdfType::Argon2id => {
            between("KdfIterations", Some(kdf.iterations), 2, 10)?;
            between("KdfMemory", kdf.memory, 15, 1024)?;
            between("KdfParallelism", kdf.parallelism, 1, 16)
        }
        KdfType::Unknown(_) => Err(ApiError::invalid("Kdf", "Unknown KDF.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn argon(iterations: i64, memory: Option<i64>, parallelism: Option<i64>) -> KdfSettings {
        KdfSettings { kdf_type: KdfType::Argon2id, iterations, memory, parallelism }
    }

    fn pbkdf2(iterations: i64) -> KdfSettings {
        KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations, memory: None, parallelism: None }
    }

    #[test]
    fn bounds_are_kept() {
        for good in [pbkdf2(600_000), pbkdf2(2_000_000), argon(2, Some(15), Some(1)), argon(10, Some(1024), Some(16))] {
            assert!(within_bounds(good).is_ok(), "{good:?}");
        }
        let bad = [
            pbkdf2(599_999),
            pbkdf2(2_000_001),
            argon(1, Some(64), Some(4)),
            argon(3, None, Some(4)),
            argon(3, Some(64), None),
            argon(3, Some(1025), Some(4)),
            argon(3, Some(64), Some(17)),
            KdfSettings { kdf_type: KdfType::Unknown(7), ..pbkdf2(600_000) },
        ];
        for kdf in bad {
            assert!(within_bounds(kdf).is_err(), "{kdf:?}");
        }
    }
}
