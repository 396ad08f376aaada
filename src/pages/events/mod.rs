//! Event logs: of a client, of a provider, and what one kind of event is called.

mod export;
mod log;
mod page;
mod query;
mod row;
mod source;
mod table;
mod time;
mod toolbar;
pub mod words;

pub use page::{of_person, view};
pub use row::Row;
pub use source::Owner;
pub use table::what;
