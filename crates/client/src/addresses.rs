//! E-mail addresses out of whatever people paste: lists, lines, columns, the "To" line of a mail.

use portal_contracts::limits;

use crate::text;

/// What was found in a pasted text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addresses {
    /// Addresses in their order, each once.
    pub good: Vec<String>,
    /// Addresses that stood there more than once (without regard to case).
    pub duplicates: Vec<String>,
    /// Pieces that are no address, cut short for display.
    pub bad: Vec<String>,
}

impl Addresses {
    /// Whether there are more than one call may carry.
    #[must_use]
    pub fn too_many(&self) -> bool {
        self.good.len() > limits::INVITATIONS_PER_CALL
    }
}

/// Most pieces that are looked at; a pasted book does not freeze the page.
const PIECES: usize = 2_000;

/// Reads addresses separated by commas, semicolons, white space or lines; `Name <address>` and
/// `"Last, First" <address>` too.
#[must_use]
pub fn parse_addresses(pasted: &str) -> Addresses {
    let mut found = Addresses::default();
    for piece in pieces(pasted).into_iter().take(PIECES) {
        match address_in(&piece) {
            Piece::Empty => {}
            Piece::Bad => found.bad.push(text::clean(&piece, 60)),
            Piece::Addresses(list) => {
                for address in list {
                    add(&mut found, address);
                }
            }
        }
    }
    found
}

fn add(found: &mut Addresses, address: &str) {
    let same = |known: &String| known.to_lowercase() == address.to_lowercase();
    if !is_address(address) {
        found.bad.push(text::clean(address, 60));
    } else if found.good.iter().any(same) {
        if !found.duplicates.iter().any(same) {
            found.duplicates.push(address.to_owned());
        }
    } else {
        found.good.push(address.to_owned());
    }
}

/// Splits at commas, semicolons and lines that do not stand inside quotes.
fn pieces(pasted: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for letter in pasted.chars() {
        match letter {
            '"' => quoted = !quoted,
            // A quote that is never closed ends with its line.
            '\n' | '\r' => quoted = false,
            _ => {}
        }
        if !quoted && matches!(letter, ',' | ';' | '\n' | '\r' | '\t') {
            out.push(String::new());
        } else if let Some(last) = out.last_mut() {
            last.push(letter);
        }
    }
    out
}

enum Piece<'a> {
    Empty,
    Bad,
    Addresses(Vec<&'a str>),
}

fn address_in(piece: &str) -> Piece<'_> {
    let piece = piece.trim();
    if piece.is_empty() {
        return Piece::Empty;
    }
    if let Some((_, rest)) = piece.rsplit_once('<') {
        let inside = rest.split('>').next().unwrap_or(rest).trim();
        let inside = inside.strip_prefix("mailto:").unwrap_or(inside);
        return Piece::Addresses(vec![inside]);
    }
    let words: Vec<&str> = piece
        .split_whitespace()
        .map(|word| word.strip_prefix("mailto:").unwrap_or(word))
        .map(|word| word.trim_matches(|letter| matches!(letter, '"' | '\'' | '(' | ')' | '[' | ']')))
        .collect();
    // "To: a@b.c" and "Sam Miller sam@msp.example": words beside an address are its decoration.
    let addresses: Vec<&str> = words.iter().copied().filter(|word| word.contains('@')).collect();
    if addresses.is_empty() { Piece::Bad } else { Piece::Addresses(addresses) }
}

/// Whether a text can be an address, generously: servers have the last word.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
            && part.chars().all(|letter| {
                !letter.is_whitespace()
                    && !matches!(letter, '@' | ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | ':' | '\\')
            })
    };
    let unchanged = text::clean(text, limits::EMAIL) == text;
    let labels_fine =
        domain.contains('.') && domain.split('.').all(|label| !label.starts_with('-') && !label.ends_with('-'));
    unchanged && plain(local) && plain(domain) && labels_fine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_lines_and_mail_headers_are_read() {
        let pasted = "To: sam@msp.example; \"Miller, Jo\" <jo@msp.example>,\r\n'kim@msp.example'\tlee@msp.example ann@msp.example\n";
        let found = parse_addresses(pasted);
        assert_eq!(
            found.good,
            ["sam@msp.example", "jo@msp.example", "kim@msp.example", "lee@msp.example", "ann@msp.example"]
        );
        assert!(found.bad.is_empty() && found.duplicates.is_empty());
    }

    #[test]
    fn repeats_and_rubbish_are_named() {
        let found =
            parse_addresses("a@b.example, A@B.example, A@b.example, nobody, x@, @y.example, z@nodot, two@@at.example");
        assert_eq!(found.good, ["a@b.example"]);
        assert_eq!(found.duplicates, ["A@B.example"]);
        assert_eq!(found.bad, ["nobody", "x@", "@y.example", "z@nodot", "two@@at.example"]);
    }

    #[test]
    fn hidden_letters_are_no_address() {
        assert!(!is_address("sam\u{202e}@msp.example"));
        assert!(!is_address(&format!("{}@msp.example", "x".repeat(256))));
        assert!(is_address("jürgen+x@müller.example"));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_line() {
        assert_eq!(parse_addresses("\"Miller, a@b.example\nc@d.example").good, ["a@b.example", "c@d.example"]);
    }
}
