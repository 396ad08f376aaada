//! Headers every answer carries. The policy is the production one: what runs here runs behind a real proxy too.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::state::AppState;

/// The policy of the portal's pages. `breach_base` is the one foreign service it may ask; `report_to` is a path that
/// takes reports. Trusted Types are left out: the framework's templates do not work under them.
#[must_use]
pub fn content_security_policy(breach_base: &str, report_to: Option<&str>) -> String {
    let mut policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self' {breach_base}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    );
    if let Some(path) = report_to {
        policy.push_str("; report-uri ");
        policy.push_str(path);
    }
    policy
}

/// The headers besides the policy. `https` adds `Strict-Transport-Security`.
#[must_use]
pub fn security_headers(https: bool) -> Vec<(&'static str, &'static str)> {
    let mut list = vec![
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        (
            "permissions-policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), \
             microphone=(), midi=(), payment=(), usb=()",
        ),
    ];
    if https {
        list.push(("strict-transport-security", "max-age=31536000"));
    }
    list
}

/// The policy of answers that are data: nothing in them may run.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds the headers to an answer; what a handler has set stays.
pub async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_data = ["/api/", "/identity/", "/events/"].iter().any(|base| path.starts_with(base));
    let is_dev = path.starts_with("/dev/");
    let mut response = next.run(request).await;
    let config = &state.config;
    let headers = response.headers_mut();
    for (name, value) in security_headers(config.https) {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if is_data || is_dev {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(DATA_POLICY));
    } else if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let report_to = config.dev_pages.then_some("/dev/csp-report");
        let policy = content_security_policy(&config.breach_base, report_to);
        let value = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(DATA_POLICY));
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    response
}
