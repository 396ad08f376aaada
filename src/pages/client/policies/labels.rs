//! The settings of policies in words.

use portal_contracts::policies::{Field, FieldKind, FieldProblem, PolicyType, Wrong};

use crate::{
    i18n::{number, text::policies as text},
    ui::Choice,
};

/// What a setting is called.
#[must_use]
pub fn label(field: &Field) -> &'static str {
    match field.name {
        "minComplexity" => text::field::min_complexity(),
        "minLength" => text::field::min_length(),
        "requireUpper" => text::field::require_upper(),
        "requireLower" => text::field::require_lower(),
        "requireNumbers" => text::field::require_numbers(),
        "requireSpecial" => text::field::require_special(),
        "enforceOnLogin" => text::field::enforce_on_login(),
        "overridePasswordType" => text::field::override_type(),
        "useUpper" => text::field::use_upper(),
        "useLower" => text::field::use_lower(),
        "useNumbers" => text::field::use_numbers(),
        "useSpecial" => text::field::use_special(),
        "minNumbers" => text::field::min_numbers(),
        "minSpecial" => text::field::min_special(),
        "minNumberWords" => text::field::min_words(),
        "capitalize" => text::field::capitalize(),
        "includeNumber" => text::field::include_number(),
        "enableIndividualItemsTransfer" => text::field::transfer(),
        "disableHideEmail" => text::field::hide_email(),
        "autoEnrollEnabled" => text::field::auto_enrol(),
        "type" => text::field::timeout_type(),
        "minutes" => text::field::minutes(),
        "action" => text::field::timeout_action(),
        "idpHost" => text::field::idp_host(),
        "uriMatchDetection" => text::field::uri_match(),
        "allowBanner" => text::field::allow_banner(),
        "header" => text::field::header(),
        "description" => text::field::description(),
        "buttonText" => text::field::button(),
        "showAfterEveryLogin" => text::field::every_login(),
        "disableSend" => text::field::disable_send(),
        "whoCanAccess" => text::field::who(),
        "allowedDomains" => text::field::domains(),
        "deletionHours" => text::field::deletion(),
        "allowedSendTypes" => text::field::send_types(),
        "rulesUrl" => text::field::rules_url(),
        // Every field of the catalogue has a line above; a test says so.
        _ => "",
    }
}

/// What stands below a setting.
#[must_use]
pub fn help(field: &Field) -> Option<String> {
    let fixed = match field.name {
        "enforceOnLogin" => text::field::enforce_on_login_help(),
        "enableIndividualItemsTransfer" => text::field::transfer_help(),
        "autoEnrollEnabled" => text::field::auto_enrol_help(),
        "idpHost" => text::field::idp_host_help(),
        "buttonText" => text::field::button_help(),
        "allowedDomains" => text::field::domains_help(),
        "deletionHours" => text::field::deletion_help(),
        "rulesUrl" => text::field::rules_url_help(),
        _ => {
            return match field.kind {
                FieldKind::Number { least, most } => Some(text::field::optional_range(&number(least), &number(most))),
                _ => None,
            };
        }
    };
    Some(fixed.to_owned())
}

/// A heading above a setting, where several belong together.
#[must_use]
pub fn heading(kind: PolicyType, field: &Field) -> Option<&'static str> {
    match (kind, field.name) {
        (PolicyType::MasterPassword, "requireUpper") => Some(text::field::kinds()),
        (PolicyType::PasswordGenerator, "minLength") => Some(text::field::passwords()),
        (PolicyType::PasswordGenerator, "minNumberWords") => Some(text::field::passphrases()),
        _ => None,
    }
}

/// What can be chosen in a setting; the empty value stands for none.
#[must_use]
pub fn choices(field: &Field) -> Vec<Choice> {
    let plain = |value: &str, name: &str| Choice::new(value, name);
    let helped = |value: &str, name: &str, help: &str| Choice::new(value, name).help(help);
    match field.name {
        "minComplexity" => vec![
            plain("", text::choice::any_strength()),
            plain("0", text::choice::strength_0()),
            plain("1", text::choice::strength_1()),
            plain("2", text::choice::strength_2()),
            plain("3", text::choice::strength_3()),
            plain("4", text::choice::strength_4()),
        ],
        "overridePasswordType" => vec![
            plain("", text::choice::free_type()),
            plain("password", text::choice::password()),
            plain("passphrase", text::choice::passphrase()),
        ],
        "type" => vec![
            helped("custom", text::choice::custom(), text::choice::custom_help()),
            helped("onSystemLock", text::choice::system_lock(), text::choice::system_lock_help()),
            helped("onAppRestart", text::choice::app_restart(), text::choice::app_restart_help()),
            helped("immediately", text::choice::immediately(), text::choice::immediately_help()),
            helped("never", text::choice::never(), text::choice::never_help()),
        ],
        "action" => vec![
            plain("", text::choice::action_free()),
            plain("lock", text::choice::action_lock()),
            plain("logOut", text::choice::action_log_out()),
        ],
        "uriMatchDetection" => vec![
            helped("0", text::choice::match_domain(), text::choice::match_domain_help()),
            helped("1", text::choice::match_host(), text::choice::match_host_help()),
            helped("2", text::choice::match_starts(), text::choice::match_starts_help()),
            helped("3", text::choice::match_exact(), text::choice::match_exact_help()),
            helped("4", text::choice::match_regex(), text::choice::match_regex_help()),
            helped("5", text::choice::match_never(), text::choice::match_never_help()),
        ],
        "whoCanAccess" => vec![
            plain("0", text::choice::who_any()),
            plain("1", text::choice::who_password()),
            plain("2", text::choice::who_people()),
        ],
        "allowedSendTypes" => vec![plain("0", text::choice::send_text()), plain("1", text::choice::send_file())],
        _ => Vec::new(),
    }
}

/// Whether a choice is shown as cards, with what each means, rather than as a list that opens.
#[must_use]
pub fn as_cards(field: &Field) -> bool {
    matches!(field.name, "type" | "uriMatchDetection")
}

/// What is wrong with a setting.
#[must_use]
pub fn wrong(problem: &FieldProblem) -> String {
    let field = &problem.field;
    let name = label(field);
    match problem.wrong {
        Wrong::Value | Wrong::Range { .. } if field.name == "minutes" => text::wrong::time().to_owned(),
        Wrong::Missing if as_cards(field) => text::wrong::choose(name),
        Wrong::Missing => text::wrong::missing(name),
        Wrong::Value => text::wrong::value(name),
        Wrong::Range { least, most } => text::wrong::range(name, &number(least), &number(most)),
        Wrong::Long { most } => text::wrong::long(name, &number(i64::try_from(most).unwrap_or(i64::MAX))),
        Wrong::NotHttps => text::wrong::https(name),
        Wrong::NotHosts => text::wrong::hosts(name),
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::policies::fields;

    use super::*;

    #[test]
    fn every_setting_has_a_name_and_every_choice_an_offer() {
        for kind in PolicyType::KNOWN {
            for field in fields(*kind) {
                assert!(!label(field).is_empty(), "{}", field.name);
                let offered: Vec<String> = choices(field).into_iter().map(|choice| choice.value).collect();
                match field.kind {
                    FieldKind::Word(words) => {
                        assert!(words.iter().all(|word| offered.iter().any(|offer| offer == word)), "{}", field.name);
                    }
                    FieldKind::Choice(numbers) => {
                        assert!(numbers.iter().all(|number| offered.contains(&number.to_string())), "{}", field.name);
                    }
                    FieldKind::Any(numbers) => {
                        assert!(numbers.iter().all(|number| offered.contains(&number.to_string())), "{}", field.name);
                    }
                    _ => assert!(offered.is_empty()),
                }
                assert!(!as_cards(field) || offered.iter().all(|offer| !offer.is_empty()), "{}", field.name);
            }
        }
    }
}
