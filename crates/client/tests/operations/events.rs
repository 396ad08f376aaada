//! Event logs: who may read them, page by page and as a whole, with names; of one person, of one item.

use portal_client::ApiError;
use portal_client::events::{Log, Whole, find_person, read_client_names, read_events, read_whole_range};
use portal_client::groups::list_groups;
use portal_client::new_client::create_client;
use portal_client::organization::open;
use portal_client::workspace::sync;
use portal_contracts::enums::ProviderUserType;

use crate::journey::contoso;
use crate::organization::Scene;
use crate::support::World;

const START: &str = "2020-01-01T00:00:00Z";

/// The world's clock stands still; a year after it holds everything.
fn around(world: &World) -> (String, String) {
    let now = world.app.state().clock.now();
    let day = 24 * 60 * 60 * 1_000;
    (portal_server::clock::iso(now - 300 * day), portal_server::clock::iso(now + day))
}

#[tokio::test]
async fn a_service_user_reads_the_log_of_a_client_with_names() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let sam = world.confirmed(&admin, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
    let id = sam.portal.workspace().unwrap().clients[0].organization_id.clone();
    open(&sam.portal, &id).await.unwrap();
    let (start, end) = around(&world);

    let page = read_events(&sam.portal, Log::Client(&id), &start, &end, None).await.unwrap();
    let kinds: Vec<i64> = page.events.iter().map(|event| event.r#type).collect();
    assert!(kinds.contains(&1603), "the visit is noted: {kinds:?}");
    assert!(kinds.contains(&1500), "the owner was invited: {kinds:?}");

    // Sam is no admin of the provider: staff stay without names, members have theirs.
    let names = read_client_names(&sam.portal, &id).await;
    assert!(names.members.values().any(|name| name == "olga@contoso.example"), "{names:?}");
    assert!(names.staff.is_empty());
    let names = read_client_names(&admin.portal, &id).await;
    assert!(!names.staff.is_empty());
    assert!(list_groups(&sam.portal, &id).await.is_ok());
}

#[tokio::test]
async fn a_whole_range_comes_page_by_page_until_somebody_stops_it() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let id = sync(&admin.portal).await.unwrap().clients[0].organization_id.clone();
    for _ in 0..120 {
        open(&admin.portal, &id).await.unwrap();
    }
    let (start, end) = around(&world);
    let mut seen = Vec::new();
    let whole = read_whole_range(&admin.portal, Log::Client(&id), &start, &end, |page| {
        seen.push(page.len());
        true
    });
    assert_eq!(whole.await.unwrap(), Whole::All);
    assert!(seen.len() >= 3 && seen.iter().sum::<usize>() >= 120, "{seen:?}");
    let stopped = read_whole_range(&admin.portal, Log::Client(&id), &start, &end, |_| false).await;
    assert_eq!(stopped.unwrap(), Whole::Stopped);
}

#[tokio::test]
async fn what_one_person_did_is_found_behind_everything_that_others_did() {
    let scene = Scene::new().await;
    let (start, end) = around(&scene.world);
    let user = scene.sam.portal.account().unwrap().user_id;
    open(&scene.sam.portal, &scene.client).await.unwrap();
    // A page of the whole log is full of what the admin did since.
    for _ in 0..60 {
        open(&scene.ada.portal, &scene.client).await.unwrap();
    }
    let portal = &scene.ada.portal;
    let newest = read_events(portal, Log::Provider(&scene.provider), &start, &end, None).await.unwrap();
    let visit = |kind: i64, who: Option<&str>| kind == 1903 && who == Some(user.as_str());
    assert!(!newest.events.iter().any(|event| visit(event.r#type, event.acting_user_id.as_deref())));

    let member = find_person(portal, &scene.provider, &user).await.unwrap().unwrap();
    let log = Log::Person { provider: &scene.provider, member: &member };
    let own = read_events(portal, log, &start, &end, None).await.unwrap();
    assert!(own.events.iter().any(|event| visit(event.r#type, event.acting_user_id.as_deref())), "{own:?}");
    assert!(own.events.iter().all(|event| event.acting_user_id.as_deref() == Some(user.as_str())), "{own:?}");
    assert_eq!(find_person(portal, &scene.provider, "somebody-else").await.unwrap(), None);
    let refused = read_events(&scene.sam.portal, log, &start, &end, None).await;
    assert!(matches!(refused, Err(ApiError::NotFound { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_happened_to_one_item_is_read_by_its_id() {
    let scene = Scene::new().await;
    let (start, end) = around(&scene.world);
    let (item, other) = (uuid::Uuid::new_v4(), uuid::Uuid::new_v4());
    let client: uuid::Uuid = scene.client.parse().unwrap();
    let now = scene.world.app.state().clock.now();
    let work = move |tx: &rusqlite::Transaction<'_>| {
        for id in [item, other] {
            let row = "INSERT INTO cipher (id, organization_id, type, data, created_at, revised_at)
                       VALUES (?1, ?2, 1, '{}', 0, 0)";
            tx.execute(row, (id, client))?;
            let seen = "INSERT INTO event (type, date, organization_id, cipher_id) VALUES (1107, ?1, ?2, ?3)";
            tx.execute(seen, (now, client, id))?;
        }
        Ok(())
    };
    scene.world.app.state().db.write(work).await.unwrap();
    let item = item.to_string();
    let page = read_events(&scene.sam.portal, Log::Item(&item), &start, &end, None).await.unwrap();
    let found: Vec<_> = page.events.iter().map(|event| (event.r#type, event.cipher_id.as_deref())).collect();
    assert_eq!(found, [(1107, Some(item.as_str()))]);
    let stranger = scene.world.member("eve@elsewhere.example").await;
    let refused = read_events(&stranger.portal, Log::Item(&item), &start, &end, None).await;
    assert!(matches!(refused, Err(ApiError::NotFound { .. })), "{refused:?}");
}

#[tokio::test]
async fn strangers_read_nothing() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    let id = sync(&admin.portal).await.unwrap().clients[0].organization_id.clone();
    let stranger = world.member("eve@elsewhere.example").await;
    let read = read_events(&stranger.portal, Log::Client(&id), START, "2020-02-01T00:00:00Z", None).await;
    assert!(matches!(read, Err(ApiError::NotFound { .. })), "{read:?}");
}
