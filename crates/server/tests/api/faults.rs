use axum::body::Body;
use axum::http::Request;
use portal_server::faults::Cut;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::Server;

async fn rule(server: &Server, rule: Value) {
    server.post("/dev/faults", "", rule).await.expect(204);
}

#[tokio::test]
async fn a_status_is_answered_for_the_wanted_requests_only() {
    let server = Server::start().await;
    let one = json!({"method": "GET", "path": "/api/conf*", "status": 429, "headers": {"retry-after": "7"}, "skip": 1, "times": 1});
    rule(&server, one).await;
    server.get("/api/config", "").await.expect(200);
    server.get("/api/version", "").await.expect(200);
    assert_eq!(server.get("/api/config", "").await.expect(429).header("retry-after"), "7");
    server.get("/api/config", "").await.expect(200);
    let list = server.get("/dev/faults", "").await.expect(200).json();
    assert_eq!((&list[0]["matched"], &list[0]["path"]), (&json!(3), &json!("/api/conf*")));
    rule(&server, json!([{"path": "/api/*", "status": 401}, {"path": "/identity/*", "status": 500}])).await;
    assert!(server.get("/api/config", "").await.expect(401).body.is_empty());
    server.get("/identity/alive", "").await.expect_error(500, "Told to fail.");
    server.call("DELETE", "/dev/faults", "", None).await.expect(204);
    server.get("/api/config", "").await.expect(200);
}

#[tokio::test]
async fn the_work_is_done_or_left_as_told() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let name = |name: &str| json!({"name": name});
    let profile = "/api/accounts/profile";
    rule(&server, json!({"method": "PUT", "path": profile, "status": 500, "times": 1})).await;
    server.put(profile, &token, name("Lost")).await.expect(500);
    rule(&server, json!({"method": "PUT", "path": profile, "status": 500, "work": true, "times": 1})).await;
    assert_eq!(server.get(profile, &token).await.json()["name"], "Test Person");
    server.put(profile, &token, name("Kept")).await.expect(500);
    assert_eq!(server.get(profile, &token).await.json()["name"], "Kept");
}

#[tokio::test]
async fn a_cut_is_marked_in_process() {
    let server = Server::start().await;
    rule(&server, json!({"path": "/api/config", "cut": "before"})).await;
    let request = Request::get("/api/config").body(Body::empty()).unwrap();
    let response = server.app.router().oneshot(request).await.unwrap();
    assert!(response.extensions().get::<Cut>().is_some());
}

#[tokio::test]
async fn answers_are_replaced_or_changed() {
    let server = Server::start().await;
    let path = "/identity/accounts/prelogin";
    rule(&server, json!({"path": path, "merge": {"kdfIterations": 1, "kdfSettings": {"iterations": 1}}, "times": 1}))
        .await;
    let ask = || server.post(path, "", json!({"email": "weak@example.org"}));
    let answer = ask().await.expect(200).json();
    assert_eq!((&answer["kdfSettings"]["iterations"], &answer["kdfIterations"]), (&json!(1), &json!(1)));
    rule(&server, json!({"path": path, "body": "<html>proxy error</html>", "times": 1})).await;
    assert_eq!(ask().await.expect(200).text(), "<html>proxy error</html>");
    rule(&server, json!({"path": path, "status": 201, "body": {"a": [1]}, "times": 1})).await;
    assert_eq!(ask().await.expect(201).json(), json!({"a": [1]}));
}

#[tokio::test]
async fn a_mistyped_rule_is_refused() {
    let server = Server::start().await;
    for bad in [json!({"pth": "/api"}), json!({"path": "/x", "cut": "maybe"}), json!("x")] {
        server.post("/dev/faults", "", bad).await.expect_invalid("");
    }
    assert_eq!(server.get("/dev/faults", "").await.json(), json!([]));
}
