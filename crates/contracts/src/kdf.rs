//! Key derivation settings on the wire (API contract §3, §4; crypto specification §3.2).

use serde::{Deserialize, Serialize};

use crate::wire_enum;

wire_enum! {
    /// Key derivation function.
    KdfType {
        /// PBKDF2 with HMAC-SHA-256.
        0 => Pbkdf2Sha256,
        /// Argon2id.
        1 => Argon2id,
    }
}

/// Nested form, used wherever a password is set and in newer answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KdfSettings {
    /// Which function.
    pub kdf_type: KdfType,
    /// Rounds (PBKDF2) or passes (Argon2id).
    pub iterations: i64,
    /// Memory in MiB; Argon2id only.
    #[serde(default)]
    pub memory: Option<i64>,
    /// Lanes; Argon2id only.
    #[serde(default)]
    pub parallelism: Option<i64>,
}

/// Request of both prelogin paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreloginRequest {
    /// Address as typed, trimmed; at most 256 characters.
    pub email: String,
}

/// Answer of both prelogin paths. Missing numbers stay missing: they are never replaced by
/// defaults (crypto specification §3.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PreloginAnswer {
    /// Old form of the function.
    pub kdf: Option<KdfType>,
    /// Old form of the rounds.
    pub kdf_iterations: Option<i64>,
    /// Old form of the memory in MiB.
    pub kdf_memory: Option<i64>,
    /// Old form of the lanes.
    pub kdf_parallelism: Option<i64>,
    /// New form, preferred.
    pub kdf_settings: Option<KdfSettings>,
    /// Salt in force; missing means the normalised address.
    pub salt: Option<String>,
}

impl PreloginAnswer {
    /// The settings in force: the new form first, else the old one; `None` when neither is complete.
    #[must_use]
    pub fn settings(&self) -> Option<KdfSettings> {
        self.kdf_settings.or_else(|| {
            Some(KdfSettings {
                kdf_type: self.kdf?,
                iterations: self.kdf_iterations?,
                memory: self.kdf_memory,
                parallelism: self.kdf_parallelism,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn new_form_wins_and_old_form_serves_older_servers() {
        let both =
            br#"{"kdf":0,"kdfIterations":1,"kdfSettings":{"kdfType":1,"iterations":6,"memory":32,"parallelism":4}}"#;
        let settings = read_json::<PreloginAnswer>(both).unwrap().settings().unwrap();
        assert_eq!((settings.kdf_type, settings.memory), (KdfType::Argon2id, Some(32)));
        let old = br#"{"kdf":0,"kdfIterations":100000,"kdfSettings":null}"#;
        assert_eq!(read_json::<PreloginAnswer>(old).unwrap().settings().unwrap().iterations, 100_000);
    }

    #[test]
    fn missing_parameters_are_no_defaults() {
        assert_eq!(read_json::<PreloginAnswer>(b"{}").unwrap().settings(), None);
        assert_eq!(read_json::<PreloginAnswer>(br#"{"kdf":0}"#).unwrap().settings(), None);
    }
}
