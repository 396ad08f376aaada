use portal_server::mail::Mail;
use serde_json::json;

use crate::support::Server;

#[tokio::test]
async fn mails_are_readable_as_list_html_and_text_with_working_links() {
    let server = Server::start().await;
    let body = json!({"email": "ada@example.org"});
    server.post("/identity/accounts/register/send-verification-email", "", body).await.expect(204);
    let link = server.last_link("ada@example.org").await;
    let list = server.get("/dev/mailbox.json", "").await.expect(200).json();
    assert_eq!((&list[0]["to"], &list[0]["links"]), (&json!("ada@example.org"), &json!([link])));
    let id = &list[0]["id"];
    let page = server.get("/dev/mailbox", "").await.expect(200).text();
    assert!(page.contains(&format!("href=\"/dev/mailbox/{id}\"")) && page.contains("ada@example.org"));
    let href = format!("href=\"{}\"", link.replace('&', "&amp;"));
    assert!(server.get(&format!("/dev/mailbox/{id}"), "").await.expect(200).text().contains(&href));
    assert!(server.get(&format!("/dev/mailbox/{id}/text"), "").await.expect(200).text().contains(&href));
    server.get("/dev/mailbox/999", "").await.expect(404);
    server.get("/dev/mailbox/x", "").await.expect(404);
    server.call("DELETE", "/dev/mailbox", "", None).await.expect(204);
    assert_eq!(server.get("/dev/mailbox.json", "").await.json(), json!([]));
}

#[tokio::test]
async fn markup_in_names_is_shown_not_run_and_nothing_may_run_at_all() {
    let server = Server::start().await;
    let evil = "<script>alert(1)</script>\r\nBcc: all@example.org";
    let mail = portal_server::mail::templates::provider_invitation(
        "http://localhost:8080",
        portal_server::secrets::new_id(),
        evil,
        portal_server::secrets::new_id(),
        "ada@example.org",
        "t",
    );
    assert!(!mail.subject.contains(['\r', '\n']));
    server.app.state().mailer.send(Mail { subject: mail.subject.clone(), ..mail }).await.unwrap();
    for path in ["/dev/mailbox", "/dev/mailbox/1", "/dev/mailbox/1/text"] {
        let page = server.get(path, "").await.expect(200);
        assert!(!page.text().contains("<script"), "{path}");
        assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self';"));
        assert_eq!(page.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn without_development_pages_there_is_no_trace_of_them() {
    let server = Server::with(|config| config.dev_pages = false).await;
    for path in ["/dev/mailbox", "/dev/mailbox.json", "/dev/faults", "/dev/clock", "/dev/csp-report"] {
        server.get(path, "").await.expect(404);
    }
    server.post("/dev/clock", "", json!({"advanceSeconds": 5})).await.expect(404);
    assert!(!server.get("/", "").await.header("content-security-policy").contains("report-uri"));
}

#[tokio::test]
async fn the_clock_is_moved_by_request() {
    let server = Server::start().await;
    let moved = server.post("/dev/clock", "", json!({"advanceSeconds": 90})).await.expect(200).json();
    assert_eq!(moved, json!({"now": "2026-11-22T10:01:30Z"}));
    assert_eq!(server.get("/api/now", "").await.json(), "2026-11-22T10:01:30Z");
}

#[tokio::test]
async fn other_sites_cannot_reach_development_pages() {
    let server = Server::start().await;
    let ask = |method: &str, path: &str, headers: &[(&str, &str)]| {
        let mut request = axum::http::Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        server.send(request.body(axum::body::Body::from("{\"path\":\"/*\"}")).unwrap())
    };
    ask("GET", "/dev/mailbox", &[("host", "evil.example")]).await.expect(403);
    ask("POST", "/dev/faults", &[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")]).await.expect(403);
    ask("GET", "/dev/mailbox.json", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "cors")]).await.expect(403);
    ask("GET", "/dev/mailbox", &[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]).await.expect(200);
    ask("GET", "/dev/mailbox", &[("host", "127.0.0.1:8080"), ("sec-fetch-site", "same-origin")]).await.expect(200);
}

#[tokio::test]
async fn a_provider_is_opened_for_an_account_and_its_link_is_mailed() {
    let server = Server::start().await;
    let ask = || server.post("/dev/providers.json", "", json!({"email": " Ada@Example.org"}));
    ask().await.expect_error(400, "Invalid owner.");
    server.sign_up("ada@example.org").await;
    let id = ask().await.expect(200).json()["id"].clone();
    let link = server.last_link("ada@example.org").await;
    assert!(link.contains("/#/providers/setup-provider?") && link.contains(id.as_str().unwrap()), "{link}");
    let page = server.get("/dev/providers", "").await.expect(200);
    assert!(page.text().contains("action=\"/dev/providers\""));
}
