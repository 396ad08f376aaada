//! All shared vectors on the native backend. `PORTAL_VECTORS` names another file of the same form.
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod runner;

use std::path::Path;

use portal_crypto::NativeBackend;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The file the repository ships; the browser test embeds the same.
const SHIPPED: &str = include_str!("../../../tests/vectors/crypto.json");

#[test]
fn every_vector_holds() {
    let named = std::env::var_os("PORTAL_VECTORS").filter(|name| !name.is_empty());
    let json = match &named {
        // Cargo runs tests in the crate's folder; people name files from where they are, mostly the root.
        Some(path) => std::fs::read_to_string(path)
            .or_else(|_| std::fs::read_to_string(Path::new(ROOT).join(path)))
            .expect("PORTAL_VECTORS names a readable file"),
        None => SHIPPED.to_owned(),
    };
    let report = futures::executor::block_on(runner::run(&NativeBackend::new(), &json));
    for (group, cases) in &report.cases {
        eprintln!("{group}: {cases}");
    }
    eprintln!("{} cases in {} groups", report.total(), report.cases.len());
    assert!(report.failures.is_empty(), "{} failed:\n{}", report.failures.len(), report.failures.join("\n"));
    if named.is_none() {
        assert_eq!((report.cases.len(), report.total()), (24, 227), "the shipped file has lost or gained cases");
    }
}

#[test]
fn the_runner_notices_what_it_must() {
    let failures = |json: &str| futures::executor::block_on(runner::run(&NativeBackend::new(), json)).failures;
    let file = |groups: &str| format!(r#"{{"schema_version": 1, "groups": {{{groups}}}}}"#);
    for (groups, sign) in [
        (r#""no_such_group": [{"id": "a"}]"#, "unknown group"),
        (r#""email_salt": []"#, "empty group"),
        (r#""email_salt": [{"id": "a", "email": "A@b.example", "salt": "A@b.example"}]"#, "salt differs"),
        (r#""email_salt": [{"id": "a", "email": "a@b.example"}]"#, "field salt"),
        (r#""enc_string_parse": [{"id": "a", "input": "", "expect": "error", "error": "key"}]"#, "expected key"),
        (
            r#""kdf_policy": [{"id": "a", "context": "login", "kdf": {"type": 0, "iterations": 5000},
                "expect": "error", "error": "kdf"}]"#,
            "got success",
        ),
    ] {
        let found = failures(&file(groups));
        assert!(found.iter().any(|line| line.contains(sign)), "{sign}: {found:?}");
    }
    let twice = r#""email_salt": [{"id": "a", "email": "a@b.example", "salt": "a@b.example"},
                                  {"id": "a", "email": "a@b.example", "salt": "a@b.example"}]"#;
    assert!(failures(&file(twice)).iter().any(|line| line.contains("used twice")));
}
