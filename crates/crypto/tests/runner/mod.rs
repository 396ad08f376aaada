//! Runs the shared test vectors against any backend: natively by `tests/vectors.rs` beside this folder, in the browser
//! by `tests/browser` at the root, which includes this very file.

mod account;
mod case;
mod organisation;
mod primitives;
mod rsa;
mod sealing;

use std::collections::{BTreeMap, BTreeSet};

use portal_crypto::Backend;
use serde_json::Value;

use case::{Case, Fail, Keys};

/// What one run found.
pub struct Report {
    /// Cases run, by group.
    pub cases: BTreeMap<String, usize>,
    /// One line per failed case.
    pub failures: Vec<String>,
}

impl Report {
    /// All cases of all groups.
    pub fn total(&self) -> usize {
        self.cases.values().sum()
    }
}

/// Runs every case of every group. An unknown group, an empty one, or an id used twice is a failure: a runner that
/// skips silently proves nothing.
pub async fn run<B: Backend>(backend: &B, json: &str) -> Report {
    let mut report = Report { cases: BTreeMap::new(), failures: Vec::new() };
    let file: Value = match serde_json::from_str(json) {
        Ok(file) => file,
        Err(error) => {
            report.failures.push(format!("not JSON: {error}"));
            return report;
        }
    };
    if file.get("schema_version").and_then(Value::as_i64) != Some(1) {
        report.failures.push("schema_version is not 1".to_owned());
    }
    let Some(groups) = file.get("groups").and_then(Value::as_object) else {
        report.failures.push("no groups".to_owned());
        return report;
    };
    let keys = Keys::new(groups);
    for (name, group) in groups {
        let cases = cases_of(name, group, &mut report.failures);
        if cases.is_empty() {
            report.failures.push(format!("{name}: empty group"));
        }
        for case in &cases {
            let outcome = judge(name, case, run_case(backend, &keys, name, case).await);
            if let Err(reason) = outcome {
                report.failures.push(format!("{name}/{}: {reason}", case.id));
            }
        }
        report.cases.insert(name.clone(), cases.len());
    }
    report
}

/// The cases of a group: a list with ids, or for `rsa_keys` an object by name.
fn cases_of(name: &str, group: &Value, failures: &mut Vec<String>) -> Vec<Case> {
    let cases: Vec<Case> = match group {
        Value::Array(list) => list
            .iter()
            .map(|value| Case {
                id: value.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
                value: value.clone(),
            })
            .collect(),
        Value::Object(members) => {
            members.iter().map(|(id, value)| Case { id: id.clone(), value: value.clone() }).collect()
        }
        _ => Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for case in &cases {
        if case.id.is_empty() || !seen.insert(case.id.clone()) {
            failures.push(format!("{name}: id {:?} is missing or used twice", case.id));
        }
    }
    cases
}

/// `expect: "error"` passes only with that very category; everything else must succeed. `cose_v2` expects errors of a
/// later milestone and is judged by its own rule: refused as `unsupported`.
fn judge(group: &str, case: &Case, outcome: Result<(), Fail>) -> Result<(), String> {
    if group != "cose_v2" && case.expects_refusal() {
        let wanted = case.text("error").map_err(|fail| fail.to_string())?;
        match outcome {
            Err(Fail::Crypto(error)) if error.category() == wanted => Ok(()),
            Err(fail) => Err(format!("expected {wanted}, got {fail}")),
            Ok(()) => Err(format!("expected {wanted}, got success")),
        }
    } else {
        outcome.map_err(|fail| fail.to_string())
    }
}

async fn run_case<B: Backend>(backend: &B, keys: &Keys<'_>, group: &str, case: &Case) -> Result<(), Fail> {
    match group {
        "rsa_keys" => rsa::rsa_keys(backend, case).await,
        "email_salt" => primitives::email_salt(case),
        "master_key" => account::master_key(backend, case).await,
        "kdf_policy" => primitives::kdf_policy(case),
        "hkdf_expand" => primitives::hkdf_expand(case),
        "enc_string_parse" => sealing::parse(case),
        "enc_string_seal" => sealing::seal(case),
        "enc_string_open" => sealing::open(case),
        "enc_bytes" => sealing::file(case),
        "rsa_unwrap" => rsa::unwrap(backend, keys, case).await,
        "rsa_wrap" => rsa::wrap(backend, keys, case).await,
        "private_key" => rsa::private_key(backend, case).await,
        "user_key" => account::user_key(backend, case).await,
        "provider_chain" => organisation::provider_chain(backend, case).await,
        "create_client" => organisation::create_client(backend, case).await,
        "confirm" => rsa::confirm(backend, keys, case).await,
        "account_recovery" => account::recovery(backend, keys, case).await,
        "change_credentials" => account::change_credentials(backend, case).await,
        "fingerprint" => primitives::fingerprint(case),
        "key_id" => primitives::key_id(case),
        "vault_item" => organisation::vault_item(case),
        "export" => organisation::export(backend, case).await,
        "breach_range" => primitives::breach_range(case),
        "cose_v2" => account::newer_encryption(keys, case),
        _ => Err(Fail::wrong("unknown group")),
    }
}
