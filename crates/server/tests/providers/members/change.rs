//! Role, permissions, groups and collections.

use serde_json::{Value, json};

use super::{ADMIN, CUSTOM, Club, ENTERPRISE, OWNER, USER, entry};

fn to(role: i64, permissions: Value) -> Value {
    json!({"type": role, "accessSecretsManager": false, "accessPam": false, "permissions": permissions,
        "collections": [], "groups": [], "email": null, "name": null, "defaultUserCollectionName": null})
}

#[tokio::test]
async fn everything_is_replaced_and_noted() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (member, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let (one, two) = (club.collection().await, club.collection().await);
    let (finance, sales) = (club.group("Finance").await, club.group("Sales").await);
    let path = club.users(&format!("/{member}"));
    let mut body = to(CUSTOM, json!({"accessEventLogs": true}));
    body["collections"] = json!([entry(one, false), entry(two, true)]);
    body["groups"] = json!([finance, sales]);
    club.world.put(&club.tom, &path, body.clone()).await.expect_empty(200);
    let row = club.row(member).await;
    assert_eq!((row["groups"].as_array().unwrap().len(), row["collections"].as_array().unwrap().len()), (2, 2));
    assert_eq!((&row["type"], &row["permissions"]["accessEventLogs"]), (&json!(CUSTOM), &json!(true)));
    body = to(USER, json!({"accessEventLogs": true}));
    body["groups"] = json!([sales]);
    club.world.put(&club.tom, &path, body).await.expect(200);
    let row = club.row(member).await;
    assert_eq!((&row["groups"], &row["collections"]), (&json!([sales]), &json!([])));
    assert_eq!(row["permissions"]["accessEventLogs"], json!(false), "permissions belong to the custom role");
    assert_eq!(club.events(1502).await, 2);
    club.world.put(&ulla, &path, to(OWNER, json!({}))).await.expect(404);
    let clash = json!([{"id": one, "readOnly": true, "hidePasswords": true, "manage": true}]);
    let mut body = to(USER, json!({}));
    body["collections"] = clash;
    club.world.put(&club.tom, &path, body).await.expect(400);
    assert_eq!(club.row(member).await["groups"], json!([sales]), "a refused change changes nothing");
}

#[tokio::test]
async fn the_hierarchy_holds_for_changes_too() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (olga_id, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (ada_id, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (cem_id, cem) = club.joined("cem@bakery.example", CUSTOM, json!({"manageUsers": true})).await;
    let (ulla_id, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let put = async |who, id, body| club.world.put(who, &club.users(&format!("/{id}")), body).await;
    let only_owners = "Only an Owner can configure another Owner's account.";
    put(&ada, olga_id, to(USER, json!({}))).await.expect_message(400, only_owners);
    put(&ada, ulla_id, to(OWNER, json!({}))).await.expect_message(400, only_owners);
    put(&ada, cem_id, to(CUSTOM, json!({"manageUsers": true, "managePolicies": true}))).await.expect(200);
    let cem = club.world.sign_in(&cem.email).await;
    put(&cem, ada_id, to(USER, json!({}))).await.expect_message(400, "Custom users can not manage Admins or Owners.");
    let grants = "Custom users can only grant the same custom permissions that they have.";
    put(&cem, ulla_id, to(CUSTOM, json!({"manageSso": true}))).await.expect_message(400, grants);
    put(&cem, ulla_id, to(CUSTOM, json!({"managePolicies": true}))).await.expect(200);
    put(&olga, ulla_id, to(OWNER, json!({}))).await.expect(200);
    put(&club.tom, olga_id, to(USER, json!({}))).await.expect(200);
}

#[tokio::test]
async fn an_organisation_without_a_provider_keeps_an_owner() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (olga_id, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (ulla_id, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    club.world.sql("DELETE FROM provider_organization").await;
    let path = |id| club.users(&format!("/{id}"));
    let text = "Organization must have at least one confirmed owner.";
    club.world.put(&olga, &path(olga_id), to(ADMIN, json!({}))).await.expect_message(400, text);
    club.world.put(&olga, &path(ulla_id), to(OWNER, json!({}))).await.expect(200);
    club.world.put(&olga, &path(olga_id), to(ADMIN, json!({}))).await.expect(200);
}

#[tokio::test]
async fn what_one_may_not_touch_stays_and_nobody_gives_themselves_more() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (own, foreign) = (club.collection().await, club.collection().await);
    let group = club.group("Finance").await;
    let (ada_id, _) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (ulla_id, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let with = |role: i64, collections: Value, groups: Value| {
        let mut body = to(role, json!({}));
        body["collections"] = collections;
        body["groups"] = groups;
        body
    };
    let path = |id| club.users(&format!("/{id}"));
    club.world.put(&club.tom, &path(ada_id), with(ADMIN, json!([entry(own, true)]), json!([]))).await.expect(200);
    club.world.put(&club.tom, &path(ulla_id), with(USER, json!([entry(foreign, true)]), json!([]))).await.expect(200);
    let ada = club.world.sign_in("ada@bakery.example").await;
    // The admin does not manage the foreign collection: it stays, although it is not sent.
    club.world.put(&ada, &path(ulla_id), with(USER, json!([entry(own, false)]), json!([group]))).await.expect(200);
    let row = club.row(ulla_id).await;
    assert_eq!((row["collections"].as_array().unwrap().len(), &row["groups"]), (2, &json!([group])));
    let more = with(ADMIN, json!([entry(own, true), entry(foreign, true)]), json!([]));
    club.world.put(&ada, &path(ada_id), more).await.expect(404);
    club.world.put(&ada, &path(ada_id), with(ADMIN, json!([entry(own, true)]), json!([group]))).await.expect(200);
    assert_eq!(club.row(ada_id).await["groups"], json!([]), "not by one's own hand");
}
