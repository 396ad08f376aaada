use axum::body::Body;
use axum::http::Request;
use data_encoding::BASE64URL_NOPAD;
use serde_json::json;

use crate::support::{Person, Server};

#[tokio::test]
async fn devices_are_listed_and_forgotten_with_their_sessions() {
    let server = Server::start().await;
    let (ada, token) = server.member("ada@example.org").await;
    let other = Person { device: "other-device".into(), ..ada };
    let there = server.password_grant(&other, &[]).await.expect(200).json();
    let list = server.get("/api/devices", &token).await.expect(200).json();
    let devices = list["data"].as_array().unwrap();
    assert_eq!(devices.len(), 2);
    let device = devices.iter().find(|device| device["identifier"] == "other-device").unwrap();
    assert_eq!((&device["object"], &device["type"], &device["name"]), (&json!("device"), &json!(9), &json!("chrome")));
    let path = format!("/api/devices/{}", device["id"].as_str().unwrap());
    let (_, stranger) = server.member("eve@example.org").await;
    server.call("DELETE", &path, &stranger, None).await.expect(404);
    server.call("DELETE", &path, &token, None).await.expect(200);
    server.refresh_grant(there["refresh_token"].as_str().unwrap()).await.expect(400);
    assert_eq!(server.get("/api/devices", &token).await.json()["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_known_device_is_recognised_by_headers() {
    let server = Server::start().await;
    let (ada, _) = server.member("ada@example.org").await;
    let ask = |email: &str, device: &str| {
        let request = Request::get("/api/devices/knowndevice")
            .header("X-Request-Email", BASE64URL_NOPAD.encode(email.as_bytes()))
            .header("X-Device-Identifier", device)
            .body(Body::empty())
            .unwrap();
        server.send(request)
    };
    assert_eq!(ask("ada@example.org", &ada.device).await.expect(200).json(), true);
    assert_eq!(ask("ada@example.org", "new").await.expect(200).json(), false);
    assert_eq!(ask("eve@example.org", &ada.device).await.expect(200).json(), false);
    server.get("/api/devices/knowndevice", "").await.expect_invalid("X-Request-Email");
}
