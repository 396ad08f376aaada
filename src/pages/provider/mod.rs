//! Pages about the provider itself.

pub mod people;
pub mod scope;
