//! Small readings that several formats share: cards, names, dates.

use portal_contracts::SecretText;
use portal_contracts::ciphers::{Card, Identity};

use crate::draft::some;

/// The brand of a card by the first digits of its number.
pub(crate) fn brand(number: &str) -> Option<&'static str> {
    let digits: String = number.chars().filter(char::is_ascii_digit).take(6).collect();
    let head = |count: usize| digits.get(..count).and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    Some(match (head(1), head(2), head(3), head(4)) {
        (4, ..) => "Visa",
        (_, 51..=55, ..) | (_, _, _, 2221..=2720) => "Mastercard",
        (_, 34 | 37, ..) => "Amex",
        (_, _, 300..=305, _) | (_, 36 | 38 | 39, ..) => "Diners Club",
        (_, 65, ..) | (_, _, 644..=649, _) | (_, _, _, 6011) => "Discover",
        (_, 35, ..) => "JCB",
        (_, 62, ..) => "UnionPay",
        (_, 50 | 56..=58, ..) | (_, _, _, 6304 | 6759 | 6761..=6763) => "Maestro",
        _ => return None,
    })
}

/// The brand of a card by its name, however it is spelled.
pub(crate) fn brand_name(text: &str) -> Option<&'static str> {
    let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    Some(match letters.as_str() {
        "visa" | "visaelectron" => "Visa",
        "mastercard" | "mc" => "Mastercard",
        "amex" | "americanexpress" => "Amex",
        "diners" | "dinersclub" => "Diners Club",
        "discover" => "Discover",
        "jcb" => "JCB",
        "unionpay" | "chinaunionpay" => "UnionPay",
        "maestro" => "Maestro",
        _ => return None,
    })
}

/// Sets the brand by its name, or says that it is none.
pub(crate) fn card_brand(card: &mut Card<SecretText>, text: &str) -> bool {
    let Some(name) = brand_name(text) else { return false };
    card.brand = some(name);
    true
}

pub(crate) fn card_number(card: &mut Card<SecretText>, number: &str) {
    card.number = some(number.trim());
    if card.brand.is_none() {
        card.brand = brand(number).and_then(some);
    }
}

/// Month and year in whatever order and with whatever between them: `04/2027`, `4-27`, `2027-04`, `202704`, `042027`.
pub(crate) fn expiry(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let parts: Vec<&str> =
        text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (month, year) = match *parts.as_slice() {
        [year, month] | [year, month, _] if year.len() == 4 => (month, year),
        [month, year] => (month, year),
        [joined] if joined.len() == 6 => match joined.split_at_checked(4)? {
            (year, month) if year.starts_with("19") || year.starts_with("20") => (month, year),
            _ => joined.split_at_checked(2)?,
        },
        [joined] if joined.len() == 4 => joined.split_at_checked(2)?,
        _ => return None,
    };
    let month: u8 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let year = match year.len() {
        4 => year.to_owned(),
        2 => ["20", year].concat(),
        _ => return None,
    };
    Some((month.to_string(), year))
}

/// Sets month and year, or says that the text is none.
pub(crate) fn card_expiry(card: &mut Card<SecretText>, text: &str) -> bool {
    let Some((month, year)) = expiry(text) else { return false };
    card.exp_month = some(&month);
    card.exp_year = some(&year);
    true
}

/// First, middle and last name.
pub(crate) fn full_name(identity: &mut Identity<SecretText>, name: &str) {
    let parts: Vec<&str> = name.split_whitespace().collect();
    match *parts.as_slice() {
        [] => {}
        [first] => identity.first_name = some(first),
        [first, last] => (identity.first_name, identity.last_name) = (some(first), some(last)),
        [first, ref middle @ .., last] => {
            identity.first_name = some(first);
            identity.middle_name = some(&middle.join(" "));
            identity.last_name = some(last);
        }
    }
}

/// An instant as ISO 8601 from seconds since 1970; out of range is none.
pub(crate) fn instant(seconds: i64) -> Option<String> {
    let (year, month, day) = civil(seconds)?;
    let rest = seconds.rem_euclid(86_400);
    Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.000Z", rest / 3_600, rest / 60 % 60, rest % 60))
}

/// Stands for a date that nobody knows where servers want one: the first instant they count from.
pub(crate) fn or_unknown(date: Option<String>) -> String {
    date.unwrap_or_else(|| "1970-01-01T00:00:00.000Z".to_owned())
}

/// A day as ISO 8601 from seconds since 1970.
pub(crate) fn day(seconds: i64) -> Option<String> {
    civil(seconds).map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
}

/// Days since 1970 to the Gregorian calendar, by counting from the first of March of year 0.
fn civil(seconds: i64) -> Option<(i64, i64, i64)> {
    let days = seconds.div_euclid(86_400).checked_add(719_468)?;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (1..=9_999).contains(&year).then_some((year, month, day))
}

/// The text as given when it can be an instant of the wire: `2024-05-06T…`.
pub(crate) fn wire_date(text: &str) -> Option<String> {
    let mut letters = text.bytes();
    let digits = |letters: &mut std::str::Bytes<'_>, count: usize| {
        (0..count).all(|_| letters.next().is_some_and(|letter| letter.is_ascii_digit()))
    };
    let good = digits(&mut letters, 4)
        && letters.next() == Some(b'-')
        && digits(&mut letters, 2)
        && letters.next() == Some(b'-')
        && digits(&mut letters, 2)
        && letters.next() == Some(b'T');
    (good && text.len() <= 40 && text.is_ascii()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expiry_dates_in_every_order() {
        let wanted = Some(("4".to_owned(), "2027".to_owned()));
        for text in ["04/2027", "4/27", "04-27", "2027-04", "202704", "042027", "0427", "2027-04-30", " 04 / 2027 "] {
            assert_eq!(expiry(text), wanted, "{text}");
        }
        for text in ["", "13/2027", "soon", "1", "04/207", "00/2027"] {
            assert_eq!(expiry(text), None, "{text}");
        }
    }

    #[test]
    fn brands() {
        let known = [
            ("4111 1111", "Visa"),
            ("5500", "Mastercard"),
            ("2221", "Mastercard"),
            ("3714", "Amex"),
            ("6011", "Discover"),
            ("3566", "JCB"),
            ("3600", "Diners Club"),
            ("6200", "UnionPay"),
            ("6304", "Maestro"),
        ];
        for (number, name) in known {
            assert_eq!(brand(number), Some(name), "{number}");
        }
        assert_eq!(brand("0000"), None);
    }

    #[test]
    fn instants() {
        assert_eq!(instant(0).as_deref(), Some("1970-01-01T00:00:00.000Z"));
        assert_eq!(instant(1_709_210_096).as_deref(), Some("2024-02-29T12:34:56.000Z"));
        assert_eq!(day(-1).as_deref(), Some("1969-12-31"));
        assert_eq!(instant(i64::MAX), None);
        assert_eq!(wire_date("2024-05-06T01:02:03.000Z").as_deref(), Some("2024-05-06T01:02:03.000Z"));
        assert_eq!(wire_date("06/05/2024"), None);
    }
}
