use serde_json::json;

use crate::support::{Server, person, registration};

#[tokio::test]
async fn both_paths_tell_the_accounts_derivation_in_both_forms() {
    let server = Server::with(|config| config.verify_email = false).await;
    let body = json!({"email": "argon@example.org"});
    let token = server.post("/identity/accounts/register/send-verification-email", "", body).await.expect(200).json();
    let mut body = registration(&person("argon@example.org"));
    let kdf = json!({"kdfType": 1, "iterations": 4, "memory": 48, "parallelism": 2});
    for (name, value) in [("kdf", 1), ("kdfIterations", 4), ("kdfMemory", 48), ("kdfParallelism", 2)] {
        body[name] = json!(value);
    }
    body["masterPasswordAuthentication"]["kdf"] = kdf.clone();
    body["masterPasswordUnlock"]["kdf"] = kdf.clone();
    body["emailVerificationToken"] = token;
    server.post("/identity/accounts/register/finish", "", body).await.expect(200);
    for path in ["/identity/accounts/prelogin", "/identity/accounts/prelogin/password"] {
        let answer = server.post(path, "", json!({"email": " Argon@Example.org "})).await.expect(200).json();
        assert_eq!(answer["kdfSettings"], kdf);
        assert_eq!((&answer["kdf"], &answer["kdfIterations"]), (&json!(1), &json!(4)));
        assert_eq!((&answer["kdfMemory"], &answer["kdfParallelism"]), (&json!(48), &json!(2)));
        assert_eq!(answer["salt"], json!(null));
    }
}

#[tokio::test]
async fn strangers_get_an_answer_that_never_changes_and_looks_real() {
    let server = Server::start().await;
    for number in 0..40 {
        let email = format!("stranger{number}@example.org");
        let ask = || server.post("/identity/accounts/prelogin", "", json!({"email": email}));
        let (first, second) = (ask().await.expect(200).json(), ask().await.expect(200).json());
        assert_eq!(first, second);
        assert!(first["kdfSettings"]["iterations"].as_i64().unwrap() >= 3);
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused() {
    let server = Server::start().await;
    server.post("/identity/accounts/prelogin", "", json!({"email": "nobody"})).await.expect_invalid("Email");
    let long = format!("{}@example.org", "a".repeat(300));
    server.post("/identity/accounts/prelogin", "", json!({"email": long})).await.expect_invalid("Email");
    server.post("/identity/accounts/prelogin", "", json!({})).await.expect_invalid("");
}
