//! Why a file cannot be read at all. Never carries anything of its content.

/// Which limit a file exceeds; see [`crate::limits`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    /// Bytes of the file.
    FileSize,
    /// Bytes when unpacked, or a ratio that only a bomb has.
    Unpacked,
    /// Entries of the archive.
    Entries,
    /// Depth of nesting.
    Depth,
    /// Values or elements.
    Nodes,
    /// Columns.
    Columns,
    /// Rows or items.
    Items,
    /// Folders.
    Collections,
    /// Items in folders.
    Relations,
}

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Failure {
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is not of the chosen format.
    #[error("the file is not of this format")]
    WrongFormat,
    /// It begins as it should and ends too early, or is not what it claims to be.
    #[error("the file is damaged")]
    Damaged {
        /// Line, where it is known.
        line: Option<u64>,
    },
    /// It is larger than it may be.
    #[error("the file exceeds a limit")]
    TooLarge {
        /// Which limit.
        limit: Limit,
    },
    /// XML with a document type: only attacks have one.
    #[error("the file declares entities")]
    Entities,
    /// The archive itself, or an entry of it, has a password.
    #[error("the file is protected by a password")]
    Protected,
    /// A compression method that is not read.
    #[error("the file is packed in a way that is not supported")]
    Unsupported,
    /// An encrypted export: open it first.
    #[error("the file is encrypted")]
    Encrypted,
    /// An encrypted export without the text by which its key is tried.
    #[error("the file is encrypted and its key cannot be told")]
    Unverifiable,
    /// A table by hand: no column was chosen for the name or a secret.
    #[error("no columns were chosen")]
    NoColumns,
    /// It was read, and there is no item in it.
    #[error("there are no items in the file")]
    NoItems,
}

impl Failure {
    pub(crate) const fn too_large(limit: Limit) -> Self {
        Self::TooLarge { limit }
    }

    pub(crate) const DAMAGED: Self = Self::Damaged { line: None };
}
