//! Texts from servers are claims of a stranger: shown, but never trusted to be short, honest or
//! even readable (attacks BW03, BW04).

/// Longest message of a server that is shown, in characters.
pub const MESSAGE: usize = 300;
/// Longest name that is shown, in characters. Above the wire's limit of 50, so that honest names are whole.
pub const NAME: usize = 120;

/// Drops control and direction-changing characters, folds white space, cuts at `limit` characters.
#[must_use]
pub fn clean(text: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut length = 0;
    let mut gap = false;
    for letter in text.chars() {
        if letter.is_whitespace() {
            gap = length > 0;
            continue;
        }
        if letter.is_control() || is_invisible(letter) {
            continue;
        }
        if length + usize::from(gap) >= limit {
            out.push('…');
            return out;
        }
        if gap {
            out.push(' ');
            length += 1;
            gap = false;
        }
        out.push(letter);
        length += 1;
    }
    out
}

/// An address for display. Honest addresses come out as they are.
pub(crate) fn address(text: &str) -> String {
    clean(text, portal_contracts::limits::EMAIL)
}

/// A name for display; `None` when nothing readable is left.
pub(crate) fn name(text: Option<&str>) -> Option<String> {
    let cleaned = clean(text?, NAME);
    (!cleaned.is_empty()).then_some(cleaned)
}

const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_tricks_and_control_characters_are_dropped() {
        assert_eq!(clean("Con\u{202e}toso\u{0} \u{1b}[31mLtd\n\n.", 50), "Contoso [31mLtd .");
        assert_eq!(name(Some("\u{200f} \u{feff}")), None);
    }

    #[test]
    fn long_texts_are_cut_and_short_ones_stay_whole() {
        assert_eq!(clean(&"x".repeat(10_000), 5), "xxxxx…");
        assert_eq!(clean("  Zürich  Süd ", 11), "Zürich Süd");
        assert_eq!(clean("ab cd", 3), "ab…");
    }
}
