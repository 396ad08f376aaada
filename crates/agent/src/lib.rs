//! The key agent: everything that touches a key, behind typed messages.
//!
//! [`protocol`] is what page and agent say to each other, [`KeyAgent`] the door, [`ask`] the typed
//! way through it. [`Agent`] is the state machine: a web worker runs it in the browser, [`LocalAgent`] in
//! native programs and tests. Slow derivation comes through [`Derive`], so that a browser can run it in a worker of
//! its own that is ended afterwards.

mod account;
mod agent;
mod breach;
mod derive;
mod digest;
pub mod fault;
mod items;
mod kept;
pub mod key_agent;
mod keyring;
mod local;
pub mod protocol;
mod recovery;
mod sharing;

pub use agent::Agent;
pub use derive::{Derive, InPlace};
pub use fault::Fault;
pub use key_agent::{KeyAgent, LocalBoxFuture, ask};
pub use local::LocalAgent;
