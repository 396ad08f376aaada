use portal_server::limits::{Limit, RateLimits};
use serde_json::json;

use crate::support::{Server, person};

#[tokio::test]
async fn the_eleventh_sign_in_within_a_minute_has_to_wait() {
    let server = Server::with(|config| config.rate_limits = Some(RateLimits::default())).await;
    for _ in 0..10 {
        server.password_grant(&person("eve@example.org"), &[]).await.expect(400);
    }
    let refused = server.password_grant(&person("eve@example.org"), &[]).await.expect(429);
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait));
    assert_eq!(refused.json()["object"], "error");
    // Other calls are counted on their own.
    server.post("/identity/accounts/prelogin", "", json!({"email": "a@b.c"})).await.expect(200);
}

#[tokio::test]
async fn mails_a_stranger_can_cause_are_limited() {
    let server = Server::with(|config| config.rate_limits = Some(RateLimits::default())).await;
    for path in ["/identity/accounts/register/send-verification-email", "/api/accounts/password-hint"] {
        for _ in 0..5 {
            let status = server.post(path, "", json!({"email": "a@b.c"})).await.status;
            assert!(status.is_success(), "{status}");
        }
        server.post(path, "", json!({"email": "a@b.c"})).await.expect(429);
    }
}

#[tokio::test]
async fn limits_are_settings() {
    let limits = RateLimits { token: Limit { calls: 1, seconds: 3600 }, ..RateLimits::default() };
    let server = Server::with(|config| config.rate_limits = Some(limits)).await;
    server.refresh_grant("x").await.expect(400);
    let wait: u64 = server.refresh_grant("x").await.expect(429).header("retry-after").parse().unwrap();
    assert!((3590..=3600).contains(&wait), "{wait}");
}
