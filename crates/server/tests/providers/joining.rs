//! Joining an organisation: what it asks for by the token, what policies forbid, enrolment in account recovery, and the
//! owner who brings the keys (API contract §8.5, §11.4).

use portal_contracts::enums::{OrganizationUserType, PlanType};
use portal_server::organizations::invitations::{Invitation, invite};
use portal_server::organizations::{Opening, open_organization};
use rusqlite::params;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::{Answer, Person, World, public_key, sealed, shared};

pub const ENTERPRISE: i64 = 20;
pub const TEAMS: i64 = 17;

/// An organisation of one's own; returns its id and the owner with a token that knows it.
pub async fn organization(world: &World, owner: &Person, plan: i64) -> (Uuid, Person) {
    let body = json!({"name": "Bakery", "billingEmail": "bills@bakery.example", "planType": plan, "key": shared(3),
        "keys": {"publicKey": public_key(3), "encryptedPrivateKey": sealed()}, "collectionName": sealed(),
        "additionalSeats": 20});
    let made = world.post(owner, "/api/organizations", body).await.expect(200);
    (made["id"].as_str().unwrap().parse().unwrap(), world.sign_in(&owner.email).await)
}

/// Switches a policy on, whatever stood there before.
pub async fn policy(world: &World, organization: Uuid, kind: i64, data: Value) {
    world
        .app
        .state()
        .db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO policy (id, organization_id, type, enabled, data, created_at, revised_at)
                 VALUES (?1, ?2, ?3, 1, ?4, 0, 0)
                 ON CONFLICT (organization_id, type) DO UPDATE SET enabled = 1, data = ?4",
                params![Uuid::new_v4(), organization, kind, data.to_string()],
            )?;
            Ok(())
        })
        .await
        .unwrap();
}

/// Invites an address; returns the membership id.
pub async fn invited(world: &World, organization: Uuid, email: &str, kind: OrganizationUserType) -> Uuid {
    let (state, email) = (world.app.state().clone(), email.to_owned());
    let now = state.clock.now();
    let db = &world.app.state().db;
    db.write(move |tx| {
        let invitation = Invitation { organization, organization_name: "Bakery", email: &email, kind, manages: None };
        invite(tx, &state, invitation, now)
    })
    .await
    .unwrap()
}

async fn accept(world: &World, person: &Person, organization: Uuid, member: Uuid, key: Option<String>) -> Answer {
    let token = world.link_value(&person.email, "token").await;
    let path = format!("/api/organizations/{organization}/users/{member}/accept");
    world.post(person, &path, json!({"token": token, "resetPasswordKey": key})).await
}

async fn events(world: &World, organization: Uuid, kind: i64) -> i64 {
    let db = &world.app.state().db;
    db.read(move |conn| {
        let sql = "SELECT count(*) FROM event WHERE organization_id = ?1 AND type = ?2";
        Ok(conn.query_row(sql, params![organization, kind], |row| row.get(0))?)
    })
    .await
    .unwrap()
}

const USER: OrganizationUserType = OrganizationUserType::User;

#[tokio::test]
async fn invited_people_read_by_their_token_what_joining_asks_for() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, _) = organization(&world, &anna, ENTERPRISE).await;
    policy(&world, bakery, 1, json!({"minLength": 16})).await;
    policy(&world, bakery, 8, json!({"autoEnrollEnabled": true})).await;
    policy(&world, bakery, 3, json!({})).await;
    world.sql("UPDATE policy SET enabled = 0 WHERE type = 3").await;
    let email = "li+new@bakery.example";
    let member = invited(&world, bakery, email, USER).await;
    let token = world.link_value(email, "token").await;
    let encoded = email.replace('+', "%2B").replace('@', "%40");
    let path = |token: &str, email: &str, member: Uuid| {
        format!("/api/organizations/{bakery}/policies/token?token={token}&email={email}&organizationUserId={member}")
    };
    let list = world.call(None, "GET", &path(&token, &encoded, member), None).await.expect(200);
    let rows: Vec<_> = list["data"].as_array().unwrap().iter().collect();
    assert_eq!(rows.iter().map(|row| row["type"].as_i64().unwrap()).collect::<Vec<_>>(), [1, 8]);
    assert_eq!((&rows[0]["data"]["minLength"], &rows[0]["enabled"]), (&json!(16), &json!(true)));
    assert_eq!(rows[0]["organizationId"], json!(bakery));

    for wrong in [
        path("x.y", &encoded, member),
        path(&token, "eve%40elsewhere.example", member),
        path(&token, &encoded, Uuid::new_v4()),
        path(&token, &encoded, member).replace(&bakery.to_string(), &Uuid::new_v4().to_string()),
    ] {
        world.call(None, "GET", &wrong, None).await.expect(404);
    }
    world.sql("UPDATE organization SET plan_type = 17").await;
    world.call(None, "GET", &path(&token, &encoded, member), None).await.expect(404);
    world.app.state().clock.advance(time::Duration::hours(120));
    world.sql("UPDATE organization SET plan_type = 20").await;
    world.call(None, "GET", &path(&token, &encoded, member), None).await.expect(404);
}

#[tokio::test]
async fn somebody_elses_link_tells_nothing_about_its_state_or_about_oneself() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, anna) = organization(&world, &anna, TEAMS).await;
    let li = world.sign_up("li@bakery.example").await;
    let member = invited(&world, bakery, &li.email, USER).await;
    let token = world.link_value(&li.email, "token").await;
    let path = format!("/api/organizations/{bakery}/users/{member}/accept");
    let foreign = async || world.post(&anna, &path, json!({"token": token})).await;
    // Anna is a member herself; that is no reason to call Li's invitation accepted.
    foreign().await.expect_message(400, "Invalid token.");
    accept(&world, &li, bakery, member, None).await.expect_empty(200);
    foreign().await.expect_message(400, "Invalid token.");
    // One's own link that has done its work says so, however old it is.
    world.app.state().clock.advance(time::Duration::hours(200));
    let li = world.sign_in(&li.email).await;
    let again = accept(&world, &li, bakery, member, None).await.expect(400);
    assert!(again["message"].as_str().unwrap().starts_with("Invitation already accepted"));
}

#[tokio::test]
async fn whoever_is_in_the_organisation_already_is_told_so() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, anna) = organization(&world, &anna, TEAMS).await;
    let member = invited(&world, bakery, &anna.email, USER).await;
    let answer = accept(&world, &anna, bakery, member, None).await;
    answer.expect_message(400, "You are already part of this organization.");
}

#[tokio::test]
async fn two_step_login_can_be_the_condition() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, _) = organization(&world, &anna, ENTERPRISE).await;
    policy(&world, bakery, 0, json!({})).await;
    let li = world.sign_up("li@bakery.example").await;
    let member = invited(&world, bakery, &li.email, USER).await;
    let refused = "You cannot join this organization until you enable two-step login on your user account.";
    accept(&world, &li, bakery, member, None).await.expect_message(400, refused);
    let kim = world.sign_up("kim@bakery.example").await;
    let admin = invited(&world, bakery, &kim.email, OrganizationUserType::Admin).await;
    accept(&world, &kim, bakery, admin, None).await.expect_empty(200);
    world
        .sql(
            "INSERT INTO two_factor (user_id, type, enabled, data)
             SELECT id, 0, 1, 'SECRET' FROM user WHERE email = 'li@bakery.example'",
        )
        .await;
    accept(&world, &li, bakery, member, None).await.expect_empty(200);
}

#[tokio::test]
async fn one_organisation_can_exclude_others() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, _) = organization(&world, &anna, ENTERPRISE).await;
    policy(&world, bakery, 3, json!({})).await;
    let li = world.sign_up("li@elsewhere.example").await;
    let (elsewhere, li) = organization(&world, &li, ENTERPRISE).await;
    let member = invited(&world, bakery, &li.email, USER).await;
    let only = "You may not join this organization until you leave or remove all other organizations.";
    accept(&world, &li, bakery, member, None).await.expect_message(400, only);

    // The other way round: who is in the bakery joins nothing else. Owners are not bound.
    let tom = world.sign_up("tom@bakery.example").await;
    let inside = invited(&world, bakery, &tom.email, USER).await;
    accept(&world, &tom, bakery, inside, None).await.expect_empty(200);
    let outside = invited(&world, elsewhere, &tom.email, USER).await;
    let forbidden =
        "You cannot join this organization because you are a member of another organization which forbids it.";
    accept(&world, &tom, elsewhere, outside, None).await.expect_message(400, forbidden);
    let owner = invited(&world, elsewhere, &anna.email, USER).await;
    accept(&world, &anna, elsewhere, owner, None).await.expect_empty(200);
}

#[tokio::test]
async fn automatic_enrolment_needs_the_key_and_is_noted() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, _) = organization(&world, &anna, ENTERPRISE).await;
    policy(&world, bakery, 8, json!({"autoEnrollEnabled": true})).await;
    let li = world.sign_up("li@bakery.example").await;
    let member = invited(&world, bakery, &li.email, USER).await;
    let needed = "Master Password reset is required, but not provided.";
    accept(&world, &li, bakery, member, None).await.expect_message(400, needed);
    accept(&world, &li, bakery, member, Some(sealed())).await.expect(400);
    assert_eq!(events(&world, bakery, 1506).await, 0);
    accept(&world, &li, bakery, member, Some(shared(4))).await.expect_empty(200);
    assert_eq!(events(&world, bakery, 1506).await, 1);
    let profile = world.get(&li, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizationsNew"][0]["resetPasswordEnrolled"], json!(true));
}

async fn opened(world: &World, email: &str) -> (Uuid, Uuid) {
    let opening = Opening {
        name: "Lakeside Clinic".to_owned(),
        owner_email: email.to_owned(),
        plan: PlanType::EnterpriseAnnually,
        seats: 12,
    };
    open_organization(world.app.state(), opening).await.unwrap()
}

fn beginning(token: &str) -> Value {
    json!({"token": token, "key": shared(5), "collectionName": sealed(),
        "keys": {"publicKey": public_key(5), "encryptedPrivateKey": sealed()}})
}

#[tokio::test]
async fn the_owner_brings_the_keys_and_needs_nobody_to_confirm() {
    let world = World::new().await;
    let (clinic, member) = opened(&world, "vera@clinic.example").await;
    assert_eq!(world.link_value("vera@clinic.example", "initOrganization").await, "True");
    let token = world.link_value("vera@clinic.example", "token").await;
    let vera = world.sign_up("vera@clinic.example").await;
    let eve = world.sign_up("eve@elsewhere.example").await;
    let path = format!("/api/organizations/{clinic}/users/{member}/accept-init");

    world.post(&eve, &path, beginning(&token)).await.expect_message(400, "Invalid token.");
    world.call(None, "POST", &path, Some(beginning(&token))).await.expect_empty(401);
    for (part, value) in [
        ("key", json!(sealed())),
        ("keys", json!({"publicKey": "", "encryptedPrivateKey": sealed()})),
        ("keys", json!({"publicKey": public_key(5), "encryptedPrivateKey": shared(5)})),
        ("collectionName", json!("Default")),
    ] {
        let mut body = beginning(&token);
        body[part] = value;
        world.post(&vera, &path, body).await.expect(400);
    }
    world.post(&vera, &path, beginning(&token)).await.expect_empty(204);
    let again = world.post(&vera, &path, beginning(&token)).await.expect(400);
    assert!(again["message"].as_str().unwrap().starts_with("Invitation already accepted"));

    let vera = world.sign_in(&vera.email).await;
    let profile = world.get(&vera, "/api/accounts/profile").await.expect(200);
    let entry = &profile["organizations"][0];
    assert_eq!((&entry["id"], &entry["key"], &entry["type"]), (&json!(clinic), &json!(shared(5)), &json!(0)));
    assert_eq!((&entry["status"], &entry["enabled"]), (&json!(2), &json!(true)));
    world.get(&vera, &format!("/api/organizations/{clinic}")).await.expect(200);
    let key = world.get(&eve, &format!("/api/organizations/{clinic}/public-key")).await.expect(200);
    assert_eq!(key["publicKey"], json!(public_key(5)));
    assert_eq!(events(&world, clinic, 1501).await, 1);
}

#[tokio::test]
async fn only_the_owner_of_an_organisation_without_keys_begins_it() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let (bakery, _) = organization(&world, &anna, TEAMS).await;
    let li = world.sign_up("li@bakery.example").await;
    let second = invited(&world, bakery, &li.email, OrganizationUserType::Owner).await;
    assert_eq!(world.link_value(&li.email, "initOrganization").await, "False");
    let token = world.link_value(&li.email, "token").await;
    let path = format!("/api/organizations/{bakery}/users/{second}/accept-init");
    let refused = world.post(&li, &path, beginning(&token)).await;
    refused.expect_message(400, "Organization is not on a Pending status.");

    let (clinic, _) = opened(&world, "vera@clinic.example").await;
    let kim = world.sign_up("kim@clinic.example").await;
    let member = invited(&world, clinic, &kim.email, OrganizationUserType::Admin).await;
    let token = world.link_value(&kim.email, "token").await;
    let path = format!("/api/organizations/{clinic}/users/{member}/accept-init");
    let refused = world.post(&kim, &path, beginning(&token)).await;
    refused.expect_message(400, "Organization is not on a Pending status.");
    world.sql("UPDATE organization SET public_key = 'there' WHERE status = 0").await;
    let vera = world.sign_up("vera@clinic.example").await;
    let owner = world.link_value(&vera.email, "organizationUserId").await;
    let token = world.link_value(&vera.email, "token").await;
    let path = format!("/api/organizations/{clinic}/users/{owner}/accept-init");
    world.post(&vera, &path, beginning(&token)).await.expect_message(400, "Organization already has keys.");
}
