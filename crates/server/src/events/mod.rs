//! The event log (API contract §14): one writer for all handlers, paged queries for the readers.

mod kinds;
mod query;
mod routes;
mod write;

pub use kinds::EventKind;
pub use query::{Log, PAGE_SIZE, Page, Range, page};
pub(crate) use routes::{EventQuery, answer};
pub use routes::{collect_router, router};
pub use write::{Event, Source, write, write_for_user};
