//! What may not stand in the settings of a policy.

use serde_json::Value;

use super::{Field, FieldKind, PolicyType, Settings, TextRule, fields};

/// A setting that cannot be saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldProblem {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// It must be set.
    Missing,
    /// Another type of JSON, or a value that is not offered.
    Value,
    /// Too small or too large.
    Range {
        /// Least.
        least: i64,
        /// Most.
        most: i64,
    },
    /// Too long.
    Long {
        /// Most characters.
        most: usize,
    },
    /// Not an https address.
    NotHttps,
    /// One of the hosts or domains is none.
    NotHosts,
}

/// What cannot be saved of these settings; what must be set is asked for only while the policy is on.
#[must_use]
pub fn problems(kind: PolicyType, enabled: bool, settings: &Settings) -> Vec<FieldProblem> {
    fields(kind)
        .iter()
        .filter(|field| field.applies(settings))
        .filter_map(|field| {
            let wrong = match settings.value(field.name) {
                Some(value) if !is_blank(value) => judge(field.kind, value),
                _ if field.required && enabled => Some(Wrong::Missing),
                _ => None,
            };
            wrong.map(|wrong| FieldProblem { field: *field, wrong })
        })
        .collect()
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn judge(kind: FieldKind, value: &Value) -> Option<Wrong> {
    match kind {
        FieldKind::Flag => (!value.is_boolean()).then_some(Wrong::Value),
        FieldKind::Number { least, most } => match value.as_i64() {
            None => Some(Wrong::Value),
            Some(number) => (number < least || number > most).then_some(Wrong::Range { least, most }),
        },
        FieldKind::Text { most, rule } => match value.as_str() {
            None => Some(Wrong::Value),
            Some(text) if text.chars().count() > most => Some(Wrong::Long { most }),
            Some(text) => judge_text(rule, text.trim()),
        },
        FieldKind::Word(words) => {
            let known = value.as_str().is_some_and(|word| words.contains(&word));
            (!known).then_some(Wrong::Value)
        }
        FieldKind::Choice(numbers) => {
            let known = value.as_i64().is_some_and(|number| numbers.contains(&number));
            (!known).then_some(Wrong::Value)
        }
        FieldKind::Any(_) => {
            // Newer numbers may stand beside ours.
            let listed = value.as_array().is_some_and(|list| list.iter().all(|entry| entry.as_i64().is_some()));
            (!listed).then_some(Wrong::Value)
        }
    }
}

fn judge_text(rule: TextRule, text: &str) -> Option<Wrong> {
    match rule {
        TextRule::Free => None,
        TextRule::Https => {
            let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
            let plain = !text.chars().any(|letter| letter.is_whitespace() || letter.is_control());
            let good = plain && host.is_some_and(|host| is_host(host.split_once(':').map_or(host, |(name, _)| name)));
            (!good).then_some(Wrong::NotHttps)
        }
        TextRule::Hosts | TextRule::Domains => {
            let good = text.split(',').map(str::trim).all(is_host);
            (!good).then_some(Wrong::NotHosts)
        }
    }
}

/// Whether a text can be the name of a host: labels of letters, digits and hyphens. Letters beyond ASCII are allowed.
fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    text.chars().count() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(kind: PolicyType, data: Value) -> Vec<(&'static str, Wrong)> {
        let settings = Settings::of(data.as_object().cloned());
        problems(kind, true, &settings).into_iter().map(|problem| (problem.field.name, problem.wrong)).collect()
    }

    #[test]
    fn a_master_password_policy_may_be_empty_but_not_out_of_range() {
        let kind = PolicyType::MasterPassword;
        assert_eq!(found(kind, json!({})), []);
        assert_eq!(found(kind, json!({"minComplexity": null, "minLength": 12, "requireUpper": true})), []);
        let range = Wrong::Range { least: 12, most: 128 };
        assert_eq!(
            found(kind, json!({"minComplexity": 5, "minLength": 11})),
            [("minComplexity", Wrong::Value), ("minLength", range)]
        );
        assert_eq!(
            found(kind, json!({"minLength": "14", "requireUpper": 1})),
            [("minLength", Wrong::Value), ("requireUpper", Wrong::Value)]
        );
    }

    #[test]
    fn a_time_out_needs_a_kind_and_a_custom_one_needs_minutes() {
        let kind = PolicyType::SessionTimeout;
        assert_eq!(found(kind, json!({})), [("type", Wrong::Missing)]);
        assert_eq!(found(kind, json!({"type": "custom"})), [("minutes", Wrong::Missing)]);
        assert_eq!(found(kind, json!({"type": "custom", "minutes": 1, "action": "logOut"})), []);
        assert!(matches!(found(kind, json!({"type": "custom", "minutes": 0}))[..], [("minutes", Wrong::Range { .. })]));
        // Minutes that do not count are not judged.
        assert_eq!(found(kind, json!({"type": "never", "minutes": 0})), []);
        assert_eq!(found(kind, json!({"type": "sometimes"})), [("type", Wrong::Value)]);
        assert_eq!(problems(kind, false, &Settings::default()), []);
    }

    #[test]
    fn texts_are_measured_and_addresses_are_judged() {
        let banner = PolicyType::VaultBanner;
        assert_eq!(found(banner, json!({"header": "x".repeat(40), "description": "é".repeat(250)})), []);
        assert_eq!(
            found(banner, json!({"header": "x".repeat(41), "description": " "})),
            [("header", Wrong::Long { most: 40 }), ("description", Wrong::Missing)]
        );
        let fill = PolicyType::FillAssist;
        for good in ["https://rules.example/a.json", "https://rules.example:8443", "https://localhost/x?y"] {
            assert_eq!(found(fill, json!({"rulesUrl": good})), [], "{good}");
        }
        for bad in
            ["http://rules.example", "https://", "https://a b.example", "javascript:1", "rules.example", "https://-/"]
        {
            assert_eq!(found(fill, json!({"rulesUrl": bad})), [("rulesUrl", Wrong::NotHttps)], "{bad}");
        }
        let hosts = |text: &str| found(PolicyType::AutomaticLogin, json!({"idpHost": text}));
        assert_eq!(hosts("login.example, idp.müller.example"), []);
        assert_eq!(hosts("login.example,,"), [("idpHost", Wrong::NotHosts)]);
        assert_eq!(hosts("https://login.example"), [("idpHost", Wrong::NotHosts)]);
    }

    #[test]
    fn domains_of_send_count_only_for_specific_people() {
        let kind = PolicyType::SendControls;
        assert_eq!(found(kind, json!({"whoCanAccess": 0, "allowedDomains": "::"})), []);
        assert_eq!(
            found(kind, json!({"whoCanAccess": 2, "allowedDomains": "::", "allowedSendTypes": [0, 9]})),
            [("allowedDomains", Wrong::NotHosts)]
        );
        assert_eq!(found(kind, json!({"allowedSendTypes": "0"})), [("allowedSendTypes", Wrong::Value)]);
    }
}
