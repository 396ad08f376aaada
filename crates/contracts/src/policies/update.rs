//! How a policy is saved: two forms on the wire, of which servers read one or the other (API contract §11.2).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{PolicyType, take};
use crate::JsonError;
use crate::json::normalise;

/// `PUT api/organizations/{id}/policies/{type}`: nested and flat form together (API contract §11.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePolicy {
    /// Form of newer servers.
    #[serde(default)]
    pub policy: Option<PolicyState>,
    /// What a policy needs besides.
    #[serde(default)]
    pub metadata: Option<PolicyMetadata>,
    /// Kind, flat form.
    #[serde(default)]
    pub r#type: Option<PolicyType>,
    /// Whether it is on, flat form.
    #[serde(default)]
    pub enabled: bool,
    /// Settings, flat form.
    #[serde(default)]
    pub data: Option<Map<String, Value>>,
}

/// State of a policy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyState {
    /// Whether it is on.
    #[serde(default)]
    pub enabled: bool,
    /// Settings.
    #[serde(default)]
    pub data: Option<Map<String, Value>>,
}

/// What a policy needs besides its state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PolicyMetadata {
    /// Name of "My items" under the organisation key; data ownership only.
    pub default_user_collection_name: Option<String>,
}

impl UpdatePolicy {
    /// A body that all servers read.
    #[must_use]
    pub fn of(kind: PolicyType, enabled: bool, data: Option<Map<String, Value>>) -> Self {
        Self {
            policy: Some(PolicyState { enabled, data: data.clone() }),
            metadata: None,
            r#type: Some(kind),
            enabled,
            data,
        }
    }

    /// Reads a body in either form, its settings exactly as they were sent.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read(bytes: &[u8]) -> Result<(PolicyState, PolicyMetadata), JsonError> {
        let mut body: Value = serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?;
        let nested = take(&mut body, "policy").filter(|state| !state.is_null());
        let mut state = nested.unwrap_or_else(|| body.clone());
        let data = match take(&mut state, "data") {
            Some(Value::Object(data)) => Some(data),
            Some(Value::Null) | None => None,
            Some(_) => return Err(JsonError::Shape),
        };
        let state: PolicyState = serde_json::from_value(normalise(state)).map_err(|_| JsonError::Shape)?;
        let metadata = match take(&mut body, "metadata") {
            Some(metadata @ Value::Object(_)) => {
                serde_json::from_value(normalise(metadata)).map_err(|_| JsonError::Shape)?
            }
            _ => PolicyMetadata::default(),
        };
        Ok((PolicyState { data, ..state }, metadata))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_is_written_in_both_forms_and_read_in_either() {
        let json = serde_json::to_value(UpdatePolicy::of(PolicyType::SingleOrganization, true, None)).unwrap();
        assert_eq!((json["policy"]["enabled"].as_bool(), json["enabled"].as_bool()), (Some(true), Some(true)));
        assert_eq!(json["type"], 3);
        let nested = br#"{"Policy":{"Enabled":true,"data":{"A":1}},"metadata":{"DefaultUserCollectionName":"2.x"},"enabled":false}"#;
        let (state, metadata) = UpdatePolicy::read(nested).unwrap();
        assert_eq!((state.enabled, json!(state.data)), (true, json!({"A":1})));
        assert_eq!(metadata.default_user_collection_name.as_deref(), Some("2.x"));
        let (state, metadata) = UpdatePolicy::read(br#"{"type":3,"enabled":true,"data":null}"#).unwrap();
        assert!(state.enabled && state.data.is_none() && metadata == PolicyMetadata::default());
        assert!(UpdatePolicy::read(br#"{"policy":{"enabled":true,"data":[]}}"#).is_err());
    }
}
