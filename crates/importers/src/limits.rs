//! How much a file may hold. Beyond any of these the file is refused as a whole, with the number in the message.

pub use portal_contracts::limits::{
    IMPORT_COLLECTIONS as COLLECTIONS, IMPORT_ITEMS as ITEMS, IMPORT_RELATIONS as RELATIONS,
};

/// Bytes of a file. Ask a file for its size before reading it.
pub const FILE: usize = 96 << 20;
/// Bytes of all that is unpacked from an archive.
pub const UNPACKED: usize = 128 << 20;
/// How many times larger than packed an entry of an archive may be, once it is larger than [`RATIO_FROM`].
pub const RATIO: usize = 200;
/// Up to this size the ratio does not matter.
pub const RATIO_FROM: usize = 1 << 20;
/// Entries of an archive: attachments count too.
pub const ENTRIES: usize = 20_000;
/// Depth of nested objects, elements or folders.
pub const DEPTH: usize = 64;
/// Values in a JSON document, elements in an XML document.
pub const NODES: usize = 4_000_000;
/// Columns of a table.
pub const COLUMNS: usize = 500;
/// Problems that are listed; more are counted.
pub const PROBLEMS: usize = 2_000;
/// Custom fields of one item.
pub const FIELDS: usize = 200;
