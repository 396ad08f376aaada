use portal_server::auth::AccessClaims;
use serde_json::{Value, json};

use crate::support::{Person, Server, kdf, sealed};

const NEW_HASH: &str = "bmV3IHBhc3N3b3JkIGhhc2g=";

fn change(person: &Person) -> Value {
    json!({
        "masterPasswordHash": person.hash,
        "newMasterPasswordHash": NEW_HASH,
        "key": sealed(8),
        "masterPasswordHint": "another",
        "authenticationData": {"kdf": kdf(), "masterPasswordAuthenticationHash": NEW_HASH, "salt": person.email},
        "unlockData": {"kdf": kdf(), "masterKeyWrappedUserKey": sealed(8), "salt": person.email},
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn proving_the_password() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let path = "/api/accounts/verify-password";
    let policy = server.post(path, &token, json!({"masterPasswordHash": ada.hash})).await.expect(200).json();
    assert_eq!((&policy["object"], &policy["minLength"]), (&json!("masterPasswordPolicy"), &Value::Null));
    let refused = server.post(path, &token, json!({"masterPasswordHash": "d3Jvbmc="})).await;
    let body = refused.expect_invalid("MasterPasswordHash").json();
    assert_eq!(body["validationErrors"]["MasterPasswordHash"][0], "Invalid password.");
    server.post(path, "", json!({"masterPasswordHash": ada.hash})).await.expect(401);
}

#[tokio::test]
async fn a_change_ends_the_other_sessions_and_keeps_this_one() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let other = Person { device: "other-device".into(), ..ada.clone() };
    let here = server.password_grant(&ada, &[]).await.expect(200).json();
    let there = server.password_grant(&other, &[]).await.expect(200).json();
    server.post("/api/accounts/password", &text(&here["access_token"]), change(&ada)).await.expect(200);
    server.get("/api/accounts/profile", &text(&there["access_token"])).await.expect(401);
    server.refresh_grant(&text(&there["refresh_token"])).await.expect(400);
    let fresh = server.refresh_grant(&text(&here["refresh_token"])).await.expect(200).json();
    let profile = server.get("/api/accounts/profile", &text(&fresh["access_token"])).await.expect(200).json();
    assert_eq!(profile["key"], json!(sealed(8)));
    server.password_grant(&ada, &[]).await.expect(400);
    server.password_grant(&Person { hash: NEW_HASH.into(), ..ada }, &[]).await.expect(200);
}

#[tokio::test]
async fn another_tab_of_the_same_browser_is_another_session() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let here = server.password_grant(&ada, &[]).await.expect(200).json();
    let beside = server.password_grant(&ada, &[]).await.expect(200).json();
    // A new access token is one of the same session.
    let fresh = server.refresh_grant(&text(&here["refresh_token"])).await.expect(200).json();
    server.post("/api/accounts/password", &text(&fresh["access_token"]), change(&ada)).await.expect(200);
    server.get("/api/accounts/profile", &text(&beside["access_token"])).await.expect(401);
    server.refresh_grant(&text(&beside["refresh_token"])).await.expect(400);
    server.refresh_grant(&text(&here["refresh_token"])).await.expect(200);
}

#[tokio::test]
async fn a_token_that_names_no_session_keeps_none() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let state = server.app.state();
    let claims = AccessClaims::verify(&text(&tokens["access_token"]), &state.access_key, state.clock.now()).unwrap();
    let nameless = AccessClaims { session: None, ..claims }.sign(&state.access_key).unwrap();
    server.post("/api/accounts/password", &nameless, change(&ada)).await.expect(200);
    server.refresh_grant(&text(&tokens["refresh_token"])).await.expect(400);
}

#[tokio::test]
async fn a_bad_change_changes_nothing() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let cases: [(&str, &str, Value); 7] = [
        ("/masterPasswordHash", "MasterPasswordHash", json!("d3Jvbmc=")),
        ("/newMasterPasswordHash", "MasterPasswordHash", json!("b3RoZXI=")),
        ("/key", "UserSymmetricKey", json!(sealed(9))),
        ("/unlockData/salt", "Salt", json!("eve@example.org")),
        ("/unlockData/kdf/iterations", "Kdf", json!(700_000)),
        ("/masterPasswordHint", "MasterPasswordHint", json!("x".repeat(51))),
        ("/unlockData", "", Value::Null),
    ];
    for (pointer, property, value) in cases {
        let mut body = change(&ada);
        *body.pointer_mut(pointer).unwrap() = value;
        server.post("/api/accounts/password", &token, body).await.expect_invalid(property);
    }
    // A password change must not change the derivation on the side.
    let mut body = change(&ada);
    for form in ["authenticationData", "unlockData"] {
        body[form]["kdf"]["iterations"] = json!(700_000);
    }
    server.post("/api/accounts/password", &token, body).await.expect_invalid("Kdf");
    server.get("/api/accounts/profile", &token).await.expect(200);
    server.password_grant(&ada, &[]).await.expect(200);
}

#[tokio::test]
async fn a_new_derivation_ends_all_sessions() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let access = tokens["access_token"].as_str().unwrap();
    let argon = json!({"kdfType": 1, "iterations": 6, "memory": 32, "parallelism": 4});
    let body = |kdf: &Value| {
        json!({
            "masterPasswordHash": ada.hash,
            "authenticationData": {"kdf": kdf, "masterPasswordAuthenticationHash": NEW_HASH, "salt": ada.email},
            "unlockData": {"kdf": kdf, "masterKeyWrappedUserKey": sealed(8), "salt": ada.email},
        })
    };
    let weak = json!({"kdfType": 1, "iterations": 1, "memory": 32, "parallelism": 4});
    server.post("/api/accounts/kdf", access, body(&weak)).await.expect_invalid("KdfIterations");
    server.post("/api/accounts/kdf", access, json!({"masterPasswordHash": ada.hash})).await.expect(400);
    server.post("/api/accounts/kdf", access, body(&argon)).await.expect(200);
    server.get("/api/accounts/profile", access).await.expect(401);
    server.refresh_grant(tokens["refresh_token"].as_str().unwrap()).await.expect(400);
    let prelogin = server.post("/identity/accounts/prelogin", "", json!({"email": ada.email})).await.expect(200).json();
    assert_eq!(prelogin["kdfSettings"], argon);
    server.password_grant(&Person { hash: NEW_HASH.into(), ..ada.clone() }, &[]).await.expect(200);
}

#[tokio::test]
async fn all_sessions_can_be_ended() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let access = tokens["access_token"].as_str().unwrap();
    let path = "/api/accounts/security-stamp";
    server.post(path, access, json!({"masterPasswordHash": "d3Jvbmc="})).await.expect_invalid("MasterPasswordHash");
    server.post(path, access, json!({"masterPasswordHash": ada.hash})).await.expect(200);
    server.get("/api/accounts/profile", access).await.expect(401);
    server.refresh_grant(tokens["refresh_token"].as_str().unwrap()).await.expect(400);
    server.password_grant(&ada, &[]).await.expect(200);
}
