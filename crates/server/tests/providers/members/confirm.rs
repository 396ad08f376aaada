//! Sharing the organisation key.

use serde_json::json;
use uuid::Uuid;

use super::{ADMIN, Club, ENTERPRISE, OWNER, USER, errors};
use crate::world::{sealed, shared};

#[tokio::test]
async fn whoever_accepted_is_confirmed_once_and_told() {
    let club = Club::new(ENTERPRISE, 20).await;
    let invited = club.invited("ivo@bakery.example", USER, json!({})).await;
    let (waiting, wanda) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    let path = club.users(&format!("/{waiting}/confirm"));
    let body = |key: String| json!({"key": key, "defaultUserCollectionName": null});
    club.world.post(&club.tom, &path, body(sealed())).await.expect(400);
    club.world
        .post(&club.tom, &path, json!({"key": shared(4), "defaultUserCollectionName": "plain"}))
        .await
        .expect(400);
    club.world.post(&wanda, &path, body(shared(4))).await.expect(404);
    club.world.post(&club.tom, &path, body(shared(4))).await.expect_empty(200);
    club.world.post(&club.tom, &path, body(shared(4))).await.expect_message(400, "User not valid.");
    let other = club.users(&format!("/{invited}/confirm"));
    club.world.post(&club.tom, &other, body(shared(4))).await.expect_message(400, "User not valid.");
    assert_eq!((club.row(waiting).await["status"].clone(), club.events(1501).await), (json!(2), 1));
    let profile = club.world.get(&wanda, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizations"][0]["key"], json!(shared(4)));
    let mails = club.world.mails_to("wanda@bakery.example").await;
    assert!(mails[0].mail.subject.contains("confirmed"), "{}", mails[0].mail.subject);
}

#[tokio::test]
async fn many_are_confirmed_with_a_result_each() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (_, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (owner, _) = club.accepted("oskar@bakery.example", OWNER, json!({})).await;
    let (waiting, _) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    let key = |id: Uuid| json!({"id": id, "key": shared(6)});
    let body = json!({"keys": [key(owner), key(waiting), key(Uuid::new_v4())], "defaultUserCollectionName": null});
    let answer = club.world.post(&ada, &club.users("/confirm"), body.clone()).await.expect(200);
    let only_owners = "Only an Owner can configure another Owner's account.";
    assert_eq!(errors(&answer), [only_owners, "", "User not valid."]);
    let again = club.world.post(&club.tom, &club.users("/confirm"), body).await.expect(200);
    assert_eq!(errors(&again), ["", "User not valid.", "User not valid."]);
    assert_eq!(club.row(owner).await["status"], json!(2));
    let bad = json!({"keys": [{"id": owner, "key": "4.short"}]});
    club.world.post(&club.tom, &club.users("/confirm"), bad).await.expect(400);
}

#[tokio::test]
async fn policies_stand_in_the_way_of_confirmation_and_their_collection_comes_with_it() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (waiting, _) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    let policy = |kind: i64| format!("/api/organizations/{}/policies/{kind}", club.id);
    let on = json!({"policy": {"enabled": true, "data": null}});
    club.world.put(&club.tom, &policy(5), on).await.expect(200);
    club.world.sql("INSERT INTO policy SELECT randomblob(16), organization_id, 0, 1, NULL, 0, 0 FROM policy").await;
    let body = json!({"key": shared(4), "defaultUserCollectionName": sealed()});
    let path = club.users(&format!("/{waiting}/confirm"));
    let text = "User does not have two-step login enabled.";
    club.world.post(&club.tom, &path, body.clone()).await.expect_message(400, text);
    club.world
        .sql("INSERT INTO two_factor SELECT user_id, 1, 1, 'a', NULL FROM organization_user WHERE user_id IS NOT NULL")
        .await;
    club.world.post(&club.tom, &path, body).await.expect(200);
    let own: i64 = club
        .world
        .app
        .state()
        .db
        .read(|conn| Ok(conn.query_row("SELECT count(*) FROM collection WHERE type = 1", [], |row| row.get(0))?))
        .await
        .unwrap();
    assert_eq!(own, 1, "\"My items\" of the newcomer");
    assert_eq!(club.row(waiting).await["collections"], json!([]), "it is nobody else's business");
}
