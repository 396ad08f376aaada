//! What a person should know about a file before importing it. Facts only: the words are the page's business.

use serde::{Deserialize, Serialize};

use crate::model::Origin;

/// One thing to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where; none when it concerns the whole file.
    pub origin: Option<Origin>,
    /// Name of the item, when it has one.
    pub item: Option<String>,
    /// What.
    pub kind: ProblemKind,
}

/// What is the matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    /// A text that no server of this kind takes; the item is left out.
    TooLong {
        /// The member as servers name it, `Login.Uris[0].Uri`.
        part: String,
        /// Name of the custom field, when it is one.
        field: Option<String>,
        /// Bytes it has.
        bytes: usize,
        /// Bytes it may have.
        most: usize,
    },
    /// The same as an earlier one in every part.
    Duplicate {
        /// Where the first one is.
        first: Origin,
    },
    /// A column that the format does not have.
    UnknownColumn {
        /// Its head.
        name: String,
    },
    /// A row without any content.
    EmptyRow,
    /// A row with more or fewer cells than the head.
    RaggedRow {
        /// Cells of the head.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// The bytes are not UTF-8; they were read as this encoding.
    Encoding {
        /// Name of the encoding.
        read_as: Encoding,
    },
    /// A quotation mark that is never closed: rows may have run together.
    OpenQuote,
    /// An item without a name; one was made from its address.
    NoName,
    /// Something that was left out, and why.
    Skipped {
        /// Why.
        why: Skip,
    },
    /// Something the vault has no place for, and where it went.
    Moved {
        /// What.
        what: String,
        /// Where.
        kept: Kept,
    },
    /// The name of a folder is too long for a collection; its items go to the folder above.
    LongFolder {
        /// Bytes it has.
        bytes: usize,
        /// Bytes it may have.
        most: usize,
    },
}

/// Encodings that are recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// UTF-16 of either order.
    Utf16,
    /// Western European of Windows.
    Windows1252,
}

/// Why something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Skip {
    /// It was in the bin.
    Deleted,
    /// A kind that has no counterpart.
    UnknownKind,
    /// It is no item: an account of the browser, a head repeated.
    NotAnItem,
    /// It cannot be read.
    Unreadable,
    /// It is a card, and a policy of the client keeps cards out.
    Card,
    /// It has an attachment; files are not imported.
    Attachment,
    /// Its passkey cannot be moved.
    Passkey,
}

/// Where something went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kept {
    /// Into a custom field.
    Field,
    /// Into the notes.
    Notes,
    /// Nowhere.
    Nowhere,
}

impl ProblemKind {
    /// Whether the item it concerns is not imported.
    #[must_use]
    pub const fn leaves_out(&self) -> bool {
        match self {
            Self::TooLong { .. } => true,
            Self::Skipped { why } => !matches!(why, Skip::Attachment | Skip::Passkey),
            _ => false,
        }
    }
}
