//! Collections: who sees, makes, changes and deletes them, and who gets access (API contract §9; screens §1.2–1.4).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::settings::{ADMIN, CUSTOM, OWNER, Scene, USER};
use crate::world::{Person, public_key, sealed, shared};

fn entry(id: Uuid, permission: &str) -> Value {
    let (read_only, hide, manage) = match permission {
        "view" => (true, false, false),
        "view hidden" => (true, true, false),
        "edit" => (false, false, false),
        "manage" => (false, false, true),
        other => panic!("no permission {other}"),
    };
    json!({"id": id, "readOnly": read_only, "hidePasswords": hide, "manage": manage})
}

fn body(users: &[Value], groups: &[Value]) -> Value {
    json!({"name": sealed(), "users": users, "groups": groups})
}

fn id_of(answer: &Value) -> Uuid {
    answer["id"].as_str().unwrap().parse().unwrap()
}

fn ids(list: &Value) -> Vec<Uuid> {
    list["data"].as_array().unwrap().iter().map(id_of).collect()
}

impl Scene {
    fn at(&self, id: Uuid, tail: &str) -> String {
        self.path(&format!("/collections/{id}{tail}"))
    }

    async fn make(&self, by: &Person, body: Value) -> Uuid {
        id_of(&self.world.post(by, &self.path("/collections"), body).await.expect(200))
    }

    async fn staff(&self, members: &[Uuid]) -> Uuid {
        let body = json!({"name": "Staff", "users": members, "collections": []});
        id_of(&self.world.post(&self.ines, &self.path("/groups"), body).await.expect(200))
    }

    /// Switches on the settings with these columns.
    async fn set(&self, columns: &'static str) {
        let client = self.client;
        self.run(columns, [client]).await;
    }

    async fn written(&self, kind: i64) -> i64 {
        let work = move |conn: &rusqlite::Connection| {
            Ok(conn.query_row("SELECT count(*) FROM event WHERE type = ?1", [kind], |row| row.get(0))?)
        };
        self.world.app.state().db.read(work).await.unwrap()
    }
}

#[tokio::test]
async fn a_service_user_makes_changes_and_deletes_a_collection() {
    let scene = Scene::new(17).await;
    let (uma, person) = scene.member("uma@bakery.example", USER, json!({})).await;
    let staff = scene.staff(&[uma]).await;
    let before = scene.world.get(&person, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    scene.world.app.state().clock.advance(time::Duration::seconds(5));
    let made = body(&[entry(uma, "manage")], &[entry(staff, "view hidden")]);
    let made = scene.world.post(&scene.tom, &scene.path("/collections"), made).await.expect(200);
    assert_eq!((&made["object"], &made["type"]), (&json!("collectionAccessDetails"), &json!(0)));
    // Provider staff without a membership have to read the lists again.
    assert_eq!((&made["users"], &made["groups"]), (&Value::Null, &Value::Null));
    assert_eq!((&made["assigned"], &made["unmanaged"]), (&json!(false), &json!(false)));
    let after = scene.world.get(&person, "/api/accounts/revision-date").await.expect(200).as_i64().unwrap();
    assert!(after > before, "the people of the client have something to synchronise");

    let id = id_of(&made);
    let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
    assert_eq!(read["users"], json!([entry(uma, "manage")]));
    assert_eq!(read["groups"], json!([entry(staff, "view hidden")]));
    let users = scene.world.get(&scene.tom, &scene.at(id, "/users")).await.expect(200);
    assert_eq!(users, json!([entry(uma, "manage")]));
    let plain = scene.world.get(&scene.tom, &scene.at(id, "")).await.expect(200);
    assert_eq!((&plain["object"], plain.get("users")), (&json!("collection"), None));

    // A list that is not sent stays; one that is sent replaces.
    let change = json!({"externalId": "dir-7", "users": [entry(uma, "manage")], "groups": []});
    scene.world.put(&scene.tom, &scene.at(id, ""), change).await.expect(200);
    let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
    assert_eq!((&read["name"], &read["externalId"], &read["groups"]), (&json!(sealed()), &json!("dir-7"), &json!([])));
    scene.world.post(&scene.tom, &scene.at(id, ""), json!({"groups": [entry(staff, "edit")]})).await.expect(200);
    let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
    assert_eq!((&read["users"], &read["groups"]), (&json!([entry(uma, "manage")]), &json!([entry(staff, "edit")])));

    scene.world.delete(&scene.tom, &scene.at(id, "")).await.expect_empty(200);
    scene.world.get(&scene.tom, &scene.at(id, "")).await.expect(404);
    let counts = (scene.written(1300).await, scene.written(1301).await, scene.written(1302).await);
    assert_eq!(counts, (1, 2, 1));
}

#[tokio::test]
async fn reading_who_has_access_is_noted_for_provider_staff_only() {
    let scene = Scene::new(17).await;
    let (_, olga) = scene.member("olga@bakery.example", OWNER, json!({})).await;
    let noted = async || (scene.written(1603).await, scene.written(1903).await);
    let start = noted().await;
    scene.world.get(&scene.tom, &scene.path("/collections")).await.expect(200);
    scene.world.get(&olga, &scene.path("/collections/details")).await.expect(200);
    assert_eq!(noted().await, start);
    scene.world.get(&scene.tom, &scene.path("/collections/details")).await.expect(200);
    assert_eq!(noted().await, (start.0 + 1, start.1 + 1));
}

#[tokio::test]
async fn everybody_sees_what_their_role_shows_them() {
    let scene = Scene::new(19).await;
    let (uma, plain) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (vic, viewer) = scene.member("vic@bakery.example", USER, json!({})).await;
    let (_, admin) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let (_, editor) = scene.member("ed@bakery.example", CUSTOM, json!({"editAnyCollection": true})).await;
    let (_, inviter) = scene.member("ivy@bakery.example", CUSTOM, json!({"manageUsers": true})).await;
    let (_, maker) = scene.member("mo@bakery.example", CUSTOM, json!({"createNewCollections": true})).await;
    let stranger = scene.world.sign_up("eve@elsewhere.example").await;
    let staff = scene.staff(&[uma, vic]).await;
    let first = scene.world.get(&scene.tom, &scene.path("/collections")).await.expect(200);
    let first = ids(&first)[0];
    let managed = scene.make(&scene.tom, body(&[entry(uma, "manage")], &[entry(staff, "view")])).await;
    let through = scene.make(&scene.tom, body(&[entry(vic, "view")], &[entry(staff, "manage")])).await;

    let seen = async |person: &Person, tail: &str| {
        ids(&scene.world.get(person, &scene.path(&format!("/collections{tail}"))).await.expect(200))
    };
    let all = vec![first, managed, through];
    for person in [&scene.tom, &scene.ines, &admin, &editor] {
        assert_eq!((seen(person, "").await, seen(person, "/details").await), (all.clone(), all.clone()));
    }
    // Giving people access needs the lists, but not the names alone.
    assert_eq!((seen(&inviter, "").await, seen(&inviter, "/details").await), (vec![], all));
    assert!(seen(&maker, "/details").await.is_empty());
    // Manage of one's own or through a group; what is set on the member replaces what the group gives.
    assert_eq!(seen(&plain, "/details").await, vec![managed, through]);
    assert!(seen(&viewer, "").await.is_empty());
    scene.world.get(&plain, &scene.at(managed, "/details")).await.expect(200);
    for tail in ["", "/details", "/users"] {
        scene.world.get(&viewer, &scene.at(managed, tail)).await.expect_message(404, "Resource not found.");
        scene.world.get(&stranger, &scene.at(managed, tail)).await.expect(404);
    }
    scene.world.get(&stranger, &scene.path("/collections")).await.expect(404);
    scene.world.call(None, "GET", &scene.path("/collections"), None).await.expect_empty(401);

    let own = scene.world.get(&viewer, "/api/collections").await.expect(200);
    let own: Vec<_> =
        own["data"].as_array().unwrap().iter().map(|row| (id_of(row), &row["readOnly"], &row["manage"])).collect();
    assert_eq!(own, [(managed, &json!(true), &json!(false)), (through, &json!(true), &json!(false))]);
    assert_eq!(scene.world.get(&scene.tom, "/api/collections").await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn making_and_deleting_follow_the_settings_of_the_client() {
    let scene = Scene::new(19).await;
    let (uma, plain) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (_, admin) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let (_, maker) = scene.member("mo@bakery.example", CUSTOM, json!({"createNewCollections": true})).await;
    let (_, eraser) = scene.member("era@bakery.example", CUSTOM, json!({"deleteAnyCollection": true})).await;

    // A member manages what they made, without saying so.
    let made = scene.world.post(&plain, &scene.path("/collections"), body(&[], &[])).await.expect(200);
    assert_eq!((&made["users"], &made["manage"]), (&json!([entry(uma, "manage")]), &json!(true)));
    let mine = id_of(&made);
    let others = scene.make(&scene.tom, body(&[entry(uma, "manage")], &[])).await;
    let far = scene.make(&maker, body(&[], &[])).await;

    // Admins reach what is theirs, as long as the client does not let them reach everything.
    scene.world.put(&admin, &scene.at(mine, ""), body(&[entry(uma, "manage")], &[])).await.expect(404);
    scene.world.delete(&admin, &scene.at(mine, "")).await.expect(404);
    scene.world.put(&eraser, &scene.at(mine, ""), body(&[entry(uma, "manage")], &[])).await.expect(404);
    scene.world.put(&plain, &scene.at(far, ""), body(&[entry(uma, "manage")], &[])).await.expect(404);
    scene.set("UPDATE organization SET allow_admin_access = 1 WHERE id = ?1").await;
    scene.world.put(&admin, &scene.at(mine, ""), body(&[entry(uma, "manage")], &[])).await.expect(200);

    scene
        .set("UPDATE organization SET limit_collection_creation = 1, limit_collection_deletion = 1 WHERE id = ?1")
        .await;
    scene.world.post(&plain, &scene.path("/collections"), body(&[], &[])).await.expect(404);
    scene.make(&maker, body(&[], &[])).await;
    scene.make(&admin, body(&[], &[])).await;
    scene.world.delete(&plain, &scene.at(mine, "")).await.expect(404);
    scene.world.delete(&eraser, &scene.at(mine, "")).await.expect_empty(200);
    scene.world.delete(&admin, &scene.at(others, "")).await.expect_empty(200);
    scene.set("UPDATE organization SET limit_collection_deletion = 0 WHERE id = ?1").await;
    let again = scene.make(&scene.tom, body(&[entry(uma, "manage")], &[])).await;
    scene.world.call(Some(&plain), "POST", &scene.at(again, "/delete"), None).await.expect_empty(200);
}

#[tokio::test]
async fn somebody_has_to_manage_each_collection_unless_admins_reach_everything() {
    let scene = Scene::new(17).await;
    let (uma, _) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (adam, admin) = scene.member("adam@bakery.example", ADMIN, json!({})).await;
    let staff = scene.staff(&[]).await;
    let needed = "At least one member or group must have can manage permission.";
    let path = scene.path("/collections");
    scene.world.post(&scene.tom, &path, body(&[entry(uma, "edit")], &[])).await.expect_message(400, needed);
    let id = scene.make(&scene.tom, body(&[], &[entry(staff, "manage")])).await;
    scene.world.put(&scene.tom, &scene.at(id, ""), body(&[entry(uma, "view")], &[])).await.expect_message(400, needed);
    let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
    assert_eq!(read["groups"], json!([entry(staff, "manage")]), "a refusal changes nothing");

    // With its group the last manager goes; then owners and admins may give access again.
    scene.world.delete(&scene.tom, &scene.path(&format!("/groups/{staff}"))).await.expect(200);
    let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
    assert_eq!(read["unmanaged"], true);
    scene.world.put(&admin, &scene.at(id, ""), body(&[entry(adam, "manage")], &[])).await.expect(200);

    scene.set("UPDATE organization SET allow_admin_access = 1 WHERE id = ?1").await;
    scene.make(&scene.tom, body(&[], &[])).await;
}

#[tokio::test]
async fn what_is_wrong_with_a_collection_is_said() {
    let scene = Scene::new(17).await;
    let (uma, _) = scene.member("uma@bakery.example", USER, json!({})).await;
    let manager = entry(uma, "manage");
    let path = scene.path("/collections");
    let both = json!({"id": uma, "readOnly": true, "manage": true});
    let refused = scene.world.post(&scene.tom, &path, body(&[both], &[])).await;
    assert!(refused.message().contains("mutually exclusive"), "{refused:?}");
    let nobody = entry(Uuid::new_v4(), "view");
    scene.world.post(&scene.tom, &path, body(&[manager.clone(), nobody.clone()], &[])).await.expect(400);
    scene.world.post(&scene.tom, &path, body(std::slice::from_ref(&manager), &[nobody])).await.expect(400);
    for (member, value) in [
        ("name", json!("Payroll")),
        ("name", Value::Null),
        ("name", json!(format!("2.{}", "A".repeat(1_000)))),
        ("externalId", json!("x".repeat(301))),
    ] {
        let mut wrong = body(std::slice::from_ref(&manager), &[]);
        wrong[member] = value;
        scene.world.post(&scene.tom, &path, wrong).await.expect(400);
    }
    let mut longest = body(&[manager], &[]);
    longest["externalId"] = json!("x".repeat(300));
    scene.make(&scene.tom, longest).await;
    assert_eq!(scene.written(1300).await, 1);
}

#[tokio::test]
async fn own_items_are_nobody_elses_business() {
    let scene = Scene::new(19).await;
    let (uma, plain) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (id, client) = (Uuid::new_v4(), scene.client);
    let insert = "INSERT INTO collection (id, organization_id, name, type, created_at, revised_at)
                  VALUES (?1, ?2, ?3, 1, 0, 0)";
    scene.run(insert, (id, client, sealed())).await;
    let own = "INSERT INTO collection_user (collection_id, organization_user_id, manage) VALUES (?1, ?2, 1)";
    scene.run(own, (id, uma)).await;
    for person in [&scene.tom, &plain] {
        for tail in ["/collections", "/collections/details"] {
            assert!(!ids(&scene.world.get(person, &scene.path(tail)).await.expect(200)).contains(&id));
        }
    }
    scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(404);
    assert_eq!(ids(&scene.world.get(&plain, "/api/collections").await.expect(200)), [id]);
    for person in [&scene.tom, &plain] {
        let change = body(&[entry(uma, "manage")], &[]);
        let refused = "You cannot edit a collection with the type as DefaultUserCollection.";
        scene.world.put(person, &scene.at(id, ""), change).await.expect_message(400, refused);
        let refused = "You cannot delete a collection with the type as DefaultUserCollection.";
        scene.world.delete(person, &scene.at(id, "")).await.expect_message(400, refused);
        let gift = json!({"collectionIds": [id], "users": [entry(uma, "view")]});
        let refused = "You cannot add access to collections with the type as DefaultUserCollection.";
        scene.world.post(person, &scene.path("/collections/bulk-access"), gift).await.expect_message(400, refused);
    }
}

#[tokio::test]
async fn a_free_plan_holds_two() {
    let scene = Scene::new(17).await;
    let anna = scene.world.sign_up("anna@bakery.example").await;
    let own = json!({"name": "Own", "billingEmail": "a@b.example", "planType": 0, "key": shared(3),
        "keys": {"publicKey": public_key(3), "encryptedPrivateKey": sealed()}, "collectionName": sealed()});
    let made = scene.world.post(&anna, "/api/organizations", own).await.expect(200);
    let anna = scene.world.sign_in(&anna.email).await;
    let path = format!("/api/organizations/{}/collections", made["id"].as_str().unwrap());
    scene.world.post(&anna, &path, body(&[], &[])).await.expect(200);
    let most = "You have reached the maximum number of collections (2) for this organization.";
    scene.world.post(&anna, &path, body(&[], &[])).await.expect_message(400, most);
    // Groups are not part of the plan: they are passed over, as on the vendor's server.
    assert_eq!(ids(&scene.world.get(&anna, &path).await.expect(200)).len(), 2);
}

#[tokio::test]
async fn bulk_access_adds_and_overwrites_and_leaves_the_rest() {
    let scene = Scene::new(17).await;
    let (uma, plain) = scene.member("uma@bakery.example", USER, json!({})).await;
    let (vic, _) = scene.member("vic@bakery.example", USER, json!({})).await;
    let staff = scene.staff(&[vic]).await;
    let one = scene.make(&scene.tom, body(&[entry(uma, "manage"), entry(vic, "view")], &[])).await;
    let two = scene.make(&scene.tom, body(&[entry(vic, "manage")], &[])).await;
    let path = scene.path("/collections/bulk-access");
    let gift = |ids: &[Uuid], users: &[Value], groups: &[Value]| json!({"collectionIds": ids, "users": users, "groups": groups});
    let given = gift(&[one, two], &[entry(vic, "edit"), entry(uma, "manage")], &[entry(staff, "view")]);
    scene.world.post(&scene.tom, &path, given).await.expect_empty(200);
    let read = async |id: Uuid| {
        let read = scene.world.get(&scene.tom, &scene.at(id, "/details")).await.expect(200);
        let mut users = read["users"].as_array().unwrap().clone();
        users.sort_by_key(|row| row["id"] == json!(vic));
        (users, read["groups"].clone())
    };
    let expected = (vec![entry(uma, "manage"), entry(vic, "edit")], json!([entry(staff, "view")]));
    assert_eq!((read(one).await, read(two).await), (expected.clone(), expected.clone()));
    assert_eq!(scene.written(1301).await, 2);

    // All or none: an unknown one, one that is not one's own, the last manager, nothing at all.
    let strange = gift(&[one, Uuid::new_v4()], &[entry(vic, "view")], &[]);
    scene.world.post(&scene.tom, &path, strange).await.expect(404);
    let default = ids(&scene.world.get(&scene.tom, &scene.path("/collections")).await.expect(200))[0];
    scene.world.post(&plain, &path, gift(&[one, default], &[entry(vic, "view")], &[])).await.expect(404);
    scene.world.post(&scene.tom, &path, gift(&[one], &[entry(uma, "view")], &[])).await.expect(400);
    scene.world.post(&scene.tom, &path, gift(&[], &[], &[])).await.expect(400);
    assert_eq!(read(one).await, expected);
    scene.world.post(&plain, &path, gift(&[one], &[entry(vic, "view")], &[])).await.expect_empty(200);
}

#[tokio::test]
async fn several_are_deleted_together_or_none() {
    let scene = Scene::new(17).await;
    let (uma, plain) = scene.member("uma@bakery.example", USER, json!({})).await;
    let one = scene.make(&scene.tom, body(&[entry(uma, "manage")], &[])).await;
    let two = scene.make(&scene.tom, body(&[entry(uma, "manage")], &[])).await;
    let path = scene.path("/collections");
    let first = ids(&scene.world.get(&scene.tom, &path).await.expect(200))[0];
    let call = async |person: &Person, ids: &[Uuid]| {
        scene.world.call(Some(person), "DELETE", &path, Some(json!({ "ids": ids }))).await
    };
    call(&plain, &[one, first]).await.expect(404);
    call(&scene.tom, &[one, Uuid::new_v4()]).await.expect(404);
    call(&scene.tom, &[]).await.expect(400);
    assert_eq!(ids(&scene.world.get(&scene.tom, &path).await.expect(200)), [first, one, two]);
    call(&plain, &[one]).await.expect_empty(200);
    scene.world.post(&scene.tom, &scene.path("/collections/delete"), json!({"ids": [two]})).await.expect_empty(200);
    assert_eq!(ids(&scene.world.get(&scene.tom, &path).await.expect(200)), [first]);
    assert_eq!(scene.written(1302).await, 2);
}
