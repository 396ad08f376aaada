//! Codes of authenticator apps: RFC 6238 with SHA-1, six digits, 30 seconds, as every app expects.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

use crate::clock::Millis;
use crate::error::ApiResult;
use crate::secrets;

const STEP_MILLIS: i64 = 30_000;
/// Steps before and after the present one that are accepted too, for clocks that are off.
const WINDOW: i64 = 1;

/// A new secret: 160 random bits in Base32.
///
/// # Errors
/// When no randomness is available.
pub fn new_secret() -> ApiResult<String> {
    Ok(BASE32_NOPAD.encode(&secrets::random::<20>()?))
}

/// The time step whose code this is, within the window around `now`. Spaces are ignored.
#[must_use]
pub fn matching_step(secret: &str, code: &str, now: Millis) -> Option<i64> {
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let present = now.div_euclid(STEP_MILLIS);
    let mut found = None;
    // Every step is computed, so that the time taken does not tell which one matched.
    for step in present - WINDOW..=present + WINDOW {
        if code_at(secret, step).is_some_and(|right| secrets::same(right.as_bytes(), code.as_bytes())) {
            found = Some(step);
        }
    }
    found
}

/// The code of a time step. `None` when the secret is not Base32.
#[must_use]
pub fn code_at(secret: &str, step: i64) -> Option<String> {
    let folded: String = secret.chars().filter(|letter| !letter.is_whitespace() && *letter != '=').collect();
    let key = BASE32_NOPAD.decode(folded.to_ascii_uppercase().as_bytes()).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let start = usize::from(bytes.last()? & 0x0f);
    let word: [u8; 4] = bytes.get(start..start + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(word) & 0x7fff_ffff) % 1_000_000))
}

/// The code at an instant, for tests and demo data.
#[must_use]
pub fn code_now(secret: &str, now: Millis) -> Option<String> {
    code_at(secret, now.div_euclid(STEP_MILLIS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1, last six digits.
    #[test]
    fn the_published_examples() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(code_now(&secret, seconds * 1000).as_deref(), Some(code));
        }
    }

    #[test]
    fn neighbours_count_strangers_do_not() {
        let secret = BASE32_NOPAD.encode(b"12345678901234567890");
        let now = 1_700_000_000_000;
        let step = now / STEP_MILLIS;
        for (offset, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let code = code_at(&secret, step + offset).unwrap();
            assert_eq!(matching_step(&secret, &code, now), accepted.then_some(step + offset), "{offset}");
        }
        assert_eq!(matching_step(&secret, "", now), None);
        assert_eq!(matching_step("not base32!", "000000", now), None);
    }
}
