//! Who sees the members, and what of them.

use serde_json::json;
use uuid::Uuid;

use super::{ADMIN, CUSTOM, Club, ENTERPRISE, OWNER, USER, entry};
use crate::world::public_key;

#[tokio::test]
async fn managers_and_the_provider_see_everybody_and_plain_members_only_names() {
    let club = Club::new(ENTERPRISE, 12).await;
    let manages = json!({"manageUsers": true});
    let (_, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (_, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (_, cem) = club.joined("cem@bakery.example", CUSTOM, manages).await;
    let (ulla_id, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let eve = club.world.sign_up("eve@elsewhere.example").await;
    let (list, mini) = (club.users(""), club.users("/mini-details"));
    for who in [&club.ines, &club.tom, &olga, &ada, &cem] {
        let seen = club.world.get(who, &list).await.expect(200);
        // The invited owner of the client stands in it too.
        assert_eq!(seen["data"].as_array().unwrap().len(), 5, "{}", who.email);
    }
    club.world.get(&ulla, &list).await.expect_message(404, "Resource not found.");
    let names = club.world.get(&ulla, &mini).await.expect(200);
    assert_eq!(names["data"].as_array().unwrap().len(), 5);
    assert!(names["data"][0].get("twoFactorEnabled").is_none());
    for path in [&list, &mini] {
        club.world.get(&eve, path).await.expect(404);
        club.world.call(None, "GET", path, None).await.expect_empty(401);
    }
    let one = club.users(&format!("/{ulla_id}?includeGroups=true"));
    let seen = club.world.get(&cem, &one).await.expect(200);
    assert_eq!((&seen["object"], &seen["type"]), (&json!("organizationUserDetails"), &json!(USER)));
    assert!(seen.get("email").is_none() && seen["groups"].is_array() && seen["collections"].is_array());
    club.world.get(&ulla, &one).await.expect(404);
    club.world.get(&cem, &club.users(&format!("/{}", Uuid::new_v4()))).await.expect(404);
}

#[tokio::test]
async fn a_row_shows_what_the_contract_promises() {
    let club = Club::new(ENTERPRISE, 12).await;
    let (collection, group) = (club.collection().await, club.group("Finance").await);
    let body = json!({"emails": ["Mia@Bakery.example"], "type": USER, "permissions": {},
        "collections": [entry(collection, true)], "groups": [group]});
    club.world.post(&club.tom, &club.users("/invite"), body).await.expect(200);
    let member: Uuid = club.world.link_value("mia@bakery.example", "organizationUserId").await.parse().unwrap();
    let row = club.row(member).await;
    assert_eq!((&row["object"], &row["email"]), (&json!("organizationUserUserDetails"), &json!("mia@bakery.example")));
    assert_eq!((&row["status"], &row["userId"], &row["name"]), (&json!(0), &json!(null), &json!(null)));
    assert_eq!((&row["groups"], &row["collections"]), (&json!([group]), &json!([entry_managed(collection)])));
    assert_eq!(row["hasMasterPassword"], json!(false));
    let bare = club.world.get(&club.tom, &club.users("")).await.expect(200);
    assert!(bare["data"].as_array().unwrap().iter().all(|row| row["groups"] == json!([])), "only when asked for");
}

fn entry_managed(collection: Uuid) -> serde_json::Value {
    json!({"id": collection, "readOnly": false, "hidePasswords": false, "manage": true})
}

#[tokio::test]
async fn whoever_only_recovers_accounts_sees_the_enrolled() {
    let club = Club::new(ENTERPRISE, 12).await;
    let (_, rita) = club.joined("rita@bakery.example", CUSTOM, json!({"manageResetPassword": true})).await;
    club.joined("ulla@bakery.example", USER, json!({})).await;
    assert_eq!(club.world.get(&rita, &club.users("")).await.expect(200)["data"], json!([]));
    club.world.sql("UPDATE organization_user SET reset_password_key = '4.x' WHERE type = 2").await;
    let seen = club.world.get(&rita, &club.users("")).await.expect(200);
    assert_eq!(seen["data"].as_array().unwrap().len(), 1);
    assert_eq!(seen["data"][0]["resetPasswordEnrolled"], json!(true));
    club.world.post(&rita, &club.users("/reinvite"), json!({"ids": []})).await.expect(404);
}

#[tokio::test]
async fn keys_are_given_out_for_people_who_wait_only() {
    let club = Club::new(ENTERPRISE, 12).await;
    let invited = club.invited("ivo@bakery.example", USER, json!({})).await;
    let (waiting, person) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    let (confirmed, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let ids = json!({"ids": [invited, waiting, confirmed, Uuid::new_v4()]});
    let keys = club.world.post(&club.tom, &club.users("/public-keys"), ids.clone()).await.expect(200);
    let expected = json!([{"object": "organizationUserPublicKeyResponseModel", "id": waiting, "userId": person.id,
        "key": public_key("wanda@bakery.example".len() as u8)}]);
    assert_eq!(keys["data"], expected);
    club.world.post(&ulla, &club.users("/public-keys"), ids).await.expect(404);
}

#[tokio::test]
async fn the_log_of_one_member_shows_what_was_done_to_them() {
    let club = Club::new(ENTERPRISE, 12).await;
    let (member, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let (other, _) = club.joined("otto@bakery.example", USER, json!({})).await;
    let log = club.world.get(&club.tom, &club.users(&format!("/{member}/events"))).await.expect(200);
    let kinds: Vec<i64> = log["data"].as_array().unwrap().iter().map(|event| event["type"].as_i64().unwrap()).collect();
    assert!(kinds.contains(&1501) && kinds.contains(&1500), "{kinds:?}");
    let about = |event: &serde_json::Value| event["organizationUserId"] == json!(other);
    assert!(!log["data"].as_array().unwrap().iter().any(about), "{log}");
    let (_, ulla) = club.joined("ursula@bakery.example", USER, json!({})).await;
    club.world.get(&ulla, &club.users(&format!("/{member}/events"))).await.expect(404);
}
