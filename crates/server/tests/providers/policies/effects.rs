//! What switching a policy on does to members (screens §2.13).

use data_encoding::BASE64;
use serde_json::json;

use super::scene::{ADMIN, CUSTOM, ENTERPRISE, OWNER, SERVICE, Scene, USER};
use crate::world::sealed;

#[tokio::test]
async fn two_step_login_takes_access_from_members_without_it() {
    let scene = Scene::new().await;
    scene.member(scene.client, "none@fabrikam.example", USER, None).await;
    scene.member(scene.client, "owner2@fabrikam.example", OWNER, None).await;
    scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let safe = scene.member(scene.client, "safe@fabrikam.example", USER, None).await.id;
    scene
        .write(move |tx| {
            tx.execute("INSERT INTO two_factor (user_id, type, enabled, data) VALUES (?1, 0, 1, 'x')", [safe])
        })
        .await;
    // Without a master password the account itself would be lost.
    scene.world.sql("UPDATE user SET password_hash = x'' WHERE email = 'none@fabrikam.example'").await;
    let refused = scene.put(0, true, json!(null)).await;
    assert_eq!(refused.status, 400);
    assert!(refused.message().contains("without a master password"), "{}", refused.message());
    assert_eq!(scene.standing("none@fabrikam.example").await, (2, None));
    scene.world.sql("UPDATE user SET password_hash = x'01' WHERE email = 'none@fabrikam.example'").await;

    scene.on(0, json!(null)).await;
    assert_eq!(scene.standing("none@fabrikam.example").await, (-1, Some(2)));
    for kept in ["owner2@fabrikam.example", "adam@fabrikam.example", "safe@fabrikam.example"] {
        assert_eq!(scene.standing(kept).await, (2, None), "{kept}");
    }
    let mails = scene.world.mails_to("none@fabrikam.example").await;
    assert!(mails[0].mail.subject.contains("no longer have access to Fabrikam"), "{}", mails[0].mail.subject);
    assert!(mails[0].mail.text.contains("two-step login"));
    assert_eq!(
        scene.count("SELECT count(*) FROM event WHERE type = 1520 AND organization_user_id IS NOT NULL").await,
        1
    );
    // Saving it again while it is on takes nothing from anybody.
    scene.world.sql("UPDATE organization_user SET status = 2, revocation_reason = NULL WHERE status = -1").await;
    scene.on(0, json!(null)).await;
    assert_eq!(scene.standing("none@fabrikam.example").await, (2, None));
}

#[tokio::test]
async fn a_single_organisation_takes_access_from_members_of_another_one() {
    let scene = Scene::new().await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    for (email, role) in [("both@x.example", USER), ("boss@x.example", ADMIN), ("here@x.example", USER)] {
        scene.member(scene.client, email, role, None).await;
    }
    for email in ["both@x.example", "boss@x.example"] {
        scene.member(other, email, USER, None).await;
    }
    scene.on(3, json!(null)).await;
    assert_eq!(scene.standing("both@x.example").await, (-1, Some(4)));
    assert_eq!(scene.standing("boss@x.example").await, (2, None));
    assert_eq!(scene.standing("here@x.example").await, (2, None));
    assert_eq!(scene.count("SELECT count(*) FROM event WHERE type = 1521").await, 1);
    let mails = scene.world.mails_to("both@x.example").await;
    assert!(mails[0].mail.text.contains("other organisations"), "{}", mails[0].mail.text);
}

#[tokio::test]
async fn data_ownership_gives_members_a_collection_of_their_own() {
    let scene = Scene::new().await;
    scene.member(scene.client, "uwe@fabrikam.example", USER, None).await;
    scene.member(scene.client, "adam@fabrikam.example", ADMIN, None).await;
    let body = |name: &str| {
        json!({"policy": {"enabled": true, "data": {"enableIndividualItemsTransfer": true}},
            "metadata": {"defaultUserCollectionName": name}})
    };
    scene.world.put(&scene.tom, &scene.path("/5"), body("My items")).await.expect(400);
    assert_eq!(scene.get("/5").await["enabled"], json!(false), "a refused save changes nothing");
    for _ in 0..2 {
        scene.world.put(&scene.tom, &scene.path("/5"), body(&sealed())).await.expect(200);
        assert_eq!(scene.count("SELECT count(*) FROM collection WHERE type = 1").await, 1);
    }
    let owner = "SELECT count(*) FROM collection_user a JOIN collection c ON c.id = a.collection_id
                 JOIN organization_user m ON m.id = a.organization_user_id JOIN user u ON u.id = m.user_id
                 WHERE c.type = 1 AND a.manage = 1 AND u.email = 'uwe@fabrikam.example'";
    assert_eq!(scene.count(owner).await, 1);
}

#[tokio::test]
async fn people_of_the_provider_who_are_members_keep_their_access() {
    let scene = Scene::new().await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    scene.world.join(&scene.ines, scene.provider, "tina@northwind.example", SERVICE).await;
    for organization in [scene.client, other] {
        scene.member(organization, "tina@northwind.example", USER, None).await;
        scene.member(organization, "tom@northwind.example", CUSTOM, Some("{}")).await;
        scene.member(organization, "uwe@fabrikam.example", USER, None).await;
    }
    scene
        .write(|tx| tx.execute("UPDATE user SET password_hash = x'' WHERE email = 'tina@northwind.example'", []))
        .await;
    // Without a second step and without a password, and still in nobody's way.
    scene.on(0, json!(null)).await;
    assert_eq!(scene.standing("uwe@fabrikam.example").await, (-1, Some(2)));
    scene.world.sql("UPDATE organization_user SET status = 2, revocation_reason = NULL WHERE status = -1").await;
    scene.on(3, json!(null)).await;
    assert_eq!(scene.standing("uwe@fabrikam.example").await, (-1, Some(4)));
    let name = json!({"policy": {"enabled": true, "data": null}, "metadata": {"defaultUserCollectionName": sealed()}});
    scene.world.put(&scene.tom, &scene.path("/5"), name).await.expect(200);
    for kept in ["tina@northwind.example", "tom@northwind.example"] {
        assert_eq!(scene.standing(kept).await, (2, None), "{kept}");
    }
    assert_eq!(scene.count("SELECT count(*) FROM collection WHERE type = 1").await, 0, "no \"My items\" for them");
    assert_eq!(scene.count("SELECT count(*) FROM event WHERE type IN (1520, 1521)").await, 2);
}

#[tokio::test]
async fn trusted_devices_take_no_access_from_people_of_the_provider() {
    let scene = Scene::new().await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    scene.world.join(&scene.ines, scene.provider, "tina@northwind.example", SERVICE).await;
    for email in ["tina@northwind.example", "uwe@fabrikam.example"] {
        scene.member(scene.client, email, USER, None).await;
        scene.member(other, email, USER, None).await;
    }
    let data = json!({"configType": 1, "memberDecryptionType": 2, "authority": "https://id.example", "clientId": "c",
        "clientSecret": "s"});
    let path = format!("/api/organizations/{}/sso", scene.client);
    let body = json!({"enabled": true, "identifier": "fabrikam", "data": data});
    scene.world.post(&scene.tom, &path, body).await.expect(200);
    assert_eq!(scene.standing("uwe@fabrikam.example").await, (-1, Some(4)));
    assert_eq!(scene.standing("tina@northwind.example").await, (2, None));
}

#[tokio::test]
async fn whoever_loses_the_last_second_step_loses_access_where_it_is_required() {
    let scene = Scene::new().await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Contoso", ENTERPRISE, 5).await;
    scene.world.join(&scene.ines, scene.provider, "tina@northwind.example", SERVICE).await;
    let people = [
        ("uwe@fabrikam.example", USER, (-1, Some(2))),
        ("adam@fabrikam.example", ADMIN, (2, None)),
        ("tina@northwind.example", USER, (2, None)),
    ];
    let mut signed_in = Vec::new();
    for (email, role, _) in people {
        scene.member(scene.client, email, role, None).await;
        signed_in.push(scene.member(other, email, role, None).await);
    }
    scene.world.sql("INSERT INTO two_factor (user_id, type, enabled, data) SELECT id, 1, 1, email FROM user").await;
    scene.world.sql("INSERT INTO two_factor (user_id, type, enabled, data) SELECT id, 0, 1, 'x' FROM user").await;
    scene.on(0, json!(null)).await;
    for ((email, _, after), person) in people.into_iter().zip(&signed_in) {
        let off = |kind: i64| json!({"type": kind, "masterPasswordHash": BASE64.encode(email.as_bytes())});
        scene.world.put(person, "/api/two-factor/disable", off(0)).await.expect(200);
        assert_eq!(scene.standing(email).await, (2, None), "{email} has another one");
        scene.world.put(person, "/api/two-factor/disable", off(1)).await.expect(200);
        assert_eq!(scene.standing(email).await, after, "{email}");
    }
    let revoked = "SELECT count(*) FROM event WHERE type = 1520 AND system_user = 4 AND acting_user_id IS NULL";
    assert_eq!(scene.count(revoked).await, 1);
    let elsewhere = "SELECT count(*) FROM organization_user WHERE status = -1";
    assert_eq!(scene.count(elsewhere).await, 1, "the other client does not ask for it");
    let mails = scene.world.mails_to("uwe@fabrikam.example").await;
    assert!(mails[0].mail.subject.contains("no longer have access to Fabrikam"), "{}", mails[0].mail.subject);
}
