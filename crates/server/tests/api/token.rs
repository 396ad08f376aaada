use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::support::{Person, Server, person, sealed};

#[tokio::test]
async fn a_sign_in_brings_tokens_and_keys_in_their_mixed_case() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let answer = server.password_grant(&ada, &[]).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let body = answer.json();
    assert_eq!((&body["expires_in"], &body["token_type"]), (&json!(3600), &json!("Bearer")));
    assert_eq!(body["scope"], "api offline_access");
    assert_eq!((&body["Key"], &body["PrivateKey"]), (&json!(sealed(1)), &json!(sealed(2))));
    assert_eq!((&body["Kdf"], &body["KdfIterations"]), (&json!(0), &json!(600_000)));
    assert_eq!((&body["KdfMemory"], &body["ForcePasswordReset"]), (&json!(null), &json!(false)));
    assert_eq!(body["MasterPasswordPolicy"]["Object"], "masterPasswordPolicy");
    let pair = &body["AccountKeys"]["publicKeyEncryptionKeyPair"];
    assert_eq!(
        (&pair["wrappedPrivateKey"], &pair["Object"]),
        (&json!(sealed(2)), &json!("publicKeyEncryptionKeyPair"))
    );
    assert_eq!(body["AccountKeys"]["Object"], "privateKeys");
    let unlock = &body["UserDecryptionOptions"]["MasterPasswordUnlock"];
    assert_eq!(body["UserDecryptionOptions"]["HasMasterPassword"], true);
    assert_eq!(unlock["MasterKeyEncryptedUserKey"], json!(sealed(1)));
    assert_eq!((&unlock["Salt"], &unlock["Kdf"]["Iterations"]), (&json!("ada@example.org"), &json!(600_000)));
    assert!(body.get("TwoFactorToken").is_none());
}

#[tokio::test]
async fn the_access_token_carries_its_claims() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let payload = BASE64URL_NOPAD.decode(token.split('.').nth(1).unwrap().as_bytes()).unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!((&claims["email"], &claims["client_id"]), (&json!("ada@example.org"), &json!("web")));
    assert_eq!((&claims["device"], &claims["amr"]), (&json!(ada.device), &json!(["Application"])));
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 3600);
    assert!(claims.get("providerprovideradmin").is_none());
}

#[tokio::test]
async fn wrong_password_and_unknown_account_look_alike() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let wrong = Person { hash: "d3Jvbmc=".into(), ..ada };
    let expected = json!({
        "error": "invalid_grant",
        "error_description": "invalid_username_or_password",
        "ErrorModel": {
            "Message": "Username or password is incorrect. Try again.", "ValidationErrors": null,
            "ExceptionMessage": null, "ExceptionStackTrace": null, "InnerExceptionMessage": null, "Object": "error",
        },
    });
    assert_eq!(server.password_grant(&wrong, &[]).await.expect(400).json(), expected);
    assert_eq!(server.password_grant(&person("eve@example.org"), &[]).await.expect(400).json(), expected);
}

#[tokio::test]
async fn the_address_is_compared_without_case_and_field_names_too() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    server.password_grant(&Person { email: " ADA@example.org ".into(), ..ada.clone() }, &[]).await.expect(200);
    let fields = [
        ("Grant_Type", "password"),
        ("CLIENT_ID", "web"),
        ("scope", "offline_access api"),
        ("UserName", ada.email.as_str()),
        ("PASSWORD", ada.hash.as_str()),
        ("devicetype", "10"),
        ("DEVICEIDENTIFIER", ada.device.as_str()),
        ("deviceName", "firefox"),
    ];
    server.token(&fields).await.expect(200);
}

#[tokio::test]
async fn requests_that_are_no_sign_in_are_refused_by_their_codes() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let base = [("username", ada.email.as_str()), ("password", ada.hash.as_str())];
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("client_id", "web")], "invalid_request"),
        (&[("grant_type", "password"), ("scope", "api offline_access")], "invalid_client"),
        (&[("grant_type", "password"), ("client_id", "web"), ("scope", "api")], "invalid_scope"),
        (&[("grant_type", "client_credentials"), ("client_id", "web")], "unsupported_grant_type"),
        (&[("grant_type", "refresh_token"), ("client_id", "web")], "invalid_request"),
    ];
    for (fields, error) in cases {
        let all: Vec<_> = fields.iter().chain(&base).copied().collect();
        assert_eq!(server.token(&all).await.expect(400).json()["error"], error);
    }
}

#[tokio::test]
async fn a_sign_in_without_a_device_is_refused() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let fields = [
        ("grant_type", "password"),
        ("client_id", "web"),
        ("scope", "api offline_access"),
        ("username", ada.email.as_str()),
        ("password", ada.hash.as_str()),
    ];
    let body = server.token(&fields).await.expect(400).json();
    assert_eq!(
        (&body["error"], &body["error_description"]),
        (&json!("device_error"), &json!("No device information provided"))
    );
    assert_eq!(body["ErrorModel"]["Message"], "no device information provided");
}

#[tokio::test]
async fn the_version_header_is_mandatory_and_must_be_recent() {
    let server = Server::start().await;
    let ask = |version: Option<&'static str>| {
        let mut request =
            Request::post("/identity/connect/token").header("content-type", "application/x-www-form-urlencoded");
        if let Some(version) = version {
            request = request.header("Bitwarden-Client-Version", version);
        }
        server.send(request.body(Body::from("grant_type=password&client_id=web")).unwrap())
    };
    assert_eq!(ask(None).await.expect(400).json()["error"], "version_header_missing");
    for bad in ["2023.1.0", "soon", ""] {
        assert_eq!(ask(Some(bad)).await.expect(400).json()["error"], "invalid_client_version", "{bad}");
    }
    for good in ["2026.8.0", "2024.12.0", "2027.1.0-beta.2"] {
        assert_eq!(ask(Some(good)).await.expect(400).json()["error"], "invalid_scope", "{good}");
    }
}

#[tokio::test]
async fn sign_ins_leave_a_trace_good_or_bad() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    server.password_grant(&Person { hash: "d3Jvbmc=".into(), ..ada.clone() }, &[]).await.expect(400);
    server.password_grant(&ada, &[]).await.expect(200);
    let events: Vec<(i64, i64, String)> = server
        .app
        .state()
        .db
        .read(|connection| {
            let mut statement = connection.prepare("SELECT type, device_type, ip_address FROM event ORDER BY seq")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
        .await
        .unwrap();
    let from = "127.0.0.1".to_owned();
    assert_eq!(events, [(1005, 9, from.clone()), (1000, 9, from)]);
}
