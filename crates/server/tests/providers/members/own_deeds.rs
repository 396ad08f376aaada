//! What members do with their own accounts stands in the log of the client (API contract §14.3).

use data_encoding::BASE64;
use portal_server::totp;
use serde_json::{Value, json};

use super::{Club, ENTERPRISE, USER};
use crate::world::{Person, sealed};

/// Signs in with a code of the authenticator app that is not the right one.
async fn sign_in_with_wrong_code(club: &Club, person: &Person) {
    let password = BASE64.encode(person.email.as_bytes()).replace('+', "%2B").replace('=', "%3D");
    let form = format!(
        "grant_type=password&client_id=web&scope=api+offline_access&username={}&password={password}&deviceType=9\
         &deviceIdentifier=test-device&deviceName=chrome&twoFactorProvider=0&twoFactorToken=nonsense",
        person.email.replace('@', "%40")
    );
    club.world.token(&form).await.expect(400);
}

#[tokio::test]
async fn second_steps_and_passwords_of_members_leave_a_line_each() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (_, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    // Who has only been invited or agreed is nobody's member yet.
    let (_, anna) = club.accepted("anna@bakery.example", USER, json!({})).await;
    let hash = |person: &Person| BASE64.encode(person.email.as_bytes());
    for person in [&ulla, &anna] {
        let secret = json!({"masterPasswordHash": hash(person)});
        let offer = club.world.post(person, "/api/two-factor/get-authenticator", secret).await.expect(200);
        let code = totp::code_now(offer["key"].as_str().unwrap(), club.world.app.state().clock.now()).unwrap();
        let body = json!({"key": offer["key"], "token": code, "userVerificationToken": offer["userVerificationToken"]});
        club.world.put(person, "/api/two-factor/authenticator", body).await.expect(200);
        sign_in_with_wrong_code(&club, person).await;
        let off = json!({"type": 0, "masterPasswordHash": hash(person)});
        club.world.put(person, "/api/two-factor/disable", off.clone()).await.expect(200);
        club.world.put(person, "/api/two-factor/disable", off).await.expect(200);

        let kdf = json!({"kdfType": 0, "iterations": 600_000});
        let change = json!({
            "masterPasswordHash": hash(person), "newMasterPasswordHash": "bmV3", "key": sealed(),
            "authenticationData": {"kdf": kdf, "salt": person.email, "masterPasswordAuthenticationHash": "bmV3"},
            "unlockData": {"kdf": kdf, "salt": person.email, "masterKeyWrappedUserKey": sealed()},
        });
        club.world.post(person, "/api/accounts/password", change).await.expect(200);
    }
    let log = club.world.get(&club.tom, &format!("/api/organizations/{}/events", club.id)).await.expect(200);
    let own: Vec<&Value> =
        log["data"].as_array().unwrap().iter().filter(|event| event["actingUserId"] == json!(ulla.id)).collect();
    let mut types: Vec<i64> =
        own.iter().filter_map(|event| event["type"].as_i64()).filter(|kind| (1001..1100).contains(kind)).collect();
    types.reverse();
    assert_eq!(types, [1002, 1006, 1003, 1001], "switching off what is off is no deed");
    for event in own {
        assert_eq!((&event["userId"], &event["organizationId"]), (&json!(ulla.id), &json!(club.id)));
        assert_eq!((&event["deviceType"], &event["ipAddress"]), (&json!(9), &json!("127.0.0.1")));
    }
    for kind in types {
        assert_eq!(club.events(kind).await, 1, "{kind} of the member alone");
    }
}

#[tokio::test]
async fn members_report_an_export_of_the_clients_vault_and_nobody_else_does() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (_, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let (_, anna) = club.accepted("anna@bakery.example", USER, json!({})).await;
    let report = json!([{"type": 1602, "date": "2026-01-01T00:00:00.000Z", "organizationId": club.id}]);
    for person in [&anna, &club.tom] {
        club.world.post(person, "/events/collect", report.clone()).await.expect_empty(200);
    }
    assert_eq!(club.events(1602).await, 0);
    club.world.post(&ulla, "/events/collect", report).await.expect_empty(200);
    assert_eq!(club.events(1602).await, 1);
    let path = format!("/api/organizations/{}/events?start=2025-12-31T00:00:00Z&end=2026-01-02T00:00:00Z", club.id);
    let log = club.world.get(&club.tom, &path).await.expect(200);
    let event = &log["data"][0];
    assert_eq!((&event["type"], &event["actingUserId"]), (&json!(1602), &json!(ulla.id)));
}
