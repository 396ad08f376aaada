//! Checks of single members of a request body; each answers 400 in the error model (API contract §1.7).

use data_encoding::BASE64;
use portal_contracts::limits;

use crate::error::{ApiError, ApiResult};

/// A text that must not be blank and not be longer than `most` characters.
///
/// # Errors
/// 400 naming `property`.
pub fn required(property: &str, text: &str, most: usize) -> ApiResult<()> {
    if text.trim().is_empty() {
        return Err(ApiError::invalid(property, format!("The {property} field is required.")));
    }
    at_most(property, Some(text), most)
}

/// A text that may be missing but not be longer than `most` characters.
///
/// # Errors
/// 400 naming `property`.
pub fn at_most(property: &str, text: Option<&str>, most: usize) -> ApiResult<()> {
    if text.is_some_and(|text| text.chars().count() > most) {
        let message = format!("The field {property} must be a string with a maximum length of {most}.");
        return Err(ApiError::invalid(property, message));
    }
    Ok(())
}

/// A required e-mail address.
///
/// # Errors
/// 400 naming `property`.
pub fn email(property: &str, text: &str) -> ApiResult<()> {
    required(property, text, limits::EMAIL)?;
    if looks_like_email(text) {
        Ok(())
    } else {
        Err(ApiError::invalid(property, format!("The {property} field is not a valid e-mail address.")))
    }
}

/// Whether a text can be an address: one `@` with something on both sides, a domain with letters
/// only where they belong, no spaces or control characters. Whether it exists only a mail can tell.
#[must_use]
pub fn looks_like_email(text: &str) -> bool {
    let text = text.trim();
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.chars().any(|letter| letter.is_whitespace() || letter.is_control() || letter == '@')
    };
    let dots = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
    text.chars().count() <= limits::EMAIL && plain(local) && plain(domain) && dots(local) && dots(domain)
}

/// What an encrypted text must be made of (API contract §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealed {
    /// Type 2: AES-256-CBC with HMAC.
    Symmetric,
    /// Type 4: RSA-2048-OAEP with SHA-1.
    Asymmetric,
}

/// A required encrypted text of at most `most` characters, with the parts its type asks for.
///
/// # Errors
/// 400 naming `property`; the text itself is not repeated.
pub fn encrypted(property: &str, text: &str, kind: Sealed, most: usize) -> ApiResult<()> {
    required(property, text, most)?;
    if has_shape(text, kind) {
        Ok(())
    } else {
        Err(ApiError::invalid(property, format!("{property} is not a valid encrypted string.")))
    }
}

fn has_shape(text: &str, kind: Sealed) -> bool {
    let Some((header, body)) = text.split_once('.') else { return false };
    let parts: Option<Vec<Vec<u8>>> = body.split('|').map(|part| BASE64.decode(part.as_bytes()).ok()).collect();
    match (kind, header, parts.as_deref()) {
        (Sealed::Symmetric, "2", Some([iv, data, mac])) => {
            iv.len() == 16 && !data.is_empty() && data.len() % 16 == 0 && mac.len() == 32
        }
        (Sealed::Asymmetric, "4", Some([data])) => data.len() == 256,
        _ => false,
    }
}

/// A required public key: Base64 of `SubjectPublicKeyInfo`.
///
/// # Errors
/// 400 naming `property`.
pub fn public_key(property: &str, text: &str) -> ApiResult<()> {
    required(property, text, 4_000)?;
    // DER of SubjectPublicKeyInfo is one SEQUENCE.
    let der = BASE64.decode(text.as_bytes()).unwrap_or_default();
    if der.first() == Some(&0x30) && der.len() > 64 {
        Ok(())
    } else {
        Err(ApiError::invalid(property, format!("The {property} field is not a valid public key.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b.c", "first.last+tag@mail.example", " spaced@around.example ", "ü@bücher.example"] {
            assert!(looks_like_email(good), "{good}");
        }
        for bad in ["", "a", "@b.c", "a@", "a b@c.d", "a@b@c.d", ".a@b.c", "a@b..c", "a@b.c.", "a\n@b.c"] {
            assert!(!looks_like_email(bad), "{bad:?}");
        }
        assert!(!looks_like_email(&format!("{}@b.c", "a".repeat(300))));
    }

    #[test]
    fn encrypted_texts_need_all_their_parts() {
        let b64 = |length: usize| BASE64.encode(&vec![7; length]);
        let good = format!("2.{}|{}|{}", b64(16), b64(32), b64(32));
        assert!(encrypted("Key", &good, Sealed::Symmetric, 1_000).is_ok());
        assert!(encrypted("Key", &good, Sealed::Symmetric, 10).is_err());
        assert!(encrypted("Key", &good, Sealed::Asymmetric, 1_000).is_err());
        assert!(encrypted("Key", &format!("4.{}", b64(256)), Sealed::Asymmetric, 1_000).is_ok());
        let bad = [
            String::new(),
            "2.".into(),
            "plain text".into(),
            format!("0.{}|{}", b64(16), b64(32)),
            format!("2.{}|{}", b64(16), b64(32)),
            format!("2.{}|{}|{}", b64(15), b64(32), b64(32)),
            format!("2.{}|{}|{}", b64(16), b64(31), b64(32)),
            format!("4.{}", b64(255)),
        ];
        for text in bad {
            assert!(encrypted("Key", &text, Sealed::Symmetric, 1_000).is_err(), "{text}");
            assert!(encrypted("Key", &text, Sealed::Asymmetric, 1_000).is_err(), "{text}");
        }
    }
}
