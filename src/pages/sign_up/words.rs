//! Problems and rules of the sign-up forms in words.

use portal_contracts::limits;

use super::{
    form::{Field, Problem},
    rules::Rule,
};
use crate::i18n::{
    number,
    text::{sign_up as text, ui},
};

/// The id of the remark that the rules could not be read.
pub const RULES_UNREAD: &str = "rules-unread";

/// The id of a field, for its label and for the summary.
#[must_use]
pub const fn field_id(field: Field) -> &'static str {
    match field {
        Field::Name => "name",
        Field::Email => "email",
        Field::Password => "new-password",
        Field::Repeat => "repeat-password",
        Field::Hint => "hint",
    }
}

/// What to say at a field.
#[must_use]
pub fn problem(problem: &Problem) -> String {
    match problem {
        Problem::NameLong { count } => text::name_long(&counted(*count)),
        Problem::EmailMissing => text::email_missing().to_owned(),
        Problem::EmailInvalid => text::email_invalid().to_owned(),
        Problem::EmailLong => text::email_long().to_owned(),
        Problem::EmailUnsupported => text::email_unsupported().to_owned(),
        Problem::PasswordMissing => text::password_missing().to_owned(),
        Problem::PasswordShort { missing, minimum } => text::password_short(as_i64(*missing), &counted(*minimum)),
        Problem::PasswordRules => text::password_rules().to_owned(),
        Problem::PasswordUnrated => text::password_unrated().to_owned(),
        Problem::RepeatMissing => text::repeat_missing().to_owned(),
        Problem::RepeatDiffers => text::repeat_differs().to_owned(),
        Problem::HintLong { count } => text::hint_long(&counted(limits::HINT), &counted(*count)),
        Problem::HintIsPassword => text::hint_is_password().to_owned(),
    }
}

/// A rule of an organisation.
#[must_use]
pub fn rule(rule: Rule) -> String {
    match rule {
        Rule::Length(least) => text::rule_length(as_i64(least)),
        Rule::Score(score) => text::rule_score(match score {
            0 => ui::strength_0(),
            1 => ui::strength_1(),
            2 => ui::strength_2(),
            3 => ui::strength_3(),
            _ => ui::strength_4(),
        }),
        Rule::Upper => text::rule_upper().to_owned(),
        Rule::Lower => text::rule_lower().to_owned(),
        Rule::Number => text::rule_number().to_owned(),
        Rule::Special => text::rule_special().to_owned(),
    }
}

/// A count as text.
#[must_use]
pub fn counted(count: usize) -> String {
    number(as_i64(count))
}

/// For plural forms.
#[must_use]
pub fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
