//! Key derivation settings are judged before anything is hashed with them (crypto specification
//! §3.2; attacks BW07, LP04, 1P04, DL04): the server names them, and a hostile one names cheap ones.

use portal_agent::protocol::Digest;
use portal_contracts::kdf::{KdfSettings, PreloginAnswer, PreloginRequest};
use portal_crypto::{Floor, Kdf, KdfRefusal as OutOfBounds};
use serde::{Deserialize, Serialize};

use crate::error::ApiError;
use crate::portal::Portal;
use crate::send::Call;
use crate::sign_in::SignInFailure;
use crate::transport::Base;

/// What the server says about an address, found usable or open to a deliberate yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookUp {
    /// Address as typed, trimmed.
    pub email: String,
    /// Salt in force.
    pub salt: String,
    /// Derivation in force.
    pub kdf: KdfSettings,
    /// Needs a deliberate yes before the password is hashed.
    pub concern: Option<KdfConcern>,
    /// The concern was put to the person before, and accepted.
    pub(crate) agreed: bool,
}

impl LookUp {
    /// For an account that was made here a moment ago; nobody has to be asked.
    pub(crate) fn of_new_account(email: String, salt: String, kdf: KdfSettings) -> Self {
        Self { email, salt, kdf, concern: None, agreed: false }
    }
}

/// What has to be explained before going on. Going on means passing this very value back, so that a
/// yes to one thing is no yes to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KdfConcern {
    /// The settings.
    pub kdf: KdfSettings,
    /// They are weaker than today's floor (PBKDF2 600,000; Argon2id 19 MiB × 2).
    pub below_floor: bool,
    /// The salt is not the address: unusual today, and a way to prepare guessing.
    pub foreign_salt: Option<String>,
}

/// Why the password is not hashed at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KdfRefusal {
    /// Missing, zero, negative or unknown settings; they are never replaced by defaults.
    Malformed,
    /// Below the minimum: a possible downgrade.
    TooWeak(KdfSettings),
    /// So costly that it would freeze the browser.
    TooCostly(KdfSettings),
    /// Weaker than what this browser used for the same account last time.
    WeakerThanBefore {
        /// Last time.
        before: KdfSettings,
        /// Now.
        now: KdfSettings,
    },
}

/// What is remembered per account address; no address, no secret.
#[derive(Serialize, Deserialize)]
struct Remembered {
    kdf: KdfSettings,
    /// Digest of the salt.
    salt: String,
    /// A deliberate yes was given to exactly these.
    agreed: bool,
}

/// The salt that everybody uses today: the address, trimmed and in lower case.
pub(crate) fn default_salt(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(crate) fn to_kdf(settings: KdfSettings) -> Result<Kdf, OutOfBounds> {
    Kdf::from_wire(Some(settings.kdf_type.number()), Some(settings.iterations), settings.memory, settings.parallelism)
}

/// Asks the server how an address derives its key, and judges the answer (AUTH-01).
///
/// # Errors
/// [`SignInFailure::KdfRefused`], or what went wrong with the request.
pub async fn look_up(portal: &Portal, email: &str) -> Result<LookUp, SignInFailure> {
    let email = email.trim().to_owned();
    let own = default_salt(&email);
    // The key agent works while the server is asked: both together are what a person waits for.
    let (answer, address_digest) = futures::join!(prelogin(portal, &email), address_digest(portal, &own));
    let (answer, address_digest) = (answer?, address_digest?);
    let settings = answer.settings().ok_or(SignInFailure::KdfRefused(KdfRefusal::Malformed))?;
    let salt = answer.salt.map_or_else(|| own.clone(), |salt| default_salt(&salt));
    let salt_digest = if salt == own { address_digest.clone() } else { digest(portal, &salt).await? };
    let memory_key = ["kdf.", address_digest.as_str()].concat();
    let remembered: Option<Remembered> =
        portal.inner.memory.get(&memory_key).and_then(|json| serde_json::from_str(&json).ok());
    judge(settings, remembered.as_ref().map(|known| known.kdf)).map_err(SignInFailure::KdfRefused)?;
    let agreed = remembered.is_some_and(|known| known.agreed && known.kdf == settings && known.salt == salt_digest);
    let below_floor = to_kdf(settings).is_ok_and(|kdf| kdf.floor() == Floor::BelowFloor);
    let foreign_salt = (salt != own).then(|| crate::text::clean(&salt, crate::text::NAME));
    let concern = (!agreed && (below_floor || foreign_salt.is_some())).then_some(KdfConcern {
        kdf: settings,
        below_floor,
        foreign_salt,
    });
    Ok(LookUp { email, salt, kdf: settings, concern, agreed })
}

/// Digests an address ahead of time, which wakes the key agent up as well: call it when the password is about to be typed.
pub async fn expect(portal: &Portal, email: &str) {
    let own = default_salt(email);
    let number = portal.inner.attempt_number.get();
    // What fails now is asked again, and told, when the password is sent.
    if let Ok(digest) = address_digest(portal, &own).await
        && portal.inner.attempt_number.get() == number
    {
        *portal.inner.digested.borrow_mut() = Some((own, digest));
    }
}

async fn address_digest(portal: &Portal, own: &str) -> Result<String, ApiError> {
    let known = portal.inner.digested.borrow_mut().take();
    match known {
        Some((address, digest)) if address == own => Ok(digest),
        _ => digest(portal, own).await,
    }
}

async fn digest(portal: &Portal, text: &str) -> Result<String, ApiError> {
    let question = Digest { texts: vec![text.to_owned()] };
    let digests = portal.ask(question).await.map_err(ApiError::Keys)?.digests;
    digests.into_iter().next().ok_or(ApiError::BadAnswer)
}

async fn prelogin(portal: &Portal, email: &str) -> Result<PreloginAnswer, ApiError> {
    let body = PreloginRequest { email: email.to_owned() };
    let call = |path: &str| Call::post(path).on(Base::Identity).anonymous().impatient().json(&body);
    match portal.read(call("accounts/prelogin")).await {
        // Two paths exist; each server knows at least one (API contract §3).
        Err(ApiError::NotFound { .. }) => portal.read(call("accounts/prelogin/password")).await,
        other => other,
    }
}

fn judge(settings: KdfSettings, before: Option<KdfSettings>) -> Result<(), KdfRefusal> {
    let kdf = to_kdf(settings).map_err(|_| KdfRefusal::Malformed)?;
    kdf.check_for_sign_in().map_err(|refusal| match refusal {
        OutOfBounds::TooWeak => KdfRefusal::TooWeak(settings),
        OutOfBounds::TooCostly => KdfRefusal::TooCostly(settings),
        OutOfBounds::Malformed => KdfRefusal::Malformed,
    })?;
    if let Some(before) = before
        && to_kdf(before).is_ok_and(|last| kdf.is_weaker_than(&last))
    {
        return Err(KdfRefusal::WeakerThanBefore { before, now: settings });
    }
    Ok(())
}

/// Remembers what just opened an account, so that the next sign-in can tell a downgrade.
pub(crate) async fn remember(portal: &Portal, email: &str, salt: &str, kdf: KdfSettings, agreed: bool) {
    let texts = vec![default_salt(email), salt.to_owned()];
    let Ok(digests) = portal.ask(Digest { texts }).await else { return };
    let [address, salt] = digests.digests.as_slice() else { return };
    let known = Remembered { kdf, salt: salt.clone(), agreed };
    if let Ok(json) = serde_json::to_string(&known) {
        portal.inner.memory.set(&["kdf.", address.as_str()].concat(), Some(&json));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal_contracts::kdf::KdfType;

    fn pbkdf2(iterations: i64) -> KdfSettings {
        KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations, memory: None, parallelism: None }
    }

    #[test]
    fn what_the_limits_refuse_is_refused_with_its_reason() {
        assert_eq!(judge(pbkdf2(1), None), Err(KdfRefusal::TooWeak(pbkdf2(1))));
        assert_eq!(judge(pbkdf2(i64::MAX), None), Err(KdfRefusal::Malformed));
        assert_eq!(judge(pbkdf2(10_000_001), None), Err(KdfRefusal::TooCostly(pbkdf2(10_000_001))));
        assert_eq!(judge(pbkdf2(0), None), Err(KdfRefusal::Malformed));
        assert_eq!(judge(pbkdf2(5_000), None), Ok(()));
    }

    #[test]
    fn less_than_last_time_is_refused_and_more_is_welcome() {
        let weaker = KdfRefusal::WeakerThanBefore { before: pbkdf2(700_000), now: pbkdf2(600_000) };
        assert_eq!(judge(pbkdf2(600_000), Some(pbkdf2(700_000))), Err(weaker));
        assert_eq!(judge(pbkdf2(700_000), Some(pbkdf2(600_000))), Ok(()));
    }
}
