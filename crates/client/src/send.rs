//! The one way to a server: token added and refreshed early, a 401 retried once, 429 waited out,
//! writes throttled, every failure mapped to [`ApiError`].
//!
//! A 403 never ends the session; only a refused refresh does (API contract §1.7).

use std::rc::Rc;

use portal_contracts::SecretText;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{ApiError, retry_after};
use crate::http_date;
use crate::portal::Portal;
use crate::transport::{Base, HttpRequest, HttpResponse, Method};

/// Bitwarden release whose contract this client follows; some servers refuse sign-ins without it.
const CLIENT_VERSION: &str = "2026.8.0";
/// Cap of ordinary answers, in bytes.
const ORDINARY: usize = 1 << 20;
/// Cap of lists and profiles: 1,000 clients take about 2 MB.
const LARGE: usize = 32 << 20;
/// Waits in seconds after a 429 that does not say how long; then the person is told.
const PATIENCE: [u32; 2] = [5, 15];
/// Clock difference in seconds from which on the clock is named as the reason of a refused token.
const CLOCK_TOLERANCE: i64 = 300;

/// One call, before token and headers.
pub(crate) struct Call {
    method: Method,
    base: Base,
    path: String,
    content: Option<(&'static str, Rc<Vec<u8>>)>,
    anonymous: bool,
    patient: bool,
    max_answer: usize,
}

impl Call {
    fn new(method: Method, path: String) -> Self {
        Self { method, base: Base::Api, path, content: None, anonymous: false, patient: true, max_answer: ORDINARY }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path.into())
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::Post, path.into())
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::Put, path.into())
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path.into())
    }

    pub(crate) fn json<T: Serialize>(self, body: &T) -> Self {
        // Our own types always serialise; an empty body would be refused by the server, not misread.
        self.json_bytes(serde_json::to_vec(body).unwrap_or_default())
    }

    /// A body that is JSON already.
    pub(crate) fn json_bytes(mut self, body: Vec<u8>) -> Self {
        self.content = Some(("application/json; charset=utf-8", Rc::new(body)));
        self
    }

    pub(crate) fn form(mut self, body: String) -> Self {
        self.content = Some(("application/x-www-form-urlencoded; charset=utf-8", Rc::new(body.into_bytes())));
        self
    }

    /// Without a token.
    pub(crate) fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    pub(crate) fn on(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    /// For lists.
    pub(crate) fn large(mut self) -> Self {
        self.max_answer = LARGE;
        self
    }

    /// A 429 is told to the person at once.
    pub(crate) fn impatient(mut self) -> Self {
        self.patient = false;
        self
    }
}

impl Portal {
    /// Sends and reads an answer of a known shape.
    pub(crate) async fn read<T: DeserializeOwned>(&self, call: Call) -> Result<T, ApiError> {
        let answer = self.send(call).await?;
        Ok(portal_contracts::read_json(&answer.body)?)
    }

    /// Sends; the answer's content does not matter.
    pub(crate) async fn run(&self, call: Call) -> Result<(), ApiError> {
        self.send(call).await.map(drop)
    }

    /// Sends; any 2xx is success.
    pub(crate) async fn send(&self, call: Call) -> Result<HttpResponse, ApiError> {
        let answer = self.exchange(&call).await?;
        if (200..300).contains(&answer.status) { Ok(answer) } else { Err(ApiError::from_answer(&answer)) }
    }

    /// Sends and returns whatever status comes after the rules for 401 and 429 were applied.
    pub(crate) async fn exchange(&self, call: &Call) -> Result<HttpResponse, ApiError> {
        let mut fresh = false;
        let mut waits = PATIENCE.iter();
        loop {
            if call.method != Method::Get && call.base == Base::Api {
                self.await_turn().await;
            }
            let (token, generation) = if call.anonymous { (None, 0) } else { self.token().await? };
            let answer = self.inner.transport.send(self.request(call, token.as_deref())).await?;
            if answer.body.len() > call.max_answer {
                return Err(ApiError::BadAnswer);
            }
            self.compare_clocks(&answer);
            match answer.status {
                401 if token.is_some() && !fresh => {
                    fresh = true;
                    self.refresh(generation).await?;
                }
                401 if token.is_some() => return Err(self.refused_though_fresh(&answer)),
                429 if call.patient => {
                    let longest = PATIENCE.iter().copied().max().unwrap_or_default();
                    let Some(step) = waits.next() else { return Err(ApiError::from_answer(&answer)) };
                    let seconds = retry_after(&answer).unwrap_or(*step);
                    if seconds > longest {
                        return Err(ApiError::from_answer(&answer));
                    }
                    self.inner.clock.sleep(f64::from(seconds) * 1_000.0).await;
                }
                _ => return Ok(answer),
            }
        }
    }

    fn request(&self, call: &Call, token: Option<&SecretText>) -> HttpRequest {
        let mut headers = vec![("Accept", "application/json".to_owned())];
        if call.base == Base::Breach {
            headers = vec![("Add-Padding", "true".to_owned())];
        } else {
            headers.push(("Device-Type", self.inner.device.kind.number().to_string()));
            headers.push(("Bitwarden-Client-Name", "web".to_owned()));
            headers.push(("Bitwarden-Client-Version", CLIENT_VERSION.to_owned()));
            if call.method == Method::Get {
                headers.push(("Cache-Control", "no-store".to_owned()));
                headers.push(("Pragma", "no-cache".to_owned()));
            }
        }
        if let Some((kind, _)) = &call.content {
            headers.push(("Content-Type", (*kind).to_owned()));
        }
        if let Some(token) = token {
            headers.push(("Authorization", ["Bearer ", token.expose()].concat()));
        }
        HttpRequest {
            method: call.method,
            base: call.base,
            path: call.path.clone(),
            headers,
            body: call.content.as_ref().map(|(_, body)| Rc::clone(body)),
            max_answer: call.max_answer,
        }
    }

    async fn await_turn(&self) {
        let (throttle, wait) = self.inner.throttle.get().book(self.now());
        self.inner.throttle.set(throttle);
        if wait > 0.0 {
            self.inner.clock.sleep(wait).await;
        }
    }

    /// A token that is good for a while, and its generation.
    async fn token(&self) -> Result<(Option<Rc<SecretText>>, u64), ApiError> {
        let (generation, renew, usable) = {
            let state = self.inner.state.borrow();
            let now = self.now();
            match &state.access {
                Some(access) => (state.generation, now >= access.renew_at_ms, now < access.ends_at_ms),
                None => (state.generation, true, false),
            }
        };
        if renew {
            match self.refresh(generation).await {
                Ok(()) => {}
                Err(error @ (ApiError::SessionOver | ApiError::SignedOut)) => return Err(error),
                // The old token still works: the call itself will tell whether the server is there.
                Err(_) if usable => {}
                Err(error) => return Err(error),
            }
        }
        let state = self.inner.state.borrow();
        let token = state.access.as_ref().map(|access| Rc::clone(&access.token)).ok_or(ApiError::SignedOut)?;
        Ok((Some(token), state.generation))
    }

    fn refused_though_fresh(&self, answer: &HttpResponse) -> ApiError {
        match self.clock_off() {
            Some(seconds) if seconds.abs() > CLOCK_TOLERANCE => ApiError::ClockWrong { seconds },
            // Some servers say 401 where others say 403: a missing right, not a missing session.
            _ => ApiError::from_answer(answer),
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "seconds of a clock fit i64")]
    fn compare_clocks(&self, answer: &HttpResponse) {
        if let Some(server) = answer.header("date").and_then(http_date::seconds) {
            let local = (self.now() / 1_000.0) as i64;
            self.inner.state.borrow_mut().clock_off = Some(local - server);
        }
    }
}
