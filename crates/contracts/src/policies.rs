//! Policies of an organisation (API contract §11; screens §2.13): the kinds, their settings, what they stand on and whom
//! they bind. Server and portal judge by the same rules.

mod binding;
mod fields;
mod footing;
mod settings;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::JsonError;
use crate::json::normalise;
use crate::wire_enum;

pub use binding::{Binding, Statuses, binding};
pub use fields::{DEFAULT_MINUTES, Field, FieldKind, FieldProblem, TextRule, Wrong, fields, problems};
pub use footing::{
    Footing, Obstacle, On, chain_off, chain_on, dependents, needs, turning_off, turning_on, without_auto_enrol,
};
pub use settings::{Settings, completed};

wire_enum! {
    /// Kinds of policies (API contract §11.3).
    PolicyType {
        /// Two-step login is required.
        0 => TwoFactor,
        /// Strength of master passwords.
        1 => MasterPassword,
        /// Password generator.
        2 => PasswordGenerator,
        /// Members may be in no other organisation.
        3 => SingleOrganization,
        /// Single sign-on is required.
        4 => RequireSso,
        /// Items belong to the organisation.
        5 => DataOwnership,
        /// No Send.
        6 => DisableSend,
        /// Rules for Send.
        7 => SendOptions,
        /// Account recovery.
        8 => AccountRecovery,
        /// Time-out of sessions.
        9 => SessionTimeout,
        /// No export of personal vaults.
        10 => DisableVaultExport,
        /// Autofill on page load.
        11 => ActivateAutofill,
        /// Automatic login with single sign-on.
        12 => AutomaticLogin,
        /// No free Families sponsorship.
        13 => NoFamilySponsorship,
        /// No unlock with a PIN.
        14 => NoPinUnlock,
        /// Item types that members cannot have.
        15 => RestrictedItemTypes,
        /// How addresses are matched.
        16 => UriMatch,
        /// Typing by the desktop application.
        17 => Autotype,
        /// Members are confirmed automatically.
        18 => AutomaticConfirmation,
        /// No accounts on claimed domains outside of the organisation.
        19 => BlockClaimedAccounts,
        /// Banner over the vault.
        20 => VaultBanner,
        /// All rules for Send.
        21 => SendControls,
        /// Fill rules.
        22 => FillAssist,
    }
}

/// One policy, in the form of a list, of a single answer and of the answer to a change. A policy that was never saved is
/// in no list and is off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// Discriminator `policy`.
    #[serde(default)]
    pub object: String,
    /// Policy id; missing in newer lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Organisation.
    #[serde(default)]
    pub organization_id: String,
    /// Kind.
    pub r#type: PolicyType,
    /// Whether it is on.
    #[serde(default)]
    pub enabled: bool,
    /// Its settings, kept as they are.
    #[serde(default)]
    pub data: Option<Map<String, Value>>,
    /// Whether it may be switched now.
    #[serde(default = "yes")]
    pub can_toggle_state: bool,
}

const fn yes() -> bool {
    true
}

impl Policy {
    /// A policy that was never saved.
    #[must_use]
    pub fn never_saved(organization_id: &str, kind: PolicyType) -> Self {
        Self {
            object: "policy".to_owned(),
            id: None,
            organization_id: organization_id.to_owned(),
            r#type: kind,
            enabled: false,
            data: None,
            can_toggle_state: true,
        }
    }

    /// Reads one policy as it stands in an answer, its settings exactly as the server sent them: what this version does not
    /// know must go back as it came.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        Self::of_value(serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?)
    }

    /// As [`Self::read`], for a list. A null list reads as empty; an entry of an unreadable shape is an error.
    ///
    /// # Errors
    /// [`JsonError`].
    pub fn read_list(bytes: &[u8]) -> Result<Vec<Self>, JsonError> {
        let mut answer: Value = serde_json::from_slice(bytes).map_err(|_| JsonError::NotJson)?;
        match take(&mut answer, "data") {
            Some(Value::Array(entries)) => entries.into_iter().map(Self::of_value).collect(),
            Some(Value::Null) | None if answer.is_object() => Ok(Vec::new()),
            _ => Err(JsonError::Shape),
        }
    }

    fn of_value(mut value: Value) -> Result<Self, JsonError> {
        let data = match take(&mut value, "data") {
            Some(Value::Object(data)) => Some(data),
            _ => None,
        };
        let policy: Self = serde_json::from_value(normalise(value)).map_err(|_| JsonError::Shape)?;
        Ok(Self { data, ..policy })
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings::of(self.data.clone())
    }

    /// Whether a setting of yes or no is yes. Old servers write its first letter large.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        settings::find(self.data.as_ref(), name).and_then(Value::as_bool) == Some(true)
    }

    /// A setting that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        settings::find(self.data.as_ref(), name).and_then(Value::as_i64)
    }

    /// Whether both say the same, whatever form they came in.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.r#type == other.r#type && self.enabled == other.enabled && self.settings() == other.settings()
    }
}

/// Takes a member out, without the case of its first letter.
fn take(value: &mut Value, name: &str) -> Option<Value> {
    let members = value.as_object_mut()?;
    let key = members.keys().find(|key| key.eq_ignore_ascii_case(name))?.clone();
    members.remove(&key)
}

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
    fn settings_are_read_whatever_the_case_of_their_names() {
        let json = br#"{"Type":8,"enabled":true,"data":{"AutoEnrollEnabled":true,"minLength":14},"id":null}"#;
        let policy = Policy::read(json).unwrap();
        assert!(policy.flag("autoEnrollEnabled") && !policy.flag("minLength") && policy.can_toggle_state);
        assert_eq!((policy.r#type, policy.number("minLength")), (PolicyType::AccountRecovery, Some(14)));
    }

    #[test]
    fn unknown_settings_stay_exactly_as_they_are() {
        let data = json!({"Later":{"Deep":null,"list":[null,1.5]},"minLength":14,"none":null});
        let list = json!({"data":[{"type":1,"enabled":true,"data":data},{"type":77,"data":null}],"object":"list"});
        let read = Policy::read_list(list.to_string().as_bytes()).unwrap();
        assert_eq!(json!(read[0].data), data);
        assert_eq!((read[1].r#type, &read[1].data), (PolicyType::Unknown(77), &None));
        let body =
            serde_json::to_vec(&UpdatePolicy::of(PolicyType::MasterPassword, true, read[0].data.clone())).unwrap();
        let (state, _) = UpdatePolicy::read(&body).unwrap();
        assert_eq!(json!(state.data), data);
    }

    #[test]
    fn a_null_list_is_empty_and_another_shape_is_refused() {
        assert_eq!(Policy::read_list(br#"{"data":null}"#), Ok(Vec::new()));
        assert_eq!(Policy::read_list(br#"{"data":[{"enabled":true}]}"#), Err(JsonError::Shape));
        assert_eq!(Policy::read_list(b"[]"), Err(JsonError::Shape));
        assert_eq!(Policy::read_list(b"<html>"), Err(JsonError::NotJson));
    }

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
