//! Who is signed in, what they may do, and when the session ends.

pub mod prefs;
