//! SCIM connections: who may, what is kept letter by letter, and its key (API contract §13.3, §13.4).

use data_encoding::BASE64;
use serde_json::{Value, json};

use crate::policies::scene::{ADMIN, CUSTOM, OWNER, Scene, USER};
use crate::world::{Answer, Person};

const RIGHT: &str = "You do not have permission to manage this connection.";

impl Scene {
    async fn scim(&self, person: &Person) -> Answer {
        self.world.get(person, &format!("/api/organizations/connections/{}/2", self.client)).await
    }

    fn connection(&self, config: Value) -> Value {
        json!({"type": 2, "organizationId": self.client, "enabled": true, "config": config})
    }

    async fn connect(&self, person: &Person, config: Value) -> Answer {
        self.world.post(person, "/api/organizations/connections", self.connection(config)).await
    }
}

#[tokio::test]
async fn a_service_user_sets_provisioning_up_and_everything_comes_back_as_it_was() {
    let scene = Scene::new().await;
    let before = scene.scim(&scene.tom).await.expect(200);
    assert_eq!(
        before,
        json!({"id": null, "type": 2, "organizationId": scene.client, "enabled": false,
            "config": {"enabled": false, "scimProvider": null, "inviteUsersAfterProvisioning": null}})
    );
    let config = json!({"enabled": true, "scimProvider": 2, "fromTomorrow": {"Deep": [null, 1.5]}, "nothing": null});
    let made = scene.connect(&scene.tom, config.clone()).await.expect(200);
    assert_eq!((&made["config"], &made["enabled"], &made["type"]), (&config, &json!(true), &json!(2)));
    assert_eq!(scene.scim(&scene.ines).await.expect(200), made);
    let one = format!("/api/organizations/connections/{}", made["id"].as_str().unwrap());
    let again = scene.connect(&scene.tom, config).await;
    assert_eq!(again.status, 400);
    assert!(again.message().contains("already"), "{}", again.message());
    let pascal = json!({"Enabled": false, "ScimProvider": 7});
    let saved = scene.world.put(&scene.tom, &one, scene.connection(pascal.clone())).await.expect(200);
    assert_eq!((&saved["id"], &saved["config"]), (&made["id"], &pascal));
    assert_eq!(scene.scim(&scene.tom).await.expect(200), saved);
    scene.world.delete(&scene.tom, &one).await.expect_empty(200);
    assert_eq!(scene.scim(&scene.tom).await.expect(200), before);
}

#[tokio::test]
async fn only_who_manages_provisioning_may_and_only_on_a_plan_that_has_it() {
    let scene = Scene::new().await;
    let made = scene.connect(&scene.tom, json!({"enabled": true})).await.expect(200);
    let one = format!("/api/organizations/connections/{}", made["id"].as_str().unwrap());
    let body = scene.connection(json!({"enabled": false}));
    let stranger = scene.world.sign_up("olga@other.example").await;
    scene.scim(&stranger).await.expect(404);
    scene.connect(&stranger, json!({})).await.expect(404);
    scene.world.put(&stranger, &one, body.clone()).await.expect(404);
    scene.world.delete(&stranger, &one).await.expect(404);
    scene.world.call(None, "DELETE", &one, None).await.expect_empty(401);

    let user = scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    let custom = scene.member(scene.client, "cora@fabrikam.example", CUSTOM, Some(r#"{"manageSso":true}"#)).await;
    for person in [&user, &custom] {
        scene.scim(person).await.expect_message(400, RIGHT);
        scene.connect(person, json!({})).await.expect_message(400, RIGHT);
        scene.world.put(person, &one, body.clone()).await.expect_message(400, RIGHT);
        scene.world.delete(person, &one).await.expect_message(400, RIGHT);
    }
    let admin = scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let owner = scene.member(scene.client, "olaf@fabrikam.example", OWNER, None).await;
    let manager = scene.member(scene.client, "mona@fabrikam.example", CUSTOM, Some(r#"{"manageScim":true}"#)).await;
    let key = format!("/api/organizations/{}/api-key", scene.client);
    for person in [&admin, &owner, &manager, &scene.ines, &scene.tom] {
        scene.world.put(person, &one, body.clone()).await.expect(200);
        // The key goes with it.
        let secret = json!({"type": 2, "masterPasswordHash": BASE64.encode(person.email.as_bytes())});
        assert_eq!(scene.world.post(person, &key, secret).await.expect(200)["apiKey"].as_str().unwrap().len(), 30);
    }
    let secret = json!({"type": 2, "masterPasswordHash": BASE64.encode(custom.email.as_bytes())});
    scene.world.post(&custom, &key, secret).await.expect(404);
    scene.world.sql("UPDATE organization SET plan_type = 0").await;
    scene.world.put(&scene.tom, &one, body).await.expect_message(400, "Organization cannot use SCIM.");
}

#[tokio::test]
async fn what_is_no_connection_of_scim_is_refused() {
    let scene = Scene::new().await;
    for config in
        [json!({"enabled": "yes"}), json!({"enabled": true, "scimProvider": 70}), json!({"scimProvider": "Okta"})]
    {
        let refused = scene.connect(&scene.tom, config.clone()).await.expect(400);
        assert!(refused["validationErrors"]["Config"][0].is_string(), "{config}");
    }
    let refused = scene.connect(&scene.tom, json!({"enabled": true, "note": "x".repeat(10_000)})).await.expect(400);
    assert!(refused["validationErrors"]["Config"][0].is_string(), "{refused}");
    let only = "Only SCIM connections are supported.";
    let billing = json!({"type": 1, "organizationId": scene.client, "enabled": true, "config": {}});
    scene.world.post(&scene.tom, "/api/organizations/connections", billing).await.expect_message(400, only);
    let path = format!("/api/organizations/connections/{}/1", scene.client);
    scene.world.get(&scene.tom, &path).await.expect_message(400, only);
    let nobody = json!({"type": 2, "organizationId": "x", "enabled": true, "config": {}});
    scene.world.post(&scene.tom, "/api/organizations/connections", nobody).await.expect(404);
    // A connection does not move to another client.
    let made = scene.connect(&scene.tom, json!({"enabled": true})).await.expect(200);
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", 19, 5).await;
    let one = format!("/api/organizations/connections/{}", made["id"].as_str().unwrap());
    let moved = json!({"type": 2, "organizationId": other, "enabled": true, "config": {}});
    scene.world.put(&scene.tom, &one, moved).await.expect(404);
}
