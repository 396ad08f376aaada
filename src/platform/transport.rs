//! HTTP by `fetch`: no cookies, no cache, no referrer, no redirects, with a time limit and a limit of length.

use futures::{
    FutureExt,
    future::{Either, select},
    pin_mut,
};
use gloo_net::http::{Method as FetchMethod, RequestBuilder, Response};
use js_sys::{Array, Reflect, Uint8Array};
use portal_agent::LocalBoxFuture;
use portal_client::transport::{Base, HttpRequest, HttpResponse, Method, Transport, TransportError};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestRedirect,
};

use super::timer;

/// How long an answer may take, in milliseconds.
const LIMIT: f64 = 30_000.0;
/// Bytes for which a slow line gets a millisecond more: an import is large.
const BYTES_PER_MILLISECOND: f64 = 50.0;
/// Bytes from which on a body is handed over as a blob.
const LARGE: usize = 1 << 20;

/// Talks to the server that this page came from, and to the public range service of leaked passwords.
pub struct FetchTransport;

/// Aborts the request when nobody waits for it any more.
struct Abort(Option<AbortController>);

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

fn address(base: Base, path: &str) -> String {
    let base = match base {
        Base::Api => "/api/",
        Base::Identity => "/identity/",
        Base::Events => "/events/",
        Base::Breach => "https://api.pwnedpasswords.com/",
    };
    [base, path].concat()
}

impl Transport for FetchTransport {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let controller = AbortController::new().ok();
            let mut abort = Abort(controller.clone());
            let longer =
                f64::from(u32::try_from(request.body.as_ref().map_or(0, |body| body.len())).unwrap_or(u32::MAX));
            let answer = exchange(request, controller.as_ref()).fuse();
            let limit = timer::sleep(LIMIT + longer / BYTES_PER_MILLISECOND).fuse();
            pin_mut!(answer, limit);
            match select(answer, limit).await {
                Either::Left((answer, _)) => {
                    abort.0 = None;
                    answer
                }
                Either::Right(_) => Err(TransportError::Timeout),
            }
        })
    }
}

async fn exchange(request: HttpRequest, abort: Option<&AbortController>) -> Result<HttpResponse, TransportError> {
    let method = match request.method {
        Method::Get => FetchMethod::GET,
        Method::Post => FetchMethod::POST,
        Method::Put => FetchMethod::PUT,
        Method::Delete => FetchMethod::DELETE,
    };
    let mut builder = RequestBuilder::new(&address(request.base, &request.path))
        .method(method)
        .cache(RequestCache::NoStore)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .abort_signal(abort.map(AbortController::signal).as_ref());
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let ready = match request.body {
        Some(body) => builder.body(content(&body)),
        None => builder.build(),
    }
    .map_err(|_| TransportError::Offline)?;
    let response = ready.send().await.map_err(|_| TransportError::Offline)?;
    let headers = response.headers().entries().collect();
    let body = read(&response, request.max_answer).await?;
    Ok(HttpResponse { status: response.status(), headers, body })
}

/// A body as `fetch` takes it. Bytes are copied half a dozen times within this tab; a blob is handed to the browser once.
fn content(body: &[u8]) -> JsValue {
    let bytes = Uint8Array::from(body);
    if body.len() < LARGE {
        return bytes.into();
    }
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&bytes));
    blob.map_or_else(|_| bytes.into(), Into::into)
}

/// The length that the server promises, where the promise is about the bytes that are read.
fn promised(response: &Response) -> Option<usize> {
    let headers = response.headers();
    if headers.get("content-encoding").is_some() {
        return None;
    }
    headers.get("content-length")?.parse().ok()
}

/// Reads an answer of known length at once, any other piece by piece, so that a hostile answer without end cannot fill the memory.
async fn read(response: &Response, limit: usize) -> Result<Vec<u8>, TransportError> {
    if let Some(length) = promised(response) {
        if length > limit {
            return Err(TransportError::TooLarge);
        }
        // Browsers cut a body at the promised length.
        return response.binary().await.map_err(|_| TransportError::Offline);
    }
    let Some(stream) = response.body() else { return Ok(Vec::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into().map_err(|_| TransportError::Offline)?;
    let mut body = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| TransportError::Offline)?;
        let field = |name: &str| Reflect::get(&piece, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if field("done").is_truthy() {
            return Ok(body);
        }
        let Ok(bytes) = field("value").dyn_into::<Uint8Array>() else { return Err(TransportError::Offline) };
        if body.len() + bytes.length() as usize > limit {
            // The connection is dropped together with the reader; there is nothing left to hear from it.
            let _ = reader.cancel();
            return Err(TransportError::TooLarge);
        }
        body.extend_from_slice(&bytes.to_vec());
    }
}
