//! Who is not allowed meets a refusal at each operation, keeps the session, and changes nothing.

use portal_client::ApiError;
use portal_client::clients::{UnlinkFailure, list_clients, read_subscription, rename_client, set_seats, unlink_client};
use portal_client::events::{Log, read_events};
use portal_client::new_client::{CreateFailure, create_client, list_addable};
use portal_client::people::{
    InviteFailure, RoleFailure, change_role, confirm_people, invite_people, list_people, prepare_confirm,
    remove_people, resend_invitations,
};
use portal_client::workspace::{refresh_rights, sync};
use portal_contracts::enums::ProviderUserType;
use portal_contracts::permissions::ProviderAction;

use crate::clients_in_spite_of_faults::client_named;
use crate::members::{SAM, invited_anew, own_organization, person};
use crate::support::{ADMIN, Tab, World};

const KIM: &str = "kim@msp.example";

fn refused<T: std::fmt::Debug>(name: &str, outcome: Result<T, ApiError>) {
    assert!(matches!(outcome, Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. })), "{name}: {outcome:?}");
}

/// Everything that only admins may do, tried by somebody who is none.
async fn every_admin_operation_is_refused(world: &World, ada: &Tab, provider: &str, tab: &Tab) {
    let portal = &tab.portal;
    let role = ProviderUserType::ProviderAdmin;
    let kim = person(ada, provider, KIM).await.unwrap();
    let me = person(ada, provider, ADMIN).await.unwrap();
    let before = list_people(&ada.portal, provider).await.unwrap();
    let client = list_clients(&ada.portal, provider).await.unwrap().remove(0);
    let mails = world.app.state().mailer.list(500).await.unwrap().len();

    refused("people", list_people(portal, provider).await);
    let invited = invite_people(portal, provider, &["new@msp.example".into()], role).await;
    refused(
        "invite",
        invited.map_err(|failure| match failure {
            InviteFailure::Api(error) => error,
            InviteFailure::Number => panic!("the number is fine"),
        }),
    );
    refused("resend", resend_invitations(portal, provider, std::slice::from_ref(&kim.id)).await);
    refused(
        "role",
        change_role(portal, provider, &kim.id, role).await.map_err(|failure| match failure {
            RoleFailure::Api(error) => error,
            RoleFailure::LastAdmin => panic!("Kim is no admin"),
        }),
    );
    refused("remove", remove_people(portal, provider, std::slice::from_ref(&me.id)).await);
    refused("public keys", prepare_confirm(portal, provider, std::slice::from_ref(&kim)).await);
    refused(
        "events",
        read_events(portal, Log::Provider(provider), "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", None).await,
    );
    refused(
        "create",
        create_client(portal, &client_named(provider, "Mine")).await.map_err(|failure| match failure {
            CreateFailure::Api(error) => error,
            other => panic!("{other:?}"),
        }),
    );
    refused(
        "unlink",
        unlink_client(portal, &client).await.map_err(|failure| match failure {
            UnlinkFailure::Api(error) => error,
            UnlinkFailure::NoOwner => panic!("the right comes before the owner"),
        }),
    );

    assert!(portal.session().is_open(), "no refusal signs out");
    assert_eq!(list_people(&ada.portal, provider).await.unwrap(), before);
    assert_eq!(list_clients(&ada.portal, provider).await.unwrap().len(), 1);
    assert_eq!(world.app.state().mailer.list(500).await.unwrap().len(), mails, "no mail goes out");
}

async fn provider_with_client(world: &World) -> (Tab, String) {
    let (ada, provider) = world.provider().await;
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    invited_anew(world, &ada, &provider, KIM).await;
    (ada, provider)
}

#[tokio::test]
async fn a_service_user() {
    let world = World::start().await;
    let (ada, provider) = provider_with_client(&world).await;
    let sam = world.confirmed(&ada, &provider, SAM, ProviderUserType::ServiceUser).await;
    every_admin_operation_is_refused(&world, &ada, &provider, &sam).await;
    // Taking over what is one's own needs the role as well; looking does not.
    let own = own_organization(&world, &sam, "Sam's own").await;
    let addable = list_addable(&sam.portal, &provider).await.unwrap();
    assert_eq!(addable.len(), 1);
    let added = portal_client::new_client::add_existing(&sam.portal, &provider, &addable[0]).await;
    assert!(matches!(added, Err(CreateFailure::Api(ApiError::Forbidden { .. }))), "{added:?}");
    sync(&sam.portal).await.unwrap();
    assert_eq!(sam.portal.workspace().unwrap().client(&own).unwrap().provider_id, None, "his, and no client");
    assert!(!list_clients(&sam.portal, &provider).await.unwrap().is_empty(), "and the daily work goes on");
}

#[tokio::test]
async fn an_admin_who_is_made_a_service_user_meanwhile() {
    let world = World::start().await;
    let (ada, provider) = provider_with_client(&world).await;
    let sam = world.confirmed(&ada, &provider, SAM, ProviderUserType::ProviderAdmin).await;
    assert!(list_people(&sam.portal, &provider).await.is_ok());
    let id = person(&ada, &provider, SAM).await.unwrap().id;
    change_role(&ada.portal, &provider, &id, ProviderUserType::ServiceUser).await.unwrap();
    // With the token of before as well as with a new one.
    every_admin_operation_is_refused(&world, &ada, &provider, &sam).await;
    refresh_rights(&sam.portal).await.unwrap();
    every_admin_operation_is_refused(&world, &ada, &provider, &sam).await;
    let entry = sam.portal.workspace().unwrap().provider(&provider).unwrap().clone();
    assert!(!entry.allows(ProviderAction::ManagePeople) && entry.allows(ProviderAction::SeeClients));
    // And back: the right comes with the next token, the refusal until then is no sign-out.
    change_role(&ada.portal, &provider, &id, ProviderUserType::ProviderAdmin).await.unwrap();
    refused("before the refresh", list_people(&sam.portal, &provider).await);
    refresh_rights(&sam.portal).await.unwrap();
    list_people(&sam.portal, &provider).await.unwrap();
}

#[tokio::test]
async fn somebody_who_was_removed_and_somebody_who_never_belonged() {
    let world = World::start().await;
    let (ada, provider) = provider_with_client(&world).await;
    let sam = world.confirmed(&ada, &provider, SAM, ProviderUserType::ProviderAdmin).await;
    let client = list_clients(&sam.portal, &provider).await.unwrap().remove(0);
    let id = person(&ada, &provider, SAM).await.unwrap().id;
    remove_people(&ada.portal, &provider, &[id]).await.unwrap();
    every_admin_operation_is_refused(&world, &ada, &provider, &sam).await;
    refused("clients", list_clients(&sam.portal, &provider).await);
    refused("subscription", read_subscription(&sam.portal, &provider).await);
    for outcome in [rename_client(&sam.portal, &client, "Mine").await, set_seats(&sam.portal, &client, 2, None).await] {
        assert!(
            matches!(&outcome, Err(portal_client::clients::SeatsFailure::Api(ApiError::Forbidden { .. }))),
            "{outcome:?}"
        );
    }
    // The next look at the profile takes provider and clients away, keys included.
    let workspace = refresh_rights(&sam.portal).await.unwrap();
    assert!(workspace.provider(&provider).is_none() && workspace.clients.is_empty());
    let sealed = portal_agent_seal(&sam, &client.organization_id).await;
    assert!(sealed.is_err(), "{sealed:?}");

    let eve = world.member("eve@msp.example").await;
    refused("clients", list_clients(&eve.portal, &provider).await);
    refused("people", list_people(&eve.portal, &provider).await);
    refused("subscription", read_subscription(&eve.portal, &provider).await);
    assert!(matches!(
        create_client(&eve.portal, &client_named(&provider, "Mine")).await,
        Err(CreateFailure::Api(ApiError::NotFound { .. }))
    ));
    assert!(matches!(confirm_people(&eve.portal, &provider, Vec::new()).await, Err(ApiError::NotFound { .. })));
    assert!(eve.portal.session().is_open());
}

/// Whether anything can still be encrypted for a client.
async fn portal_agent_seal(tab: &Tab, client: &str) -> Result<(), portal_agent::Fault> {
    let texts = vec!["probe".to_owned()];
    let question = portal_agent::protocol::SealTexts { organization_id: client.to_owned(), texts };
    portal_agent::ask(&*tab.agent, question).await.map(drop)
}

#[tokio::test]
async fn a_provider_out_of_service_is_for_its_admins_only() {
    let world = World::start().await;
    let (ada, provider) = provider_with_client(&world).await;
    let sam = world.confirmed(&ada, &provider, SAM, ProviderUserType::ServiceUser).await;
    let db = &world.app.state().db;
    db.write(|tx| Ok(tx.execute("UPDATE provider SET enabled = 0", []).map(drop)?)).await.unwrap();
    refused("clients", list_clients(&sam.portal, &provider).await);
    let workspace = sync(&sam.portal).await.unwrap();
    let entry = workspace.provider(&provider).unwrap();
    assert!(!entry.enabled && !entry.may_enter() && !entry.allows(ProviderAction::SeeClients));
    assert!(sync(&ada.portal).await.unwrap().provider(&provider).unwrap().may_enter());
    assert_eq!(list_clients(&ada.portal, &provider).await.unwrap().len(), 1);
    assert!(sam.portal.session().is_open());
}
