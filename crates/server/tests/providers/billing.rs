//! Plans, the provider's subscription and its warnings (API contract §6, §7.7).

use portal_contracts::billing::ProviderSubscription;
use portal_contracts::plans::Plan;
use portal_contracts::{List, read_json};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::World;

const SERVICE: i64 = 1;

#[tokio::test]
async fn plans_are_public_and_priced_for_providers() {
    let world = World::new().await;
    let answer = world.call(None, "GET", "/api/plans", None).await.expect(200);
    let plans: List<Plan> = read_json(answer.to_string().as_bytes()).unwrap();
    let price = |number: i64| {
        let plan = plans.data.iter().find(|plan| plan.r#type.number() == number).unwrap();
        plan.password_manager.provider_portal_seat_price
    };
    for sold in [17, 19, 20] {
        assert!(price(sold) > 0.0, "{sold}");
    }
    assert_eq!(answer["data"][1]["name"], "Teams (Monthly)");
}

#[tokio::test]
async fn the_subscription_adds_the_seats_up_per_plan() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, id, "tom@northwind.example", SERVICE).await;
    world.client(&ines, id, "Bakery", 17, 48).await;
    world.client(&ines, id, "School", 17, 7).await;
    world.client(&ines, id, "Clinic", 19, 5).await;
    let path = format!("/api/providers/{id}/billing/subscription");
    for person in [&ines, &tom] {
        let answer = world.get(person, &path).await.expect(200);
        let read: ProviderSubscription = read_json(answer.to_string().as_bytes()).unwrap();
        assert_eq!(read.status, "active");
        let teams = &answer["plans"][0];
        assert_eq!(
            teams,
            &json!({"planName": "Teams (Monthly)", "type": 17, "productTier": 2, "seatMinimum": 50,
                "purchasedSeats": 5, "assignedSeats": 55, "cost": 220.0, "cadence": "Monthly"})
        );
        let enterprise = &answer["plans"][1];
        assert_eq!((&enterprise["seatMinimum"], &enterprise["purchasedSeats"]), (&json!(20), &json!(0)));
        assert_eq!(enterprise["assignedSeats"], json!(5));
        assert_eq!(answer["suspension"], Value::Null);
        assert!(answer.get("object").is_none(), "a plain record");
    }
}

#[tokio::test]
async fn billing_refuses_in_its_own_way() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    for rest in ["subscription", "vnext/warnings"] {
        let path = format!("/api/providers/{id}/billing/{rest}");
        world.get(&stranger, &path).await.expect_message(401, "Unauthorized.");
        world.call(None, "GET", &path, None).await.expect_empty(401);
        let unknown = format!("/api/providers/{}/billing/{rest}", Uuid::new_v4());
        world.get(&ines, &unknown).await.expect_message(404, "Resource not found.");
    }
    world.sql("UPDATE provider SET status = 1").await;
    let path = format!("/api/providers/{id}/billing/subscription");
    world.get(&ines, &path).await.expect_message(401, "Unauthorized.");
}

#[tokio::test]
async fn a_provider_out_of_service_warns_each_role_differently() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (id, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, id, "tom@northwind.example", SERVICE).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    let path = format!("/api/providers/{id}/billing/vnext/warnings");
    let quiet = json!({"suspension": null, "taxId": null});
    assert_eq!(world.get(&ines, &path).await.expect(200), quiet);
    assert_eq!(world.get(&tom, &path).await.expect(200), quiet);
    world.sql("UPDATE provider SET enabled = 0").await;
    let for_admin = world.get(&ines, &path).await.expect(200);
    assert_eq!(for_admin["suspension"]["resolution"], "contact_support");
    let for_service_user = world.get(&tom, &path).await.expect(200);
    assert_eq!(for_service_user["suspension"]["resolution"], "contact_administrator");
    world.get(&stranger, &path).await.expect_message(401, "Unauthorized.");
}
