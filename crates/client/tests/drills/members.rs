//! People, invitations and organisations that a drill starts from.

use std::rc::Rc;

use portal_client::invitation::{MailLink, ProviderInvitation};
use portal_client::join::accept_provider_invitation;
use portal_client::people::{Person, confirm_people, invite_people, list_people, prepare_confirm, remove_people};
use portal_client::{Base, HttpRequest, Method, Transport as _};
use portal_contracts::enums::ProviderUserType;
use portal_crypto::{NativeBackend, OrgKey, PublicKey, SealingKey as _};
use serde_json::{Value, json};

use crate::support::{Tab, World};

pub const SAM: &str = "sam@msp.example";

pub async fn person(admin: &Tab, provider: &str, email: &str) -> Option<Person> {
    let people = list_people(&admin.portal, provider).await.unwrap();
    people.into_iter().find(|person| person.email == email)
}

/// A fresh invitation of a person who is not, or no longer, in the provider.
pub async fn invited_anew(world: &World, admin: &Tab, provider: &str, email: &str) -> ProviderInvitation {
    if let Some(person) = person(admin, provider, email).await {
        remove_people(&admin.portal, provider, &[person.id]).await.unwrap();
    }
    let role = ProviderUserType::ServiceUser;
    invite_people(&admin.portal, provider, &[email.to_owned()], role).await.unwrap();
    provider_link(world, email).await
}

pub async fn provider_link(world: &World, email: &str) -> ProviderInvitation {
    let MailLink::Provider(invitation) = world.link(email).await else { panic!("not an invitation") };
    invitation
}

/// A person with an account who has accepted a fresh invitation.
pub async fn accepted_anew(world: &World, admin: &Tab, provider: &str, tab: &Tab) -> Person {
    let email = tab.portal.account().unwrap().email;
    let invitation = invited_anew(world, admin, provider, &email).await;
    accept_provider_invitation(&tab.portal, &invitation).await.unwrap();
    person(admin, provider, &email).await.unwrap()
}

pub async fn confirm(admin: &Tab, provider: &str, person: &Person) {
    let compared = prepare_confirm(&admin.portal, provider, std::slice::from_ref(person)).await.unwrap();
    let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
    let rows = confirm_people(&admin.portal, provider, keys).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
}

/// One value of the server's database.
pub async fn stored(world: &World, query: &'static str, parameter: &str) -> String {
    let parameter = parameter.to_owned();
    let db = &world.app.state().db;
    db.read(move |connection| Ok(connection.query_row(query, [&parameter], |row| row.get(0))?)).await.unwrap()
}

pub async fn public_key(world: &World, email: &str) -> String {
    stored(world, "SELECT public_key FROM user WHERE email = ?1", email).await
}

/// A call that the portal has no operation for yet, with the token of the tab's last call.
pub async fn raw(tab: &Tab, method: Method, path: &str, body: Value) -> (u16, Value) {
    let token = tab.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization");
    let headers = vec![token.unwrap(), ("Content-Type", "application/json".to_owned())];
    let body = Some(body.to_string().into_bytes());
    let request = HttpRequest {
        method,
        base: Base::Api,
        path: path.into(),
        headers,
        body: body.map(Into::into),
        max_answer: 1 << 20,
    };
    let answer = tab.wire.send(request).await.unwrap();
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// An organisation of one's own, outside of any provider, as another client would make it. Returns its id.
pub async fn own_organization(world: &World, tab: &Tab, name: &str) -> String {
    let email = tab.portal.account().unwrap().email;
    let public = public_key(world, &email).await;
    let key = OrgKey::generate().unwrap();
    let wrapped = PublicKey::from_base64(&public).unwrap().wrap(&NativeBackend::new(), &key).await.unwrap();
    let sealed = |text: &str| key.seal_text(text).unwrap().to_text();
    let body = json!({
        "name": name, "billingEmail": email, "planType": 20, "additionalSeats": 3, "key": wrapped.to_text(),
        "keys": {"publicKey": public, "encryptedPrivateKey": sealed("stands for a private key")},
        "collectionName": sealed("Default collection"),
    });
    portal_client::workspace::sync(&tab.portal).await.unwrap();
    let (status, answer) = raw(tab, Method::Post, "organizations", body).await;
    assert_eq!(status, 200, "{answer}");
    portal_client::workspace::refresh_rights(&tab.portal).await.unwrap();
    answer["id"].as_str().unwrap().to_owned()
}

/// Shares a tab between the runs of a drill.
pub fn shared(tab: &Rc<Tab>) -> Rc<Tab> {
    Rc::clone(tab)
}
