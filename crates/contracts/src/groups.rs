//! Groups of an organisation (API contract §10). Their names are not encrypted on any server.

use serde::{Deserialize, Serialize};

use crate::access::AccessEntry;

/// `group` and `groupDetails`: the lists and the single calls differ only in what they fill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Group {
    /// Discriminator `group` or `groupDetails`.
    pub object: String,
    /// Group id.
    pub id: String,
    /// Organisation it belongs to.
    pub organization_id: String,
    /// Name.
    pub name: Option<String>,
    /// Id in the directory it comes from.
    pub external_id: Option<String>,
    /// Its collections; empty in calls without details.
    pub collections: Vec<AccessEntry>,
}

/// `POST` and `PUT` of a group. Both lists replace what was there, so both always travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRequest {
    /// Name.
    pub name: String,
    /// Collections with permission.
    pub collections: Vec<AccessEntry>,
    /// Memberships in it.
    pub users: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_json;

    #[test]
    fn a_request_without_one_of_its_lists_is_none() {
        for text in [r#"{"name":"A","users":[]}"#, r#"{"name":"A","collections":[],"users":null}"#] {
            assert!(read_json::<GroupRequest>(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_group_without_details_has_no_collections() {
        let group: Group = read_json(br#"{"id":"g","name":"Staff","collections":null}"#).unwrap();
        assert!(group.collections.is_empty() && group.external_id.is_none());
    }
}
