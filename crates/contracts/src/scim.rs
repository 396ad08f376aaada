//! Provisioning by SCIM (API contract §13.3; screens §2.18): one connection of an organisation. Its settings are kept as
//! they are, so that saving never loses what a newer server keeps there.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::JsonError;
use crate::json::normalise;
use crate::wire_enum;

wire_enum! {
    /// Which directory provisions; servers adapt to its habits.
    ScimProvider {
        /// Any.
        0 => Default,
        /// Microsoft Entra ID.
        1 => Entra,
        /// Okta.
        2 => Okta,
        /// OneLogin.
        3 => OneLogin,
        /// JumpCloud.
        4 => JumpCloud,
        /// Google Workspace.
        5 => Google,
        /// Rippling.
        6 => Rippling,
        /// Ping Identity.
        7 => Ping,
    }
}

/// Number of a SCIM connection among the kinds of connections.
pub const SCIM: i64 = 2;

/// A connection as it stands, or as it is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Connection {
    /// Connection id; missing as long as none was saved.
    pub id: Option<String>,
    /// Kind.
    pub r#type: i64,
    /// Whose.
    pub organization_id: String,
    /// Whether the server uses it.
    pub enabled: bool,
    /// Everything else, as it stands.
    pub config: Option<Map<String, Value>>,
}

impl Connection {
    /// Reads an answer or a body, its settings exactly as they were sent.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        let mut value: Value = serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?;
        let members = value.as_object_mut().ok_or(JsonError::Shape)?;
        let key = members.keys().find(|key| key.eq_ignore_ascii_case("config")).cloned();
        let config = match key.and_then(|key| members.remove(&key)) {
            Some(Value::Object(config)) => Some(config),
            Some(Value::Null) | None => None,
            Some(_) => return Err(JsonError::Shape),
        };
        let read: Self = serde_json::from_value(normalise(value)).map_err(|_| JsonError::Shape)?;
        Ok(Self { config, ..read })
    }

    /// A setting, whatever the case of its name; null counts as missing.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&Value> {
        let config = self.config.as_ref()?;
        let found = config
            .get(name)
            .or_else(|| config.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value));
        found.filter(|value| !value.is_null())
    }

    /// Writes a setting in place of the one that stands there, whatever the case of its name.
    pub fn set(&mut self, name: &str, value: Value) {
        let config = self.config.get_or_insert_default();
        config.retain(|known, _| !known.eq_ignore_ascii_case(name));
        config.insert(name.to_owned(), value);
    }

    /// Whether people are provisioned: the connection is used and its own switch is on.
    #[must_use]
    pub fn provisions(&self) -> bool {
        self.enabled && self.setting("enabled").and_then(Value::as_bool).unwrap_or_default()
    }

    /// Which directory provisions, once chosen.
    #[must_use]
    pub fn provider(&self) -> Option<ScimProvider> {
        self.setting("scimProvider").and_then(Value::as_i64).map(ScimProvider::from_number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn settings_are_found_in_any_case_and_kept_as_they_are() {
        let body = json!({"Id": "c", "Type": 2, "Enabled": true,
            "Config": {"Enabled": true, "ScimProvider": 2, "later": {"Deep": [null]}, "nothing": null}});
        let mut read = Connection::read(body.to_string().as_bytes()).unwrap();
        assert!(read.provisions() && read.provider() == Some(ScimProvider::Okta) && read.setting("nothing").is_none());
        read.set("enabled", json!(false));
        assert_eq!(
            json!(read.config),
            json!({"ScimProvider": 2, "later": {"Deep": [null]}, "nothing": null, "enabled": false})
        );
        assert!(!read.provisions());
        let sent = serde_json::to_vec(&read).unwrap();
        assert_eq!(Connection::read(&sent).unwrap(), read);
    }

    #[test]
    fn what_was_never_saved_is_off() {
        let none = Connection::read(br#"{"id":null,"type":2,"config":null}"#).unwrap();
        assert!(!none.provisions() && none.provider().is_none() && none.id.is_none());
        assert_eq!(Connection::read(br#"{"config":7}"#), Err(JsonError::Shape));
        let unknown = Connection::read(br#"{"config":{"scimProvider":70}}"#).unwrap();
        assert_eq!(unknown.provider(), Some(ScimProvider::Unknown(70)));
    }
}
