//! A server that exchanges, shares, drops or invents keys of providers, clients and people
//! (attacks BW04, BW09, P1–P3, P5).

use portal_agent::Fault;
use portal_agent::protocol::KeyRefusal;
use portal_client::clients::list_clients;
use portal_client::new_client::{CreateFailure, create_client};
use portal_client::people::{RowFailure, confirm_people, list_people, prepare_confirm};
use portal_client::session::{lock, unlock};
use portal_client::workspace::{KeyState, sync};
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use portal_crypto::{NativeBackend, ProviderKey, PublicKey};
use serde_json::{Value, json};

use crate::journey::contoso;
use crate::support::{ADMIN, PASSWORD, Tab, World, secret};

const PROFILE: &str = "GET api/accounts/profile";

fn provider_key(tab: &Tab, id: &str) -> KeyState {
    tab.portal.workspace().unwrap().provider(id).unwrap().key
}

/// A provider key of the attacker, wrapped to the victim: anyone can do that.
async fn foreign_provider_key(world: &World, email: &str) -> String {
    let email = email.to_owned();
    let public: String = world
        .app
        .state()
        .db
        .read(move |connection| {
            Ok(connection.query_row("SELECT public_key FROM user WHERE email = ?1", [&email], |row| row.get(0))?)
        })
        .await
        .unwrap();
    let public = PublicKey::from_base64(&public).unwrap();
    let key = ProviderKey::generate().unwrap();
    public.wrap(&NativeBackend::new(), &key).await.unwrap().to_text()
}

#[tokio::test]
async fn a_swapped_provider_key_is_refused_and_so_are_its_clients() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let client = create_client(&ada.portal, &contoso(&provider)).await.unwrap();
    let foreign = foreign_provider_key(&world, ADMIN).await;
    ada.wire.edit(PROFILE, move |profile| profile["providers"][0]["key"] = json!(foreign));
    sync(&ada.portal).await.unwrap();
    assert_eq!(provider_key(&ada, &provider), KeyState::Refused(KeyRefusal::Changed));
    let state = ada.portal.workspace().unwrap().client(&client).unwrap().key;
    assert_eq!(state, KeyState::Refused(KeyRefusal::NoProviderKey));
    // Nothing can be made with it, and lock and unlock do not make it good.
    assert!(matches!(create_client(&ada.portal, &contoso(&provider)).await, Err(CreateFailure::Api(_))));
    lock(&ada.portal).await;
    unlock(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(provider_key(&ada, &provider), KeyState::Refused(KeyRefusal::Changed));
    ada.wire.honest();
    sync(&ada.portal).await.unwrap();
    assert_eq!(provider_key(&ada, &provider), KeyState::Ready);
}

#[tokio::test]
async fn a_new_client_whose_key_was_exchanged_raises_the_alarm_and_stays_refused() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let first = create_client(&ada.portal, &contoso(&provider)).await.unwrap();
    let second = portal_client::new_client::NewClient { name: "Fabrikam".into(), ..contoso(&provider) };
    // The server gives the key of another client back, valid under the provider key.
    let known = first.clone();
    ada.wire.edit(PROFILE, move |profile| {
        let clients = profile["providerOrganizations"].as_array_mut().unwrap();
        let stolen = clients.iter().find(|client| client["id"] == json!(known)).unwrap()["key"].clone();
        for client in clients.iter_mut().filter(|client| client["name"] == "Fabrikam") {
            client["key"] = stolen.clone();
        }
    });
    let failure = create_client(&ada.portal, &second).await.unwrap_err();
    let CreateFailure::KeyReplaced { organization_id } = failure else { panic!("{failure:?}") };
    let key = |id: &str| ada.portal.workspace().unwrap().client(id).unwrap().key;
    assert!(matches!(key(&organization_id), KeyState::Refused(_)));
    assert_eq!(key(&first), KeyState::Refused(KeyRefusal::Shared));
    ada.wire.honest();
    sync(&ada.portal).await.unwrap();
    assert_eq!(
        (key(&organization_id), key(&first)),
        (KeyState::Ready, KeyState::Ready),
        "the honest key is the made one"
    );
    // Hidden better: the other client is dropped, so that nothing is shared. The made key is still known.
    let (dropped, id) = (first.clone(), organization_id.clone());
    ada.wire.edit(PROFILE, move |profile| {
        let clients = profile["providerOrganizations"].as_array_mut().unwrap();
        let place = clients.iter().position(|client| client["id"] == json!(dropped)).unwrap();
        let stolen = clients.remove(place)["key"].clone();
        clients.iter_mut().find(|client| client["id"] == json!(id)).unwrap()["key"] = stolen;
    });
    sync(&ada.portal).await.unwrap();
    assert_eq!(key(&organization_id), KeyState::Refused(KeyRefusal::Changed));
}

#[tokio::test]
async fn downgraded_dropped_and_invented_keys_disable_only_themselves() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let client = create_client(&ada.portal, &contoso(&provider)).await.unwrap();
    let key = || ada.portal.workspace().unwrap().client(&client).map(|client| client.key);
    let cases: [(Value, KeyState); 4] = [
        (json!("0.AAAAAAAAAAAAAAAAAAAAAA==|AAAA"), KeyState::Refused(KeyRefusal::Broken(Fault::Unsupported))),
        (json!("1.AAAA"), KeyState::Refused(KeyRefusal::Broken(Fault::Unsupported))),
        (json!("rubbish"), KeyState::Refused(KeyRefusal::Broken(Fault::Parse))),
        (Value::Null, KeyState::Missing),
    ];
    for (hostile, expected) in cases {
        let sent = hostile.clone();
        ada.wire.edit(PROFILE, move |profile| profile["providerOrganizations"][0]["key"] = sent.clone());
        sync(&ada.portal).await.unwrap();
        assert_eq!(key(), Some(expected), "{hostile}");
        assert_eq!(list_clients(&ada.portal, &provider).await.unwrap()[0].key, expected);
        ada.wire.honest();
    }
    ada.wire.edit(PROFILE, |profile| {
        profile["providers"].as_array_mut().unwrap().push(json!({
            "id": "invented", "name": "x\u{202e}".repeat(10_000), "key": "4.AAAA", "status": 2, "type": 0, "enabled": true,
        }));
    });
    let workspace = sync(&ada.portal).await.unwrap();
    let invented = workspace.provider("invented").unwrap();
    assert!(matches!(invented.key, KeyState::Refused(KeyRefusal::Broken(_))));
    assert!(invented.name.as_ref().is_some_and(|name| name.chars().count() <= 121 && !name.contains('\u{202e}')));
    assert_eq!((provider_key(&ada, &provider), key()), (KeyState::Ready, Some(KeyState::Ready)));
}

#[tokio::test]
async fn a_server_that_alternates_public_keys_gets_one_request_and_words_of_the_wrapped_key() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let sam = world.accepted(&ada, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
    let eve = world.member("eve@msp.example").await;
    let people = list_people(&ada.portal, &provider).await.unwrap();
    let waiting: Vec<_> = people.into_iter().filter(|person| person.status == ProviderUserStatus::Accepted).collect();
    let eves: String = world
        .app
        .state()
        .db
        .read(|connection| {
            let query = "SELECT public_key FROM user WHERE email = 'eve@msp.example'";
            Ok(connection.query_row(query, [], |row| row.get(0))?)
        })
        .await
        .unwrap();
    drop(eve);

    // Swapped: the words are those of the swapped key, so they differ from what Sam reads out.
    let swapped = eves.clone();
    ada.wire.edit("users/public-keys", move |answer| answer["data"][0]["key"] = json!(swapped));
    let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
    assert_ne!(compared[0].outcome.as_ref().unwrap().words, sam.portal.account().unwrap().fingerprint);

    // Honest for the words, swapped ever after: there is no second request that could be swapped.
    ada.wire.honest();
    ada.wire.forget_log();
    let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
    let key = compared[0].outcome.clone().unwrap();
    assert_eq!(key.words, sam.portal.account().unwrap().fingerprint);
    ada.wire.edit("public-key", move |answer| answer["data"][0]["key"] = json!(eves));
    let rows = confirm_people(&ada.portal, &provider, vec![(compared[0].id.clone(), key.clone())]).await.unwrap();
    assert_eq!((rows[0].outcome.clone(), ada.wire.count("public-key")), (Ok(()), 1));
    portal_client::workspace::refresh_rights(&sam.portal).await.unwrap();
    assert_eq!(provider_key(&sam, &provider), KeyState::Ready);

    // A key is used once; a person of another user id than the list says is not even shown.
    let again = confirm_people(&ada.portal, &provider, vec![("another-row".into(), key)]).await.unwrap();
    assert_eq!(again[0].outcome, Err(RowFailure::Key(Fault::Stale)));
    ada.wire.honest();
    ada.wire.edit("users/public-keys", |answer| {
        answer["data"] = json!([{"id": "x", "userId": "y", "key": "z"}]);
    });
    let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
    assert_eq!(compared[0].outcome, Err(RowFailure::NotAnswered));
}
