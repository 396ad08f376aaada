//! A server in the same process with accounts that cost nothing: the tests of providers need
//! signed-in people, not their keys, so hashes and wrapped keys are fixed texts of the right shape.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use data_encoding::BASE64;
use http_body_util::BodyExt;
use portal_contracts::enums::{PlanType, ProviderType};
use portal_server::mail::StoredMail;
use portal_server::providers::{Opening, open_provider};
use portal_server::{App, Config};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

/// Text of type 2.
pub fn sealed() -> String {
    format!("2.{}|{}|{}", BASE64.encode(&[1; 16]), BASE64.encode(&[2; 80]), BASE64.encode(&[3; 32]))
}

/// Text of type 4, telling keys apart by `seed`.
pub fn shared(seed: u8) -> String {
    format!("4.{}", BASE64.encode(&[seed; 256]))
}

/// Something that looks like a public key from outside.
pub fn public_key(seed: u8) -> String {
    let mut der = vec![seed; 294];
    der[0] = 0x30;
    BASE64.encode(&der)
}

/// An answer of the server.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The ordinary message, empty when there is none.
    pub fn message(&self) -> &str {
        self.body["message"].as_str().unwrap_or_default()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body
    }

    #[track_caller]
    pub fn expect_message(self, status: u16, message: &str) {
        assert_eq!((self.status.as_u16(), self.message()), (status, message));
    }

    /// Refused without a word.
    #[track_caller]
    pub fn expect_empty(self, status: u16) {
        assert_eq!((self.status.as_u16(), &self.body), (status, &Value::Null));
    }
}

/// Somebody with an account and an access token as of the last sign-in.
#[derive(Debug, Clone)]
pub struct Person {
    pub email: String,
    pub id: Uuid,
    pub token: String,
}

/// The server under test.
pub struct World {
    pub app: App,
    router: Router,
}

impl World {
    pub async fn new() -> Self {
        let app = App::open(Config { verify_email: false, ..Config::in_memory() }).await.unwrap();
        Self { router: app.router(), app }
    }

    pub async fn call(&self, person: Option<&Person>, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("device-type", "9");
        if let Some(person) = person {
            request = request.header("authorization", format!("Bearer {}", person.token));
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.header("content-type", "application/json").body(body).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
        Answer { status, body }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Answer {
        self.call(Some(person), "GET", path, None).await
    }

    pub async fn post(&self, person: &Person, path: &str, body: Value) -> Answer {
        self.call(Some(person), "POST", path, Some(body)).await
    }

    pub async fn put(&self, person: &Person, path: &str, body: Value) -> Answer {
        self.call(Some(person), "PUT", path, Some(body)).await
    }

    pub async fn delete(&self, person: &Person, path: &str) -> Answer {
        self.call(Some(person), "DELETE", path, None).await
    }

    /// A new account, proven by the mail token, signed in.
    pub async fn sign_up(&self, email: &str) -> Person {
        let body = json!({"email": email, "name": email.split('@').next()});
        let token = self
            .call(None, "POST", "/identity/accounts/register/send-verification-email", Some(body))
            .await
            .expect(200);
        self.register(email, json!({"emailVerificationToken": token})).await.expect(200);
        self.sign_in(email).await
    }

    /// Finishes a registration with this proof.
    pub async fn register(&self, email: &str, proof: Value) -> Answer {
        let mut body = json!({
            "email": email,
            "masterPasswordHash": BASE64.encode(email.as_bytes()),
            "userSymmetricKey": sealed(),
            "userAsymmetricKeys": {"publicKey": public_key(email.len() as u8), "encryptedPrivateKey": sealed()},
            "kdf": 0, "kdfIterations": 600_000,
        });
        for (name, value) in proof.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.call(None, "POST", "/identity/accounts/register/finish", Some(body)).await
    }

    /// A fresh token: what a refresh would do for the claims.
    pub async fn sign_in(&self, email: &str) -> Person {
        let password: String = BASE64.encode(email.as_bytes()).replace('+', "%2B").replace('=', "%3D");
        let form = format!(
            "grant_type=password&client_id=web&scope=api+offline_access&username={}&password={password}&deviceType=9\
             &deviceIdentifier=test-device&deviceName=chrome",
            email.replace('@', "%40").replace('+', "%2B")
        );
        let token = self.token(&form).await.expect(200)["access_token"].as_str().unwrap().to_owned();
        let mut person = Person { email: email.to_owned(), id: Uuid::nil(), token };
        let profile = self.get(&person, "/api/accounts/profile").await.expect(200);
        person.id = profile["id"].as_str().unwrap().parse().unwrap();
        person
    }

    /// Posts a form to the token endpoint.
    pub async fn token(&self, form: &str) -> Answer {
        let request = Request::post("/identity/connect/token")
            .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .header("bitwarden-client-version", "2026.8.0")
            .header("device-type", "9")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// A provider that is set up, and its admin with a token that knows it. 50 Teams seats and 20
    /// Enterprise seats are included.
    pub async fn provider(&self, admin: &Person) -> (Uuid, Person) {
        let (id, token, admin) = self.pending_provider(admin).await;
        let body = json!({"name": "Northwind IT", "billingEmail": "bills@northwind.example", "token": token,
            "key": shared(1)});
        self.post(&admin, &format!("/api/providers/{id}/setup"), body).await.expect(200);
        (id, admin)
    }

    /// A provider that waits for its set-up: id, token of the link, its first admin.
    pub async fn pending_provider(&self, admin: &Person) -> (Uuid, String, Person) {
        let opening = Opening {
            owner_email: admin.email.clone(),
            kind: ProviderType::Msp,
            plans: vec![(PlanType::TeamsMonthly, 50), (PlanType::EnterpriseMonthly, 20)],
            discount: 0.0,
        };
        let (id, token) = open_provider(self.app.state(), opening).await.unwrap();
        (id, token, self.sign_in(&admin.email).await)
    }

    /// Mails to an address, newest first.
    pub async fn mails_to(&self, email: &str) -> Vec<StoredMail> {
        let mails = self.app.state().mailer.list(1_000).await.unwrap();
        mails.into_iter().filter(|mail| mail.mail.to == email).collect()
    }

    /// A member of the query of the link in the newest mail to an address.
    pub async fn link_value(&self, email: &str, name: &str) -> String {
        let mails = self.mails_to(email).await;
        let text = &mails.first().expect("no mail").mail.text;
        let link = text.split_whitespace().find(|word| word.starts_with("http")).expect("no link");
        let value = link
            .split(['?', '&'])
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
            .unwrap_or_else(|| panic!("{name} is not in {link}"));
        form_decoded(value)
    }

    /// Invites an address and returns the membership id.
    pub async fn invite(&self, admin: &Person, provider: Uuid, email: &str, role: i64) -> Uuid {
        let body = json!({"emails": [email], "type": role});
        self.post(admin, &format!("/api/providers/{provider}/users/invite"), body).await.expect(200);
        self.link_value(&email.to_lowercase(), "providerUserId").await.parse().unwrap()
    }

    /// Accepts the invitation in the newest mail.
    pub async fn accept(&self, person: &Person, provider: Uuid, member: Uuid) -> Answer {
        let token = self.link_value(&person.email, "token").await;
        let path = format!("/api/providers/{provider}/users/{member}/accept");
        self.post(person, &path, json!({"token": token})).await
    }

    /// A new account that was invited, agreed and was confirmed, with a token that knows it.
    pub async fn join(&self, admin: &Person, provider: Uuid, email: &str, role: i64) -> (Uuid, Person) {
        let person = self.sign_up(email).await;
        let member = self.invite(admin, provider, email, role).await;
        self.accept(&person, provider, member).await.expect(200);
        let path = format!("/api/providers/{provider}/users/{member}/confirm");
        self.post(admin, &path, json!({"key": shared(9)})).await.expect(200);
        (member, self.sign_in(email).await)
    }

    /// A new client; returns link id and organisation id.
    pub async fn client(&self, admin: &Person, provider: Uuid, name: &str, plan: i64, seats: i64) -> (Uuid, Uuid) {
        let body = new_client(name, "owner@client.example", plan, seats);
        self.post(admin, &format!("/api/providers/{provider}/clients"), body).await.expect(200);
        let list = self.get(admin, &format!("/api/providers/{provider}/organizations")).await.expect(200);
        let entry = list["data"].as_array().unwrap().iter().find(|entry| entry["organizationName"] == name).unwrap();
        let id = |name: &str| entry[name].as_str().unwrap().parse().unwrap();
        (id("id"), id("organizationId"))
    }

    /// Runs a statement on the database, for states that no call of the contract leads to.
    pub async fn sql(&self, statement: &'static str) {
        self.app
            .state()
            .db
            .write(move |tx| {
                assert!(tx.execute(statement, [])? > 0, "nothing changed: {statement}");
                Ok(())
            })
            .await
            .unwrap();
    }
}

/// Body of a create-client call.
pub fn new_client(name: &str, owner: &str, plan: i64, seats: i64) -> Value {
    json!({"name": name, "ownerEmail": owner, "planType": plan, "seats": seats, "key": sealed(),
        "keyPair": {"publicKey": public_key(7), "encryptedPrivateKey": sealed()}, "collectionName": sealed()})
}

fn form_decoded(value: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}
