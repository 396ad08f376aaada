//! The settings of a policy: an open object on the wire, of which this version knows some members.

use serde_json::{Map, Value};

use super::{DEFAULT_MINUTES, PolicyType};

/// Settings that can be read and changed member by member; what is not known stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(Map<String, Value>);

/// A member, whatever the case of its first letter.
pub(super) fn find<'a>(data: Option<&'a Map<String, Value>>, name: &str) -> Option<&'a Value> {
    let data = data?;
    data.get(name).or_else(|| data.iter().find(|(key, _)| same(key, name)).map(|(_, value)| value))
}

fn same(key: &str, name: &str) -> bool {
    let mut letters = key.chars();
    let mut wanted = name.chars();
    match (letters.next(), wanted.next()) {
        (Some(first), Some(want)) => first.eq_ignore_ascii_case(&want) && letters.as_str() == wanted.as_str(),
        _ => false,
    }
}

impl Settings {
    /// The settings of a policy; none is the same as empty.
    #[must_use]
    pub fn of(data: Option<Map<String, Value>>) -> Self {
        Self(data.unwrap_or_default())
    }

    /// For the wire; nothing when there is no setting at all.
    #[must_use]
    pub fn into_data(self) -> Option<Map<String, Value>> {
        (!self.0.is_empty()).then_some(self.0)
    }

    /// The member as it stands there.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        find(Some(&self.0), name).filter(|value| !value.is_null())
    }

    /// A member of yes or no; missing is no.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool) == Some(true)
    }

    /// A number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.value(name).and_then(Value::as_i64)
    }

    /// A text; an empty one counts as missing.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// A list of numbers; what is no number is left out.
    #[must_use]
    pub fn numbers(&self, name: &str) -> Vec<i64> {
        self.value(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_i64).collect()
    }

    /// Writes a member; a value that says the same as before leaves even its form alone, nothing takes the member out.
    pub fn put(&mut self, name: &str, value: Option<Value>) {
        if self.value(name) == value.as_ref() {
            return;
        }
        let key = self.0.keys().find(|key| same(key, name)).cloned();
        match value {
            Some(value) => drop(self.0.insert(key.unwrap_or_else(|| name.to_owned()), value)),
            None => drop(key.and_then(|key| self.0.remove(&key))),
        }
    }
}

/// Settings as they have to be written: what other settings make meaningless is put straight (screens §2.13).
#[must_use]
pub fn completed(kind: PolicyType, mut settings: Settings) -> Settings {
    match kind {
        PolicyType::SessionTimeout if settings.text("type").is_some_and(|kind| kind != "custom") => {
            settings.put("minutes", Some(DEFAULT_MINUTES.into()));
        }
        // Before the kinds of time-out, there were minutes only.
        PolicyType::SessionTimeout if settings.text("type").is_none() && settings.number("minutes").is_some() => {
            settings.put("type", Some("custom".into()));
        }
        PolicyType::SendControls if settings.number("whoCanAccess") != Some(2) => settings.put("allowedDomains", None),
        _ => {}
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(value: Value) -> Settings {
        Settings::of(value.as_object().cloned())
    }

    #[test]
    fn a_change_keeps_the_spelling_and_everything_else() {
        let mut data = settings(json!({"AutoEnrollEnabled": false, "new": [1], "odd": null}));
        data.put("autoEnrollEnabled", Some(json!(true)));
        data.put("odd", None);
        assert_eq!(json!(data.clone().into_data()), json!({"AutoEnrollEnabled": true, "new": [1], "odd": null}));
        data.put("autoEnrollEnabled", None);
        data.put("other", Some(json!("x")));
        assert_eq!(json!(data.into_data()), json!({"new": [1], "odd": null, "other": "x"}));
        assert_eq!(Settings::default().into_data(), None);
    }

    #[test]
    fn members_of_the_wrong_type_read_as_missing() {
        let data = settings(json!({"a": "yes", "b": "14", "c": 7, "d": ["1", 2], "e": "  "}));
        assert!(!data.flag("a") && data.number("b").is_none() && data.text("c").is_none() && data.text("e").is_none());
        assert_eq!(data.numbers("d"), [2]);
    }

    #[test]
    fn what_has_no_meaning_is_not_written() {
        let timeout = settings(json!({"type": "never", "minutes": 15, "action": "lock"}));
        assert_eq!(completed(PolicyType::SessionTimeout, timeout).number("minutes"), Some(480));
        let old = completed(PolicyType::SessionTimeout, settings(json!({"minutes": 15})));
        assert_eq!((old.text("type"), old.number("minutes")), (Some("custom"), Some(15)));
        let send = settings(json!({"whoCanAccess": 1, "allowedDomains": "a.example"}));
        assert_eq!(completed(PolicyType::SendControls, send).text("allowedDomains"), None);
    }
}
