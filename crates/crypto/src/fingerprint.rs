//! Fingerprint phrases: five words by which people compare a public key (spec §12).
//!
//! The words come from the EFF large word list by the Electronic Frontier Foundation, licensed CC BY 3.0 US
//! (<https://creativecommons.org/licenses/by/3.0/us/>); the dice numbers were removed, the order kept. See
//! `docs/licences/NOTICE.md`.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::{Error, PublicKey, hkdf};

pub(crate) const WORDS: &str = include_str!("../data/eff_large_wordlist.txt");
pub(crate) const WORD_COUNT: u32 = 7776;

/// The phrase of a public key, for somebody's id. Prints as `word-word-word-word-word`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint([&'static str; 5]);

impl Fingerprint {
    /// The phrase of `public`. `material` is the user id (lower-case GUID) for people, the organisation id for
    /// organisations, so that the same key reads differently for different owners.
    ///
    /// # Errors
    /// None in practice; a failure of the derivation is passed on rather than shown as a wrong phrase.
    pub fn of(public: &PublicKey, material: &str) -> Result<Self, Error> {
        let prk: [u8; 32] = Sha256::digest(public.der()).into();
        let mut number = [0; 32];
        hkdf::expand(&prk, material.as_bytes(), &mut number)?;
        Ok(Self([(); 5].map(|()| word(divide(&mut number)))))
    }

    /// The five words in order.
    #[must_use]
    pub fn words(&self) -> [&'static str; 5] {
        self.0
    }
}

/// Divides the big-endian number in place and returns the remainder.
fn divide(number: &mut [u8; 32]) -> u32 {
    let mut rest = 0;
    for byte in number {
        let part = (rest << 8) | u32::from(*byte);
        *byte = (part / WORD_COUNT) as u8;
        rest = part % WORD_COUNT;
    }
    rest
}

/// One word of the list.
pub(crate) fn word(index: u32) -> &'static str {
    WORDS.lines().nth(index as usize).unwrap_or_default()
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("-"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_the_published_one() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert_eq!(words.len(), WORD_COUNT as usize);
        let digest: [u8; 32] = Sha256::digest(words.join("\n")).into();
        assert_eq!(
            data_encoding::HEXLOWER.encode(&digest),
            "abae49761b88f3f1ba31ef944bea1f61b795a3cd7e1cfb7d276ed45bf77967ba"
        );
    }

    #[test]
    fn division_keeps_quotient_and_remainder() {
        let mut number = [0; 32];
        number[31] = 0x10;
        number[30] = 0x27; // 0x2710 = 10000 = 1 * 7776 + 2224
        assert_eq!(divide(&mut number), 2224);
        assert_eq!(number[31], 1);
        assert_eq!(divide(&mut number), 1);
        assert_eq!(divide(&mut number), 0);
        assert_eq!(word(0), "abacus");
    }
}
