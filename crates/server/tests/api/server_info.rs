use serde_json::json;

use crate::support::{START, Server};

#[tokio::test]
async fn the_server_says_what_it_is() {
    let server = Server::start().await;
    let config = server.get("/api/config", "").await.expect(200).json();
    assert_eq!(config["object"], "config");
    assert_eq!(config["server"]["name"], "provider-portal-reference");
    assert_eq!(config["environment"]["identity"], "http://localhost:8080/identity");
    assert_eq!(config["environment"]["cloudRegion"], json!(null));
    assert_eq!(config["settings"]["disableUserRegistration"], false);
}

#[tokio::test]
async fn the_time_is_the_servers_own() {
    let server = Server::start().await;
    for path in ["/api/alive", "/api/now", "/identity/alive"] {
        assert_eq!(server.get(path, "").await.expect(200).json(), json!(START), "{path}");
    }
    assert_eq!(server.get("/api/version", "").await.expect(200).json(), "2026.8.0");
}
