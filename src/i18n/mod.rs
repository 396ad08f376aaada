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

/// "Ada, Ben and Cy" for names that are data.
#[must_use]
pub fn list(items: &[String]) -> String {
    intl::list(LOCALE, items)
}
