//! The key agent: everything that touches a key, behind typed messages.
//!
//! [`protocol`] is what page and agent say to each other, [`KeyAgent`] the door, [`ask`] the typed
//! way through it.

pub mod fault;
pub mod key_agent;
pub mod protocol;

pub use fault::Fault;
pub use key_agent::{KeyAgent, LocalBoxFuture, ask};
