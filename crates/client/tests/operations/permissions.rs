//! A service user meets each refusal, and is never signed out by one (screens §1.1).

use portal_client::ApiError;
use portal_client::clients::{
    SeatsFailure, UnlinkFailure, list_clients, pool_of, read_subscription, rename_client, set_seats, unlink_client,
};
use portal_client::events::{Log, read_events};
use portal_client::new_client::{CreateFailure, create_client};
use portal_client::people::list_people;
use portal_contracts::enums::ProviderUserType;
use portal_contracts::permissions::ProviderAction;
use portal_contracts::seats::SeatRefusal;

use crate::journey::contoso;
use crate::support::World;

#[tokio::test]
async fn a_service_user_works_in_clients_and_is_refused_the_rest() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let sam = world.confirmed(&admin, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
    let portal = &sam.portal;
    let entry = portal.workspace().unwrap().provider(&provider).unwrap().clone();
    assert!(entry.allows(ProviderAction::AssignSeats) && !entry.allows(ProviderAction::CreateClient));

    let client = list_clients(portal, &provider).await.unwrap().remove(0);
    rename_client(portal, &client, "Contoso Ltd").await.unwrap();
    let subscription = read_subscription(portal, &provider).await.unwrap();
    let pool = pool_of(&subscription, &client).unwrap();
    set_seats(portal, &client, 50, Some(&pool)).await.unwrap();
    let pool = pool_of(&read_subscription(portal, &provider).await.unwrap(), &client).unwrap();
    assert_eq!(
        set_seats(portal, &client, 51, Some(&pool)).await,
        Err(SeatsFailure::Refused(SeatRefusal::WouldPurchase { most: 50 }))
    );
    // Without the numbers the server refuses, by a 401 that must not end the session.
    let refused = set_seats(portal, &client, 51, None).await.unwrap_err();
    let SeatsFailure::Api(ApiError::Forbidden { message: Some(message) }) = refused else { panic!("{refused:?}") };
    assert!(message.contains("purchase"), "{message}");

    assert!(matches!(list_people(portal, &provider).await, Err(ApiError::Forbidden { .. })));
    let created = create_client(portal, &contoso(&provider)).await;
    assert!(matches!(created, Err(CreateFailure::Api(ApiError::Forbidden { .. }))), "{created:?}");
    let unlinked = unlink_client(portal, &client).await;
    assert!(matches!(unlinked, Err(UnlinkFailure::Api(ApiError::Forbidden { .. }))), "{unlinked:?}");
    let events =
        read_events(portal, Log::Provider(&provider), "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", None).await;
    assert!(matches!(events, Err(ApiError::Forbidden { .. } | ApiError::NotFound { .. })), "{events:?}");
    assert!(portal.session().is_open());
}
