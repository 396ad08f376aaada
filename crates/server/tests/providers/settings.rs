//! What an organisation is set to, who may change it, and what is written into its log (API contract §7, §13.4).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Person, World, public_key, sealed};

const SERVICE: i64 = 1;
pub const OWNER: i64 = 0;
pub const ADMIN: i64 = 1;
pub const USER: i64 = 2;
pub const CUSTOM: i64 = 4;

/// A provider with a client, seen by an admin and by a service user who is no member of the client.
pub struct Scene {
    pub world: World,
    pub provider: Uuid,
    pub ines: Person,
    pub tom: Person,
    pub client: Uuid,
}

impl Scene {
    pub async fn new(plan: i64) -> Self {
        let world = World::new().await;
        let ines = world.sign_up("ines@northwind.example").await;
        let (provider, ines) = world.provider(&ines).await;
        let (_, client) = world.client(&ines, provider, "Bakery", plan, 10).await;
        let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
        Self { world, provider, ines, tom, client }
    }

    /// A confirmed member of the client: membership id and person.
    pub async fn member(&self, email: &str, kind: i64, permissions: Value) -> (Uuid, Person) {
        let person = self.world.sign_up(email).await;
        let (id, client, user) = (Uuid::new_v4(), self.client, person.id);
        self.run(
            "INSERT INTO organization_user (id, organization_id, user_id, status, type, permissions, created_at, revised_at)
             VALUES (?1, ?2, ?3, 2, ?4, ?5, 0, 0)",
            (id, client, user, kind, permissions.to_string()),
        )
        .await;
        (id, self.world.sign_in(email).await)
    }

    pub async fn run(&self, statement: &'static str, params: impl rusqlite::Params + Send + 'static) {
        let work = move |tx: &rusqlite::Transaction<'_>| {
            assert!(tx.execute(statement, params)? > 0, "nothing changed: {statement}");
            Ok(())
        };
        self.world.app.state().db.write(work).await.unwrap();
    }

    pub fn path(&self, tail: &str) -> String {
        format!("/api/organizations/{}{tail}", self.client)
    }

    /// Types in the client's log, oldest first, from a number on.
    pub async fn log(&self, from: i64, to: i64) -> Vec<(i64, Option<Uuid>)> {
        let client = self.client;
        let work = move |conn: &rusqlite::Connection| {
            let mut statement = conn.prepare(
                "SELECT type, group_id FROM event WHERE organization_id = ?1 AND type BETWEEN ?2 AND ?3 ORDER BY seq",
            )?;
            let rows =
                statement.query_map(rusqlite::params![client, from, to], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        };
        self.world.app.state().db.read(work).await.unwrap()
    }
}

fn secret(person: &Person) -> String {
    data_encoding::BASE64.encode(person.email.as_bytes())
}

#[tokio::test]
async fn name_and_billing_address_are_changed_by_whoever_pays() {
    let scene = Scene::new(17).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let (_, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let path = scene.path("");
    let body = json!({"name": " Bakery & Sons ", "billingEmail": "money@bakery.example", "keys": null});
    let saved = scene.world.put(&scene.tom, &path, body).await.expect(200);
    assert_eq!((&saved["name"], &saved["billingEmail"]), (&json!("Bakery & Sons"), &json!("money@bakery.example")));

    // The own owner names the client, but does not say where the provider's invoices go.
    let both = json!({"name": "Bakery", "billingEmail": "olga@bakery.example"});
    scene.world.put(&olga, &path, both).await.expect_empty(401);
    let saved = scene.world.put(&olga, &path, json!({"name": "Bread", "billingEmail": null})).await.expect(200);
    assert_eq!((&saved["name"], &saved["billingEmail"]), (&json!("Bread"), &json!("money@bakery.example")));
    scene.world.put(&adam, &path, json!({"name": "Mine"})).await.expect(404);
    for body in [json!({"name": "x".repeat(51)}), json!({"name": " "}), json!({"billingEmail": "nobody"})] {
        scene.world.put(&scene.tom, &path, body).await.expect(400);
    }
    assert_eq!(scene.log(1600, 1600).await.len(), 2, "refusals write nothing");
    let profile = scene.world.get(&scene.tom, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providerOrganizations"][0]["name"], "Bread");

    // Without a provider the owner pays.
    scene.run("DELETE FROM provider_organization WHERE organization_id = ?1", [scene.client]).await;
    let saved = scene.world.put(&olga, &path, json!({"billingEmail": "olga@bakery.example"})).await.expect(200);
    assert_eq!(saved["billingEmail"], "olga@bakery.example");
    scene.world.put(&scene.tom, &path, json!({"name": "Mine"})).await.expect(404);
}

#[tokio::test]
async fn each_setting_that_flips_writes_its_own_event() {
    let scene = Scene::new(17).await;
    let (_, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let path = scene.path("/collection-management");
    let before = scene.world.get(&adam, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    scene.world.app.state().clock.advance(time::Duration::seconds(5));
    let body = json!({"limitCollectionCreation": true, "limitItemDeletion": true});
    let saved = scene.world.put(&scene.tom, &path, body).await.expect(200);
    assert_eq!((&saved["limitItemDeletion"], &saved["limitCollectionDeletion"]), (&json!(true), &json!(false)));
    let after = scene.world.get(&adam, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    assert!(after > before, "members have something to synchronise");
    let body = json!({"limitItemDeletion": true, "allowAdminAccessToAllCollectionItems": true});
    scene.world.put(&scene.ines, &path, body.clone()).await.expect(200);
    scene.world.put(&scene.ines, &path, body).await.expect(200);
    scene.world.put(&adam, &path, json!({})).await.expect(404);
    let types: Vec<i64> = scene.log(1609, 1617).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(types, [1610, 1614, 1611, 1616]);
}

#[tokio::test]
async fn every_setting_has_an_event_for_each_direction() {
    let settings = [
        ("limitCollectionCreation", 1610),
        ("limitCollectionDeletion", 1612),
        ("limitItemDeletion", 1614),
        ("allowAdminAccessToAllCollectionItems", 1616),
    ];
    for (setting, number) in settings {
        let scene = Scene::new(17).await;
        let path = scene.path("/collection-management");
        // As new clients are: everything open, then this one alone.
        scene.world.put(&scene.tom, &path, json!({})).await.expect(200);
        let before = scene.log(1609, 1617).await.len();
        for on in [true, false] {
            scene.world.put(&scene.tom, &path, json!({ setting: on })).await.expect(200);
        }
        let types: Vec<i64> = scene.log(1609, 1617).await.into_iter().skip(before).map(|(kind, _)| kind).collect();
        assert_eq!(types, [number, number + 1], "{setting}");
    }
}

#[tokio::test]
async fn an_api_key_is_shown_and_renewed_for_the_password() {
    let scene = Scene::new(17).await;
    let (_, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let (show, rotate) = (scene.path("/api-key"), scene.path("/rotate-api-key"));
    let body = |person: &Person| json!({"type": 0, "masterPasswordHash": secret(person)});
    let first = scene.world.post(&scene.tom, &show, body(&scene.tom)).await.expect(200);
    let key = first["apiKey"].as_str().unwrap().to_owned();
    assert_eq!((first["object"].as_str().unwrap(), key.len()), ("apiKey", 30));
    let again = scene.world.post(&scene.ines, &show, body(&scene.ines)).await.expect(200);
    assert_eq!(again["apiKey"], json!(key), "one key for all");
    let renewed = scene.world.post(&scene.tom, &rotate, body(&scene.tom)).await.expect(200);
    assert_ne!(renewed["apiKey"], json!(key));
    assert_eq!(scene.world.post(&scene.tom, &show, body(&scene.tom)).await.expect(200)["apiKey"], renewed["apiKey"]);
    let listed = scene.world.get(&scene.tom, &scene.path("/api-key-information")).await.expect(200);
    assert_eq!((&listed["data"][0]["keyType"], &listed["data"][1]), (&json!(0), &Value::Null));
    assert!(!listed.to_string().contains(renewed["apiKey"].as_str().unwrap()));
    let none = scene.world.get(&scene.tom, &scene.path("/api-key-information/2")).await.expect(200);
    assert_eq!(none["data"], json!([]));

    let wrong = json!({"type": 0, "masterPasswordHash": secret(&scene.ines)});
    let refused = scene.world.post(&scene.tom, &rotate, wrong).await.expect(400);
    assert_eq!(refused["validationErrors"]["MasterPasswordHash"], json!(["Invalid password."]));
    scene.world.post(&adam, &show, body(&adam)).await.expect(404);
    scene.world.post(&scene.tom, &show, json!({"type": 1, "masterPasswordHash": secret(&scene.tom)})).await.expect(404);
    // The other kind is another key, for admins too.
    let scim = json!({"type": 2, "masterPasswordHash": secret(&adam)});
    assert_ne!(scene.world.post(&adam, &show, scim).await.expect(200)["apiKey"], renewed["apiKey"]);
}

#[tokio::test]
async fn a_key_pair_is_set_once_and_its_private_half_is_for_managers() {
    let scene = Scene::new(17).await;
    let (_, uma) = scene.member("uma@bakery.example", USER, json!({})).await;
    let pair = json!({"publicKey": public_key(8), "encryptedPrivateKey": sealed()});
    let present = "Organization Keys already exist.";
    scene.world.post(&scene.tom, &scene.path("/keys"), pair.clone()).await.expect_message(400, present);
    let body = json!({"name": "Bakery", "keys": pair.clone()});
    scene.world.put(&scene.tom, &scene.path(""), body).await.expect(200);
    let key = scene.world.get(&uma, &scene.path("/public-key")).await.expect(200);
    assert_eq!(key["publicKey"], json!(public_key(7)), "kept");
    let private = scene.world.get(&scene.tom, &scene.path("/private-key")).await.expect(200);
    assert_eq!(private["privateKey"], json!(sealed()));
    scene.world.get(&uma, &scene.path("/private-key")).await.expect(404);

    scene
        .run("UPDATE organization SET public_key = NULL, encrypted_private_key = NULL WHERE id = ?1", [scene.client])
        .await;
    scene.world.post(&uma, &scene.path("/keys"), pair.clone()).await.expect(404);
    let bad = json!({"publicKey": "x", "encryptedPrivateKey": sealed()});
    scene.world.post(&scene.tom, &scene.path("/keys"), bad).await.expect(400);
    let set = scene.world.post(&scene.tom, &scene.path("/keys"), pair).await.expect(200);
    assert_eq!((&set["object"], &set["publicKey"]), (&json!("organizationKeys"), &json!(public_key(8))));
}

#[tokio::test]
async fn the_subscription_is_the_business_of_whoever_pays() {
    let scene = Scene::new(19).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let (_, uma) = scene.member("uma@bakery.example", USER, json!({})).await;
    let path = scene.path("/subscription");
    let seen = scene.world.get(&scene.tom, &path).await.expect(200);
    assert_eq!((&seen["object"], &seen["seats"]), (&json!("organizationSubscription"), &json!(10)));
    assert_eq!((&seen["plan"]["type"], &seen["billingEmail"]), (&json!(19), &json!("bills@northwind.example")));
    assert_eq!(scene.log(1603, 1603).await.len(), 0, "reading it again is no second visit");
    scene.world.get(&olga, &path).await.expect(404);
    scene.world.get(&uma, &path).await.expect(404);
    for tail in ["/billing/vnext/metadata", "/billing/vnext/self-host/metadata"] {
        // Two members and the invited owner.
        let seats = scene.world.get(&uma, &scene.path(tail)).await.expect(200);
        assert_eq!(seats, json!({"isOnSecretsManagerStandalone": false, "organizationOccupiedSeats": 3}));
    }
    let warnings = scene.path("/billing/vnext/warnings");
    assert_eq!(scene.world.get(&olga, &warnings).await.expect(200)["inactiveSubscription"], Value::Null);
    scene.run("UPDATE organization SET enabled = 0 WHERE id = ?1", [scene.client]).await;
    let warned = scene.world.get(&scene.tom, &warnings).await.expect(200);
    assert_eq!(warned["inactiveSubscription"]["resolution"], "contact_provider");
    let stranger = scene.world.sign_up("eve@elsewhere.example").await;
    for tail in ["/subscription", "/billing/vnext/metadata", "/billing/vnext/warnings"] {
        scene.world.get(&stranger, &scene.path(tail)).await.expect(404);
    }
}

#[tokio::test]
async fn members_leave_and_the_last_owner_stays_unless_a_provider_goes_on() {
    let scene = Scene::new(17).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let (_, uma) = scene.member("uma@bakery.example", USER, json!({})).await;
    let path = scene.path("/leave");
    scene.world.call(Some(&scene.tom), "POST", &path, None).await.expect(404);
    scene.world.call(Some(&uma), "POST", &path, None).await.expect_empty(200);
    scene.world.call(Some(&uma), "POST", &path, None).await.expect(404);
    assert_eq!(scene.log(1516, 1516).await.len(), 1);
    let link = "DELETE FROM provider_organization WHERE organization_id = ?1";
    scene.run(link, [scene.client]).await;
    let last = "Organization must have at least one confirmed owner.";
    scene.world.call(Some(&olga), "POST", &path, None).await.expect_message(400, last);

    let managed = Scene::new(17).await;
    let (_, olga) = managed.member("olga@bakery.example", OWNER, json!({})).await;
    managed.world.call(Some(&olga), "POST", &managed.path("/leave"), None).await.expect_empty(200);
}

#[tokio::test]
async fn an_organisation_ends_with_the_password_and_frees_its_seats() {
    let scene = Scene::new(17).await;
    let (_, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let body = |person: &Person| Some(json!({"masterPasswordHash": secret(person)}));
    let path = scene.path("");
    scene.world.call(Some(&adam), "DELETE", &path, body(&adam)).await.expect(404);
    let wrong = scene.world.call(Some(&scene.ines), "DELETE", &path, body(&adam)).await;
    wrong.expect_message(400, "User verification failed.");
    scene.world.call(Some(&scene.ines), "DELETE", &path, body(&scene.ines)).await.expect_empty(200);
    scene.world.get(&scene.ines, &path).await.expect(404);
    let plans = format!("/api/providers/{}/billing/subscription", scene.provider);
    let plans = scene.world.get(&scene.ines, &plans).await.expect(200);
    assert_eq!(plans["plans"][0]["assignedSeats"], 0);
    let log = scene.world.get(&scene.ines, &format!("/api/providers/{}/events", scene.provider)).await.expect(200);
    assert_eq!(log["data"][0]["type"], 1902);
}
