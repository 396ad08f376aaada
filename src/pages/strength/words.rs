//! Times and tips in words.

use super::rating::{Span, Tip};
use crate::i18n::text::strength as text;

/// A duration in words.
#[must_use]
pub fn span(span: Span) -> String {
    match span {
        Span::Instant => text::time_instant().to_owned(),
        Span::Seconds(count) => text::time_seconds(count),
        Span::Minutes(count) => text::time_minutes(count),
        Span::Hours(count) => text::time_hours(count),
        Span::Days(count) => text::time_days(count),
        Span::Months(count) => text::time_months(count),
        Span::Years(count) => text::time_years(count),
        Span::Centuries => text::time_centuries().to_owned(),
    }
}

/// A tip in words.
#[must_use]
pub const fn tip(tip: Tip) -> &'static str {
    match tip {
        Tip::Keyboard => text::tip_keyboard(),
        Tip::Repeats => text::tip_repeats(),
        Tip::Sequences => text::tip_sequences(),
        Tip::Years => text::tip_years(),
        Tip::Dates => text::tip_dates(),
        Tip::Names => text::tip_names(),
        Tip::Common => text::tip_common(),
        Tip::LikeCommon => text::tip_like_common(),
        Tip::Words => text::tip_words(),
        Tip::Capitals => text::tip_capitals(),
        Tip::Reversed => text::tip_reversed(),
        Tip::Swaps => text::tip_swaps(),
        Tip::Longer => text::tip_longer(),
        Tip::Fair => text::tip_fair(),
        Tip::Good => text::tip_good(),
        Tip::Strong => text::tip_strong(),
    }
}
