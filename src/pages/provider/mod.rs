//! Pages about the provider itself.

pub mod events;
pub mod people;
pub mod scope;
