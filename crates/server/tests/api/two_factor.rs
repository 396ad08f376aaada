use portal_server::totp;
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Person, Server};

fn code(server: &Server, secret: &str) -> String {
    totp::code_now(secret, server.app.state().clock.now()).unwrap()
}

/// Switches the authenticator app on; returns its secret.
async fn with_app(server: &Server, person: &Person, token: &str) -> String {
    let secret_body = json!({"masterPasswordHash": person.hash});
    let offer = server.post("/api/two-factor/get-authenticator", token, secret_body).await.expect(200).json();
    assert_eq!(offer["enabled"], false);
    let secret = offer["key"].as_str().unwrap().to_owned();
    let body =
        json!({"key": secret, "token": code(server, &secret), "userVerificationToken": offer["userVerificationToken"]});
    let saved = server.put("/api/two-factor/authenticator", token, body).await.expect(200).json();
    assert_eq!(saved["enabled"], true);
    secret
}

/// Switches codes by mail on.
async fn with_mail(server: &Server, person: &Person, token: &str, address: &str) {
    let body = json!({"email": address, "masterPasswordHash": person.hash});
    server.post("/api/two-factor/send-email", token, body).await.expect(200);
    let code = server.last_code(address).await;
    let body = json!({"email": address, "token": code, "masterPasswordHash": person.hash});
    server.put("/api/two-factor/email", token, body).await.expect(200);
}

async fn challenge(server: &Server, person: &Person, more: &[(&str, &str)]) -> Value {
    let body = server.password_grant(person, more).await.expect(400).json();
    assert_eq!((&body["error"], &body["error_description"]), (&json!("invalid_grant"), &json!("Two factor required.")));
    assert!(body.get("ErrorModel").is_none());
    body
}

#[tokio::test]
async fn the_app_is_asked_for_and_no_code_works_twice() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let secret = with_app(&server, &ada, &token).await;
    let body = challenge(&server, &ada, &[]).await;
    assert_eq!(body["TwoFactorProviders"], json!(["0"]));
    assert_eq!(body["TwoFactorProviders2"], json!({"0": null}));
    let with = |code: String| {
        let (server, ada) = (&server, &ada);
        async move { server.password_grant(ada, &[("twoFactorProvider", "0"), ("twoFactorToken", &code)]).await }
    };
    // The code that switched the app on is used up already.
    let used = with(code(&server, &secret)).await.expect(400).json();
    assert_eq!(used["ErrorModel"]["Message"], "Two-step token is invalid. Try again.");
    server.advance(Duration::seconds(30));
    let fresh = code(&server, &secret);
    with(fresh.clone()).await.expect(200);
    with(fresh.clone()).await.expect(400);
    // Still inside the window, but older than the last used one.
    server.advance(Duration::seconds(30));
    with(fresh).await.expect(400);
    with(code(&server, &secret)).await.expect(200);
    // One step early is accepted for clocks that run fast.
    let ahead = totp::code_now(&secret, server.app.state().clock.now() + 30_000).unwrap();
    with(ahead).await.expect(200);
}

#[tokio::test]
async fn setting_the_app_up_needs_password_proof_and_a_right_code() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let (eve, eve_token) = server.member("eve@example.org").await;
    let wrong = json!({"masterPasswordHash": "d3Jvbmc="});
    server.post("/api/two-factor/get-authenticator", &token, wrong).await.expect_invalid("MasterPasswordHash");
    let offer = |person: &Person, token: String| {
        let body = json!({"masterPasswordHash": person.hash});
        let server = &server;
        async move { server.post("/api/two-factor/get-authenticator", &token, body).await.expect(200).json() }
    };
    let own = offer(&ada, token.clone()).await;
    let foreign = offer(&eve, eve_token).await;
    let save = |key: &Value, code: &str, proof: &Value| {
        let body = json!({"key": key, "token": code, "userVerificationToken": proof});
        let (server, token) = (&server, &token);
        async move { server.put("/api/two-factor/authenticator", token, body).await }
    };
    let right = code(&server, own["key"].as_str().unwrap());
    let proof = &own["userVerificationToken"];
    let wrong = if right == "000000" { "000001" } else { "000000" };
    save(&own["key"], wrong, proof).await.expect_invalid("Token");
    save(&own["key"], &right, &foreign["userVerificationToken"]).await.expect_invalid("UserVerificationToken");
    save(&foreign["key"], &code(&server, foreign["key"].as_str().unwrap()), proof)
        .await
        .expect_invalid("UserVerificationToken");
    server.advance(Duration::minutes(30));
    let late = code(&server, own["key"].as_str().unwrap());
    save(&own["key"], &late, proof).await.expect_invalid("UserVerificationToken");
    assert_eq!(server.get("/api/two-factor", &token).await.expect(200).json()["data"], json!([]));
}

#[tokio::test]
async fn codes_by_mail_go_to_the_chosen_address() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    with_mail(&server, &ada, &token, "other@example.org").await;
    let secret_body = json!({"masterPasswordHash": ada.hash});
    let shown = server.post("/api/two-factor/get-email", &token, secret_body).await.expect(200).json();
    assert_eq!(shown, json!({"object": "twoFactorEmail", "enabled": true, "email": "other@example.org"}));
    let body = challenge(&server, &ada, &[]).await;
    assert_eq!(body["TwoFactorProviders2"], json!({"1": {"Email": "ot***@example.org"}}));
    assert_eq!(body["Email"], "ada@example.org");
    let ask = json!({"email": ada.email, "masterPasswordHash": ada.hash, "deviceIdentifier": ada.device});
    server.post("/api/two-factor/send-email-login", "", ask).await.expect(200);
    let code = server.last_code("other@example.org").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let fields = |code| [("twoFactorProvider", "1"), ("twoFactorToken", code)];
    server.password_grant(&ada, &fields(wrong)).await.expect(400);
    server.password_grant(&ada, &fields(&code)).await.expect(200);
    server.password_grant(&ada, &fields(&code)).await.expect(400);
    // The proof of the challenge stands for the password.
    let ask = json!({"email": ada.email, "ssoEmail2FaSessionToken": body["SsoEmail2faSessionToken"]});
    server.post("/api/two-factor/send-email-login", "", ask).await.expect(200);
    let code = server.last_code("other@example.org").await;
    server.password_grant(&ada, &fields(&code)).await.expect(200);
}

#[tokio::test]
async fn mails_at_sign_in_need_the_password_and_a_second_step_by_mail() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let ask = |hash: &str| {
        let body = json!({"email": ada.email, "masterPasswordHash": hash, "deviceIdentifier": ada.device});
        let server = &server;
        async move { server.post("/api/two-factor/send-email-login", "", body).await }
    };
    ask(&ada.hash).await.expect_error(400, "Cannot send two-factor email.");
    with_mail(&server, &ada, &token, "ada@example.org").await;
    ask("d3Jvbmc=").await.expect_error(400, "Cannot send two-factor email.");
    ask(&ada.hash).await.expect(200);
}

#[tokio::test]
async fn a_remembered_device_is_spared_until_sessions_are_ended() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let secret = with_app(&server, &ada, &token).await;
    server.advance(Duration::seconds(30));
    let now = code(&server, &secret);
    let fields = [("twoFactorProvider", "0"), ("twoFactorToken", now.as_str()), ("twoFactorRemember", "1")];
    let body = server.password_grant(&ada, &fields).await.expect(200).json();
    let remember = body["TwoFactorToken"].as_str().unwrap();
    let fields = [("twoFactorProvider", "5"), ("twoFactorToken", remember)];
    server.password_grant(&ada, &fields).await.expect(200);
    let other = Person { device: "another".into(), ..ada.clone() };
    challenge(&server, &other, &fields).await;
    server.advance(Duration::days(30));
    challenge(&server, &ada, &fields).await;
    server.advance(Duration::days(-1));
    server.password_grant(&ada, &fields).await.expect(200);
    let token =
        server.password_grant(&ada, &fields).await.expect(200).json()["access_token"].as_str().unwrap().to_owned();
    server.post("/api/accounts/security-stamp", &token, json!({"masterPasswordHash": ada.hash})).await.expect(200);
    challenge(&server, &ada, &fields).await;
}

#[tokio::test]
async fn second_steps_are_listed_and_switched_off() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    with_app(&server, &ada, &token).await;
    with_mail(&server, &ada, &token, "ada@example.org").await;
    let list = server.get("/api/two-factor", &token).await.expect(200).json();
    let entry = |kind: i64| json!({"object": "twoFactorProvider", "enabled": true, "type": kind});
    assert_eq!(list, json!({"object": "list", "continuationToken": null, "data": [entry(0), entry(1)]}));
    assert_eq!(server.get("/api/accounts/profile", &token).await.json()["twoFactorEnabled"], true);
    let body = challenge(&server, &ada, &[]).await;
    assert_eq!(body["TwoFactorProviders"], json!(["0", "1"]));
    let off = |kind: i64, hash: &str| {
        let body = json!({"type": kind, "masterPasswordHash": hash});
        let (server, token) = (&server, &token);
        async move { server.put("/api/two-factor/disable", token, body).await }
    };
    off(0, "d3Jvbmc=").await.expect_invalid("MasterPasswordHash");
    off(0, &ada.hash).await.expect(200);
    off(1, &ada.hash).await.expect(200);
    server.password_grant(&ada, &[]).await.expect(200);
    assert_eq!(server.get("/api/accounts/profile", &token).await.json()["twoFactorEnabled"], false);
}
