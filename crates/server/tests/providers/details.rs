//! The provider itself: set up, read, change, delete (API contract §5.1–5.4).

use portal_server::providers::{Opening, initiate_deletion, open_provider};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{World, new_client, shared};

const SERVICE: i64 = 1;

fn setup(token: &str) -> Value {
    json!({"name": "Northwind IT", "businessName": "Northwind & Sons", "billingEmail": "bills@northwind.example",
        "token": token, "key": shared(1), "paymentMethod": {"type": "card", "token": "x"},
        "billingAddress": {"country": "DE", "postalCode": "10115"}})
}

#[tokio::test]
async fn the_first_admin_sets_the_provider_up() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, token, ines) = world.pending_provider(&ines).await;
    assert_eq!(world.link_value(&ines.email, "providerId").await, id.to_string());
    assert_eq!(world.link_value(&ines.email, "token").await, token);
    let profile = world.get(&ines, "/api/accounts/profile").await.expect(200);
    let pending = &profile["providers"][0];
    assert_eq!(
        (&pending["providerStatus"], &pending["name"], &pending["key"]),
        (&json!(0), &Value::Null, &Value::Null)
    );

    let path = format!("/api/providers/{id}/setup");
    let made = world.post(&ines, &path, setup(&token)).await.expect(200);
    assert_eq!((&made["object"], &made["name"]), (&json!("provider"), &json!("Northwind IT")));
    assert_eq!(made["businessName"], "Northwind & Sons");
    let profile = world.get(&ines, "/api/accounts/profile").await.expect(200);
    let ready = &profile["providers"][0];
    assert_eq!((&ready["providerStatus"], &ready["key"]), (&json!(2), &json!(shared(1))));
    assert_eq!((&ready["type"], &ready["useEvents"]), (&json!(0), &json!(true)));
    world.post(&ines, &path, setup(&token)).await.expect_message(400, "Provider is already setup.");
}

#[tokio::test]
async fn a_set_up_needs_its_own_fresh_link() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, token, ines) = world.pending_provider(&ines).await;
    let olga = world.sign_up("olga@other.example").await;
    let (other, other_token, olga) = world.pending_provider(&olga).await;
    let path = format!("/api/providers/{id}/setup");
    world.post(&olga, &path, setup(&token)).await.expect_empty(403);
    world.call(None, "POST", &path, Some(setup(&token))).await.expect_empty(401);
    world.post(&ines, &path, setup(&other_token)).await.expect_message(400, "Invalid token.");
    world.post(&ines, &format!("/api/providers/{other}/setup"), setup(&other_token)).await.expect_empty(403);
    let mut plain = setup(&token);
    plain["key"] = json!("plain");
    world.post(&ines, &path, plain).await.expect(400);
    world.app.state().clock.advance(time::Duration::hours(120));
    let ines = world.sign_in(&ines.email).await;
    world.post(&ines, &path, setup(&token)).await.expect_message(400, "Invalid token.");
}

#[tokio::test]
async fn only_an_account_can_be_given_a_provider() {
    let world = World::new().await;
    let opening = Opening {
        owner_email: "nobody@northwind.example".to_owned(),
        kind: portal_contracts::enums::ProviderType::Msp,
        plans: Vec::new(),
        discount: 0.0,
    };
    let refused = open_provider(world.app.state(), opening).await;
    assert_eq!(refused.unwrap_err().to_string(), "Invalid owner.");
}

#[tokio::test]
async fn details_are_read_by_all_and_changed_by_admins() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, id, "tom@northwind.example", SERVICE).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    let path = format!("/api/providers/{id}");

    let read = world.get(&tom, &path).await.expect(200);
    assert_eq!((&read["id"], &read["type"], &read["businessCountry"]), (&json!(id), &json!(0), &Value::Null));
    assert!(read["creationDate"].as_str().unwrap().ends_with('Z'));
    world.get(&stranger, &path).await.expect_empty(403);
    world.call(None, "GET", &path, None).await.expect_empty(401);
    world.get(&ines, &format!("/api/providers/{}", Uuid::new_v4())).await.expect_empty(403);

    let change = json!({"name": "Southwind IT", "businessName": null, "billingEmail": "pay@southwind.example"});
    world.put(&tom, &path, change.clone()).await.expect_empty(403);
    world.put(&stranger, &path, change.clone()).await.expect_empty(403);
    let changed = world.put(&ines, &path, change).await.expect(200);
    assert_eq!((&changed["name"], &changed["billingEmail"]), (&json!("Southwind IT"), &json!("pay@southwind.example")));
    assert_eq!(world.get(&tom, &path).await.expect(200)["businessName"], Value::Null);

    let long = "x".repeat(51);
    for (name, business, email, property) in [
        ("", "", "a@b.example", "Name"),
        (long.as_str(), "", "a@b.example", "Name"),
        ("N", long.as_str(), "a@b.example", "BusinessName"),
        ("N", "", "nobody", "BillingEmail"),
        ("N", "", "", "BillingEmail"),
    ] {
        let body = json!({"name": name, "businessName": business, "billingEmail": email});
        let refused = world.put(&ines, &path, body).await.expect(400);
        assert!(refused["validationErrors"][property][0].is_string(), "{refused}");
    }
}

#[tokio::test]
async fn a_provider_out_of_service_lets_admins_in_only() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, id, "tom@northwind.example", SERVICE).await;
    world.sql("UPDATE provider SET enabled = 0").await;
    world.get(&tom, &format!("/api/providers/{id}")).await.expect_empty(403);
    world.get(&tom, &format!("/api/providers/{id}/organizations")).await.expect_empty(403);
    world.get(&ines, &format!("/api/providers/{id}")).await.expect(200);
    let profile = world.get(&tom, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providers"][0]["enabled"], json!(false));
}

#[tokio::test]
async fn a_provider_is_deleted_by_an_admin_once_it_has_no_clients() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, id, "tom@northwind.example", SERVICE).await;
    let path = format!("/api/providers/{id}");
    world.delete(&tom, &path).await.expect_empty(403);
    let client = new_client("Bakery", "owner@bakery.example", 17, 1);
    world.post(&ines, &format!("{path}/clients"), client).await.expect(200);
    world.delete(&ines, &path).await.expect(400);
    world.sql("DELETE FROM provider_organization").await;
    world.delete(&ines, &path).await.expect_empty(200);
    world.get(&ines, &path).await.expect_empty(403);
    let profile = world.get(&tom, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providers"], json!([]));
}

#[tokio::test]
async fn the_mailed_link_deletes_for_an_hour() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let path = format!("/api/providers/{id}/delete-recover-token");
    world.call(None, "POST", &path, Some(json!({"token": "x"}))).await.expect_message(400, "Invalid token.");

    initiate_deletion(world.app.state(), id).await.unwrap();
    let late = world.link_value("bills@northwind.example", "token").await;
    world.app.state().clock.advance(time::Duration::hours(1));
    world.call(None, "POST", &path, Some(json!({"token": late}))).await.expect_message(400, "Invalid token.");

    initiate_deletion(world.app.state(), id).await.unwrap();
    let token = world.link_value("bills@northwind.example", "token").await;
    let elsewhere = format!("/api/providers/{}/delete-recover-token", Uuid::new_v4());
    world.call(None, "POST", &elsewhere, Some(json!({"token": token}))).await.expect(404);
    world.call(None, "POST", &path, Some(json!({"token": token}))).await.expect_empty(200);
    let ines = world.sign_in(&ines.email).await;
    world.get(&ines, &format!("/api/providers/{id}")).await.expect_empty(403);
}
