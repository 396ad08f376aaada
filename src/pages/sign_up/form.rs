//! What makes a new account's form complete: pure rules, no view (screens §2.2, REG-01, 02, 05, 07).
//!
//! Order of a submission: fields, then the rules of an organisation, then the breach check, then the question
//! whether a weak or leaked password is meant. Rules come before questions: nobody is asked to insist on a
//! password that is refused anyway.

use portal_contracts::limits;

use super::rules::{Holds, Rule, holds, minimum};

/// Fields of both steps; each problem names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Name of the person.
    Name,
    /// Address of the account.
    Email,
    /// The master password.
    Password,
    /// The master password a second time.
    Repeat,
    /// The hint.
    Hint,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// More characters than the server takes.
    NameLong {
        /// How many there are.
        count: usize,
    },
    /// No address.
    EmailMissing,
    /// Not of the shape of an address.
    EmailInvalid,
    /// More characters than the server takes.
    EmailLong,
    /// Contains a character that browsers and apps trim differently (crypto specification §3.1).
    EmailUnsupported,
    /// No password.
    PasswordMissing,
    /// Too short.
    PasswordShort {
        /// How many characters are missing.
        missing: usize,
        /// How many are needed.
        minimum: usize,
    },
    /// A rule of the organisation is not met.
    PasswordRules,
    /// A rule asks for a rating and there is none.
    PasswordUnrated,
    /// Not repeated.
    RepeatMissing,
    /// Repeated differently.
    RepeatDiffers,
    /// The hint is longer than the server takes.
    HintLong {
        /// How many characters there are.
        count: usize,
    },
    /// The hint is the password.
    HintIsPassword,
}

/// A problem and where it belongs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The field to mark and to jump to.
    pub field: Field,
    /// What to say there.
    pub problem: Problem,
}

/// Length as people count it: characters, not bytes.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// What was typed in the second step. Borrowed, so that the password exists once.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// The master password, neither trimmed nor normalised.
    pub password: &'a str,
    /// The repetition.
    pub repeat: &'a str,
    /// The hint.
    pub hint: &'a str,
    /// Name of the person, where it is asked for.
    pub name: &'a str,
}

/// All problems of the fields, in the order of the form.
#[must_use]
pub fn check_password_form(typed: Typed<'_>, rules: &[Rule]) -> Vec<Finding> {
    let found = [
        (Field::Name, check_name(typed.name)),
        (Field::Password, check_password(typed.password, rules)),
        (Field::Repeat, check_repeat(typed.password, typed.repeat)),
        (Field::Hint, check_hint(typed.hint, typed.password)),
    ];
    collect(found)
}

/// All problems of the first step.
#[must_use]
pub fn check_email_form(name: &str, email: &str) -> Vec<Finding> {
    collect([(Field::Name, check_name(name)), (Field::Email, check_email(email))])
}

/// The first rule that is broken, once the fields are fine and the rating is as good as it gets.
#[must_use]
pub fn check_rules(password: &str, rules: &[Rule], score: Option<u8>) -> Option<Finding> {
    let verdicts: Vec<Holds> = rules.iter().map(|rule| holds(*rule, password, score)).collect();
    let problem = if verdicts.contains(&Holds::No) {
        Problem::PasswordRules
    } else if verdicts.contains(&Holds::Unknown) {
        Problem::PasswordUnrated
    } else {
        return None;
    };
    Some(Finding { field: Field::Password, problem })
}

fn collect<const N: usize>(found: [(Field, Option<Problem>); N]) -> Vec<Finding> {
    found.into_iter().filter_map(|(field, problem)| Some(Finding { field, problem: problem? })).collect()
}

fn check_name(name: &str) -> Option<Problem> {
    let count = length(name.trim());
    (count > limits::NAME).then_some(Problem::NameLong { count })
}

/// What is wrong with an address, if anything. The shape test is generous: the mailbox is proven by mail.
#[must_use]
pub fn check_email(email: &str) -> Option<Problem> {
    if email.contains(['\u{feff}', '\u{85}']) {
        return Some(Problem::EmailUnsupported);
    }
    let email = email.trim();
    if email.is_empty() {
        return Some(Problem::EmailMissing);
    }
    if length(email) > limits::EMAIL {
        return Some(Problem::EmailLong);
    }
    let shaped = email.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && !domain.is_empty()
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !email.chars().any(|c| c.is_whitespace() || c.is_control() || c == ',' || c == ';')
            && !local.contains('@')
    });
    (!shaped).then_some(Problem::EmailInvalid)
}

fn check_password(password: &str, rules: &[Rule]) -> Option<Problem> {
    let minimum = minimum(rules);
    match length(password) {
        0 => Some(Problem::PasswordMissing),
        count if count < minimum => Some(Problem::PasswordShort { missing: minimum - count, minimum }),
        _ => None,
    }
}

fn check_repeat(password: &str, repeat: &str) -> Option<Problem> {
    if repeat.is_empty() && !password.is_empty() {
        Some(Problem::RepeatMissing)
    } else if repeat != password {
        Some(Problem::RepeatDiffers)
    } else {
        None
    }
}

fn check_hint(hint: &str, password: &str) -> Option<Problem> {
    let count = length(hint);
    if count > limits::HINT {
        return Some(Problem::HintLong { count });
    }
    // A hint that differs only in case or has more around it gives the password away just as well.
    let password = password.trim().to_lowercase();
    let gives_away = !password.is_empty() && hint.to_lowercase().contains(&password);
    gives_away.then_some(Problem::HintIsPassword)
}

/// What the breach check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// The person switched the check off.
    NotAsked,
    /// Not on the list.
    Clear,
    /// On the list, so many times.
    Found(u64),
    /// The list could not be reached. Never the same as [`Breach::Clear`].
    Unreachable,
}

/// A question before the account is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Easy to guess.
    Weak,
    /// Leaked, so many times.
    Exposed(u64),
    /// Both.
    WeakAndExposed(u64),
    /// Nobody knows whether it was leaked.
    Unchecked,
    /// Easy to guess, and nobody knows whether it was leaked.
    WeakUnchecked,
}

/// The question to ask before going on, or `None` to go on. A rating that could not be had asks nothing:
/// the length rule holds and the meter says that there is no rating.
#[must_use]
pub fn question(score: Option<u8>, breach: Breach) -> Option<Question> {
    let weak = score.is_some_and(|score| score < 3);
    match (weak, breach) {
        (true, Breach::Found(count)) => Some(Question::WeakAndExposed(count)),
        (false, Breach::Found(count)) => Some(Question::Exposed(count)),
        (true, Breach::Unreachable) => Some(Question::WeakUnchecked),
        (false, Breach::Unreachable) => Some(Question::Unchecked),
        (true, Breach::NotAsked | Breach::Clear) => Some(Question::Weak),
        (false, Breach::NotAsked | Breach::Clear) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed<'a>(password: &'a str, repeat: &'a str, hint: &'a str) -> Typed<'a> {
        Typed { password, repeat, hint, name: "" }
    }

    fn rules() -> Vec<Rule> {
        vec![Rule::Length(14), Rule::Score(3), Rule::Upper, Rule::Special]
    }

    #[test]
    fn an_empty_form_asks_for_the_password_only() {
        let found = check_password_form(typed("", "", ""), &[]);
        assert_eq!(found, [Finding { field: Field::Password, problem: Problem::PasswordMissing }]);
    }

    #[test]
    fn all_problems_come_at_once_and_in_the_order_of_the_form() {
        let found = check_password_form(typed("short", "shirt", "SHORT "), &[]);
        let fields: Vec<Field> = found.iter().map(|f| f.field).collect();
        assert_eq!(fields, [Field::Password, Field::Repeat, Field::Hint]);
        assert_eq!(found[0].problem, Problem::PasswordShort { missing: 7, minimum: 12 });
        assert_eq!(found[2].problem, Problem::HintIsPassword);
        let around = check_password_form(typed("seven kettles", "seven kettles", "it is Seven Kettles!"), &[]);
        assert_eq!(around[0].problem, Problem::HintIsPassword);
    }

    #[test]
    fn spaces_in_a_password_count_and_are_kept() {
        assert!(check_password_form(typed(" 1234567890 ", " 1234567890 ", ""), &[]).is_empty());
        let found = check_password_form(typed(" 1234567890 ", "1234567890", ""), &[]);
        assert_eq!(found[0].problem, Problem::RepeatDiffers);
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(check_password_form(typed("äöüäöüäöüäöü", "äöüäöüäöüäöü", &"é".repeat(50)), &[]).is_empty());
        let found = check_password_form(typed("äöüäöüäöüäöü", "äöüäöüäöüäöü", &"é".repeat(51)), &[]);
        assert_eq!(found[0].problem, Problem::HintLong { count: 51 });
    }

    #[test]
    fn a_missing_rating_is_not_a_met_rule() {
        let rules = rules();
        let good = "Seven kettles! hum";
        assert_eq!(check_rules(good, &rules, Some(4)), None);
        assert_eq!(check_rules(good, &rules, None).unwrap().problem, Problem::PasswordUnrated);
        assert_eq!(check_rules(good, &rules, Some(2)).unwrap().problem, Problem::PasswordRules);
        assert_eq!(check_rules("seven kettles! hum", &rules, None).unwrap().problem, Problem::PasswordRules);
    }

    #[test]
    fn addresses() {
        for good in ["a@b.c", " mara.okafor@northwind.example ", "o'neil+x@host"] {
            assert_eq!(check_email(good), None, "{good}");
        }
        assert_eq!(check_email("  "), Some(Problem::EmailMissing));
        for bad in ["a", "@b", "a@", "a b@c.d", "a@b@c", "a@.c", "a@c.", "a,b@c.d"] {
            assert_eq!(check_email(bad), Some(Problem::EmailInvalid), "{bad}");
        }
        assert_eq!(check_email("a@b.c\u{feff}"), Some(Problem::EmailUnsupported));
        assert_eq!(check_email(&format!("{}@b.c", "a".repeat(253))), Some(Problem::EmailLong));
    }

    #[test]
    fn every_pair_of_rating_and_breach_has_its_question() {
        assert_eq!(question(Some(4), Breach::Clear), None);
        assert_eq!(question(Some(3), Breach::NotAsked), None);
        assert_eq!(question(Some(2), Breach::Clear), Some(Question::Weak));
        assert_eq!(question(Some(4), Breach::Found(7)), Some(Question::Exposed(7)));
        assert_eq!(question(Some(0), Breach::Found(7)), Some(Question::WeakAndExposed(7)));
        assert_eq!(question(Some(4), Breach::Unreachable), Some(Question::Unchecked));
        assert_eq!(question(Some(1), Breach::Unreachable), Some(Question::WeakUnchecked));
        assert_eq!(question(None, Breach::Clear), None);
    }

    #[test]
    fn ten_thousand_characters_are_judged_at_once() {
        let long = "x1Y!".repeat(2_500);
        assert!(check_password_form(typed(&long, &long, ""), &rules()).is_empty());
    }
}
