//! The seam to HTTP: one object-safe trait, implemented over `fetch` in the browser, over the
//! in-process router in native tests and programs.

use std::rc::Rc;

use portal_agent::LocalBoxFuture;

/// Which part of a server a path belongs to (API contract §1.1). The transport knows the addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Base {
    /// `{server}/api`.
    Api,
    /// `{server}/identity`.
    Identity,
    /// `{server}/events`.
    Events,
    /// `https://api.pwnedpasswords.com`, or whatever the deployment names: sent without
    /// credentials, cookies and referrer (crypto specification §16.1).
    Breach,
}

/// The methods in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes or triggers.
    Post,
    /// Replaces.
    Put,
    /// Removes.
    Delete,
}

impl Method {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One request, complete with headers. Has no `Debug`: it carries tokens and hashes.
#[derive(Clone)]
pub struct HttpRequest {
    /// Method.
    pub method: Method,
    /// Part of the server.
    pub base: Base,
    /// Path below the base without a leading slash, with its query, percent-encoded.
    pub path: String,
    /// Names as in API contract §1.2.
    pub headers: Vec<(&'static str, String)>,
    /// Body bytes; the content type stands in the headers. Shared: an import is large, and sent again after a fresh token.
    pub body: Option<Rc<Vec<u8>>>,
    /// Longest answer that is read; the transport stops reading there with [`TransportError::TooLarge`].
    pub max_answer: usize,
}

/// One answer.
#[derive(Clone)]
pub struct HttpResponse {
    /// HTTP status.
    pub status: u16,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// Whole body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// First value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(have, _)| have.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection, name not found, connection cut, blocked by the browser.
    #[error("the server cannot be reached")]
    Offline,
    /// No answer in time (the transport's own limit, 30 s in the browser).
    #[error("the server did not answer in time")]
    Timeout,
    /// Given up by the page.
    #[error("given up")]
    Aborted,
    /// The answer is longer than [`HttpRequest::max_answer`].
    #[error("the answer is too large")]
    TooLarge,
}

/// Whoever can send a request.
pub trait Transport {
    /// Sends one request. Dropping the future gives it up (a browser aborts the fetch).
    ///
    /// Implementations follow no redirects across origins, send no cookies, use `cache: "no-store"`
    /// and `referrerPolicy: "no-referrer"`.
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>>;
}
