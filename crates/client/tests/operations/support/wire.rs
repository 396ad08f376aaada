//! A transport to the router of the embedded server that records what passes and misbehaves on request.

use std::cell::RefCell;

use axum::Router;
use axum::body::{Body, to_bytes};
use portal_client::{Base, HttpRequest, HttpResponse, LocalBoxFuture, Transport, TransportError};
use serde_json::Value;
use tokio::sync::Notify;
use tower::ServiceExt as _;

/// What happens to a request that a rule strikes.
pub enum Meddle {
    /// Lost on the way there.
    CutBefore,
    /// Carried out, but the answer is lost.
    CutAfter,
    /// Not carried out; this comes back.
    Answer(Answer),
    /// Held on the way there until the wire is honest again.
    HoldBefore,
    /// Carried out; the answer is held until the wire is honest again.
    HoldAfter,
    /// Carried out; this body comes back in place of the real one.
    Garble(&'static str),
    /// Carried out; the answer is changed on the way back.
    Edit(Box<dyn Fn(&mut Value)>),
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

struct Rule {
    needle: String,
    /// Matching requests that pass unharmed first.
    skip: usize,
    left: usize,
    meddle: Meddle,
}

pub struct Wire {
    router: Router,
    rules: RefCell<Vec<Rule>>,
    log: RefCell<Vec<String>>,
    /// The last request to each place, for tests that look into it.
    requests: RefCell<Vec<HttpRequest>>,
    held: Notify,
    released: Notify,
}

impl Wire {
    pub fn new(router: Router) -> Self {
        Self {
            router,
            rules: RefCell::default(),
            log: RefCell::default(),
            requests: RefCell::default(),
            held: Notify::new(),
            released: Notify::new(),
        }
    }

    /// Meddles with the next request whose `METHOD base/path` contains the text.
    pub fn once(&self, needle: &str, meddle: Meddle) {
        self.times(needle, 1, meddle);
    }

    pub fn always(&self, needle: &str, meddle: Meddle) {
        self.times(needle, usize::MAX, meddle);
    }

    /// Meddles with one request, after so many others have passed.
    pub fn after(&self, skip: usize, meddle: Meddle) {
        self.rules.borrow_mut().push(Rule { needle: String::new(), skip, left: 1, meddle });
    }

    fn times(&self, needle: &str, left: usize, meddle: Meddle) {
        self.rules.borrow_mut().push(Rule { needle: needle.into(), skip: 0, left, meddle });
    }

    pub fn edit(&self, needle: &str, edit: impl Fn(&mut Value) + 'static) {
        self.always(needle, Meddle::Edit(Box::new(edit)));
    }

    /// Ends all meddling; `true` when every rule struck at least once.
    pub fn honest(&self) {
        self.rules.borrow_mut().clear();
        self.released.notify_waiters();
    }

    /// Waits until a request is held.
    pub async fn held(&self) {
        self.held.notified().await;
    }

    async fn hold(&self) {
        let released = self.released.notified();
        self.held.notify_one();
        released.await;
    }

    pub fn struck_all(&self) -> bool {
        self.rules.borrow().iter().all(|rule| rule.left == 0)
    }

    pub fn log(&self) -> Vec<String> {
        self.log.borrow().clone()
    }

    pub fn forget_log(&self) {
        self.log.borrow_mut().clear();
        self.requests.borrow_mut().clear();
    }

    pub fn count(&self, needle: &str) -> usize {
        self.log.borrow().iter().filter(|line| line.contains(needle)).count()
    }

    pub fn last(&self, needle: &str) -> HttpRequest {
        let requests = self.requests.borrow();
        requests.iter().rev().find(|request| name(request).contains(needle)).expect("no such request").clone()
    }

    /// Strikes at most one rule per request.
    fn strike(&self, request: &str) -> Option<usize> {
        let mut rules = self.rules.borrow_mut();
        let mut matching =
            (0..rules.len()).filter(|place| rules[*place].left > 0 && request.contains(&rules[*place].needle));
        let place = matching.next()?;
        if rules[place].skip > 0 {
            rules[place].skip -= 1;
            return None;
        }
        rules[place].left = rules[place].left.saturating_sub(1);
        Some(place)
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let name = name(&request);
        self.log.borrow_mut().push(name.clone());
        self.requests.borrow_mut().push(request.clone());
        // No network answers at once: everybody else at work gets a turn before this task does.
        tokio::spawn(async {}).await.unwrap();
        let struck = self.strike(&name);
        if let Some(place) = struck {
            if matches!(self.rules.borrow()[place].meddle, Meddle::HoldBefore) {
                self.hold().await;
                return Ok(self.honestly(request).await);
            }
            match &self.rules.borrow()[place].meddle {
                Meddle::CutBefore => return Err(TransportError::Offline),
                Meddle::Answer(answer) => {
                    return Ok(HttpResponse {
                        status: answer.status,
                        headers: answer.headers.clone(),
                        body: answer.body.clone().into_bytes(),
                    });
                }
                _ => {}
            }
        }
        let mut answer = self.honestly(request).await;
        if let Some(place) = struck {
            if matches!(self.rules.borrow()[place].meddle, Meddle::HoldAfter) {
                self.hold().await;
                return Ok(answer);
            }
            match &self.rules.borrow()[place].meddle {
                Meddle::CutAfter => return Err(TransportError::Offline),
                Meddle::Garble(body) => answer.body = body.as_bytes().to_vec(),
                Meddle::Edit(edit) => {
                    let mut body: Value = serde_json::from_slice(&answer.body).unwrap();
                    edit(&mut body);
                    answer.body = body.to_string().into_bytes();
                }
                _ => {}
            }
        }
        Ok(answer)
    }

    async fn honestly(&self, request: HttpRequest) -> HttpResponse {
        let base = match request.base {
            Base::Api => "api",
            Base::Identity => "identity",
            Base::Events => "events",
            Base::Breach => panic!("the tests never go to the range service"),
        };
        let mut built = axum::http::Request::builder()
            .method(request.method.as_str())
            .uri(format!("http://localhost:8080/{base}/{}", request.path));
        for (header, value) in &request.headers {
            built = built.header(*header, value);
        }
        let built = built.body(request.body.map_or_else(Body::empty, |body| Body::from(body.to_vec()))).unwrap();
        let answer = self.router.clone().oneshot(built).await.unwrap();
        let headers = answer
            .headers()
            .iter()
            .map(|(header, value)| (header.to_string(), value.to_str().unwrap_or_default().to_owned()))
            .collect();
        let status = answer.status().as_u16();
        HttpResponse { status, headers, body: to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec() }
    }
}

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.carry(request))
    }
}

fn name(request: &HttpRequest) -> String {
    let base = match request.base {
        Base::Api => "api",
        Base::Identity => "identity",
        Base::Events => "events",
        Base::Breach => "breach",
    };
    format!("{} {base}/{}", request.method.as_str(), request.path)
}
