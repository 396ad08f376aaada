//! Rules for master passwords: the strictest of one's organisations, at sign-in and on request (API contract §3, §4.5,
//! §11.1), and a password that somebody else has set.

use portal_contracts::enums::OrganizationUserType;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::joining::{ENTERPRISE, TEAMS, invited, organization, policy};
use crate::world::{Person, World, sealed};

async fn token_answer(world: &World, email: &str) -> Value {
    use data_encoding::BASE64;
    let password = BASE64.encode(email.as_bytes()).replace('+', "%2B").replace('=', "%3D");
    let form = format!(
        "grant_type=password&client_id=web&scope=api+offline_access&username={}&password={password}&deviceType=9\
         &deviceIdentifier=test-device&deviceName=chrome",
        email.replace('@', "%40")
    );
    world.token(&form).await.expect(200)
}

async fn joined(world: &World, organization: Uuid, person: &Person) {
    let member = invited(world, organization, &person.email, OrganizationUserType::User).await;
    let token = world.link_value(&person.email, "token").await;
    let path = format!("/api/organizations/{organization}/users/{member}/accept");
    world.post(person, &path, json!({"token": token})).await.expect_empty(200);
}

#[tokio::test]
async fn the_strictest_rules_of_all_organisations_come_with_the_sign_in() {
    let world = World::new().await;
    let anna = world.sign_up("anna@bakery.example").await;
    let none = token_answer(&world, &anna.email).await;
    assert_eq!(none["MasterPasswordPolicy"]["MinLength"], Value::Null);
    let (bakery, anna) = organization(&world, &anna, ENTERPRISE).await;
    let (cafe, anna) = organization(&world, &anna, ENTERPRISE).await;
    let (kiosk, anna) = organization(&world, &anna, TEAMS).await;
    policy(&world, bakery, 1, json!({"minLength": 14, "requireUpper": true, "requireLower": false})).await;
    policy(&world, cafe, 1, json!({"minLength": 12, "minComplexity": 3, "enforceOnLogin": true})).await;
    policy(&world, kiosk, 1, json!({"minLength": 99})).await;
    let rules = token_answer(&world, &anna.email).await["MasterPasswordPolicy"].clone();
    assert_eq!((&rules["MinLength"], &rules["MinComplexity"]), (&json!(14), &json!(3)));
    assert_eq!((&rules["RequireUpper"], &rules["RequireLower"]), (&json!(true), &Value::Null));
    assert_eq!((&rules["EnforceOnLogin"], &rules["Object"]), (&json!(true), &json!("masterPasswordPolicy")));

    let hash = data_encoding::BASE64.encode(anna.email.as_bytes());
    let body = json!({"masterPasswordHash": hash});
    let verified = world.post(&anna, "/api/accounts/verify-password", body).await.expect(200);
    assert_eq!((&verified["minLength"], &verified["object"]), (&json!(14), &json!("masterPasswordPolicy")));
    let sync = world.get(&anna, "/api/sync").await.expect(200);
    assert_eq!(sync["policies"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn rules_bind_whoever_has_agreed_and_nobody_from_the_provider() {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    let (_, client) = world.client(&ines, provider, "Bakery", 19, 5).await;
    policy(&world, client, 1, json!({"minLength": 20})).await;
    let li = world.sign_up("li@bakery.example").await;
    let own = format!("/api/organizations/{client}/policies/master-password");
    world.get(&li, &own).await.expect(404);
    joined(&world, client, &li).await;
    assert_eq!(token_answer(&world, &li.email).await["MasterPasswordPolicy"]["MinLength"], json!(20));
    assert_eq!(world.get(&li, &own).await.expect(200)["data"]["minLength"], json!(20));
    let sync = world.get(&li, "/api/sync").await.expect(200);
    assert_eq!((sync["policies"].as_array().unwrap().len(), sync["policiesNew"].as_array().unwrap().len()), (0, 1));

    joined(&world, client, &ines).await;
    assert_eq!(token_answer(&world, &ines.email).await["MasterPasswordPolicy"]["MinLength"], Value::Null);
    assert_eq!(world.get(&ines, &own).await.expect(200)["data"]["minLength"], json!(20));
    world.sql("UPDATE policy SET enabled = 0").await;
    world.get(&li, &own).await.expect(404);
    world.sql("UPDATE organization_user SET status = -1").await;
    world.sql("UPDATE policy SET enabled = 1").await;
    assert_eq!(token_answer(&world, &li.email).await["MasterPasswordPolicy"]["MinLength"], Value::Null);
}

#[tokio::test]
async fn a_password_that_somebody_else_has_set_is_replaced_without_the_old_one() {
    let world = World::new().await;
    let li = world.sign_up("li@bakery.example").await;
    let kdf = json!({"kdfType": 0, "iterations": 600_000, "memory": null, "parallelism": null});
    let hash = "bmV3IHBhc3N3b3JkIGhhc2g=";
    let body = json!({
        "newMasterPasswordHash": hash, "key": sealed(), "masterPasswordHint": null,
        "authenticationData": {"kdf": kdf, "masterPasswordAuthenticationHash": hash, "salt": li.email},
        "unlockData": {"kdf": kdf, "masterKeyWrappedUserKey": sealed(), "salt": li.email},
    });
    let path = "/api/accounts/update-temp-password";
    let refused = "User does not have a temporary password to update.";
    world.put(&li, path, body.clone()).await.expect_message(400, refused);
    world.sql("UPDATE user SET force_password_reset = 1").await;
    assert_eq!(token_answer(&world, &li.email).await["ForcePasswordReset"], json!(true));
    let mut half = body.clone();
    half["unlockData"] = Value::Null;
    world.put(&li, path, half).await.expect(400);
    world.call(None, "PUT", path, Some(body.clone())).await.expect_empty(401);
    world.put(&li, path, body.clone()).await.expect_empty(200);
    // The session goes on by its refresh token; the old password and the old access token are dead.
    world.get(&li, "/api/accounts/profile").await.expect_empty(401);
    let db = &world.app.state().db;
    let noted = db
        .read(
            |conn| Ok(conn.query_row("SELECT count(*) FROM event WHERE type = 1008", [], |row| row.get::<_, i64>(0))?),
        )
        .await
        .unwrap();
    assert_eq!(noted, 1);
}
