//! Nothing but a place for the browser tests; see `tests/` beside this folder.
