//! Collections and who reaches them (API contract §9). Names are encrypted text here.

use serde::{Deserialize, Serialize};

use crate::access::AccessEntry;
use crate::wire_enum;

wire_enum! {
    /// Kind of collection.
    #[derive(Default)]
    CollectionType {
        /// Shared with whoever is given access.
        #[default]
        0 => Shared,
        /// "My items" of one member; nobody else's business, not to be changed or given away.
        1 => DefaultUserCollection,
    }
}

/// Entry of `GET organizations/{id}/collections`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Collection {
    /// Discriminator `collection`.
    pub object: String,
    /// Collection id.
    pub id: String,
    /// Organisation id.
    pub organization_id: String,
    /// Name under the organisation key.
    pub name: String,
    /// Id in a directory.
    pub external_id: Option<String>,
    /// Kind.
    pub r#type: CollectionType,
    /// Address of the member whose "My items" these were.
    pub default_user_collection_email: Option<String>,
}

/// Entry of `GET organizations/{id}/collections/details` and the answer to every change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(clippy::struct_excessive_bools, reason = "the wire has these booleans")]
pub struct CollectionAccessDetails {
    /// The collection itself. `object` is `collectionAccessDetails`.
    #[serde(flatten)]
    pub collection: Collection,
    /// Groups with access; missing when the server does not tell.
    pub groups: Option<Vec<AccessEntry>>,
    /// Members with access; missing when the server does not tell.
    pub users: Option<Vec<AccessEntry>>,
    /// Whether oneself has access.
    pub assigned: bool,
    /// Own access: items cannot be changed.
    pub read_only: bool,
    /// Own access: passwords are hidden.
    pub hide_passwords: bool,
    /// Own access: may change the collection.
    pub manage: bool,
    /// Nobody may change it.
    pub unmanaged: bool,
}

/// Entry of `GET collections`: a collection that one has access to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AssignedCollection {
    /// The collection itself. `object` is `collectionDetails`.
    #[serde(flatten)]
    pub collection: Collection,
    /// Items cannot be changed.
    pub read_only: bool,
    /// Passwords are hidden.
    pub hide_passwords: bool,
    /// May change the collection.
    pub manage: bool,
}

/// `POST organizations/{id}/collections` and `PUT …/collections/{id}`. The lists are always written: some servers
/// demand them, and on all of them they replace what was there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SaveCollection {
    /// Name under the organisation key, at most 1,000 characters.
    pub name: String,
    /// Id in a directory, at most 300 characters; sent back as it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Groups with access.
    pub groups: Vec<AccessEntry>,
    /// Members with access.
    pub users: Vec<AccessEntry>,
}

/// `POST organizations/{id}/collections/bulk-access`. One server adds the entries, another replaces all access by them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BulkAccess {
    /// Which collections.
    pub collection_ids: Vec<String>,
    /// Groups with access.
    pub groups: Vec<AccessEntry>,
    /// Members with access.
    pub users: Vec<AccessEntry>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{List, read_json};

    #[test]
    fn lists_that_the_server_does_not_tell_are_missing_and_not_empty() {
        let json = br#"{"object":"list","data":[
            {"object":"collectionAccessDetails","id":"c","organizationId":"o","name":"2.a|b|c","externalId":null,"type":0,
             "groups":null,"users":[{"id":"u","readOnly":true,"hidePasswords":false,"manage":false}],"unmanaged":true,
             "assigned":false,"somethingNew":{"x":1}}]}"#;
        let list: List<CollectionAccessDetails> = read_json(json).unwrap();
        let found = list.data.first().unwrap();
        assert_eq!((found.collection.id.as_str(), found.groups.as_ref()), ("c", None));
        assert!(found.users.as_ref().is_some_and(|users| users.len() == 1) && found.unmanaged);
    }

    #[test]
    fn pascal_case_unknown_kinds_and_missing_members_are_read() {
        let json = br#"[{"Id":"c","Name":"2.a|b|c","Type":7},{}]"#;
        let list: Vec<Collection> = read_json(json).unwrap();
        assert_eq!(list.first().map(|found| found.r#type), Some(CollectionType::Unknown(7)));
        assert_eq!(list.last(), Some(&Collection::default()));
    }

    #[test]
    fn bodies_always_carry_both_lists() {
        let written = serde_json::to_string(&SaveCollection { name: "2.a|b|c".into(), ..SaveCollection::default() });
        assert_eq!(written.unwrap(), r#"{"name":"2.a|b|c","groups":[],"users":[]}"#);
    }
}
