use serde_json::json;
use time::Duration;

use crate::support::Server;

#[tokio::test]
async fn a_refresh_keeps_the_refresh_token_and_brings_no_keys() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let first = server.password_grant(&ada, &[]).await.expect(200).json();
    let refresh = first["refresh_token"].as_str().unwrap();
    let second = server.refresh_grant(refresh).await.expect(200).json();
    assert_eq!(second["refresh_token"], first["refresh_token"]);
    let mut names: Vec<_> = second.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["access_token", "expires_in", "refresh_token", "scope", "token_type"]);
    server.get("/api/accounts/profile", second["access_token"].as_str().unwrap()).await.expect(200);
}

#[tokio::test]
async fn the_access_token_ends_after_an_hour_and_the_refresh_token_a_week_after_its_last_use() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    server.advance(Duration::seconds(3599));
    server.get("/api/accounts/profile", access).await.expect(200);
    server.advance(Duration::seconds(1));
    assert!(server.get("/api/accounts/profile", access).await.expect(401).body.is_empty());
    for _ in 0..3 {
        server.advance(Duration::days(6));
        server.refresh_grant(refresh).await.expect(200);
    }
    server.advance(Duration::days(7));
    assert_eq!(server.refresh_grant(refresh).await.expect(400).json(), json!({"error": "invalid_grant"}));
}

#[tokio::test]
async fn made_up_and_altered_refresh_tokens_are_refused() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let altered = format!("{}{}", &refresh[1..], &refresh[..1]);
    for bad in ["x", altered.as_str(), tokens["access_token"].as_str().unwrap()] {
        assert_eq!(server.refresh_grant(bad).await.expect(400).json()["error"], "invalid_grant");
    }
}

#[tokio::test]
async fn altered_access_tokens_are_refused() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let none = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
    let forged = [
        format!("{}.{}.{}", none, parts[1], parts[2]),
        format!("{}.{}.", none, parts[1]),
        format!("{}.{}", parts[0], parts[1]),
        "nonsense".to_owned(),
    ];
    for bad in forged {
        assert!(server.get("/api/accounts/profile", &bad).await.expect(401).body.is_empty());
    }
    server.get("/api/accounts/profile", "").await.expect(401);
}
