//! Keys that were just made come back exchanged, late or not at all: provider, client, organisation taken over.

use portal_agent::protocol::KeyRefusal;
use portal_client::ApiError;
use portal_client::clients::list_clients;
use portal_client::invitation::MailLink;
use portal_client::join::{SetUpFailure, set_up_provider};
use portal_client::new_client::{CreateFailure, add_existing, create_client, list_addable};
use portal_client::session::{lock, unlock};
use portal_client::workspace::{KeyState, refresh_rights, sync};
use portal_crypto::{NativeBackend, ProviderKey, PublicKey};
use serde_json::{Value, json};

use crate::clients_in_spite_of_faults::{client_named, named};
use crate::members::{own_organization, public_key};
use crate::support::{ADMIN, PASSWORD, Tab, World, details, secret};

const PROFILE: &str = "GET api/accounts/profile";

fn entries<'a>(profile: &'a mut Value, list: &str) -> &'a mut Vec<Value> {
    profile[list].as_array_mut().unwrap()
}

fn key_of(tab: &Tab, client: &str) -> KeyState {
    tab.portal.workspace().unwrap().client(client).unwrap().key
}

#[tokio::test]
async fn a_provider_that_comes_back_with_another_key_is_not_set_up() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let provider = world.opened(ADMIN).await;
    let MailLink::ProviderSetUp(link) = world.link(ADMIN).await else { panic!() };
    let public = PublicKey::from_base64(&public_key(&world, ADMIN).await).unwrap();
    let foreign = public.wrap(&NativeBackend::new(), &ProviderKey::generate().unwrap()).await.unwrap().to_text();
    ada.wire.edit(PROFILE, move |profile| {
        for entry in entries(profile, "providers") {
            entry["key"] = json!(foreign);
        }
    });
    let alarm = set_up_provider(&ada.portal, &link, &details()).await;
    assert_eq!(alarm, Err(SetUpFailure::KeyReplaced));
    let state = || ada.portal.workspace().unwrap().provider(&provider).unwrap().key;
    assert_eq!(state(), KeyState::Refused(KeyRefusal::Changed));
    // Neither another look nor another unlock makes it good; nothing can be made with it.
    refresh_rights(&ada.portal).await.unwrap();
    lock(&ada.portal).await;
    unlock(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(state(), KeyState::Refused(KeyRefusal::Changed));
    let created = create_client(&ada.portal, &client_named(&provider, "Contoso")).await;
    assert!(matches!(created, Err(CreateFailure::Api(ApiError::Keys(_)))), "{created:?}");
    assert_eq!(ada.wire.count("/clients"), 0);
}

#[tokio::test]
async fn an_organisation_that_comes_back_with_another_key_raises_the_alarm() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let other = create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let own = own_organization(&world, &ada, "Old Friend").await;
    let addable = list_addable(&ada.portal, &provider).await.unwrap().remove(0);
    let (from, to) = (other.clone(), own.clone());
    ada.wire.edit(PROFILE, move |profile| {
        let clients = entries(profile, "providerOrganizations");
        let stolen = clients.iter().find(|client| client["id"] == json!(from)).unwrap()["key"].clone();
        clients.iter_mut().filter(|client| client["id"] == json!(to)).for_each(|client| client["key"] = stolen.clone());
    });
    let alarm = add_existing(&ada.portal, &provider, &addable).await;
    assert_eq!(alarm, Err(CreateFailure::KeyReplaced { organization_id: own.clone() }));
    assert!(matches!(key_of(&ada, &own), KeyState::Refused(_)));
    ada.wire.honest();
    sync(&ada.portal).await.unwrap();
    assert_eq!((key_of(&ada, &own), key_of(&ada, &other)), (KeyState::Ready, KeyState::Ready));
}

#[tokio::test]
async fn an_organisation_that_is_not_ones_own_is_never_taken_over() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    own_organization(&world, &ada, "Old Friend").await;
    ada.wire.edit("clients/addable", |answer| {
        answer[0]["id"] = json!("11111111-2222-3333-4444-555555555555");
    });
    let addable = list_addable(&ada.portal, &provider).await.unwrap().remove(0);
    let refused = add_existing(&ada.portal, &provider, &addable).await;
    assert_eq!(refused, Err(CreateFailure::Api(ApiError::NotFound { message: None })));
    assert_eq!(ada.wire.count("clients/existing"), 0, "no key is wrapped for an id the server made up");
}

#[tokio::test]
async fn a_client_that_shows_up_late_is_found_and_not_made_twice() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let input = client_named(&provider, "Contoso");
    ada.wire.edit(PROFILE, |profile| entries(profile, "providerOrganizations").clear());
    assert_eq!(create_client(&ada.portal, &input).await, Err(CreateFailure::NotVisibleYet));
    ada.wire.honest();
    let id = create_client(&ada.portal, &input).await.unwrap();
    let clients = list_clients(&ada.portal, &provider).await.unwrap();
    assert_eq!(clients.iter().filter(|client| client.organization_id == id).count(), 1);
    assert_eq!(clients.len(), 1, "{clients:?}");
}

#[tokio::test]
async fn two_clients_with_one_key_are_both_refused_and_exchanged_ones_too() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let first = create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let second = create_client(&ada.portal, &client_named(&provider, "Fabrikam")).await.unwrap();
    let share = |profile: &mut Value| {
        let clients = entries(profile, "providerOrganizations");
        let key = clients[0]["key"].clone();
        clients.iter_mut().for_each(|client| client["key"] = key.clone());
    };
    // A fresh page has seen neither before: what is shared is wrong for both.
    let page = world.tab_over(ada.tokens.clone(), ada.memory.clone());
    page.wire.edit(PROFILE, share);
    portal_client::session::restore(&page.portal).await.unwrap();
    unlock(&page.portal, secret(PASSWORD)).await.unwrap();
    let refused = KeyState::Refused(KeyRefusal::Shared);
    assert_eq!((key_of(&page, &first), key_of(&page, &second)), (refused, refused));

    // Crossed: each has a key of its own, only not the one it had before.
    ada.wire.edit(PROFILE, |profile| {
        let clients = entries(profile, "providerOrganizations");
        let (one, other) = (clients[0]["key"].clone(), clients[1]["key"].clone());
        clients[0]["key"] = other;
        clients[1]["key"] = one;
    });
    sync(&ada.portal).await.unwrap();
    for client in [&first, &second] {
        assert!(
            matches!(key_of(&ada, client), KeyState::Refused(KeyRefusal::Changed | KeyRefusal::Shared)),
            "{client}"
        );
    }
    ada.wire.honest();
    sync(&ada.portal).await.unwrap();
    assert_eq!((key_of(&ada, &first), key_of(&ada, &second)), (KeyState::Ready, KeyState::Ready));
    assert_eq!(named(&ada, &provider, "Contoso").await[0].key, KeyState::Ready);
}
