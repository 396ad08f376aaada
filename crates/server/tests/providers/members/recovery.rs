//! Account recovery: who is enrolled, who may recover whom, and what becomes of sessions.

use data_encoding::BASE64;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{ADMIN, CUSTOM, Club, ENTERPRISE, OWNER, USER};
use crate::world::{Person, sealed, shared};

/// A client in which account recovery is on.
async fn club() -> Club {
    let club = Club::new(ENTERPRISE, 20).await;
    for policy in [3, 8] {
        let path = format!("/api/organizations/{}/policies/{policy}", club.id);
        club.world.put(&club.tom, &path, json!({"policy": {"enabled": true, "data": {}}})).await.expect(200);
    }
    club
}

async fn enrol(club: &Club, person: &Person, key: Value) -> crate::world::Answer {
    let body = json!({"resetPasswordKey": key, "masterPasswordHash": BASE64.encode(person.email.as_bytes())});
    club.world.put(person, &club.users(&format!("/{}/reset-password-enrollment", person.id)), body).await
}

fn reset(email: &str) -> Value {
    let kdf = json!({"kdfType": 0, "iterations": 600_000});
    let hash = BASE64.encode(b"the new one");
    json!({
        "resetMasterPassword": true, "resetTwoFactor": false, "newMasterPasswordHash": hash, "key": sealed(),
        "authenticationData": {"kdf": kdf, "salt": email, "masterPasswordAuthenticationHash": hash},
        "unlockData": {"kdf": kdf, "salt": email, "masterKeyWrappedUserKey": sealed()},
    })
}

#[tokio::test]
async fn members_enrol_and_withdraw_themselves() {
    let club = club().await;
    let (member, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    enrol(&club, &ulla, json!(sealed())).await.expect(400);
    let mut stranger = ulla.clone();
    stranger.id = Uuid::new_v4();
    enrol(&club, &stranger, json!(shared(8))).await.expect(404);
    enrol(&club, &ulla, json!(shared(8))).await.expect_empty(200);
    assert_eq!(club.row(member).await["resetPasswordEnrolled"], json!(true));
    enrol(&club, &ulla, json!(null)).await.expect(200);
    assert_eq!((club.events(1506).await, club.events(1507).await), (1, 1));
    let wrong = json!({"resetPasswordKey": shared(8), "masterPasswordHash": "d3Jvbmc="});
    let path = club.users(&format!("/{}/reset-password-enrollment", ulla.id));
    club.world.put(&ulla, &path, wrong).await.expect(400);
    let policy = format!("/api/organizations/{}/policies/8", club.id);
    club.world
        .put(&club.tom, &policy, json!({"policy": {"enabled": true, "data": {"autoEnrollEnabled": true}}}))
        .await
        .expect(200);
    enrol(&club, &ulla, json!(shared(8))).await.expect(200);
    enrol(&club, &ulla, json!(null)).await.expect(400);
    club.world.put(&club.tom, &policy, json!({"policy": {"enabled": false, "data": {}}})).await.expect(200);
    let text = "Organization does not have the password reset policy enabled.";
    enrol(&club, &ulla, json!(shared(8))).await.expect_message(400, text);
}

#[tokio::test]
async fn a_recovered_account_is_signed_out_everywhere_and_must_choose_a_password() {
    let club = club().await;
    let (member, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let (details, recover) =
        (club.users(&format!("/{member}/reset-password-details")), club.users(&format!("/{member}/recover-account")));
    club.world.get(&club.tom, &details).await.expect_message(400, "Organization User not valid");
    enrol(&club, &ulla, json!(shared(8))).await.expect(200);
    let found = club.world.get(&club.tom, &details).await.expect(200);
    assert_eq!((&found["resetPasswordKey"], &found["encryptedPrivateKey"]), (&json!(shared(8)), &json!(sealed())));
    assert_eq!(
        (&found["kdfIterations"], &found["masterPasswordSalt"]),
        (&json!(600_000), &json!("ulla@bakery.example"))
    );
    let ids = json!({"ids": [member, Uuid::new_v4()]});
    let many = club.world.post(&club.tom, &club.users("/account-recovery-details"), ids).await.expect(200);
    assert_eq!(many["data"], json!([found]));
    club.world.get(&ulla, &details).await.expect(404);

    let mut other_kdf = reset("ulla@bakery.example");
    other_kdf["authenticationData"]["kdf"]["iterations"] = json!(700_000);
    club.world.put(&club.tom, &recover, other_kdf).await.expect(400);
    club.world.put(&club.tom, &recover, reset("ulla@bakery.example")).await.expect_empty(204);
    club.world.get(&ulla, "/api/accounts/profile").await.expect_empty(401);
    assert_eq!(club.events(1508).await, 1);
    let mails = club.world.mails_to("ulla@bakery.example").await;
    assert_eq!(mails[0].mail.subject, "Your account was recovered");
    let form = format!(
        "grant_type=password&client_id=web&scope=api+offline_access&username=ulla%40bakery.example&password={}\
         &deviceType=9&deviceIdentifier=test-device&deviceName=chrome",
        BASE64.encode(b"the new one").replace('+', "%2B").replace('=', "%3D")
    );
    let token = club.world.token(&form).await.expect(200);
    assert_eq!(token["ForcePasswordReset"], json!(true));
    // The old path of older clients does the same.
    let old = club.users(&format!("/{member}/reset-password"));
    club.world.put(&club.tom, &old, json!({"newMasterPasswordHash": "bmV3", "key": sealed()})).await.expect(204);
}

#[tokio::test]
async fn nobody_recovers_above_themselves_or_above_their_place_in_the_provider() {
    let club = club().await;
    let (olga_id, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (ada_id, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (_, rita) = club.joined("rita@bakery.example", CUSTOM, json!({"manageResetPassword": true})).await;
    let (ulla_id, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    for person in [&olga, &ada, &ulla] {
        enrol(&club, person, json!(shared(8))).await.expect(200);
    }
    let get =
        async |who: &Person, id: Uuid| club.world.get(who, &club.users(&format!("/{id}/reset-password-details"))).await;
    let text = "You are not permitted to recover this user's account.";
    get(&ada, olga_id).await.expect_message(400, text);
    get(&rita, ada_id).await.expect_message(400, text);
    get(&ada, ada_id).await.expect_message(400, text);
    get(&rita, ulla_id).await.expect(200);
    get(&olga, ada_id).await.expect(200);
    get(&club.tom, olga_id).await.expect(200);
    get(&ulla, olga_id).await.expect(404);
    let recover = club.users(&format!("/{olga_id}/recover-account"));
    club.world.put(&ada, &recover, reset("olga@bakery.example")).await.expect_message(400, text);

    // Ines, who administers the provider, becomes a member too: a service user may not take her account over.
    let token_for = "ines@northwind.example";
    let member = club.invited(token_for, USER, json!({})).await;
    club.accept(&club.ines, member).await.expect(200);
    let confirm = club.users(&format!("/{member}/confirm"));
    club.world.post(&club.tom, &confirm, json!({"key": shared(5)})).await.expect(200);
    let ines = club.world.sign_in(token_for).await;
    enrol(&club, &ines, json!(shared(8))).await.expect(200);
    get(&club.tom, member).await.expect_message(400, text);
    get(&olga, member).await.expect_message(400, text);
    let (_, second) = club.world.join(&ines, club.provider, "omar@northwind.example", 0).await;
    get(&second, member).await.expect(200);
}

#[tokio::test]
async fn two_step_login_can_be_taken_away_with_it() {
    let club = club().await;
    let (member, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    enrol(&club, &ulla, json!(shared(8))).await.expect(200);
    club.world
        .sql("INSERT INTO two_factor SELECT user_id, 1, 1, 'a', NULL FROM organization_user WHERE user_id IS NOT NULL")
        .await;
    assert_eq!(club.row(member).await["twoFactorEnabled"], json!(true));
    let recover = club.users(&format!("/{member}/recover-account"));
    club.world
        .put(&club.tom, &recover, json!({"resetMasterPassword": false, "resetTwoFactor": true}))
        .await
        .expect(204);
    assert_eq!(club.row(member).await["twoFactorEnabled"], json!(false));
    assert_eq!((club.events(1519).await, club.events(1508).await), (1, 0));
    // Where two-step login is required, it costs the access too, by the server's own hand.
    let policy = |number: i64, on: bool| {
        let path = format!("/api/organizations/{}/policies/{number}", club.id);
        let (world, tom) = (&club.world, &club.tom);
        async move { world.put(tom, &path, json!({"policy": {"enabled": on, "data": {}}})).await.expect(200) }
    };
    club.world
        .sql("INSERT INTO two_factor SELECT user_id, 1, 1, 'a', NULL FROM organization_user WHERE user_id IS NOT NULL")
        .await;
    policy(0, true).await;
    let both = json!({"resetMasterPassword": false, "resetTwoFactor": true});
    club.world.put(&club.tom, &recover, both).await.expect(204);
    assert_eq!(club.row(member).await["status"], json!(-1));
    assert_eq!((club.events(1519).await, club.events(1520).await, club.events(1511).await), (2, 1, 0));
    let sent = club.world.mails_to("ulla@bakery.example").await;
    assert!(sent.iter().any(|mail| mail.mail.subject.contains("no longer have access to Bakery")));
    let restore = club.users(&format!("/{member}/restore"));
    club.world.put(&club.tom, &restore, json!({})).await.expect(400);
    policy(0, false).await;
    club.world.put(&club.tom, &restore, json!({})).await.expect(200);
}
