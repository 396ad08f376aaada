//! The import request and the items a client's console reads (API contract §12.1, §12.3).

use serde::{Deserialize, Serialize};

use super::Cipher;

/// Everything of one import, sent at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportRequest {
    /// Sealed items.
    pub ciphers: Vec<Cipher<String>>,
    /// Collections, those that exist with their id.
    pub collections: Vec<ImportCollection>,
    /// Which item goes where.
    pub collection_relationships: Vec<Relation>,
    /// Always empty: folders belong to persons.
    pub folders: Vec<ImportCollection>,
    /// Always empty.
    pub folder_relationships: Vec<Relation>,
}

/// A collection of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportCollection {
    /// Id of a collection that exists already.
    pub id: Option<String>,
    /// Name under the organisation key.
    pub name: String,
    /// Id in another system.
    pub external_id: Option<String>,
    /// Some servers want the member, nothing is ever in it.
    pub groups: Vec<String>,
    /// Likewise.
    pub users: Vec<String>,
}

/// One item in one collection, both by their place in the lists of the request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Relation {
    /// The item.
    pub key: usize,
    /// The collection.
    pub value: usize,
}

/// An item as a server keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StoredCipher {
    /// Item id.
    pub id: String,
    /// Collections it is in.
    pub collection_ids: Vec<String>,
    /// When it was last changed, ISO 8601.
    pub revision_date: Option<String>,
    /// When it was made, ISO 8601.
    pub creation_date: Option<String>,
    /// When it was thrown away, ISO 8601.
    pub deleted_date: Option<String>,
    /// The item.
    #[serde(flatten)]
    pub cipher: Cipher<String>,
}
