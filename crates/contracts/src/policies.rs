//! Policies of an organisation (API contract §11; screens §2.13): the kinds, their settings, what they stand on and whom
//! they bind. Server and portal judge by the same rules.

mod binding;
mod fields;
mod footing;
mod judge;
mod settings;
mod update;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::JsonError;
use crate::json::normalise;
use crate::wire_enum;

pub use binding::{Binding, Statuses, binding};
pub use fields::{DEFAULT_MINUTES, Field, FieldKind, TextRule, When, fields};
pub use footing::{
    Footing, Obstacle, On, chain_off, chain_on, dependents, needs, turning_off, turning_on, without_auto_enrol,
};
pub use judge::{FieldProblem, Wrong, problems};
pub use settings::{Settings, completed};
pub use update::{PolicyMetadata, PolicyState, UpdatePolicy};

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
}
