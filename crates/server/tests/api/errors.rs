use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::support::Server;

#[tokio::test]
async fn the_error_model_has_all_its_members() {
    let server = Server::start().await;
    let body = server.get("/api/no-such-thing", "").await.expect(404).json();
    assert_eq!(
        body,
        json!({
            "object": "error", "message": "Resource not found.", "validationErrors": null,
            "exceptionMessage": null, "exceptionStackTrace": null, "innerExceptionMessage": null,
        })
    );
    for path in ["/identity/nothing", "/events/nothing", "/dev/nothing"] {
        server.get(path, "").await.expect_error(404, "Resource not found.");
    }
    server.call("DELETE", "/api/config", "", None).await.expect_error(405, "Method not allowed.");
}

#[tokio::test]
async fn bodies_are_read_leniently_and_refused_politely() {
    let server = Server::start().await;
    let path = "/identity/accounts/prelogin";
    server.post(path, "", json!({"Email": "a@b.c", "more": {"x": 1}, "none": null})).await.expect(200);
    let raw = |text: &'static str| server.send(Request::post(path).body(Body::from(text)).unwrap());
    for bad in ["", "{", "[]", "\"text\"", "{\"email\":5}", "<html>"] {
        let body = raw(bad).await.expect_invalid("").json();
        assert!(!body.to_string().contains("html"), "{body}");
    }
}

#[tokio::test]
async fn large_bodies_are_not_read() {
    let server = Server::with(|config| config.body_limit = 1_000).await;
    let body = json!({"email": "a".repeat(2_000)});
    server.post("/identity/accounts/prelogin", "", body).await.expect_error(413, "The request body is too large.");
}

#[tokio::test]
async fn other_origins_need_permission() {
    let server = Server::with(|config| config.allowed_origins = vec!["https://portal.example".into()]).await;
    let ask = |method: &str, origin: &str| {
        let request = Request::builder()
            .method(method)
            .uri("/api/config")
            .header("origin", origin)
            .header("access-control-request-method", "GET")
            .header("access-control-request-headers", "authorization,device-type")
            .body(Body::empty())
            .unwrap();
        server.send(request)
    };
    let allowed = ask("OPTIONS", "https://portal.example").await.expect(204);
    assert_eq!(allowed.header("access-control-allow-origin"), "https://portal.example");
    assert_eq!(allowed.header("access-control-allow-headers"), "authorization,device-type");
    let answer = ask("GET", "https://portal.example").await.expect(200);
    assert_eq!(answer.header("access-control-allow-origin"), "https://portal.example");
    for method in ["OPTIONS", "GET"] {
        assert_eq!(ask(method, "https://evil.example").await.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn a_failure_of_our_own_tells_no_details() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let state = server.app.state();
    state.db.write(|tx| Ok(tx.execute_batch("DROP TABLE two_factor")?)).await.unwrap();
    let body: Value = server.get("/api/two-factor", &token).await.expect_error(500, "An error has occurred.").json();
    assert!(!body.to_string().contains("two_factor"));
}

#[tokio::test]
async fn calls_of_ones_own_account_need_a_token() {
    let server = Server::start().await;
    let calls = [
        ("GET", "/api/accounts/profile"),
        ("PUT", "/api/accounts/profile"),
        ("PUT", "/api/accounts/avatar"),
        ("GET", "/api/accounts/revision-date"),
        ("GET", "/api/accounts/keys"),
        ("POST", "/api/accounts/keys"),
        ("POST", "/api/accounts/verify-password"),
        ("POST", "/api/accounts/password"),
        ("POST", "/api/accounts/kdf"),
        ("POST", "/api/accounts/security-stamp"),
        ("POST", "/api/accounts/request-otp"),
        ("POST", "/api/accounts/verify-otp"),
        ("GET", "/api/sync"),
        ("GET", "/api/devices"),
        ("DELETE", "/api/devices/00000000-0000-4000-8000-000000000000"),
        ("GET", "/api/two-factor"),
        ("POST", "/api/two-factor/get-authenticator"),
        ("PUT", "/api/two-factor/authenticator"),
        ("DELETE", "/api/two-factor/authenticator"),
        ("PUT", "/api/two-factor/disable"),
        ("POST", "/api/two-factor/get-email"),
        ("POST", "/api/two-factor/send-email"),
        ("PUT", "/api/two-factor/email"),
    ];
    for (method, path) in calls {
        let answer = server.call(method, path, "", Some(json!({}))).await;
        assert_eq!(answer.status, 401, "{method} {path}");
        assert!(answer.body.is_empty(), "{method} {path}");
    }
}
