//! Access to texts, numbers, dates and plurals.
//!
//! The texts live in `locales/`, one file per section; `build.rs` turns each into a function below [`text`].
//! Only the functions a page calls are linked into it, so texts of the console stay in the console's chunk.

use crate::platform::intl;

/// Every text, as `text::<section>::<key>(arguments…)`.
#[allow(clippy::needless_pass_by_value, clippy::too_many_arguments)] // generated code
pub mod text {
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// The plural forms of CLDR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    /// Form for zero, where a language has one.
    Zero,
    /// Singular.
    One,
    /// Dual.
    Two,
    /// Form for a few things.
    Few,
    /// Form for many things.
    Many,
    /// The form for all the rest.
    Other,
}

/// A sentence with data in it that the view sets apart, so that a name cannot pass for the portal's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rich(pub Vec<Part>);

/// A part of a [`Rich`] sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The portal's own words.
    Text(&'static str),
    /// Data inside the sentence, shown like the words around it.
    Data(String),
    /// Data to be emphasised.
    Strong(String),
}

/// The language of the texts, as a BCP 47 tag; dates and numbers follow the browser's own region where it fits.
pub const LOCALE: &str = "en-GB";

/// `1234` as `1,234`.
#[must_use]
pub fn number(value: i64) -> String {
    intl::number(LOCALE, value)
}

/// The plural form that goes with a number.
#[must_use]
pub fn plural(value: i64) -> Plural {
    match intl::plural(LOCALE, value).as_str() {
        "zero" => Plural::Zero,
        "one" => Plural::One,
        "two" => Plural::Two,
        "few" => Plural::Few,
        "many" => Plural::Many,
        _ => Plural::Other,
    }
}

/// Day and time, as "3 March 2026 at 14:05". `millis` counts from 1970 in UTC.
#[must_use]
pub fn date_time(millis: f64) -> String {
    intl::date_time(LOCALE, millis)
}

/// Day only, as "3 March 2026".
#[must_use]
pub fn date(millis: f64) -> String {
    intl::date(LOCALE, millis)
}

/// How long something is past or ahead, as "3 hours ago" or "yesterday". Both count milliseconds from 1970 in UTC; what is
/// less than a minute away is "now".
#[must_use]
pub fn ago(at: f64, now: f64) -> String {
    let (value, unit) = unit_of(at - now);
    intl::relative(LOCALE, value, unit)
}

/// The largest unit that is full at least once.
fn unit_of(distance: f64) -> (f64, &'static str) {
    const UNITS: [(&str, f64); 3] = [("day", 86_400_000.0), ("hour", 3_600_000.0), ("minute", 60_000.0)];
    let full = |(unit, length): (&'static str, f64)| ((distance / length).trunc(), unit);
    UNITS.into_iter().map(full).find(|(value, _)| *value != 0.0).unwrap_or((0.0, "second"))
}

/// "Ada, Ben and Cy" for names that are data.
#[must_use]
pub fn list(items: &[String]) -> String {
    intl::list(LOCALE, items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_the_largest_full_unit() {
        assert_eq!(unit_of(-59_999.0), (0.0, "second"));
        assert_eq!(unit_of(-60_000.0), (-1.0, "minute"));
        assert_eq!(unit_of(-86_399_999.0), (-23.0, "hour"));
        assert_eq!(unit_of(3.5 * 86_400_000.0), (3.0, "day"));
    }
}
