//! A server in memory and an account or two.

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use data_encoding::BASE64;
use portal_server::clock::ClockSetting;
use portal_server::{App, Config};
use serde_json::{Value, json};
use tower::ServiceExt;

/// The fixed instant tests start at.
pub const START: &str = "2026-11-22T10:00:00Z";

/// A server in this process.
pub struct Server {
    pub app: App,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Checks the status and shows the body when it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self
    }

    /// Checks for the error model with this message.
    #[track_caller]
    pub fn expect_error(self, status: u16, message: &str) -> Self {
        let answer = self.expect(status);
        let body = answer.json();
        assert_eq!((&body["object"], &body["message"]), (&json!("error"), &json!(message)));
        answer
    }

    /// Checks for a validation error of this property.
    #[track_caller]
    pub fn expect_invalid(self, property: &str) -> Self {
        let answer = self.expect_error(400, "The model state is invalid.");
        let body = answer.json();
        assert!(body["validationErrors"][property][0].is_string(), "{body}");
        answer
    }
}

/// A signed-up person.
#[derive(Clone)]
pub struct Person {
    pub email: String,
    pub hash: String,
    pub device: String,
}

impl Server {
    /// With the settings for tests, at a fixed instant.
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// The same with changed settings.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let start = time::OffsetDateTime::parse(START, &time::format_description::well_known::Rfc3339).unwrap();
        let mut config = Config { clock: ClockSetting::Fixed(start), ..Config::in_memory() };
        change(&mut config);
        Self { app: App::open(config).await.unwrap() }
    }

    pub fn advance(&self, by: time::Duration) {
        self.app.state().clock.advance(by);
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.app.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn get(&self, path: &str, token: &str) -> Answer {
        self.call("GET", path, token, None).await
    }

    pub async fn post(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call("POST", path, token, Some(body)).await
    }

    pub async fn put(&self, path: &str, token: &str, body: Value) -> Answer {
        self.call("PUT", path, token, Some(body)).await
    }

    /// An empty token sends none.
    pub async fn call(&self, method: &str, path: &str, token: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("device-type", "9");
        if !token.is_empty() {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.header("content-type", "application/json; charset=utf-8").body(body).unwrap()).await
    }

    /// Posts a form to the token endpoint.
    pub async fn token(&self, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", portal_server::encode::form_value(value))).collect();
        let request = Request::post("/identity/connect/token")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header("bitwarden-client-version", "2026.8.0")
            .header("device-type", "9")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.send(request).await
    }

    /// The password grant with further fields.
    pub async fn password_grant(&self, person: &Person, more: &[(&str, &str)]) -> Answer {
        let mut fields = vec![
            ("grant_type", "password"),
            ("client_id", "web"),
            ("scope", "api offline_access"),
            ("username", person.email.as_str()),
            ("password", person.hash.as_str()),
            ("deviceType", "9"),
            ("deviceIdentifier", person.device.as_str()),
            ("deviceName", "chrome"),
        ];
        fields.extend(more);
        self.token(&fields).await
    }

    pub async fn refresh_grant(&self, refresh: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("client_id", "web"), ("refresh_token", refresh)]).await
    }

    /// Signs in and returns the access token.
    pub async fn sign_in(&self, person: &Person) -> String {
        let answer = self.password_grant(person, &[]).await.expect(200).json();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// Signs up through the mail.
    pub async fn sign_up(&self, email: &str) -> Person {
        let body = json!({"email": email, "name": "Test Person", "receiveMarketingEmails": false});
        self.post("/identity/accounts/register/send-verification-email", "", body).await.expect(204);
        let token = parameter(&self.last_link(email).await, "token");
        let person = person(email);
        let mut body = registration(&person);
        body["emailVerificationToken"] = json!(token);
        self.post("/identity/accounts/register/finish", "", body).await.expect(200);
        person
    }

    /// Signs up and in.
    pub async fn member(&self, email: &str) -> (Person, String) {
        let person = self.sign_up(email).await;
        let token = self.sign_in(&person).await;
        (person, token)
    }

    /// The text of the newest mail to an address.
    pub async fn last_mail(&self, email: &str) -> String {
        let mails = self.app.state().mailer.list(500).await.unwrap();
        mails.into_iter().find(|stored| stored.mail.to == email).expect("a mail").mail.text
    }

    /// The link in the newest mail to an address.
    pub async fn last_link(&self, email: &str) -> String {
        let text = self.last_mail(email).await;
        text.lines().find(|line| line.starts_with("http")).expect("a link").to_owned()
    }

    /// The six digits in the newest mail to an address.
    pub async fn last_code(&self, email: &str) -> String {
        let text = self.last_mail(email).await;
        let digits: String =
            text.split_once("code: ").expect("a code").1.chars().take_while(char::is_ascii_digit).collect();
        assert_eq!(digits.len(), 6);
        digits
    }

    pub async fn mail_count(&self) -> usize {
        self.app.state().mailer.list(500).await.unwrap().len()
    }
}

/// A decoded parameter of a link.
pub fn parameter(link: &str, name: &str) -> String {
    let query = link.split_once('?').expect("a query").1;
    let value = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}="))).expect("the parameter");
    let request = Request::get(format!("/?v={value}")).body(Body::empty()).unwrap();
    let pairs: axum::extract::Query<Vec<(String, String)>> = axum::extract::Query::try_from_uri(request.uri()).unwrap();
    pairs.0[0].1.clone()
}

pub fn person(email: &str) -> Person {
    Person {
        email: email.to_owned(),
        hash: BASE64.encode(format!("hash of {email:-<40}").as_bytes()),
        device: "1b9e7f00-0000-4000-8000-000000000001".to_owned(),
    }
}

/// A text of the shape of type 2; `fill` makes it differ from others.
pub fn sealed(fill: u8) -> String {
    let part = |length: usize| BASE64.encode(&vec![fill; length]);
    format!("2.{}|{}|{}", part(16), part(48), part(32))
}

/// Looks like `SubjectPublicKeyInfo`.
pub fn public_key() -> String {
    let mut der = vec![0x30, 0x82, 0x01, 0x22];
    der.resize(294, 5);
    BASE64.encode(&der)
}

pub fn kdf() -> Value {
    json!({"kdfType": 0, "iterations": 600_000, "memory": null, "parallelism": null})
}

/// The body of `register/finish` without a proof: old and new form together.
pub fn registration(person: &Person) -> Value {
    let salt = person.email.trim().to_lowercase();
    json!({
        "email": person.email,
        "masterPasswordHash": person.hash,
        "masterPasswordHint": "the usual",
        "userSymmetricKey": sealed(1),
        "userAsymmetricKeys": {"publicKey": public_key(), "encryptedPrivateKey": sealed(2)},
        "kdf": 0, "kdfIterations": 600_000, "kdfMemory": null, "kdfParallelism": null,
        "masterPasswordAuthentication": {
            "kdf": kdf(), "masterPasswordAuthenticationHash": person.hash, "salt": salt,
        },
        "masterPasswordUnlock": {"kdf": kdf(), "masterKeyWrappedUserKey": sealed(1), "salt": salt},
    })
}
