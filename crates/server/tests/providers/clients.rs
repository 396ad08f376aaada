//! Clients: list, create, change, take over, unlink, each by role (API contract §5.6).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Person, World, new_client, public_key, sealed, shared};

const SERVICE: i64 = 1;
const TEAMS: i64 = 17;
const ENTERPRISE: i64 = 19;

struct Team {
    world: World,
    provider: Uuid,
    /// Provider admin.
    ines: Person,
    /// Service user.
    tom: Person,
}

async fn team() -> Team {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    let (_, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    Team { world, provider, ines, tom }
}

impl Team {
    fn path(&self, rest: &str) -> String {
        format!("/api/providers/{}/{rest}", self.provider)
    }

    async fn list(&self) -> Vec<Value> {
        let list = self.world.get(&self.tom, &self.path("organizations")).await.expect(200);
        list["data"].as_array().unwrap().clone()
    }

    /// An organisation of somebody's own; returns its id.
    async fn own_organization(&self, owner: &Person, plan: i64, seats: i64) -> Uuid {
        let body = json!({"name": "Bakery", "billingEmail": owner.email, "planType": plan, "key": shared(3),
            "keys": {"publicKey": public_key(3), "encryptedPrivateKey": sealed()}, "collectionName": sealed(),
            "additionalSeats": seats});
        let made = self.world.post(owner, "/api/organizations", body).await.expect(200);
        made["id"].as_str().unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn a_new_client_shows_in_list_and_profile_and_its_owner_is_invited() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    let name = "A client whose name is longer than fifty characters, as is allowed";
    let mut body = new_client(name, "Anna@Client.example", ENTERPRISE, 10);
    body["key"] = json!(sealed());
    world.post(ines, &team.path("clients"), body).await.expect_empty(200);

    let list = team.list().await;
    let [entry] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(entry["object"], "providerOrganizationOrganizationDetail");
    assert_eq!(entry["organizationName"], name);
    assert_eq!(entry["key"], sealed());
    assert_eq!(entry["plan"], "Enterprise (Monthly)");
    assert_eq!((&entry["userCount"], &entry["seats"]), (&json!(0), &json!(10)));
    assert_eq!((&entry["occupiedSeats"], &entry["remainingSeats"]), (&json!(1), &json!(9)));
    assert_ne!(entry["id"], entry["organizationId"]);

    for person in [ines, &team.tom] {
        let profile = world.get(person, "/api/accounts/profile").await.expect(200);
        let client = &profile["providerOrganizations"][0];
        assert_eq!(client["object"], "profileProviderOrganization");
        assert_eq!(client["id"], entry["organizationId"]);
        assert_eq!(client["providerId"], json!(team.provider));
        assert_eq!((&client["status"], &client["type"]), (&json!(2), &json!(0)), "acts like an owner");
        assert_eq!(client["userId"], json!(person.id));
        assert!(client.get("organizationUserId").is_none());
        assert_eq!((&client["usePolicies"], &client["useGroups"]), (&json!(true), &json!(true)));
        assert_eq!((&client["useSecretsManager"], &client["hasPublicAndPrivateKeys"]), (&json!(false), &json!(true)));
        for setting in [
            "limitCollectionCreation",
            "limitCollectionDeletion",
            "limitItemDeletion",
            "allowAdminAccessToAllCollectionItems",
        ] {
            assert_eq!(client[setting], json!(false), "{setting}");
        }
        assert_eq!(profile["organizations"], json!([]));
    }

    let owner = "anna@client.example";
    assert_eq!(world.link_value(owner, "organizationId").await, entry["organizationId"].as_str().unwrap());
    assert_eq!(world.link_value(owner, "organizationName").await, name);
    assert_eq!(world.link_value(owner, "initOrganization").await, "False");
    assert_eq!(world.link_value(owner, "orgUserHasExistingUser").await, "False");
}

#[tokio::test]
async fn a_request_that_a_browser_sends_again_makes_no_second_client() {
    let team = team().await;
    let body = new_client("Only Once Ltd", "owner@once.example", TEAMS, 1);
    for _ in 0..2 {
        team.world.post(&team.ines, &team.path("clients"), body.clone()).await.expect_empty(200);
    }
    assert_eq!(team.list().await.len(), 1);
}

#[tokio::test]
async fn every_call_on_clients_asks_for_its_role() {
    let team = team().await;
    let (world, ines, tom) = (&team.world, &team.ines, &team.tom);
    let (link, organization) = world.client(ines, team.provider, "Bakery", TEAMS, 5).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    let waiting = world.sign_up("wanda@northwind.example").await;
    let member = world.invite(ines, team.provider, &waiting.email, 0).await;
    world.accept(&waiting, team.provider, member).await.expect(200);
    let waiting = world.sign_in(&waiting.email).await;

    let existing = json!({"organizationId": organization, "key": sealed()});
    let change = json!({"assignedSeats": 6, "name": "Bakery"});
    // Method, path, body, whether service users may.
    let calls = [
        ("GET", team.path("organizations"), None, true),
        ("GET", team.path("clients/addable"), None, true),
        ("PUT", team.path(&format!("clients/{link}")), Some(change), true),
        ("POST", team.path("clients"), Some(new_client("New", "a@b.example", TEAMS, 1)), false),
        ("POST", team.path("clients/existing"), Some(existing.clone()), false),
        ("POST", team.path("organizations/add"), Some(existing), false),
        ("DELETE", team.path(&format!("organizations/{link}")), None, false),
        ("POST", team.path(&format!("organizations/{link}/delete")), None, false),
    ];
    for (method, path, body, service_users_may) in calls {
        for person in [&stranger, &waiting] {
            world.call(Some(person), method, &path, body.clone()).await.expect_empty(403);
        }
        world.call(None, method, &path, body.clone()).await.expect_empty(401);
        let answer = world.call(Some(tom), method, &path, body).await;
        let expected = if service_users_may { 200 } else { 403 };
        assert_eq!(answer.status.as_u16(), expected, "{method} {path} by a service user");
    }
    assert_eq!(team.list().await.len(), 1, "nothing came of the refused calls");
}

#[tokio::test]
async fn a_client_is_checked_before_anything_is_made() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    let good = new_client("Bakery", "owner@bakery.example", TEAMS, 1);
    let wrong: [(&str, Value, &str); 12] = [
        ("name", json!(" "), "Name"),
        ("ownerEmail", json!("nobody"), "OwnerEmail"),
        ("planType", json!(20), "PlanType"),
        ("planType", json!(18), "PlanType"),
        ("planType", json!(0), "PlanType"),
        ("seats", json!(0), "Seats"),
        ("seats", json!(i64::MAX), "Seats"),
        ("key", json!("plain"), "Key"),
        ("key", json!(shared(1)), "Key"),
        ("keyPair", json!({"publicKey": "x", "encryptedPrivateKey": sealed()}), "KeyPair.PublicKey"),
        ("keyPair", json!({"publicKey": public_key(1), "encryptedPrivateKey": "x"}), "KeyPair.EncryptedPrivateKey"),
        ("collectionName", json!("Default collection"), "CollectionName"),
    ];
    for (member, value, property) in wrong {
        let mut body = good.clone();
        body[member] = value.clone();
        let refused = world.post(ines, &team.path("clients"), body).await.expect(400);
        assert!(refused["validationErrors"][property][0].is_string(), "{member} = {value}: {refused}");
    }
    for member in ["name", "ownerEmail", "planType", "seats", "key", "keyPair", "collectionName"] {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(member);
        world.post(ines, &team.path("clients"), body).await.expect(400);
    }
    assert!(team.list().await.is_empty());
    assert!(world.mails_to("owner@bakery.example").await.is_empty());

    world.sql("UPDATE provider SET status = 1").await;
    world.post(ines, &team.path("clients"), good.clone()).await.expect_empty(401);
    world.sql("UPDATE provider SET status = 2").await;
    world.sql("DELETE FROM provider_plan WHERE plan_type = 17").await;
    let refused = world.post(ines, &team.path("clients"), good).await.expect(500);
    assert_eq!(refused["object"], "error");
}

#[tokio::test]
async fn service_users_spread_paid_seats_and_admins_buy() {
    let team = team().await;
    let (world, ines, tom) = (&team.world, &team.ines, &team.tom);
    let (bakery, _) = world.client(ines, team.provider, "Bakery", TEAMS, 30).await;
    let (school, _) = world.client(ines, team.provider, "School", TEAMS, 10).await;
    let path = |link: Uuid| team.path(&format!("clients/{link}"));
    let seats = |number: i64| json!({"assignedSeats": number, "name": "Bakery"});
    let refusal = "Service users cannot purchase additional seats.";

    // 50 are included, 40 assigned.
    world.put(tom, &path(bakery), seats(40)).await.expect_empty(200);
    world.put(tom, &path(bakery), seats(41)).await.expect_message(401, refusal);
    world.put(ines, &path(bakery), seats(45)).await.expect_empty(200);
    // 5 are bought: every further rise buys, falling and renaming do not.
    world.put(tom, &path(school), json!({"assignedSeats": 11, "name": "School"})).await.expect_message(401, refusal);
    world.put(tom, &path(school), json!({"assignedSeats": 10, "name": "Old School"})).await.expect_empty(200);
    world.put(tom, &path(bakery), seats(44)).await.expect_empty(200);
    world.put(tom, &path(bakery), seats(0)).await.expect_empty(200);
    let names: Vec<Value> = team.list().await.iter().map(|entry| entry["organizationName"].clone()).collect();
    assert_eq!(names, ["Bakery", "Old School"]);
    assert_eq!(team.list().await[0]["remainingSeats"], json!(-1), "the server does not look at seats in use");
}

#[tokio::test]
async fn changes_need_a_name_a_number_and_a_managed_client_of_the_provider() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    let (link, organization) = world.client(ines, team.provider, "Bakery", TEAMS, 5).await;
    let path = team.path(&format!("clients/{link}"));
    world.put(ines, &path, json!({"assignedSeats": -1, "name": "Bakery"})).await.expect(400);
    world.put(ines, &path, json!({"assignedSeats": 5, "name": ""})).await.expect(400);
    world.put(ines, &path, json!({"name": "Bakery"})).await.expect(400);
    world.put(ines, &path, json!({"assignedSeats": 5})).await.expect(400);
    let good = json!({"assignedSeats": 5, "name": "Bakery"});
    // The organisation's own id is not the id of the link.
    world.put(ines, &team.path(&format!("clients/{organization}")), good.clone()).await.expect(404);
    let olga = world.sign_up("olga@other.example").await;
    let (other, olga) = world.provider(&olga).await;
    world.put(&olga, &format!("/api/providers/{other}/clients/{link}"), good.clone()).await.expect(404);

    world.sql("UPDATE organization SET status = 1").await;
    let refused = world.put(ines, &path, good).await.expect(500);
    assert_eq!(refused["object"], "error");
}

#[tokio::test]
async fn own_organisations_can_be_taken_over_and_nobody_elses() {
    let team = team().await;
    let (world, ines, tom) = (&team.world, &team.ines, &team.tom);
    let free = team.own_organization(ines, 0, 0).await;
    let paid = team.own_organization(ines, 18, 8).await;
    let toms = team.own_organization(tom, TEAMS, 60).await;

    let addable = world.get(ines, &team.path("clients/addable")).await.expect(200);
    assert_eq!(
        addable,
        json!([{"id": paid, "name": "Bakery", "plan": "Teams (Annually)", "seats": 8, "disabled": false}]),
        "a bare array without the free organisation"
    );
    let for_tom = world.get(tom, &team.path("clients/addable")).await.expect(200);
    assert_eq!((&for_tom[0]["id"], &for_tom[0]["disabled"]), (&json!(toms), &json!(true)), "50 seats are included");

    let path = team.path("clients/existing");
    let body = |id: Uuid| json!({"organizationId": id, "key": sealed()});
    world.post(ines, &path, body(toms)).await.expect(404);
    world.post(ines, &path, body(Uuid::new_v4())).await.expect(404);
    world.post(ines, &path, body(free)).await.expect_message(400, "This organisation cannot be added to the provider.");
    world.post(ines, &path, json!({"organizationId": paid, "key": "plain"})).await.expect(400);
    world.post(ines, &path, json!({"organizationId": "x", "key": sealed()})).await.expect(400);
    world.post(ines, &path, body(paid)).await.expect_empty(200);
    let again = world.post(ines, &path, body(paid)).await;
    again.expect_message(409, "This organisation already belongs to a provider.");

    let list = team.list().await;
    assert_eq!((&list[0]["organizationId"], &list[0]["plan"]), (&json!(paid), &json!("Teams (Monthly)")));
    assert_eq!((&list[0]["userCount"], &list[0]["seats"]), (&json!(1), &json!(8)));
    assert_eq!(world.get(ines, &team.path("clients/addable")).await.expect(200), json!([]));
    // The owner sees it in both lists, and who manages it in the own one.
    let ines = world.sign_in(&ines.email).await;
    let profile = world.get(&ines, "/api/accounts/profile").await.expect(200);
    let own = profile["organizations"].as_array().unwrap().iter().find(|entry| entry["id"] == json!(paid)).unwrap();
    assert_eq!((&own["providerId"], &own["providerName"]), (&json!(team.provider), &json!("Northwind IT")));
    assert_eq!((&own["key"], &own["type"]), (&json!(shared(3)), &json!(0)));
    assert_eq!(profile["providerOrganizations"][0]["id"], json!(paid));
}

#[tokio::test]
async fn the_older_path_takes_over_as_well() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    let paid = team.own_organization(ines, ENTERPRISE, 3).await;
    let body = json!({"organizationId": paid, "key": sealed()});
    world.post(ines, &team.path("organizations/add"), body).await.expect_empty(200);
    assert_eq!(team.list().await[0]["organizationId"], json!(paid));
}

#[tokio::test]
async fn a_client_is_let_go_only_with_a_confirmed_owner_of_its_own() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    let (link, _) = world.client(ines, team.provider, "Ownerless", TEAMS, 5).await;
    let path = team.path(&format!("organizations/{link}"));
    let refusal = "Organization must have at least one confirmed owner.";
    world.delete(ines, &path).await.expect_message(400, refusal);

    let paid = team.own_organization(ines, TEAMS, 3).await;
    let body = json!({"organizationId": paid, "key": sealed()});
    world.post(ines, &team.path("clients/existing"), body).await.expect(200);
    let list = team.list().await;
    let entry = list.iter().find(|entry| entry["organizationId"] == json!(paid)).unwrap();
    let own_link = entry["id"].as_str().unwrap();
    world.delete(ines, &team.path(&format!("organizations/{paid}"))).await.expect(404);
    world.delete(ines, &team.path(&format!("organizations/{own_link}"))).await.expect_empty(200);
    world.delete(ines, &team.path(&format!("organizations/{own_link}"))).await.expect(404);
    assert_eq!(team.list().await.len(), 1);
    // It stands on its own again: the owner keeps it, and could give it back.
    let ines = world.sign_in(&ines.email).await;
    let profile = world.get(&ines, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizations"][0]["providerId"], Value::Null);
    let addable = world.get(&ines, &team.path("clients/addable")).await.expect(200);
    assert_eq!(addable[0]["id"], json!(paid));
}

#[tokio::test]
async fn the_owners_of_a_client_that_is_let_go_are_told_that_it_pays_for_itself() {
    let team = team().await;
    let (world, ines, tom) = (&team.world, &team.ines, &team.tom);
    let bakery = team.own_organization(ines, TEAMS, 9).await;
    let body = json!({"organizationId": bakery, "key": sealed()});
    world.post(ines, &team.path("clients/existing"), body).await.expect(200);
    // Address, role, status, and how many mails.
    let people = [
        ("olga@bakery.example", 0, 2, 1),
        ("accepted@bakery.example", 0, 1, 0),
        ("revoked@bakery.example", 0, -1, 0),
        ("admin@bakery.example", 1, 2, 0),
    ];
    for (email, role, status, _) in people {
        let user = world.sign_up(email).await.id;
        let db = &world.app.state().db;
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO organization_user (id, organization_id, user_id, status, type, created_at, revised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)",
                (Uuid::new_v4(), bakery, user, status, role),
            )?;
            Ok(())
        })
        .await
        .unwrap();
    }
    let mails = async |email: &str| {
        let all = world.mails_to(email).await;
        all.into_iter().filter(|stored| stored.mail.subject == "Bakery needs a payment method").collect::<Vec<_>>()
    };
    let list = team.list().await;
    let path = team.path(&format!("organizations/{}", list[0]["id"].as_str().unwrap()));
    world.delete(tom, &path).await.expect_empty(403);
    assert!(mails(&ines.email).await.is_empty(), "who may not do it mails nobody");

    world.delete(ines, &path).await.expect_empty(200);
    for (email, _, _, count) in people {
        assert_eq!(mails(email).await.len(), count, "{email}");
    }
    assert_eq!((mails(&ines.email).await.len(), mails(&tom.email).await.len()), (1, 0));
    let told = mails("olga@bakery.example").await;
    for part in [&told[0].mail.text, &told[0].mail.html] {
        assert!(part.contains("Northwind IT no longer manages Bakery"), "{part}");
        assert!(part.contains("add a payment method"), "{part}");
    }
}

#[tokio::test]
async fn a_disabled_client_stays_in_list_and_profile() {
    let team = team().await;
    let (world, ines) = (&team.world, &team.ines);
    world.client(ines, team.provider, "Bakery", TEAMS, 5).await;
    world.sql("UPDATE organization SET enabled = 0").await;
    assert_eq!(team.list().await.len(), 1);
    let profile = world.get(ines, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providerOrganizations"][0]["enabled"], json!(false));
}

#[tokio::test]
async fn each_change_moves_the_revision_date_of_the_whole_team() {
    let team = team().await;
    let (world, ines, tom) = (&team.world, &team.ines, &team.tom);
    let date =
        async |person: &Person| world.get(person, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    let before = date(tom).await;
    world.app.state().clock.advance(time::Duration::seconds(5));
    world.client(ines, team.provider, "Bakery", TEAMS, 5).await;
    assert!(date(tom).await >= before + 5_000);
    assert_eq!(date(tom).await, date(ines).await);
}
