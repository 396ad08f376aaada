//! Files of other password managers → vault items.
//!
//! Pure: no network, no browser, no keys. A [`Source`] is opened once, says what it may be ([`Source::candidates`]) and
//! is read as one [`Format`] into [`Parsed`]: items, the tree of folders they were in, and a list of [`Problem`]s.
//! [`plan()`] then lays the tree over the collections of a client and says what an import would do, before anything is
//! sent.
//!
//! Files are untrusted: every reader has hard limits ([`limits`]), archives and XML cannot unfold without bound, nothing
//! panics, and whatever holds plaintext is wiped when dropped.

mod build;
mod draft;
mod failure;
mod format;
mod formats;
mod judge;
pub mod limits;
mod model;
mod plan;
mod problem;
mod read;
mod report;
mod sealed_file;
mod source;
mod ssh;
mod words;

pub use failure::{Failure, Limit};
pub use format::{Format, Kind};
pub use formats::generic::{Mapping, Target, suggest as suggest_mapping};
pub use judge::judge;
pub use model::{Item, Origin, Parsed, Place, count_kinds};
pub use plan::{Counts, Destination, Existing, Parent, Plan, PlannedCollection, plan};
pub use problem::{Encoding, Kept, Problem, ProblemKind, Skip};
pub use report::{cell, csv};
pub use sealed_file::{RestrictedFile, SealedFile};
pub use source::{Candidate, Columns, Options, Source, check_size, recognise};

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a test that cannot go on has to stop loudly"
)]
mod tests;
