//! What the pages about people share, those of a provider and those of a client: the search, addresses for an invitation,
//! the comparison of words before somebody is confirmed, and what became of each when something was done for several.

pub mod addresses;
pub mod batches;
pub mod chips;
pub mod confirm;
pub mod results;
pub mod search;
