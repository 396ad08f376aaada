//! The formats against small files of their shape, and everything that files do wrong.

mod copies;
mod damage;
mod encodings;
mod fuzz;
mod history;
mod keeper;
mod keys;
mod lastpass;
mod plan;
mod recognition;
mod round_trip;
mod samples;
mod sizes;
mod support;
mod tables;
