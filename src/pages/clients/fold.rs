//! Names made comparable: small letters without accents, so that "cafe" finds "Café". Pure.

/// Letters with accents, grouped by the plain letters they stand for.
const PLAIN: [(&str, &str); 20] = [
    ("a", "àáâãäåāăą"),
    ("ae", "æ"),
    ("c", "çćĉċč"),
    ("d", "ďđð"),
    ("e", "èéêëēĕėęě"),
    ("g", "ĝğġģ"),
    ("h", "ĥħ"),
    ("i", "ìíîïĩīĭįı"),
    ("j", "ĵ"),
    ("k", "ķ"),
    ("l", "ĺļľŀł"),
    ("n", "ñńņň"),
    ("o", "òóôõöøōŏő"),
    ("oe", "œ"),
    ("r", "ŕŗř"),
    ("s", "śŝşšș"),
    ("ss", "ß"),
    ("t", "ţťŧț"),
    ("u", "ùúûüũūŭůűų"),
    ("z", "źżž"),
];

/// The comparable form of a name. Letters of other scripts only become small.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii() {
            folded.push(letter);
        } else if ('\u{300}'..='\u{36f}').contains(&letter) {
            // A combining accent of its own.
        } else if let Some((plain, _)) = PLAIN.iter().find(|(_, accented)| accented.contains(letter)) {
            folded.push_str(plain);
        } else {
            folded.push(letter);
        }
    }
    folded
}

/// What somebody typed into a search, taken apart into folded words.
#[must_use]
pub fn terms(search: &str) -> Vec<String> {
    search.split_whitespace().map(fold).collect()
}

/// Whether every word occurs somewhere in an already folded text.
#[must_use]
pub fn matches(folded: &str, terms: &[String]) -> bool {
    terms.iter().all(|term| folded.contains(term.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_do_not_matter() {
        assert_eq!(fold("Liberty Bakery & CAFÉ"), "liberty bakery & cafe");
        assert_eq!(fold("Cafe\u{301} Ærø Straße"), "cafe aero strasse");
        assert_eq!(fold("Ελλάς 東京"), "ελλάς 東京");
    }

    #[test]
    fn words_may_come_in_any_order() {
        let name = fold("Blue Yonder Airlines");
        assert!(matches(&name, &terms("air BLUE")));
        assert!(matches(&name, &terms("   ")));
        assert!(!matches(&name, &terms("blue harbour")));
    }
}
