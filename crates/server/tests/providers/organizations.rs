//! Organisations of one's own, and joining one by invitation (API contract §7, §8.5).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::policies::scene::{ADMIN, CUSTOM, OWNER, Scene};
use crate::world::{Person, World, public_key, sealed, shared};

const SERVICE: i64 = 1;

fn own(plan: i64, seats: i64) -> Value {
    json!({"name": "Bakery", "billingEmail": "bills@bakery.example", "planType": plan, "key": shared(3),
        "keys": {"publicKey": public_key(3), "encryptedPrivateKey": sealed()}, "collectionName": sealed(),
        "additionalSeats": seats})
}

#[tokio::test]
async fn whoever_makes_an_organisation_owns_it() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let made = world.post(&anna, "/api/organizations", own(0, 0)).await.expect(200);
    assert_eq!((&made["object"], &made["name"]), (&json!("organization"), &json!("Bakery")));
    assert_eq!((&made["planType"], &made["seats"], &made["maxCollections"]), (&json!(0), &json!(2), &json!(2)));
    let id = made["id"].as_str().unwrap();
    let path = format!("/api/organizations/{id}");

    // The membership shows at once, the right comes with the next token.
    let profile = world.get(&anna, "/api/accounts/profile").await.expect(200);
    let entry = &profile["organizations"][0];
    assert_eq!((&entry["object"], &entry["id"]), (&json!("profileOrganization"), &json!(id)));
    assert_eq!((&entry["type"], &entry["status"], &entry["key"]), (&json!(0), &json!(2), &json!(shared(3))));
    assert!(entry["organizationUserId"].is_string());
    assert_eq!(profile["organizationsNew"], profile["organizations"]);
    world.get(&anna, &path).await.expect(404);
    let anna = world.sign_in(&anna.email).await;
    assert_eq!(world.get(&anna, &path).await.expect(200)["id"], json!(id));

    let stranger = world.sign_up("eve@elsewhere.example").await;
    world.get(&stranger, &path).await.expect_message(404, "Resource not found.");
    let key = world.get(&stranger, &format!("{path}/public-key")).await.expect(200);
    assert_eq!(key, json!({"object": "organizationPublicKey", "publicKey": public_key(3)}));
    world.get(&stranger, &format!("/api/organizations/{}/public-key", Uuid::new_v4())).await.expect(404);
    world.call(None, "GET", &format!("{path}/public-key"), None).await.expect_empty(401);
}

#[tokio::test]
async fn an_organisation_is_checked_before_it_is_made() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    world.call(None, "POST", "/api/organizations", Some(own(0, 0))).await.expect_empty(401);
    world.post(&anna, "/api/organizations", own(7, 1)).await.expect(400);
    world.post(&anna, "/api/organizations", own(17, 0)).await.expect(400);
    for (member, value) in [
        ("name", json!("x".repeat(51))),
        ("billingEmail", json!("nobody")),
        ("key", json!(sealed())),
        ("keys", json!({"publicKey": "", "encryptedPrivateKey": ""})),
        ("collectionName", json!("Default")),
    ] {
        let mut body = own(17, 1);
        body[member] = value;
        world.post(&anna, "/api/organizations", body).await.expect(400);
    }
    let profile = world.get(&anna, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizations"], json!([]));
}

/// A provider with one client whose owner is invited.
async fn invited() -> (World, Uuid, Person, Uuid) {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    let (_, organization) = world.client(&ines, provider, "Bakery", 17, 5).await;
    (world, provider, ines, organization)
}

#[tokio::test]
async fn an_invited_owner_registers_with_the_mail_and_accepts() {
    let (world, provider, ines, organization) = invited().await;
    let email = "owner@client.example";
    let member: Uuid = world.link_value(email, "organizationUserId").await.parse().unwrap();
    let token = world.link_value(email, "token").await;
    let wrong = json!({"organizationUserId": Uuid::new_v4(), "orgInviteToken": token});
    world.register(email, wrong).await.expect(400);
    let proof = json!({"organizationUserId": member, "orgInviteToken": token});
    world.register("eve@elsewhere.example", proof.clone()).await.expect(400);
    world.register(email, proof).await.expect(200);
    let owner = world.sign_in(email).await;

    let path = format!("/api/organizations/{organization}/users/{member}/accept");
    let body = json!({"token": token, "resetPasswordKey": null});
    world.post(&ines, &path, body.clone()).await.expect_message(400, "Invalid token.");
    world.call(None, "POST", &path, Some(body.clone())).await.expect_empty(401);
    world.post(&owner, &path, json!({"token": "x"})).await.expect_message(400, "Invalid token.");
    world.post(&owner, &path, body.clone()).await.expect_empty(200);
    let again = world.post(&owner, &path, body.clone()).await.expect(400);
    assert!(again["message"].as_str().unwrap().starts_with("Invitation already accepted"));
    let unknown = format!("/api/organizations/{organization}/users/{}/accept", Uuid::new_v4());
    world.post(&owner, &unknown, body).await.expect_message(400, "User invalid.");

    let profile = world.get(&owner, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizations"], json!([]), "not confirmed yet");
    assert_eq!(profile["organizationsNew"][0]["id"], json!(organization));
    assert_eq!(profile["organizationsNew"][0]["status"], json!(1));
    let list = world.get(&ines, &format!("/api/providers/{provider}/organizations")).await.expect(200);
    assert_eq!((&list["data"][0]["userCount"], &list["data"][0]["occupiedSeats"]), (&json!(0), &json!(1)));
}

#[tokio::test]
async fn an_old_or_revoked_invitation_is_refused() {
    let (world, _, _, organization) = invited().await;
    let email = "owner@client.example";
    let owner = world.sign_up(email).await;
    let member = world.link_value(email, "organizationUserId").await;
    let token = world.link_value(email, "token").await;
    let path = format!("/api/organizations/{organization}/users/{member}/accept");
    world.sql("UPDATE organization_user SET status = -1").await;
    let revoked = "Your organization access has been revoked.";
    world.post(&owner, &path, json!({"token": token})).await.expect_message(400, revoked);
    world.sql("UPDATE organization_user SET status = 0").await;
    world.app.state().clock.advance(time::Duration::hours(120));
    let owner = world.sign_in(email).await;
    world.post(&owner, &path, json!({"token": token})).await.expect_message(400, "Invalid token.");
}

#[tokio::test]
async fn an_owner_with_an_account_is_told_so_in_the_link() {
    let world = World::new().await;
    world.sign_up("owner@client.example").await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    world.client(&ines, provider, "Bakery", 17, 5).await;
    assert_eq!(world.link_value("owner@client.example", "orgUserHasExistingUser").await, "True");
}

#[tokio::test]
async fn providers_open_their_clients_and_leave_a_trace() {
    let (world, provider, ines, organization) = invited().await;
    let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let olga = world.sign_up("olga@other.example").await;
    let (_, olga) = world.provider(&olga).await;
    let path = format!("/api/organizations/{organization}");
    world.get(&olga, &path).await.expect(404);
    let opened = world.get(&tom, &path).await.expect(200);
    assert_eq!((&opened["plan"]["type"], &opened["useGroups"]), (&json!(17), &json!(true)));
    assert_eq!(opened["billingEmail"], "bills@northwind.example");
    let log = world.get(&ines, &format!("/api/providers/{provider}/events")).await.expect(200);
    assert_eq!((&log["data"][0]["type"], &log["data"][0]["actingUserId"]), (&json!(1903), &json!(tom.id)));
    let both = async |kind: i64| {
        world
            .app
            .state()
            .db
            .read(move |conn| {
                Ok(conn.query_row("SELECT count(*) FROM event WHERE type = ?1", [kind], |row| row.get::<_, i64>(0))?)
            })
            .await
            .unwrap()
    };
    assert_eq!((both(1903).await, both(1603).await), (1, 1));
}

#[tokio::test]
async fn an_organisation_out_of_service_is_entered_by_its_owners_and_its_provider_only() {
    let scene = Scene::new().await;
    let mut members = Vec::new();
    for (email, role) in
        [("olaf@fabrikam.example", OWNER), ("adam@fabrikam.example", ADMIN), ("cora@fabrikam.example", CUSTOM)]
    {
        scene.member(scene.client, email, role, Some(r#"{"manageUsers":true}"#)).await;
        members.push(email);
    }
    scene.world.sql("UPDATE organization SET enabled = 0").await;
    let path = format!("/api/organizations/{}/users", scene.client);
    for (email, status) in [
        (members[0], 200),
        (members[1], 404),
        (members[2], 404),
        ("tom@northwind.example", 200),
        ("ines@northwind.example", 200),
    ] {
        let person = scene.world.sign_in(email).await;
        scene.world.get(&person, &path).await.expect(status);
    }
}
