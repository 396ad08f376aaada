//! Addresses for an invitation: what is usable, what is not, and what the server would skip. Pure.

use portal_client::addresses::{is_address, parse_addresses};

/// A list of addresses judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judged {
    /// Addresses that can be invited.
    pub good: Vec<String>,
    /// What is no address.
    pub bad: Vec<String>,
    /// Addresses of people who are in the list already.
    pub known: Vec<String>,
    /// How many are more than can be invited at once.
    pub too_many: usize,
}

impl Judged {
    /// Whether it can be sent.
    #[must_use]
    pub fn ready(&self) -> bool {
        !self.good.is_empty() && self.bad.is_empty() && self.too_many == 0
    }
}

/// Judges the chips. `known` says whether an address, in small letters, stands in the list already; `most` is how many can
/// be invited at once.
#[must_use]
pub fn judge(chips: &[String], known: impl Fn(&str) -> bool, most: usize) -> Judged {
    let mut judged = Judged::default();
    for chip in chips {
        if !is_address(chip) {
            judged.bad.push(chip.clone());
        } else if known(&chip.to_lowercase()) {
            judged.known.push(chip.clone());
        } else {
            judged.good.push(chip.clone());
        }
    }
    judged.too_many = judged.good.len().saturating_sub(most);
    judged
}

/// Whether what stands in the field is a whole address, so that a comma or a space ends it. Not so inside
/// `"Last, First" <address>` or `First Last <address>` before its end.
#[must_use]
pub fn complete(typed: &str) -> bool {
    let typed = typed.trim();
    is_address(typed) || (typed.ends_with('>') && typed.contains('<'))
}

/// Adds what was typed or pasted to the chips: lists, lines, the recipients of a mail. Returns the addresses that were
/// there already and are left out.
pub fn add(chips: &mut Vec<String>, pasted: &str) -> Vec<String> {
    let found = parse_addresses(pasted);
    let mut repeated = found.duplicates;
    for chip in found.good.into_iter().chain(found.bad) {
        if chips.iter().any(|known| known.to_lowercase() == chip.to_lowercase()) {
            repeated.push(chip);
        } else {
            chips.push(chip);
        }
    }
    repeated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_mail_header_becomes_chips() {
        let mut chips = vec!["ada@msp.example".to_owned()];
        let repeated = add(&mut chips, "Ben Ode <ben@msp.example>, ADA@msp.example\nnobody");
        assert_eq!(chips, ["ada@msp.example", "ben@msp.example", "nobody"]);
        assert_eq!(repeated, ["ADA@msp.example"]);
    }

    #[test]
    fn people_of_the_list_are_told_apart_from_new_ones() {
        let chips = ["ada@msp.example", "New@msp.example", "lee@msp"].map(str::to_owned);
        let judged = judge(&chips, |address| address == "ada@msp.example", 20);
        assert_eq!(judged.known, ["ada@msp.example"]);
        assert_eq!(judged.good, ["New@msp.example"]);
        assert_eq!(judged.bad, ["lee@msp"]);
        assert!(!judged.ready());
    }

    #[test]
    fn a_comma_ends_an_address_but_not_a_name() {
        assert!(complete("ada@msp.example") && complete("Ben Ode <ben@msp.example>"));
        assert!(!complete("\"Ode") && !complete("Ben") && !complete("ada@"));
    }

    #[test]
    fn what_is_too_many_is_counted() {
        let chips: Vec<String> = (0..23).map(|n| format!("p{n}@msp.example")).collect();
        assert_eq!(judge(&chips, |_| false, 20).too_many, 3);
        assert!(judge(&chips[..20], |_| false, 20).ready());
        assert!(!judge(&[], |_| false, 20).ready());
    }
}
