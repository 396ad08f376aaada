//! `portal-server`: runs the embedded server from the command line.

fn main() {}
