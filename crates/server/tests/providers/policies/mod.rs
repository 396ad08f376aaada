//! Policies: who may, what stands on what, what is kept (API contract §11; screens §2.13).

mod effects;
pub mod scene;

use serde_json::json;
use uuid::Uuid;

use scene::{ADMIN, CUSTOM, Scene, USER};

#[tokio::test]
async fn a_service_user_reads_and_saves_policies_and_leaves_an_event() {
    let scene = Scene::new().await;
    let list = scene.get("").await;
    let kinds: Vec<_> = list["data"].as_array().unwrap().iter().map(|entry| entry["type"].clone()).collect();
    assert_eq!(kinds, [json!(21)], "what was never saved is in no list");
    let unsaved = scene.get("/1").await;
    assert_eq!(
        (&unsaved["enabled"], &unsaved["data"], &unsaved["canToggleState"]),
        (&json!(false), &json!({}), &json!(true))
    );

    let saved = scene.on(1, json!({"minComplexity": 3, "minLength": 14})).await;
    assert_eq!((&saved["object"], &saved["type"], &saved["enabled"]), (&json!("policy"), &json!(1), &json!(true)));
    assert!(saved["id"].is_string() && saved["revisionDate"].is_string());
    let again = scene.on(1, json!({"minComplexity": 4})).await;
    assert_eq!(again["id"], saved["id"], "one row per kind");
    let list = scene.get("").await;
    assert_eq!(list["data"][0]["data"], json!({"minComplexity": 4}));
    assert!(list["data"][0].get("id").is_none());
    assert_eq!(scene.count("SELECT count(*) FROM event WHERE type = 1700 AND policy_id IS NOT NULL").await, 2);
    scene.world.get(&scene.tom, &scene.path("/99")).await.expect(404);
    scene.world.get(&scene.tom, &scene.path("/nonsense")).await.expect(404);
}

#[tokio::test]
async fn only_who_manages_policies_may_and_only_on_a_plan_that_has_them() {
    let scene = Scene::new().await;
    let stranger = scene.world.sign_up("olga@other.example").await;
    let user = scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    let custom = scene.member(scene.client, "cora@fabrikam.example", CUSTOM, Some(r#"{"manageUsers":true}"#)).await;
    let body = json!({"policy": {"enabled": true, "data": null}});
    for person in [&stranger, &user, &custom] {
        scene.world.get(person, &scene.path("")).await.expect(404);
        scene.world.get(person, &scene.path("/0")).await.expect(404);
        scene.world.put(person, &scene.path("/0"), body.clone()).await.expect(404);
    }
    let admin = scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let manager = scene.member(scene.client, "mona@fabrikam.example", CUSTOM, Some(r#"{"managePolicies":true}"#)).await;
    for person in [&admin, &manager, &scene.ines] {
        scene.world.put(person, &scene.path("/10"), body.clone()).await.expect(200);
    }
    scene.world.sql("UPDATE provider_plan SET seat_minimum = 100").await;
    let (_, teams) = scene.world.client(&scene.ines, scene.provider, "Bakery", 17, 5).await;
    let path = format!("/api/organizations/{teams}/policies/0");
    scene.world.put(&scene.tom, &path, body).await.expect_message(400, "This organization cannot use policies.");
}

#[tokio::test]
async fn a_policy_goes_on_only_when_what_it_needs_is_on_and_off_only_when_nothing_needs_it() {
    let scene = Scene::new().await;
    for (kind, data) in [
        (4, json!(null)),
        (8, json!({"autoEnrollEnabled": true})),
        (9, json!({"type": "custom", "minutes": 480})),
        (16, json!({"uriMatchDetection": 3})),
        (20, json!({"allowBanner": true, "description": "Hello"})),
    ] {
        let refused = scene.put(kind, true, data.clone()).await;
        assert_eq!(refused.status, 400, "{kind}");
        assert!(refused.message().starts_with("Turn on the Single organization policy"), "{}", refused.message());
        scene.on(3, json!(null)).await;
        scene.on(kind, data).await;
        let refused = scene.put(3, false, json!(null)).await;
        assert_eq!(refused.status, 400, "{kind}");
        assert!(refused.message().starts_with("Turn off the "), "{}", refused.message());
        scene.put(kind, false, json!(null)).await.expect(200);
        scene.put(3, false, json!(null)).await.expect(200);
    }
    scene.on(3, json!(null)).await;
    scene.on(4, json!(null)).await;
    scene.on(8, json!({})).await;
    let refused = scene.put(3, false, json!(null)).await;
    refused.expect_message(
        400,
        "Turn off all of the policies that require the Single organization policy: Require single sign-on, Account recovery administration.",
    );
    scene
        .put(18, true, json!(null))
        .await
        .expect_message(400, "The Automatic user confirmation policy is not available for this organization.");
}

#[tokio::test]
async fn claimed_domains_hold_a_single_organisation_on() {
    let scene = Scene::new().await;
    let refused = "Claim a domain before you turn on the Block account creation for claimed domains policy.";
    scene.put(19, true, json!(null)).await.expect_message(400, refused);
    scene.on(3, json!(null)).await;
    let client = scene.client;
    scene
        .write(move |tx| {
            tx.execute(
                "INSERT INTO organization_domain (id, organization_id, domain_name, txt, verified_at, created_at)
                 VALUES (?1, ?2, 'fabrikam.example', 'bw=x', 1, 1)",
                (Uuid::new_v4(), client),
            )
        })
        .await;
    scene.on(19, json!(null)).await;
    assert_eq!(scene.get("/3").await["canToggleState"], json!(false));
    let refused = "The Single organization policy is required because the organization has claimed domains.";
    scene.put(3, false, json!(null)).await.expect_message(400, refused);
}

#[tokio::test]
async fn all_forms_of_a_body_are_read_and_settings_are_kept_letter_by_letter() {
    let scene = Scene::new().await;
    let data = json!({"minLength": 20, "FromTomorrow": {"Deep": [null, 1.5]}, "nothing": null});
    let flat = json!({"type": 1, "enabled": true, "data": data});
    scene.world.put(&scene.tom, &scene.path("/1"), flat).await.expect(200);
    assert_eq!(scene.get("/1").await["data"], data);
    let nested = json!({"policy": {"enabled": false, "data": data}, "metadata": {}, "enabled": true});
    let saved = scene.world.put(&scene.tom, &scene.path("/1/vnext"), nested).await.expect(200);
    assert_eq!((&saved["enabled"], &saved["data"]), (&json!(false), &data));
    scene.put(1, true, json!({"minLength": 11, "requireUpper": "yes"})).await.expect_message(
        400,
        "Invalid data for MasterPassword policy: minLength must be between 12 and 128; requireUpper has a value that is not allowed.",
    );
    scene
        .put(22, true, json!({}))
        .await
        .expect_message(400, "Invalid data for FillAssist policy: rulesUrl is required.");
}

#[tokio::test]
async fn the_three_policies_of_send_say_the_same() {
    let scene = Scene::new().await;
    assert_eq!(scene.get("/21").await["enabled"], json!(false));
    scene.on(6, json!(null)).await;
    let made_up = scene.get("/21").await;
    assert_eq!((&made_up["enabled"], &made_up["data"]["disableSend"]), (&json!(true), &json!(true)));
    scene.on(21, json!({"disableSend": false, "disableHideEmail": true, "deletionHours": 24})).await;
    assert_eq!(scene.get("/6").await["enabled"], json!(false));
    let options = scene.get("/7").await;
    assert_eq!((&options["enabled"], &options["data"]["disableHideEmail"]), (&json!(true), &json!(true)));
    scene.put(7, false, json!(null)).await.expect(200);
    let all = scene.get("/21").await;
    assert_eq!((&all["data"]["disableHideEmail"], &all["data"]["deletionHours"]), (&json!(false), &json!(24)));
    scene.put(21, false, json!({"disableSend": true})).await.expect(200);
    assert_eq!(scene.get("/6").await["enabled"], json!(false));
}

#[tokio::test]
async fn invited_people_and_members_learn_what_they_have_to_keep_to() {
    let scene = Scene::new().await;
    scene.on(1, json!({"minLength": 16})).await;
    scene.put(10, false, json!(null)).await.expect(200);
    let email = "owner@client.example";
    let (token, member) =
        (scene.world.link_value(email, "token").await, scene.world.link_value(email, "organizationUserId").await);
    let encoded = token.replace('+', "%2B");
    let path = |token: &str, email: &str| {
        scene.path(&format!("/token?token={token}&email={}&organizationUserId={member}", email.replace('@', "%40")))
    };
    let list = scene.world.call(None, "GET", &path(&encoded, email), None).await.expect(200);
    let entries = list["data"].as_array().unwrap();
    assert_eq!((entries.len(), &entries[0]["type"], &entries[0]["data"]["minLength"]), (1, &json!(1), &json!(16)));
    assert!(entries[0]["id"].is_string());
    scene.world.call(None, "GET", &path("altered", email), None).await.expect(404);
    scene.world.call(None, "GET", &path(&encoded, "other@client.example"), None).await.expect(404);

    let member = scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    let stranger = scene.world.sign_up("olga@other.example").await;
    let found = scene.world.get(&member, &scene.path("/master-password")).await.expect(200);
    assert_eq!(found["data"]["minLength"], json!(16));
    scene.world.get(&stranger, &scene.path("/master-password")).await.expect(404);
    scene.put(1, false, json!(null)).await.expect(200);
    scene.world.get(&member, &scene.path("/master-password")).await.expect(404);
}
