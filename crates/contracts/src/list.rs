//! The list envelope (API contract §1.4).

use serde::{Deserialize, Serialize};

/// `{"data":[…],"continuationToken":null,"object":"list"}`; a null `data` reads as empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, bound(deserialize = "T: Deserialize<'de>"))]
pub struct List<T> {
    /// The entries of this page.
    pub data: Vec<T>,
    /// Present when there is a next page; passed back unchanged.
    pub continuation_token: Option<String>,
    /// Always `list`.
    pub object: String,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { data: Vec::new(), continuation_token: None, object: "list".to_owned() }
    }
}

impl<T> List<T> {
    /// A complete list without a next page.
    #[must_use]
    pub fn of(data: Vec<T>) -> Self {
        Self { data, ..Self::default() }
    }
}
