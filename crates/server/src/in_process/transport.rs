//! Requests that never leave the process.

use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::Request;
use portal_client::{Base, HttpRequest, HttpResponse, LocalBoxFuture, Transport, TransportError};
use tower::ServiceExt;

use crate::auth::Peer;
use crate::state::AppState;
use crate::{App, http};

/// [`Transport`] over the router of a server in the same process.
#[derive(Clone)]
pub struct InProcessTransport {
    router: Router,
    peer: Option<IpAddr>,
}

impl InProcessTransport {
    /// Talks to this server.
    #[must_use]
    pub fn new(app: &App) -> Self {
        Self::over(app.state().clone())
    }

    pub(crate) fn over(state: AppState) -> Self {
        Self { router: http::router(state), peer: None }
    }

    /// The address the server sees, in events and limits; without one it is the loopback address.
    #[must_use]
    pub fn from_address(self, peer: IpAddr) -> Self {
        Self { peer: Some(peer), ..self }
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let base = match request.base {
            Base::Api => "/api/",
            Base::Identity => "/identity/",
            Base::Events => "/events/",
            // There is no such service in the process.
            Base::Breach => return Err(TransportError::Offline),
        };
        let mut call = Request::builder().method(request.method.as_str()).uri([base, &request.path].concat());
        for (name, value) in &request.headers {
            call = call.header(*name, value);
        }
        if let Some(ip) = self.peer {
            call = call.extension(Peer(SocketAddr::new(ip, 0)));
        }
        let body = request.body.map_or_else(Body::empty, |body| Body::from(body.to_vec()));
        let call = call.body(body).map_err(|_| TransportError::Offline)?;
        let Ok(answer) = self.router.clone().oneshot(call).await;
        let (parts, body) = answer.into_parts();
        let length = body.size_hint().exact();
        let too_large = length.is_some_and(|length| length > u64::try_from(request.max_answer).unwrap_or(u64::MAX));
        if too_large {
            return Err(TransportError::TooLarge);
        }
        // A cut connection (an injected fault) shows as a body that fails.
        let body = axum::body::to_bytes(body, request.max_answer).await.map_err(|_| TransportError::Offline)?;
        let headers = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        Ok(HttpResponse { status: parts.status.as_u16(), headers, body: body.to_vec() })
    }
}

impl Transport for InProcessTransport {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.exchange(request))
    }
}
