//! Event logs: of a client, of a provider, and what one kind of event is called.

mod export;
mod log;
mod page;
mod query;
mod row;
mod table;
mod toolbar;
pub mod words;

pub use log::Owner;
pub use page::{of_person, view};
pub use row::Row;
pub use table::what;
