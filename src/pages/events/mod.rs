//! What pages about event logs share.

pub mod words;
