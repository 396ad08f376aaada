use portal_server::secrets::new_id;
use portal_server::tokens::Purpose;
use rusqlite::params;
use serde_json::{Value, json};
use time::Duration;

use crate::support::{Server, kdf, parameter, person, registration, sealed};

const SEND: &str = "/identity/accounts/register/send-verification-email";
const CLICKED: &str = "/identity/accounts/register/verification-email-clicked";
const FINISH: &str = "/identity/accounts/register/finish";

async fn mailed_token(server: &Server, email: &str) -> String {
    server.post(SEND, "", json!({"email": email, "name": "Ada"})).await.expect(204);
    parameter(&server.last_link(email).await, "token")
}

fn with_token(email: &str, token: &str) -> Value {
    let mut body = registration(&person(email));
    body["emailVerificationToken"] = json!(token);
    body
}

#[tokio::test]
async fn a_mail_leads_to_an_account_with_the_given_name() {
    let server = Server::start().await;
    let token = mailed_token(&server, "ada@example.org").await;
    let link = server.last_link("ada@example.org").await;
    assert!(link.starts_with("http://localhost:8080/redirect-connector.html#finish-signup?token="), "{link}");
    assert!(link.ends_with("&email=ada%40example.org&fromEmail=true"), "{link}");
    let click = json!({"email": "ada@example.org", "emailVerificationToken": token});
    server.post(CLICKED, "", click.clone()).await.expect(200);
    let done = server.post(FINISH, "", with_token("Ada@Example.org", &token)).await.expect(200).json();
    assert_eq!(done, json!({"object": "registerFinish"}));
    let access = server.sign_in(&person("Ada@Example.org")).await;
    let profile = server.get("/api/accounts/profile", &access).await.expect(200).json();
    assert_eq!((&profile["name"], &profile["email"]), (&json!("Ada"), &json!("ada@example.org")));
    // Used: neither the click nor a second account works.
    server.post(CLICKED, "", click).await.expect_invalid("Email");
    server.post(FINISH, "", with_token("ada@example.org", &token)).await.expect_invalid("Email");
}

#[tokio::test]
async fn a_taken_address_gets_the_same_answer_but_another_mail() {
    let server = Server::start().await;
    server.sign_up("ada@example.org").await;
    server.post(SEND, "", json!({"email": "ada@example.org"})).await.expect(204);
    assert!(server.last_mail("ada@example.org").await.contains("there is one already"));
}

#[tokio::test]
async fn without_verification_the_token_is_the_answer() {
    let server = Server::with(|config| config.verify_email = false).await;
    let token = server.post(SEND, "", json!({"email": "ada@example.org"})).await.expect(200).json();
    assert_eq!(server.mail_count().await, 0);
    server.post(FINISH, "", with_token("ada@example.org", token.as_str().unwrap())).await.expect(200);
    server.post(SEND, "", json!({"email": "ada@example.org"})).await.expect_invalid("Email");
}

#[tokio::test]
async fn tokens_that_are_altered_foreign_or_old_open_nothing() {
    let server = Server::start().await;
    let token = mailed_token(&server, "ada@example.org").await;
    let altered = format!("{}A{}", &token[..10], &token[11..]);
    for (email, token) in [("ada@example.org", altered.as_str()), ("eve@example.org", &token), ("ada@example.org", "x")]
    {
        server.post(FINISH, "", with_token(email, token)).await.expect_error(400, "Invalid token.");
        let click = json!({"email": email, "emailVerificationToken": token});
        server.post(CLICKED, "", click).await.expect_error(400, "Invalid token.");
    }
    server.advance(Duration::minutes(15));
    server.post(FINISH, "", with_token("ada@example.org", &token)).await.expect_error(400, "Invalid token.");
}

#[tokio::test]
async fn exactly_one_proof_is_needed() {
    let server = Server::start().await;
    let token = mailed_token(&server, "ada@example.org").await;
    let message = "Exactly one of the registration tokens is required.";
    server.post(FINISH, "", registration(&person("ada@example.org"))).await.expect_error(400, message);
    let mut both = with_token("ada@example.org", &token);
    both["providerUserId"] = json!(new_id());
    both["providerInviteToken"] = json!("t");
    server.post(FINISH, "", both).await.expect_error(400, message);
    let mut foreign = with_token("ada@example.org", &token);
    foreign["salesAssistedToken"] = json!("t");
    server.post(FINISH, "", foreign).await.expect(400);
}

#[tokio::test]
async fn forms_that_disagree_are_refused() {
    let server = Server::start().await;
    let token = mailed_token(&server, "ada@example.org").await;
    let cases: [(&str, &str, Value); 9] = [
        ("/masterPasswordHash", "MasterPasswordHash", json!("b3RoZXI=")),
        ("/userSymmetricKey", "UserSymmetricKey", json!(sealed(9))),
        ("/kdfIterations", "Kdf", json!(700_000)),
        ("/masterPasswordAuthentication/kdf/iterations", "Kdf", json!(700_000)),
        ("/masterPasswordAuthentication/salt", "Salt", json!("eve@example.org")),
        ("/masterPasswordUnlock", "", Value::Null),
        ("/userAsymmetricKeys/publicKey", "PublicKey", json!("MIIB")),
        ("/userAsymmetricKeys/encryptedPrivateKey", "EncryptedPrivateKey", json!("plain text")),
        ("/masterPasswordHint", "MasterPasswordHint", json!("x".repeat(51))),
    ];
    for (pointer, property, value) in cases {
        let mut body = with_token("ada@example.org", &token);
        *body.pointer_mut(pointer).unwrap() = value;
        server.post(FINISH, "", body).await.expect_invalid(property);
    }
    // Nothing of all that left an account behind.
    server.post(FINISH, "", with_token("ada@example.org", &token)).await.expect(200);
}

#[tokio::test]
async fn either_form_alone_is_enough() {
    let server = Server::start().await;
    let token = mailed_token(&server, "old@example.org").await;
    let mut old = with_token("old@example.org", &token);
    old.as_object_mut().unwrap().remove("masterPasswordAuthentication");
    old.as_object_mut().unwrap().remove("masterPasswordUnlock");
    server.post(FINISH, "", old).await.expect(200);
    let token = mailed_token(&server, "new@example.org").await;
    let mut new = with_token("new@example.org", &token);
    for name in ["masterPasswordHash", "userSymmetricKey", "kdf", "kdfIterations"] {
        new.as_object_mut().unwrap().remove(name);
    }
    server.post(FINISH, "", new).await.expect(200);
    server.sign_in(&person("old@example.org")).await;
    server.sign_in(&person("new@example.org")).await;
}

#[tokio::test]
async fn a_derivation_outside_the_bounds_is_refused() {
    let server = Server::start().await;
    let token = mailed_token(&server, "ada@example.org").await;
    let mut body = with_token("ada@example.org", &token);
    let mut weak = kdf();
    weak["iterations"] = json!(100_000);
    body["kdfIterations"] = json!(100_000);
    body["masterPasswordAuthentication"]["kdf"] = weak.clone();
    body["masterPasswordUnlock"]["kdf"] = weak;
    server.post(FINISH, "", body).await.expect_invalid("KdfIterations");
}

#[tokio::test]
async fn registration_can_be_closed() {
    let server = Server::with(|config| config.disable_registration = true).await;
    let message = "Open registration has been disabled by the system administrator.";
    server.post(SEND, "", json!({"email": "ada@example.org"})).await.expect_error(400, message);
    assert_eq!(server.get("/api/config", "").await.json()["settings"]["disableUserRegistration"], true);
}

/// An open provider invitation and its token.
async fn provider_invitation(server: &Server, email: &'static str) -> (uuid::Uuid, String) {
    let (provider, invitation) = (new_id(), new_id());
    let state = server.app.state();
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO provider (id, name, billing_email, status, created_at, revised_at) VALUES (?1, 'P', 'b@p.q', 1, ?2, ?2)",
                params![provider, now],
            )?;
            tx.execute(
                "INSERT INTO provider_user (id, provider_id, email, status, type, created_at, revised_at)
                 VALUES (?1, ?2, ?3, 0, 1, ?4, ?4)",
                params![invitation, provider, email, now],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    let lifetime = state.config.lifetimes.invitation;
    let token = state.tokens.issue(Purpose::ProviderInvitation, &[invitation], email, None, now, lifetime).unwrap();
    (invitation, token)
}

#[tokio::test]
async fn a_provider_invitation_proves_the_address() {
    let server = Server::start().await;
    let (invitation, token) = provider_invitation(&server, "tech@example.org").await;
    let body = |email: &str, id: uuid::Uuid, token: &str| {
        let mut body = registration(&person(email));
        body["providerUserId"] = json!(id);
        body["providerInviteToken"] = json!(token);
        body
    };
    for (email, id) in [("eve@example.org", invitation), ("tech@example.org", new_id())] {
        server.post(FINISH, "", body(email, id, &token)).await.expect_error(400, "Invalid token.");
    }
    // A sign-up token is no invitation.
    let sign_up = mailed_token(&server, "tech@example.org").await;
    server.post(FINISH, "", body("tech@example.org", invitation, &sign_up)).await.expect_error(400, "Invalid token.");
    server.post(FINISH, "", body("tech@example.org", invitation, &token)).await.expect(200);
    let access = server.sign_in(&person("tech@example.org")).await;
    let profile = server.get("/api/accounts/profile", &access).await.expect(200).json();
    // Registering does not accept the invitation.
    assert_eq!(profile["providers"], json!([]));
}

#[tokio::test]
async fn an_invitation_lives_five_days_and_dies_when_withdrawn() {
    let server = Server::start().await;
    let (invitation, token) = provider_invitation(&server, "tech@example.org").await;
    let mut body = registration(&person("tech@example.org"));
    body["providerUserId"] = json!(invitation);
    body["providerInviteToken"] = json!(token);
    server.advance(Duration::hours(120));
    server.post(FINISH, "", body.clone()).await.expect_error(400, "Invalid token.");
    server.advance(Duration::seconds(-1));
    let state = server.app.state();
    state.db.write(move |tx| Ok(tx.execute("DELETE FROM provider_user WHERE id = ?1", [invitation])?)).await.unwrap();
    server.post(FINISH, "", body).await.expect_error(400, "Invalid token.");
}
