//! From a number of guesses to a time, from a rating to one tip. Pure (screens §2.2, §4).

use crate::platform::strength_protocol::{Suggestion, Warning};

/// Guesses a second at a copy hashed slowly, as master passwords are.
pub const OFFLINE_SLOW: f64 = 1e4;
/// Guesses a second at a copy hashed quickly, as careless sites do.
pub const OFFLINE_FAST: f64 = 1e10;
/// Guesses a second at a site that slows guessing down.
pub const ONLINE: f64 = 100.0 / 3600.0;

/// A duration in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Under a second.
    Instant,
    /// So many seconds.
    Seconds(i64),
    /// So many minutes.
    Minutes(i64),
    /// So many hours.
    Hours(i64),
    /// So many days.
    Days(i64),
    /// So many months.
    Months(i64),
    /// So many years.
    Years(i64),
    /// A hundred years or more.
    Centuries,
}

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 86_400.0;
const MONTH: f64 = 30.44 * DAY;
const YEAR: f64 = 365.25 * DAY;

/// How long so many guesses take at a speed.
#[must_use]
pub fn span(guesses_log10: f64, per_second: f64) -> Span {
    let seconds = 10f64.powf(guesses_log10.clamp(0.0, 300.0)) / per_second;
    let count = |unit: f64| {
        // At most 99 here; the cast cannot lose anything.
        #[allow(clippy::cast_possible_truncation)]
        let whole = (seconds / unit).floor().max(1.0) as i64;
        whole
    };
    if seconds < 1.0 {
        Span::Instant
    } else if seconds < MINUTE {
        Span::Seconds(count(1.0))
    } else if seconds < HOUR {
        Span::Minutes(count(MINUTE))
    } else if seconds < DAY {
        Span::Hours(count(HOUR))
    } else if seconds < MONTH {
        Span::Days(count(DAY))
    } else if seconds < YEAR {
        Span::Months(count(MONTH))
    } else if seconds < 100.0 * YEAR {
        Span::Years(count(YEAR))
    } else {
        Span::Centuries
    }
}

/// One thing to say about a password: what weakens it most, or what would help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tip {
    /// Rows and patterns of the keyboard.
    Keyboard,
    /// Repeated letters or words.
    Repeats,
    /// abc, 6543.
    Sequences,
    /// Years.
    Years,
    /// Dates.
    Dates,
    /// Names.
    Names,
    /// On every list.
    Common,
    /// Close to one on every list.
    LikeCommon,
    /// One word alone.
    Words,
    /// Capitals do not help.
    Capitals,
    /// Backwards does not help.
    Reversed,
    /// Look-alikes do not help.
    Swaps,
    /// Only longer helps.
    Longer,
    /// One word short of fair play.
    Fair,
    /// One word short of strong.
    Good,
    /// Nothing to improve.
    Strong,
}

/// The one tip for a rating: the warning first, then the first suggestion that says something new, then the score.
#[must_use]
pub fn tip(score: u8, warning: Option<Warning>, suggestions: &[Suggestion]) -> Tip {
    match score {
        0..=2 => {}
        3 => return Tip::Good,
        _ => return Tip::Strong,
    }
    if let Some(warning) = warning {
        return match warning {
            Warning::StraightRow | Warning::KeyboardPattern => Tip::Keyboard,
            Warning::RepeatedCharacter | Warning::RepeatedPattern => Tip::Repeats,
            Warning::Sequence => Tip::Sequences,
            Warning::RecentYear => Tip::Years,
            Warning::Date => Tip::Dates,
            Warning::TopTen | Warning::TopHundred | Warning::Common => Tip::Common,
            Warning::LikeCommon => Tip::LikeCommon,
            Warning::SingleWord => Tip::Words,
            Warning::SingleName | Warning::CommonNames => Tip::Names,
        };
    }
    let said = suggestions.iter().find_map(|suggestion| match suggestion {
        Suggestion::CapitalsDoNotHelp | Suggestion::AllCapitalsDoNotHelp => Some(Tip::Capitals),
        Suggestion::ReversedDoesNotHelp => Some(Tip::Reversed),
        Suggestion::SubstitutionsDoNotHelp => Some(Tip::Swaps),
        Suggestion::LongerKeyboardPattern => Some(Tip::Keyboard),
        Suggestion::AvoidRepeats => Some(Tip::Repeats),
        Suggestion::AvoidSequences => Some(Tip::Sequences),
        Suggestion::AvoidRecentYears | Suggestion::AvoidYearsOfYours => Some(Tip::Years),
        Suggestion::AvoidDatesOfYours => Some(Tip::Dates),
        Suggestion::UseAFewWords | Suggestion::NoNeedForSymbols | Suggestion::AddAWord => None,
    });
    said.unwrap_or(if score == 2 { Tip::Fair } else { Tip::Longer })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_cross_their_borders() {
        assert_eq!(span(0.0, OFFLINE_SLOW), Span::Instant);
        assert_eq!(span(4.0, OFFLINE_SLOW), Span::Seconds(1));
        assert_eq!(span(4.0 + 60f64.log10() + 1e-9, OFFLINE_SLOW), Span::Minutes(1));
        assert_eq!(span(4.0 + (HOUR * 5.5).log10(), OFFLINE_SLOW), Span::Hours(5));
        assert_eq!(span(4.0 + (DAY * 3.1).log10(), OFFLINE_SLOW), Span::Days(3));
        assert_eq!(span(4.0 + (MONTH * 7.2).log10(), OFFLINE_SLOW), Span::Months(7));
        assert_eq!(span(4.0 + (YEAR * 14.2).log10(), OFFLINE_SLOW), Span::Years(14));
        assert_eq!(span(4.0 + (YEAR * 101.0).log10(), OFFLINE_SLOW), Span::Centuries);
        assert_eq!(span(f64::INFINITY, OFFLINE_FAST), Span::Centuries);
    }

    #[test]
    fn the_tip_names_the_worst_first_and_praises_only_what_is_good() {
        assert_eq!(tip(0, Some(Warning::TopTen), &[Suggestion::AddAWord]), Tip::Common);
        assert_eq!(tip(1, None, &[Suggestion::AddAWord, Suggestion::SubstitutionsDoNotHelp]), Tip::Swaps);
        assert_eq!(tip(1, None, &[Suggestion::AddAWord]), Tip::Longer);
        assert_eq!(tip(2, None, &[]), Tip::Fair);
        assert_eq!(tip(3, Some(Warning::Date), &[]), Tip::Good);
        assert_eq!(tip(4, None, &[Suggestion::UseAFewWords]), Tip::Strong);
    }
}
