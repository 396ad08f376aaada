use std::fs;

use axum::body::Body;
use axum::http::Request;
use serde_json::json;

use crate::support::{Answer, Server};

struct Site {
    server: Server,
    _folder: tempfile::TempDir,
}

impl Site {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        fs::create_dir_all(dist.join("sub")).unwrap();
        fs::write(folder.path().join("secret.txt"), "secret").unwrap();
        for (name, text) in [
            ("index.html", "<!doctype html>portal"),
            ("boot.js", "boot"),
            ("portal-0123456789abcdef.js", "plain"),
            ("portal-0123456789abcdef.js.br", "brotli"),
            ("portal-0123456789abcdef.js.gz", "gzip"),
            ("key_agent_bg.wasm", "wasm"),
            ("sub/logo.svg", "<svg/>"),
            (".hidden", "hidden"),
        ] {
            fs::write(dist.join(name), text).unwrap();
        }
        std::os::unix::fs::symlink(folder.path().join("secret.txt"), dist.join("link.txt")).unwrap();
        let server = Server::with(|config| config.dist = Some(dist)).await;
        Self { server, _folder: folder }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.server.send(request.body(Body::empty()).unwrap()).await
    }
}

const PAGE: &[(&str, &str)] = &[("accept", "text/html,*/*"), ("sec-fetch-mode", "navigate")];

#[tokio::test]
async fn pages_come_with_the_production_headers() {
    let site = Site::new().await;
    let page = site.get("/", PAGE).await.expect(200);
    assert_eq!(page.text(), "<!doctype html>portal");
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "connect-src 'self' https://api.pwnedpasswords.com",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "report-uri /dev/csp-report",
    ] {
        assert!(policy.split("; ").any(|present| present == part), "{part} in {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("trusted-types")
    );
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cache-control", "no-cache"),
        ("content-type", "text/html; charset=utf-8"),
        ("strict-transport-security", ""),
    ] {
        assert_eq!(page.header(name), value, "{name}");
    }
    assert!(page.header("permissions-policy").contains("camera=()"));
    let data = site.get("/api/config", &[]).await.expect(200);
    assert_eq!(data.header("cache-control"), "no-store");
    assert_eq!(data.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
}

#[tokio::test]
async fn https_is_insisted_on_only_where_it_is_served() {
    let server = Server::with(|config| config.https = true).await;
    assert_eq!(server.get("/api/config", "").await.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn compressed_twins_are_chosen_by_what_the_browser_takes() {
    let site = Site::new().await;
    let path = "/portal-0123456789abcdef.js";
    for (accepted, encoding, text) in [
        ("gzip, deflate, br", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
        ("identity", "", "plain"),
    ] {
        let answer = site.get(path, &[("accept-encoding", accepted)]).await.expect(200);
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, text), "{accepted}");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
}

#[tokio::test]
async fn unhashed_files_are_asked_for_again_and_cost_nothing_unchanged() {
    let site = Site::new().await;
    for path in ["/boot.js", "/key_agent_bg.wasm", "/index.html"] {
        let first = site.get(path, &[]).await.expect(200);
        assert_eq!(first.header("cache-control"), "no-cache", "{path}");
        let again = site.get(path, &[("if-none-match", first.header("etag"))]).await.expect(304);
        assert!(again.body.is_empty());
    }
    assert_eq!(site.get("/key_agent_bg.wasm", &[]).await.header("content-type"), "application/wasm");
}

#[tokio::test]
async fn routes_get_the_start_page_but_missing_parts_do_not() {
    let site = Site::new().await;
    for path in ["/join", "/providers/accept-provider", "/client/1/members", "/redirect-connector.html"] {
        assert_eq!(site.get(path, PAGE).await.expect(200).text(), "<!doctype html>portal", "{path}");
    }
    for path in ["/portal-ffffffffffffffff.js", "/missing.wasm", "/missing.css"] {
        site.get(path, PAGE).await.expect(404);
    }
    site.get("/join", &[("accept", "*/*"), ("sec-fetch-mode", "cors")]).await.expect(404);
    site.server.call("POST", "/join", "", None).await.expect(405);
}

#[tokio::test]
async fn nothing_outside_or_hidden_is_served() {
    let site = Site::new().await;
    for path in ["/../secret.txt", "/sub/../../secret.txt", "/%2e%2e/secret.txt", "/link.txt", "/.hidden", "/sub"] {
        let answer = site.get(path, &[]).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    assert_eq!(site.get("/sub/logo.svg", &[]).await.expect(200).header("content-type"), "image/svg+xml");
}

#[tokio::test]
async fn reports_of_the_policy_are_kept_for_tests() {
    let site = Site::new().await;
    let report = json!({"csp-report": {"violated-directive": "script-src"}});
    site.server.post("/dev/csp-report", "", report.clone()).await.expect(204);
    assert_eq!(site.server.get("/dev/csp-report", "").await.json(), json!([report]));
    site.server.call("DELETE", "/dev/csp-report", "", None).await.expect(204);
    assert_eq!(site.server.get("/dev/csp-report", "").await.json(), json!([]));
}
