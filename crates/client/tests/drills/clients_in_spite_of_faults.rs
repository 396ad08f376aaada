//! Every call about clients fails in every way: creating, taking over, renaming, seats, unlinking, reading.

use std::rc::Rc;

use portal_client::clients::{
    Client, list_clients, read_plans, read_subscription, rename_client, set_seats, unlink_client,
};
use portal_client::new_client::{CreateFailure, NewClient, add_existing, create_client, list_addable};
use portal_client::session::sign_out;
use portal_client::sign_in::sign_in;
use portal_client::workspace::{KeyState, sync};
use portal_client::{ApiError, SessionState};
use portal_contracts::enums::PlanType;

use crate::faulty::{Run, in_spite_of_every_fault};
use crate::members::{own_organization, shared};
use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

pub fn client_named(provider: &str, name: &str) -> NewClient {
    NewClient {
        provider_id: provider.to_owned(),
        name: name.to_owned(),
        owner_email: "olga@contoso.example".into(),
        plan: PlanType::TeamsMonthly,
        seats: 1,
        collection_name: "Default collection".into(),
    }
}

pub async fn named(tab: &Tab, provider: &str, name: &str) -> Vec<Client> {
    let clients = list_clients(&tab.portal, provider).await.unwrap();
    clients.into_iter().filter(|client| client.name == name).collect()
}

/// One client of that name in the server's list and in the profile, with the key that was made.
async fn exactly_one<T>(run: &Run<T>, provider: &str, name: &str) {
    sync(&run.tab.portal).await.unwrap();
    let found = named(&run.tab, provider, name).await;
    let keys: Vec<KeyState> = found.iter().map(|client| client.key).collect();
    assert_eq!(keys, [KeyState::Ready], "{}", run.name);
}

#[tokio::test]
async fn creating_a_client() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    in_spite_of_every_fault(
        async |number| (shared(&ada), client_named(&provider, &format!("Client {number}"))),
        async |run| create_client(&run.tab.portal, &run.subject).await,
        async |run| exactly_one(run, &provider, &run.subject.name).await,
    )
    .await;
}

#[tokio::test]
async fn a_session_that_ends_while_a_client_is_made_leaves_a_whole_client() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let input = client_named(&provider, "Contoso");
    ada.wire.once("identity/connect/token", Meddle::Answer(Answer::new(400, r#"{"error":"invalid_grant"}"#)));
    let failure = create_client(&ada.portal, &input).await.unwrap_err();
    assert!(matches!(failure, CreateFailure::Unknown(_)), "{failure:?}");
    assert!(matches!(ada.portal.session(), SessionState::SignedOut(_)));
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    let found = named(&ada, &provider, "Contoso").await;
    assert_eq!((found.len(), found[0].key), (1, KeyState::Ready));
}

#[tokio::test]
async fn a_draft_of_one_person_is_not_continued_by_the_next() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let input = client_named(&provider, "Contoso");
    ada.wire.once("POST api/providers", Meddle::CutBefore);
    assert!(matches!(create_client(&ada.portal, &input).await, Err(CreateFailure::Unknown(ApiError::Offline))));
    sign_out(&ada.portal).await;
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    create_client(&ada.portal, &input).await.unwrap();
    assert_eq!(named(&ada, &provider, "Contoso").await.len(), 1);
}

#[tokio::test]
async fn taking_an_organisation_over_and_letting_it_go() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    let id = own_organization(&world, &ada, "Old Friend").await;
    in_spite_of_every_fault(
        async |_| {
            if let Some(client) = named(&ada, &provider, "Old Friend").await.pop() {
                unlink_client(&ada.portal, &client).await.unwrap();
            }
            let addable = list_addable(&ada.portal, &provider).await.unwrap();
            assert_eq!(addable.len(), 1, "unlinked, it can be taken over again");
            (shared(&ada), addable.into_iter().next().unwrap())
        },
        async |run| add_existing(&run.tab.portal, &provider, &run.subject).await,
        async |run| exactly_one(run, &provider, "Old Friend").await,
    )
    .await;
    in_spite_of_every_fault(
        async |_| {
            if named(&ada, &provider, "Old Friend").await.is_empty() {
                let addable = list_addable(&ada.portal, &provider).await.unwrap();
                assert_eq!(add_existing(&ada.portal, &provider, &addable[0]).await.as_ref(), Ok(&id));
            }
            (shared(&ada), named(&ada, &provider, "Old Friend").await.remove(0))
        },
        async |run| unlink_client(&run.tab.portal, &run.subject).await,
        async |run| {
            assert!(named(&run.tab, &provider, "Old Friend").await.is_empty(), "{}", run.name);
            // What is left is the own membership.
            let workspace = run.tab.portal.workspace().unwrap();
            assert_eq!(workspace.client(&id).unwrap().provider_id, None, "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn renaming_and_resizing() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let ada = Rc::new(ada);
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let client = list_clients(&ada.portal, &provider).await.unwrap().remove(0);
    in_spite_of_every_fault(
        async |number| (shared(&ada), format!("Contoso {number}")),
        async |run| rename_client(&run.tab.portal, &client, &run.subject).await,
        async |run| {
            let now = named(&run.tab, &provider, &run.subject).await;
            assert_eq!((now.len(), now[0].seats), (1, Some(1)), "{}: seats are not touched", run.name);
        },
    )
    .await;
    let name = list_clients(&ada.portal, &provider).await.unwrap().remove(0).name;
    in_spite_of_every_fault(
        async |number| (shared(&ada), i64::try_from(number).unwrap() + 2),
        async |run| set_seats(&run.tab.portal, &client, run.subject, None).await,
        async |run| {
            let now = named(&run.tab, &provider, &name).await;
            assert_eq!((now.len(), now[0].seats), (1, Some(run.subject)), "{}: the name is not touched", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn reading() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let ada = Rc::new(ada);
    in_spite_of_every_fault(
        async |_| (shared(&ada), ()),
        async |run| {
            let portal = &run.tab.portal;
            sync(portal).await?;
            list_clients(portal, &provider).await?;
            read_subscription(portal, &provider).await?;
            read_plans(portal).await?;
            list_addable(portal, &provider).await?;
            portal_client::events::read_events(
                portal,
                portal_client::events::Log::Provider(&provider),
                "2026-01-01T00:00:00Z",
                "2026-12-01T00:00:00Z",
                None,
            )
            .await
        },
        async |run| exactly_one(run, &provider, "Contoso").await,
    )
    .await;
}
