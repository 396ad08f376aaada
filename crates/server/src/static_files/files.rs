//! Finding a file, its compressed twin, and how long it may be kept.

use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::state::AppState;

/// The page every route of the portal starts from.
const INDEX: &str = "index.html";
/// Sign-up mails of Bitwarden's server lead here; the portal's page reads what stands behind the `#` (spec §16).
const REDIRECT: &str = "redirect-connector.html";

/// Serves a file of the dist directory, or the start page for addresses that are routes of the portal.
pub async fn serve(State(state): State<AppState>, request: Request) -> Response {
    let Some(dist) = state.config.dist.clone() else { return not_found() };
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let Some(relative) = relative_path(request.uri()) else { return not_found() };
    let headers = request.headers().clone();
    let head_only = request.method() == Method::HEAD;
    let found = tokio::task::spawn_blocking(move || find(&dist, &relative, &headers)).await;
    match found {
        Ok(Some(file)) => file.answer(head_only),
        _ => not_found(),
    }
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "Not found.\n").into_response()
}

/// The path below the dist directory; `None` for everything that tries to leave it.
fn relative_path(uri: &Uri) -> Option<PathBuf> {
    let decoded = percent_decoded(uri.path().trim_start_matches('/'))?;
    if decoded.contains(['\\', '\0', ':']) {
        return None;
    }
    let path = PathBuf::from(decoded);
    path.components().all(|part| matches!(part, Component::Normal(_))).then_some(path)
}

fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first == b'%' {
            let digits = std::str::from_utf8(tail.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = tail.get(2..)?;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).ok()
}

struct Found {
    content: Option<Vec<u8>>,
    kind: &'static str,
    encoding: Option<&'static str>,
    tag: String,
    immutable: bool,
}

fn find(dist: &Path, relative: &Path, headers: &HeaderMap) -> Option<Found> {
    let name = relative.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.is_empty() || name == REDIRECT && !dist.join(relative).is_file() {
        return load(dist, Path::new(INDEX), headers);
    }
    if name.starts_with('.') {
        return None;
    }
    load(dist, relative, headers).or_else(|| {
        let is_route = !name.contains('.') && wants_page(headers);
        if is_route { load(dist, Path::new(INDEX), headers) } else { None }
    })
}

/// A person going somewhere, not a program fetching a part: only then the start page is the right answer.
fn wants_page(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match text("sec-fetch-mode") {
        "" => text("accept").contains("text/html"),
        mode => mode == "navigate",
    }
}

fn load(dist: &Path, relative: &Path, headers: &HeaderMap) -> Option<Found> {
    let plain = dist.join(relative);
    // Links inside the directory must not lead out of it.
    let real = plain.canonicalize().ok()?;
    if !real.starts_with(dist.canonicalize().ok()?) || !real.is_file() {
        return None;
    }
    let name = relative.file_name()?.to_str()?;
    let kind = content_type(name);
    let twin = ["br", "gzip"].into_iter().filter(|encoding| accepts(headers, encoding)).find_map(|encoding| {
        let suffix = if encoding == "br" { "br" } else { "gz" };
        let path = real.with_file_name(format!("{}.{suffix}", real.file_name()?.to_str()?));
        path.is_file().then_some((encoding, path))
    });
    let (encoding, path) = match twin {
        Some((encoding, path)) => (Some(encoding), path),
        None => (None, real),
    };
    let data = path.metadata().ok()?;
    let changed = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let tag = format!("\"{:x}-{changed:x}{}\"", data.len(), encoding.unwrap_or_default());
    let unchanged = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|entry| entry.trim().trim_start_matches("W/") == tag));
    let content = if unchanged { None } else { Some(std::fs::read(&path).ok()?) };
    Some(Found { content, kind, encoding, tag, immutable: is_hashed(name) })
}

impl Found {
    fn answer(self, head_only: bool) -> Response {
        let status = if self.content.is_some() { StatusCode::OK } else { StatusCode::NOT_MODIFIED };
        let length = self.content.as_ref().map(Vec::len);
        let body = match self.content {
            Some(content) if !head_only => Body::from(content),
            _ => Body::empty(),
        };
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        let keep = if self.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        if let Some(encoding) = self.encoding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        if let Ok(tag) = HeaderValue::try_from(self.tag) {
            headers.insert(header::ETAG, tag);
        }
        if let Some(length) = length {
            headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
        }
        response
    }
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let Some(list) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else { return false };
    list.split(',').any(|entry| {
        let mut parts = entry.split(';');
        let name = parts.next().unwrap_or_default().trim();
        let refused = parts.any(|part| matches!(part.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        name.eq_ignore_ascii_case(encoding) && !refused
    })
}

/// Trunk puts sixteen hexadecimal digits into the names of what it hashes: `portal-0123456789abcdef_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    name.split(['-', '_', '.'])
        .skip(1)
        .any(|part| part.len() == 16 && part.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hashed_names_are_kept_for_ever() {
        for hashed in ["portal-0123456789abcdef.js", "portal-0123456789abcdef_bg.wasm", "app-aaaaaaaaaaaaaaaa.css"] {
            assert!(is_hashed(hashed), "{hashed}");
        }
        for plain in ["index.html", "boot.js", "key_agent.js", "key_agent_bg.wasm", "0123456789abcdef"] {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn nothing_leaves_the_directory() {
        for bad in ["/../x", "/a/../../x", "/%2e%2e/x", "/a%00", "/c:/x", "/..%5cx", "/%zz"] {
            assert_eq!(relative_path(&bad.parse().unwrap()), None, "{bad}");
        }
        assert_eq!(relative_path(&"/a%20b/c.js".parse().unwrap()), Some(PathBuf::from("a b/c.js")));
    }
}
