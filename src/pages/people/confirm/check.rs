//! Comparing fingerprint words with a person on the phone: which two words to ask for, and whether the answer is
//! right. Pure; the words come from the agent and belong to the very key that will be used.

/// What is said about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing typed yet.
    Empty,
    /// So far it could become the word.
    Partial,
    /// The word.
    Right,
    /// Another word.
    Wrong,
}

/// Two different places among so many words, from a random number. The person who confirms cannot choose them,
/// so nobody gets used to asking for the same ones.
#[must_use]
pub fn places(words: usize, random: u32) -> (usize, usize) {
    if words < 2 {
        return (0, 0);
    }
    let random = usize::try_from(random).unwrap_or(0);
    let first = random % words;
    let second = (first + 1 + (random / words) % (words - 1)) % words;
    (first.min(second), first.max(second))
}

/// A number out of a random UUID, for [`places`].
#[must_use]
pub fn seed(uuid: &str) -> u32 {
    uuid.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// Judges what was typed for a word. Capitals and white space do not matter.
#[must_use]
pub fn judge(word: &str, typed: &str) -> Answer {
    let typed = typed.trim().to_lowercase();
    let word = word.to_lowercase();
    if typed.is_empty() {
        Answer::Empty
    } else if typed == word {
        Answer::Right
    } else if word.starts_with(&typed) {
        Answer::Partial
    } else {
        Answer::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_different_words_are_asked_for() {
        let mut seen = std::collections::BTreeSet::new();
        for random in 0..1_000 {
            let (first, second) = places(5, random);
            assert!(first < second && second < 5);
            seen.insert((first, second));
        }
        assert_eq!(seen.len(), 10, "every pair comes up");
    }

    #[test]
    fn a_random_id_gives_a_number() {
        assert_eq!(seed("000000ff-aaaa-4bbb-8ccc-ddddeeeeffff"), 255);
        assert_eq!(seed("short"), 0);
    }

    #[test]
    fn answers_are_judged_while_they_are_typed() {
        assert_eq!(judge("saffron", ""), Answer::Empty);
        assert_eq!(judge("saffron", "saf"), Answer::Partial);
        assert_eq!(judge("saffron", " Saffron "), Answer::Right);
        assert_eq!(judge("saffron", "safran"), Answer::Wrong);
        assert_eq!(judge("saffron", "saffrons"), Answer::Wrong);
    }
}
