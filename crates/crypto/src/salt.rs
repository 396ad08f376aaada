//! From an e-mail address to the salt of the key derivation (spec §3.1).

use crate::Error;

/// The salt that goes into the key derivation. Not secret. Never assume it equals today's e-mail address when writing
/// new data: reuse the salt in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Salt(String);

impl Salt {
    /// Trims and lower-cases an address; inner spaces stay.
    ///
    /// # Errors
    /// `unsupported` for addresses that other clients or servers would normalise differently, so that the account could
    /// not be opened elsewhere: U+FEFF and U+0085 (trimmed by JavaScript or Rust only), and letters whose lower-casing
    /// depends on their place or changes their number (U+0130, final sigma).
    pub fn from_email(email: &str) -> Result<Self, Error> {
        if email.contains(['\u{FEFF}', '\u{0085}']) {
            return Err(Error::Unsupported);
        }
        let trimmed = email.trim();
        let lowered = trimmed.to_lowercase();
        let simple = |letter: char| {
            let mut mapped = letter.to_lowercase();
            mapped.next().filter(|_| mapped.next().is_none())
        };
        let letter_by_letter: Option<String> = trimmed.chars().map(simple).collect();
        if letter_by_letter.as_deref() == Some(lowered.as_str()) { Ok(Self(lowered)) } else { Err(Error::Unsupported) }
    }

    /// The salt a server names, when it names one; it wins over the address and is normalised the same way.
    ///
    /// # Errors
    /// As [`Salt::from_email`].
    pub fn from_server(salt: &str) -> Result<Self, Error> {
        Self::from_email(salt)
    }

    /// The text as it stands: password-protected export files use their Base64 salt undecoded (spec §14.4).
    #[must_use]
    pub fn verbatim(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The normalised text, as sent in `salt` members.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_platforms_normalise_differently() {
        for email in ["\u{FEFF}a@b.example", "a@b.example\u{0085}", "İ@b.example", "ΟΔΟΣ@b.example"] {
            assert_eq!(Salt::from_email(email), Err(Error::Unsupported), "{email:?}");
        }
    }

    #[test]
    fn letters_with_one_mapping_everywhere_are_fine() {
        assert_eq!(Salt::from_email(" ΣΟΦΙΑ@Ñ.Example ").map(|s| s.as_str().to_owned()), Ok("σοφια@ñ.example".into()));
    }
}
