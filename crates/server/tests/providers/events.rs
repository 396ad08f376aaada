//! The provider's log: what is written, who reads it, how it is paged (API contract §14).

use portal_server::clock::iso;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Person, World, public_key, sealed, shared};

const ADMIN: i64 = 0;
const SERVICE: i64 = 1;

async fn team() -> (World, Uuid, Person) {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    (world, provider, ines)
}

async fn log(world: &World, admin: &Person, provider: Uuid) -> Vec<Value> {
    let answer = world.get(admin, &format!("/api/providers/{provider}/events")).await.expect(200);
    answer["data"].as_array().unwrap().clone()
}

/// Types of the provider's own events, oldest first; sign-ins are left out.
async fn story(world: &World, admin: &Person, provider: Uuid) -> Vec<i64> {
    let mut types: Vec<i64> = log(world, admin, provider)
        .await
        .iter()
        .map(|event| event["type"].as_i64().unwrap())
        .filter(|kind| *kind >= 1_100)
        .collect();
    types.reverse();
    types
}

#[tokio::test]
async fn every_deed_of_an_admin_stands_in_the_log() {
    let (world, provider, ines) = team().await;
    let (member, _) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let person = format!("/api/providers/{provider}/users/{member}");
    world.put(&ines, &person, json!({"type": 0})).await.expect(200);
    world.client(&ines, provider, "Bakery", 17, 5).await;
    let own = json!({"name": "Own", "billingEmail": ines.email, "planType": 17, "key": shared(3), "additionalSeats": 2,
        "keys": {"publicKey": public_key(3), "encryptedPrivateKey": sealed()}, "collectionName": sealed()});
    let own = world.post(&ines, "/api/organizations", own).await.expect(200);
    let body = json!({"organizationId": own["id"], "key": sealed()});
    world.post(&ines, &format!("/api/providers/{provider}/clients/existing"), body).await.expect(200);
    let list = world.get(&ines, &format!("/api/providers/{provider}/organizations")).await.expect(200);
    let entries = list["data"].as_array().unwrap();
    let link = entries.iter().find(|entry| entry["organizationId"] == own["id"]).unwrap()["id"].as_str().unwrap();
    world.delete(&ines, &format!("/api/providers/{provider}/organizations/{link}")).await.expect(200);
    world.delete(&ines, &person).await.expect(200);

    assert_eq!(story(&world, &ines, provider).await, [1800, 1801, 1802, 1900, 1901, 1902, 1803]);
    let log = log(&world, &ines, provider).await;
    let confirmed = log.iter().find(|event| event["type"] == 1801).unwrap();
    assert_eq!(confirmed["object"], "event");
    assert_eq!(confirmed["actingUserId"], json!(ines.id));
    assert_eq!(confirmed["providerUserId"], json!(member));
    assert_eq!(confirmed["providerId"], json!(provider));
    assert_eq!((&confirmed["deviceType"], &confirmed["ipAddress"]), (&json!(9), &json!("127.0.0.1")));
    let removed = log.iter().find(|event| event["type"] == 1902).unwrap();
    assert_eq!(removed["providerOrganizationId"], json!(link));
}

#[tokio::test]
async fn refused_calls_leave_no_event() {
    let (world, provider, ines) = team().await;
    let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let before = story(&world, &ines, provider).await;
    let body = json!({"emails": ["a@b.example"], "type": 1});
    world.post(&tom, &format!("/api/providers/{provider}/users/invite"), body).await.expect(403);
    let body = json!({"emails": ["a@b.example", "nobody"], "type": 1});
    world.post(&ines, &format!("/api/providers/{provider}/users/invite"), body).await.expect(400);
    assert_eq!(story(&world, &ines, provider).await, before);
}

#[tokio::test]
async fn only_admins_read_and_one_person_can_be_singled_out() {
    let (world, provider, ines) = team().await;
    let (toms, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let (omars, omar) = world.join(&ines, provider, "omar@northwind.example", ADMIN).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    let invited = world.invite(&omar, provider, "late@northwind.example", SERVICE).await;
    let all = format!("/api/providers/{provider}/events");
    let of = |member: Uuid| format!("/api/providers/{provider}/users/{member}/events");
    for person in [&tom, &stranger] {
        world.get(person, &all).await.expect_message(404, "Resource not found.");
        world.get(person, &of(toms)).await.expect_message(404, "Resource not found.");
    }
    world.call(None, "GET", &all, None).await.expect_empty(401);
    world.get(&ines, &of(invited)).await.expect(404);
    world.get(&ines, &of(Uuid::new_v4())).await.expect(404);

    let omars = world.get(&ines, &of(omars)).await.expect(200);
    let omars = omars["data"].as_array().unwrap();
    assert!(omars.iter().all(|event| event["actingUserId"] == json!(omar.id)));
    assert!(omars.iter().any(|event| event["type"] == 1800 && event["providerUserId"] == json!(invited)));
    // Signing in again shows in the provider's log, for the person who is confirmed by then.
    let toms = world.get(&ines, &of(toms)).await.expect(200);
    assert_eq!(toms["data"][0]["type"], 1000);

    world.sql("UPDATE provider SET use_events = 0").await;
    world.get(&ines, &all).await.expect(404);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let (world, provider, ines) = team().await;
    // 60 events in three calls, all of one instant each, so that only the order of writing tells them apart.
    for batch in 0..3 {
        let emails: Vec<String> = (0..20).map(|number| format!("p{batch}-{number}@northwind.example")).collect();
        let body = json!({"emails": emails, "type": 1});
        world.post(&ines, &format!("/api/providers/{provider}/users/invite"), body).await.expect(200);
    }
    let path = format!("/api/providers/{provider}/events");
    let first = world.get(&ines, &path).await.expect(200);
    assert_eq!(first["object"], "list");
    assert_eq!(first["data"].as_array().unwrap().len(), 50);
    let token = first["continuationToken"].as_str().unwrap();
    let second = world.get(&ines, &format!("{path}?continuationToken={token}")).await.expect(200);
    assert_eq!(second["continuationToken"], Value::Null);
    let seen: std::collections::BTreeSet<&str> = [&first, &second]
        .iter()
        .flat_map(|page| page["data"].as_array().unwrap())
        .filter(|event| event["type"] == 1800)
        .map(|event| event["providerUserId"].as_str().unwrap())
        .collect();
    assert_eq!(seen.len(), 60);
    world.get(&ines, &format!("{path}?continuationToken=nonsense")).await.expect(400);
}

#[tokio::test]
async fn a_range_limits_what_is_read() {
    let (world, provider, ines) = team().await;
    let clock = &world.app.state().clock;
    let start = clock.now();
    world.invite(&ines, provider, "early@northwind.example", SERVICE).await;
    clock.advance(time::Duration::days(40));
    let ines = world.sign_in(&ines.email).await;
    world.invite(&ines, provider, "late@northwind.example", SERVICE).await;
    let path = format!("/api/providers/{provider}/events");
    assert_eq!(story(&world, &ines, provider).await, [1800], "the last 30 days");
    let count = async |start: i64, end: i64| {
        let query = format!("{path}?start={}&end={}", iso(start).replace(':', "%3A"), iso(end).replace(':', "%3A"));
        let answer = world.get(&ines, &query).await.expect(200);
        answer["data"].as_array().unwrap().iter().filter(|event| event["type"] == 1800).count()
    };
    let now = clock.now();
    assert_eq!(count(start, now).await, 2);
    assert_eq!(count(now, start).await, 2, "reversed ends are swapped");
    assert_eq!(count(start, start + 1_000).await, 1);
    let long = format!("{path}?start=2024-01-01T00:00:00Z&end=2026-01-01T00:00:00Z");
    world.get(&ines, &long).await.expect_message(400, "Range too large.");
    world.get(&ines, &format!("{path}?start=soon&end=later")).await.expect(400);
}

#[tokio::test]
async fn wrong_passwords_show_in_the_log_of_the_provider() {
    let (world, provider, ines) = team().await;
    let form = "grant_type=password&client_id=web&scope=api+offline_access&username=ines%40northwind.example\
                &password=wrong&deviceType=9&deviceIdentifier=x&deviceName=chrome";
    world.token(form).await.expect(400);
    let log = log(&world, &ines, provider).await;
    assert_eq!((&log[0]["type"], &log[0]["userId"]), (&json!(1005), &json!(ines.id)));
}

#[tokio::test]
async fn clients_report_exports_and_nothing_else() {
    let (world, provider, ines) = team().await;
    let before = log(&world, &ines, provider).await.len();
    let body = json!([
        {"type": 1007, "date": "2026-01-01T00:00:00.000Z"},
        {"type": 1803, "date": "2026-01-01T00:00:00.000Z"},
        {"type": 1602, "date": "2026-01-01T00:00:00.000Z", "organizationId": Uuid::new_v4()},
    ]);
    world.call(None, "POST", "/events/collect", Some(body.clone())).await.expect_empty(401);
    world.post(&ines, "/events/collect", body).await.expect_empty(200);
    let path = format!("/api/providers/{provider}/events?start=2025-12-31T00:00:00Z&end=2026-01-02T00:00:00Z");
    let reported = world.get(&ines, &path).await.expect(200);
    assert_eq!(reported["data"].as_array().unwrap().len(), 1);
    assert_eq!(reported["data"][0]["type"], 1007);
    assert_eq!(log(&world, &ines, provider).await.len(), before);
}
