use portal_server::config::NewDeviceCheck;
use serde_json::json;
use time::Duration;

use crate::support::{Person, Server};

async fn checked() -> (Server, Person) {
    let check = NewDeviceCheck { account_age: Duration::hours(24) };
    let server = Server::with(|config| config.new_device_check = Some(check)).await;
    let ada = server.sign_up("ada@example.org").await;
    server.sign_in(&ada).await;
    let other = Person { device: "1b9e7f00-0000-4000-8000-000000000002".into(), ..ada };
    (server, other)
}

#[tokio::test]
async fn a_new_device_needs_the_mailed_code_once() {
    let (server, other) = checked().await;
    server.advance(Duration::hours(25));
    let body = server.password_grant(&other, &[]).await.expect(400).json();
    assert_eq!(
        (&body["error"], &body["error_description"]),
        (&json!("device_error"), &json!("New device verification required"))
    );
    assert_eq!(body["ErrorModel"]["Message"], "new device verification required");
    let code = server.last_code("ada@example.org").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let body = server.password_grant(&other, &[("newDeviceOtp", wrong)]).await.expect(400).json();
    assert_eq!(
        (&body["error_description"], &body["ErrorModel"]["Message"]),
        (&json!("Invalid New Device OTP"), &json!("invalid new device otp"))
    );
    server.password_grant(&other, &[("newDeviceOtp", &code)]).await.expect(200);
    server.password_grant(&other, &[]).await.expect(200);
}

#[tokio::test]
async fn young_accounts_known_devices_and_switched_off_checks_are_not_asked() {
    let (server, other) = checked().await;
    server.password_grant(&other, &[]).await.expect(200);
    let off = Server::start().await;
    let ada = off.sign_up("ada@example.org").await;
    off.sign_in(&ada).await;
    off.advance(Duration::hours(25));
    off.password_grant(&Person { device: "another".into(), ..ada }, &[]).await.expect(200);
}

#[tokio::test]
async fn a_code_ends_and_guessing_kills_it() {
    let (server, other) = checked().await;
    server.advance(Duration::hours(25));
    server.password_grant(&other, &[]).await.expect(400);
    let code = server.last_code("ada@example.org").await;
    server.advance(Duration::minutes(10));
    server.password_grant(&other, &[("newDeviceOtp", &code)]).await.expect(400);
    server.password_grant(&other, &[]).await.expect(400);
    let code = server.last_code("ada@example.org").await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        server.password_grant(&other, &[("newDeviceOtp", wrong)]).await.expect(400);
    }
    server.password_grant(&other, &[("newDeviceOtp", &code)]).await.expect(400);
}

#[tokio::test]
async fn the_code_is_sent_again_to_who_knows_the_password() {
    let (server, other) = checked().await;
    server.advance(Duration::hours(25));
    let before = server.mail_count().await;
    let path = "/api/accounts/resend-new-device-otp";
    server.post(path, "", json!({"email": other.email, "masterPasswordHash": "d3Jvbmc="})).await.expect(200);
    server.post(path, "", json!({"email": "no@example.org", "masterPasswordHash": other.hash})).await.expect(200);
    assert_eq!(server.mail_count().await, before);
    server.post(path, "", json!({"email": other.email, "masterPasswordHash": other.hash})).await.expect(200);
    let code = server.last_code("ada@example.org").await;
    server.password_grant(&other, &[("newDeviceOtp", &code)]).await.expect(200);
}
