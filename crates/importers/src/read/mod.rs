//! Readers below the formats: bytes to text, tables, JSON, XML, archives. Each with hard limits.

pub(crate) mod archive;
pub(crate) mod json;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod xml;
