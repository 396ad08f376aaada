use serde_json::json;
use time::Duration;

use crate::support::Server;

#[tokio::test]
async fn the_hint_goes_by_mail_and_the_answer_tells_nothing() {
    let server = Server::start().await;
    server.sign_up("ada@example.org").await;
    let before = server.mail_count().await;
    server.post("/api/accounts/password-hint", "", json!({"email": "nobody@example.org"})).await.expect(200);
    assert_eq!(server.mail_count().await, before);
    server.post("/api/accounts/password-hint", "", json!({"email": "ADA@example.org"})).await.expect(200);
    assert!(server.last_mail("ada@example.org").await.contains("the usual"));
    server.post("/api/accounts/password-hint", "", json!({"email": "x"})).await.expect_invalid("Email");
}

#[tokio::test]
async fn a_mailed_code_proves_once() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    server.call("POST", "/api/accounts/request-otp", &token, None).await.expect(200);
    let code = server.last_code("ada@example.org").await;
    server.post("/api/accounts/verify-otp", &token, json!({"OTP": code})).await.expect(200);
    server.post("/api/accounts/verify-otp", &token, json!({"otp": code})).await.expect_invalid("Token");
    server.call("POST", "/api/accounts/request-otp", &token, None).await.expect(200);
    let code = server.last_code("ada@example.org").await;
    server.advance(Duration::minutes(10));
    server.post("/api/accounts/verify-otp", &token, json!({"otp": code})).await.expect_invalid("Token");
    server.call("POST", "/api/accounts/request-otp", "", None).await.expect(401);
}
