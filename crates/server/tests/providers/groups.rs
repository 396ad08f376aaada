//! Groups: who manages them, what may go in, what is written (API contract §10).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::settings::{ADMIN, CUSTOM, OWNER, Scene, USER};
use crate::world::Person;

fn entry(collection: Uuid, manage: bool) -> Value {
    json!({"id": collection, "readOnly": !manage, "hidePasswords": false, "manage": manage})
}

fn group(name: &str, users: &[Uuid], collections: &[Value]) -> Value {
    json!({"name": name, "users": users, "collections": collections})
}

impl Scene {
    async fn collection(&self, kind: i64) -> Uuid {
        let (id, client) = (Uuid::new_v4(), self.client);
        let name = crate::world::sealed();
        self.run(
            "INSERT INTO collection (id, organization_id, name, type, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, 0, 0)",
            (id, client, name, kind),
        )
        .await;
        id
    }

    async fn make_group(&self, by: &Person, body: Value) -> Uuid {
        let made = self.world.post(by, &self.path("/groups"), body).await.expect(200);
        assert_eq!(made["object"], "group");
        made["id"].as_str().unwrap().parse().unwrap()
    }
}

#[tokio::test]
async fn a_service_user_makes_changes_and_deletes_groups() {
    let scene = Scene::new(17).await;
    let (uma, person) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (vic, _) = scene.member("vic@bakery.example", USER, json!({})).await;
    let (one, two) = (scene.collection(0).await, scene.collection(0).await);
    let before = scene.world.get(&person, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    scene.world.app.state().clock.advance(time::Duration::seconds(5));
    let staff = scene.make_group(&scene.tom, group(" Staff ", &[uma, uma], &[entry(one, true)])).await;
    let after = scene.world.get(&person, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    assert!(after > before, "who is put into a group has something to synchronise");

    let path = scene.path(&format!("/groups/{staff}"));
    let read = scene.world.get(&scene.tom, &path).await.expect(200);
    assert_eq!(
        (&read["name"], &read["externalId"], &read["collections"]),
        (&json!("Staff"), &Value::Null, &Value::Null)
    );
    let members = format!("{path}/users");
    assert_eq!(scene.world.get(&scene.tom, &members).await.expect(200), json!([uma]));
    scene.world.put(&scene.tom, &path, group("Team", &[vic], &[entry(two, false)])).await.expect(200);
    let details = scene.world.get(&scene.tom, &format!("{path}/details")).await.expect(200);
    assert_eq!((&details["object"], &details["name"]), (&json!("groupDetails"), &json!("Team")));
    assert_eq!(details["collections"], json!([entry(two, false)]));
    assert_eq!(scene.world.get(&scene.tom, &members).await.expect(200), json!([vic]));
    scene.world.post(&scene.tom, &path, group("Team", &[vic, uma], &[])).await.expect(200);

    scene.world.delete(&scene.tom, &format!("{path}/user/{vic}")).await.expect_empty(200);
    let twin = format!("{path}/delete-user/{vic}");
    scene.world.call(Some(&scene.tom), "POST", &twin, None).await.expect_empty(200);
    assert_eq!(scene.world.get(&scene.tom, &members).await.expect(200), json!([uma]));
    assert_eq!(scene.log(1504, 1504).await.len(), 1, "taking out twice is one change");
    scene.world.delete(&scene.tom, &path).await.expect_empty(200);
    scene.world.get(&scene.tom, &path).await.expect(404);
    assert_eq!(scene.log(1400, 1402).await, [1400, 1401, 1401, 1402].map(|kind| (kind, Some(staff))));
}

#[tokio::test]
async fn lists_say_what_there_is() {
    let scene = Scene::new(17).await;
    let one = scene.collection(0).await;
    scene.make_group(&scene.ines, group("Zoo", &[], &[])).await;
    let staff = scene.make_group(&scene.ines, group("Staff", &[], &[entry(one, false)])).await;
    let list = scene.world.get(&scene.tom, &scene.path("/groups")).await.expect(200);
    assert_eq!((&list["object"], &list["data"][0]["name"]), (&json!("list"), &json!("Staff")));
    assert_eq!(list["data"][0].get("collections"), None);
    let list = scene.world.get(&scene.tom, &scene.path("/groups/details")).await.expect(200);
    assert_eq!((&list["data"][0]["id"], &list["data"][0]["collections"]), (&json!(staff), &json!([entry(one, false)])));
    assert_eq!(list["data"][1]["collections"], json!([]));
}

#[tokio::test]
async fn several_are_deleted_together_or_none() {
    let scene = Scene::new(17).await;
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Butcher", 17, 5).await;
    let foreign =
        Scene { client: other, world: scene.world, provider: scene.provider, ines: scene.ines, tom: scene.tom };
    let far = foreign.make_group(&foreign.tom, group("Far", &[], &[])).await;
    let first = list_client(&foreign).await;
    let scene = Scene { client: first, ..foreign };
    let (one, two) = (
        scene.make_group(&scene.tom, group("One", &[], &[])).await,
        scene.make_group(&scene.tom, group("Two", &[], &[])).await,
    );
    let path = scene.path("/groups");
    let ids = |ids: &[Uuid]| Some(json!({ "ids": ids }));
    scene.world.call(Some(&scene.tom), "DELETE", &path, ids(&[one, far])).await.expect(404);
    scene.world.call(Some(&scene.tom), "DELETE", &path, ids(&[])).await.expect(400);
    assert_eq!(scene.world.get(&scene.tom, &path).await.expect(200)["data"].as_array().unwrap().len(), 2);
    scene.world.call(Some(&scene.tom), "DELETE", &path, ids(&[one, Uuid::new_v4(), one])).await.expect_empty(200);
    scene.world.post(&scene.tom, &scene.path("/groups/delete"), json!({"ids": [two]})).await.expect_empty(200);
    assert_eq!(scene.world.get(&scene.tom, &path).await.expect(200)["data"], json!([]));
    assert_eq!(scene.log(1402, 1402).await.len(), 2);
}

/// The client that [`Scene::new`] made, in a world that has two.
async fn list_client(scene: &Scene) -> Uuid {
    let path = format!("/api/providers/{}/organizations", scene.provider);
    let list = scene.world.get(&scene.ines, &path).await.expect(200);
    let found = list["data"].as_array().unwrap().iter().find(|entry| entry["organizationName"] == "Bakery").unwrap();
    found["organizationId"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn whoever_does_not_manage_groups_is_refused() {
    let scene = Scene::new(19).await;
    let staff = scene.make_group(&scene.tom, group("Staff", &[], &[])).await;
    let one = format!("/groups/{staff}");
    let (_, uma) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (_, cleo) = scene.member("cleo@bakery.example", CUSTOM, json!({"manageUsers": true})).await;
    let (_, gus) = scene.member("gus@bakery.example", CUSTOM, json!({"manageGroups": true})).await;
    let eve = scene.world.sign_up("eve@elsewhere.example").await;
    for stranger in [&uma, &eve] {
        for tail in ["/groups", "/groups/details", &one, &format!("{one}/details"), &format!("{one}/users")] {
            scene.world.get(stranger, &scene.path(tail)).await.expect(404);
        }
    }
    for person in [&uma, &eve, &cleo] {
        scene.world.post(person, &scene.path("/groups"), group("Mine", &[], &[])).await.expect(404);
        scene.world.put(person, &scene.path(&one), group("Mine", &[], &[])).await.expect(404);
        scene.world.delete(person, &scene.path(&one)).await.expect(404);
        let ids = Some(json!({"ids": [staff]}));
        scene.world.call(Some(person), "DELETE", &scene.path("/groups"), ids).await.expect(404);
    }
    scene.world.get(&cleo, &scene.path("/groups/details")).await.expect(200);
    scene.world.get(&cleo, &scene.path(&one)).await.expect(404);
    scene.world.put(&gus, &scene.path(&one), group("Ours", &[], &[])).await.expect(200);
    scene.world.call(None, "GET", &scene.path("/groups"), None).await.expect_empty(401);
    assert_eq!(scene.log(1400, 1402).await.len(), 2);
}

#[tokio::test]
async fn only_what_belongs_to_the_client_goes_in() {
    let scene = Scene::new(17).await;
    let (uma, _) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (one, mine) = (scene.collection(0).await, scene.collection(1).await);
    let (_, other) = scene.world.client(&scene.ines, scene.provider, "Butcher", 17, 5).await;
    let near = scene.client;
    let scene = Scene { client: other, ..scene };
    let (stranger, _) = scene.member("vic@butcher.example", USER, json!({})).await;
    let far = scene.collection(0).await;
    let scene = Scene { client: near, ..scene };
    let path = scene.path("/groups");
    for body in
        [group("A", &[stranger], &[]), group("A", &[], &[entry(far, false)]), group("A", &[Uuid::new_v4()], &[])]
    {
        scene.world.post(&scene.tom, &path, body).await.expect(404);
    }
    let both = json!({"id": one, "readOnly": true, "hidePasswords": false, "manage": true});
    for body in [
        group("A", &[], &[both]),
        group("A", &[], &[entry(mine, false)]),
        group(" ", &[], &[]),
        group(&"x".repeat(101), &[], &[]),
        json!({"name": "A", "users": []}),
        json!({"name": "A", "collections": [], "users": null}),
    ] {
        scene.world.post(&scene.tom, &path, body).await.expect(400);
    }
    let staff = scene.make_group(&scene.tom, group("A", &[uma], &[entry(one, false)])).await;
    scene.world.put(&scene.tom, &format!("{path}/{staff}"), group("A", &[stranger], &[])).await.expect(404);
    let far = format!("/api/organizations/{other}/groups/{staff}");
    scene.world.put(&scene.tom, &far, group("A", &[], &[])).await.expect(404);
    scene.world.delete(&scene.tom, &far).await.expect(404);
    scene.world.delete(&scene.tom, &scene.path(&format!("/groups/{staff}/user/{stranger}"))).await.expect(404);
}

#[tokio::test]
async fn a_plan_without_groups_says_so() {
    let scene = Scene::new(17).await;
    let staff = scene.make_group(&scene.tom, group("Staff", &[], &[])).await;
    scene.run("UPDATE organization SET plan_type = 0 WHERE id = ?1", [scene.client]).await;
    let (path, text) = (scene.path("/groups"), "This organization cannot use groups.");
    scene.world.post(&scene.tom, &path, group("A", &[], &[])).await.expect_message(400, text);
    scene.world.put(&scene.tom, &format!("{path}/{staff}"), group("A", &[], &[])).await.expect_message(400, text);
}

#[tokio::test]
async fn while_admins_may_not_reach_everything_nobody_helps_themselves() {
    let scene = Scene::new(17).await;
    let (adam_id, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let (own, foreign) = (scene.collection(0).await, scene.collection(0).await);
    scene
        .run(
            "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)",
            (own, adam_id),
        )
        .await;
    let path = scene.path("/groups");
    let oneself = "You cannot add yourself to groups.";
    scene.world.post(&adam, &path, group("A", &[adam_id], &[])).await.expect_message(400, oneself);
    let staff = scene.make_group(&scene.tom, group("Staff", &[adam_id], &[entry(foreign, false)])).await;
    let staff_path = format!("{path}/{staff}");
    let granted = "You must have Can Manage permissions to edit a collection's membership";
    let body = group("Staff", &[adam_id], &[entry(foreign, true)]);
    scene.world.put(&adam, &staff_path, body).await.expect_message(400, granted);
    // Whoever is in already stays; what he may not touch stays too.
    scene.world.put(&adam, &staff_path, group("Team", &[adam_id], &[entry(own, true)])).await.expect(200);
    let details = scene.world.get(&adam, &format!("{staff_path}/details")).await.expect(200);
    assert_eq!(details["collections"].as_array().unwrap().len(), 2);
    // The provider's people are no members: the rule never concerns them.
    scene.world.put(&scene.tom, &staff_path, group("Team", &[], &[entry(foreign, true)])).await.expect(200);
    scene.world.put(&adam, &staff_path, group("Team", &[adam_id], &[])).await.expect_message(400, oneself);

    let open = json!({"allowAdminAccessToAllCollectionItems": true});
    scene.world.put(&olga, &scene.path("/collection-management"), open).await.expect(200);
    scene.world.put(&adam, &staff_path, group("Team", &[adam_id], &[entry(foreign, true)])).await.expect(200);
}

#[tokio::test]
async fn what_is_set_on_a_member_counts_instead_of_what_their_groups_give() {
    let scene = Scene::new(17).await;
    let (adam_id, adam) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let shared = scene.collection(0).await;
    scene.make_group(&scene.tom, group("Managers", &[adam_id], &[entry(shared, true)])).await;
    let (path, invite) = (scene.path("/groups"), scene.path("/users/invite"));
    let newcomer = |email: &str| json!({"emails": [email], "type": USER, "permissions": {}, "collections": [entry(shared, false)], "groups": []});
    // The group alone lets him manage it, and so give it to others.
    scene.make_group(&adam, group("First", &[], &[entry(shared, false)])).await;
    scene.world.post(&adam, &invite, newcomer("one@bakery.example")).await.expect(200);
    scene
        .run(
            "INSERT INTO collection_user (collection_id, organization_user_id, read_only) VALUES (?1, ?2, 1)",
            (shared, adam_id),
        )
        .await;
    let granted = "You must have Can Manage permissions to edit a collection's membership";
    let second = group("Second", &[], &[entry(shared, false)]);
    scene.world.post(&adam, &path, second).await.expect_message(400, granted);
    scene.world.post(&adam, &invite, newcomer("two@bakery.example")).await.expect(404);
}

#[tokio::test]
async fn custom_members_give_every_collection_where_admins_reach_everything() {
    let scene = Scene::new(19).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let (_, cem) = scene.member("cem@bakery.example", CUSTOM, json!({"manageUsers": true})).await;
    let (shared, invite) = (scene.collection(0).await, scene.path("/users/invite"));
    let newcomer = json!({"emails": ["n@bakery.example"], "type": USER, "permissions": {},
        "collections": [entry(shared, false)], "groups": []});
    scene.world.post(&cem, &invite, newcomer.clone()).await.expect(404);
    let open = json!({"allowAdminAccessToAllCollectionItems": true});
    scene.world.put(&olga, &scene.path("/collection-management"), open).await.expect(200);
    scene.world.post(&cem, &invite, newcomer).await.expect(200);
}
