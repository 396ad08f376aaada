//! Passphrases to be handed over to somebody: words of the list that fingerprints are made of, drawn by the platform's
//! random source.

use zeroize::Zeroizing;

use crate::Error;
use crate::fingerprint::{WORD_COUNT, word};
use crate::secret::fill_random;

/// Draws `words` words, joined by hyphens. Five are about 64 bits.
///
/// # Errors
/// `environment` without a random source.
pub fn passphrase(words: usize) -> Result<Zeroizing<String>, Error> {
    // As long as it can get, so that no shorter copy stays behind when it grows.
    let mut phrase = Zeroizing::new(String::with_capacity(words.saturating_mul(LONGEST + 1)));
    for place in 0..words {
        if place > 0 {
            phrase.push('-');
        }
        phrase.push_str(word(draw()?));
    }
    Ok(phrase)
}

/// Longest word of the list.
const LONGEST: usize = 9;

/// A place in the list, each as likely as any other: numbers beyond the last whole multiple are drawn again.
fn draw() -> Result<u32, Error> {
    let fair = u32::MAX - u32::MAX % WORD_COUNT;
    loop {
        let mut bytes = [0; 4];
        fill_random(&mut bytes)?;
        let number = u32::from_le_bytes(bytes);
        if number < fair {
            return Ok(number % WORD_COUNT);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::fingerprint::WORDS;

    #[test]
    fn passphrases_are_words_of_the_list_and_never_the_same() {
        let mut seen = BTreeSet::new();
        for _ in 0..20 {
            let phrase = passphrase(5).unwrap();
            assert!(phrase.split('-').filter(|word| !word.is_empty()).count() >= 5, "{}", phrase.as_str());
            assert!(phrase.capacity() >= phrase.len());
            seen.insert(phrase.to_string());
        }
        assert_eq!(seen.len(), 20);
        assert_eq!(passphrase(0).unwrap().as_str(), "");
    }

    #[test]
    fn every_part_of_the_list_comes_up() {
        let mut tenths = BTreeSet::new();
        for _ in 0..1_000 {
            let place = draw().unwrap();
            assert!(place < WORD_COUNT);
            tenths.insert(place * 10 / WORD_COUNT);
        }
        assert_eq!(tenths.len(), 10);
    }

    #[test]
    fn no_word_is_longer_than_the_room_for_it() {
        assert!(WORDS.lines().all(|word| word.len() <= LONGEST));
    }
}
