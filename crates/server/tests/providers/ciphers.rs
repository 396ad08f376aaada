//! Importing items and listing them: who may, what is refused and where, and that it is all or nothing.

use data_encoding::BASE64;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::settings::{ADMIN, CUSTOM, OWNER, Scene, USER};
use crate::world::{Person, sealed};

fn login() -> Value {
    json!({"type": 1, "name": sealed(), "key": sealed(), "favorite": true, "reprompt": 1,
        "fields": [{"type": 3, "name": sealed(), "value": null, "linkedId": 100}],
        "passwordHistory": null,
        "login": {"username": sealed(), "password": sealed(), "totp": null,
            "uris": [{"uri": sealed(), "uriChecksum": sealed(), "match": 3}]}})
}

/// As clients seal: no two texts are the same.
fn note() -> Value {
    let name = sealed().replacen(&BASE64.encode(&[1; 16]), &BASE64.encode(Uuid::new_v4().as_bytes()), 1);
    json!({"type": 2, "name": name, "secureNote": {"type": 0}})
}

fn collection(id: Option<Uuid>) -> Value {
    json!({"id": id, "name": sealed(), "externalId": null, "groups": [], "users": []})
}

fn request(ciphers: &[Value], collections: &[Value], pairs: &[(usize, usize)]) -> Value {
    let pairs: Vec<Value> = pairs.iter().map(|(key, value)| json!({"key": key, "value": value})).collect();
    json!({"ciphers": ciphers, "collections": collections, "collectionRelationships": pairs, "folders": [],
        "folderRelationships": []})
}

impl Scene {
    fn import_path(&self) -> String {
        format!("/api/ciphers/import-organization?organizationId={}", self.client)
    }

    async fn items(&self, by: &Person) -> Vec<Value> {
        let path = format!("/api/ciphers/organization-details?organizationId={}", self.client);
        self.world.get(by, &path).await.expect(200)["data"].as_array().unwrap().clone()
    }

    async fn collections(&self, by: &Person) -> Vec<Uuid> {
        let list = self.world.get(by, &self.path("/collections")).await.expect(200);
        list["data"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().parse().unwrap()).collect()
    }
}

#[tokio::test]
async fn a_service_user_who_is_no_member_imports_and_sees_the_items() {
    let scene = Scene::new(17).await;
    let before = scene.collections(&scene.tom).await;
    let body = request(
        &[login(), note()],
        &[collection(Some(before[0])), collection(None)],
        &[(0, 0), (0, 1), (1, 1), (7, 0), (0, 9)],
    );
    scene.world.post(&scene.tom, &scene.import_path(), body).await.expect_empty(200);

    let after = scene.collections(&scene.tom).await;
    assert_eq!(after.len(), before.len() + 1, "one was reused, one was made");
    let made = after.iter().find(|id| !before.contains(id)).unwrap();
    let items = scene.items(&scene.tom).await;
    assert_eq!(items.len(), 2);
    let mut places: Vec<&str> =
        items[0]["collectionIds"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    places.sort_unstable();
    let mut wanted = [before[0].to_string(), made.to_string()];
    wanted.sort_unstable();
    assert_eq!(places, wanted);
    assert_eq!(
        (&items[0]["object"], &items[0]["type"], &items[0]["favorite"]),
        (&json!("cipherMiniDetails"), &json!(1), &json!(true))
    );
    for member in ["name", "key", "fields", "login"] {
        let sent = login();
        for (name, value) in sent[member].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            assert_eq!(&items[0][member][name], value, "{member}.{name}");
        }
    }
    assert_eq!(items[0]["key"], json!(sealed()));
    assert_eq!(items[0]["organizationId"], json!(scene.client));
}

#[tokio::test]
async fn a_request_that_a_browser_sends_again_is_carried_out_once() {
    let scene = Scene::new(17).await;
    let before = scene.collections(&scene.tom).await.len();
    let body = request(&[login(), note()], &[collection(None)], &[(0, 0), (1, 0)]);
    for _ in 0..2 {
        scene.world.post(&scene.tom, &scene.import_path(), body.clone()).await.expect_empty(200);
    }
    assert_eq!(scene.items(&scene.tom).await.len(), 2);
    assert_eq!(scene.collections(&scene.tom).await.len(), before + 1);
}

#[tokio::test]
async fn every_wrong_text_is_named_and_nothing_is_stored() {
    let scene = Scene::new(17).await;
    let mut wrong = login();
    wrong["notes"] = json!("plain text");
    wrong["login"]["uris"][0]["uri"] = json!(format!("2.{}", "x".repeat(10_001)));
    wrong["fields"][0]["name"] = json!(format!("{}{}", sealed(), "=".repeat(1_000)));
    let mut nameless = note();
    nameless["name"] = json!(null);
    let mut bodiless = note();
    bodiless["secureNote"] = json!(null);
    let mut named = collection(None);
    named["name"] = json!("Sales");
    let body = request(&[login(), wrong, nameless, bodiless], &[named], &[(0, 0)]);
    let answer = scene.world.post(&scene.tom, &scene.import_path(), body).await.expect(400);
    let errors: Vec<&String> = answer["validationErrors"].as_object().unwrap().keys().collect();
    let wanted = [
        "Ciphers[1].Fields[0].Name",
        "Ciphers[1].Login.Uris[0].Uri",
        "Ciphers[1].Notes",
        "Ciphers[2].Name",
        "Ciphers[3].Type",
        "Collections[0].Name",
    ];
    assert_eq!(errors, wanted);
    assert!(!answer.to_string().contains("plain text"), "what was wrong is not repeated");
    assert!(scene.items(&scene.tom).await.is_empty());
}

#[tokio::test]
async fn earlier_passwords_and_passkeys_need_their_dates() {
    let scene = Scene::new(17).await;
    let item = |used: Value, made: Value| {
        let date = "2024-05-06T07:08:09.000Z";
        let mut item = login();
        item["passwordHistory"] = json!([{"password": sealed(), "lastUsedDate": date},
            {"password": sealed(), "lastUsedDate": used}]);
        item["login"]["fido2Credentials"] = json!([{"credentialId": sealed(), "creationDate": date},
            {"credentialId": sealed(), "creationDate": made}]);
        item
    };
    let good = || item(json!("1970-01-01T00:00:00.000Z"), json!("1970-01-01T00:00:00.000Z"));
    let mut missing = item(json!(""), json!(null));
    missing["passwordHistory"][0].as_object_mut().unwrap().remove("lastUsedDate");
    let body = request(&[good(), item(json!(null), json!("")), missing], &[collection(None)], &[(0, 0)]);
    let answer = scene.world.post(&scene.tom, &scene.import_path(), body).await.expect(400);
    let errors = answer["validationErrors"].as_object().unwrap();
    let wanted = [
        "Ciphers[1].Login.Fido2Credentials[1].CreationDate",
        "Ciphers[1].PasswordHistory[1].LastUsedDate",
        "Ciphers[2].Login.Fido2Credentials[1].CreationDate",
        "Ciphers[2].PasswordHistory[0].LastUsedDate",
        "Ciphers[2].PasswordHistory[1].LastUsedDate",
    ];
    assert_eq!(errors.keys().collect::<Vec<_>>(), wanted);
    assert_eq!(errors[wanted[1]], json!([format!("The {} field is required.", wanted[1])]));
    assert!(scene.items(&scene.tom).await.is_empty());
    let body = request(&[good()], &[collection(None)], &[(0, 0)]);
    scene.world.post(&scene.tom, &scene.import_path(), body).await.expect_empty(200);
    assert_eq!(scene.items(&scene.tom).await.len(), 1);
}

#[tokio::test]
async fn cards_are_refused_while_a_policy_keeps_them_out() {
    let scene = Scene::new(19).await;
    let card = || json!({"type": 3, "name": sealed(), "card": {"number": sealed()}});
    let body = || request(&[note(), card()], &[collection(None)], &[(0, 0), (1, 0)]);
    scene.world.post(&scene.tom, &scene.import_path(), body()).await.expect_empty(200);
    let policy = |on: bool| json!({"policy": {"enabled": on, "data": null}});
    scene.world.put(&scene.tom, &scene.path("/policies/15"), policy(true)).await.expect(200);
    let refused = scene.world.post(&scene.tom, &scene.import_path(), body()).await.expect(400);
    let errors = refused["validationErrors"].as_object().unwrap();
    assert_eq!(errors.keys().collect::<Vec<_>>(), ["Ciphers[1].Type"]);
    assert!(errors["Ciphers[1].Type"][0].as_str().unwrap().contains("does not allow cards"));
    assert_eq!(scene.items(&scene.tom).await.len(), 2, "nothing of it was stored");
    // Everything else goes on.
    scene.world.post(&scene.tom, &scene.import_path(), request(&[note()], &[], &[])).await.expect_empty(200);
    scene.world.put(&scene.tom, &scene.path("/policies/15"), policy(false)).await.expect(200);
    scene.world.post(&scene.tom, &scene.import_path(), body()).await.expect_empty(200);
}

#[tokio::test]
async fn items_that_were_encrypted_for_somebody_else_are_refused() {
    let scene = Scene::new(17).await;
    let of = |user: &str| {
        let mut item = note();
        item["encryptedFor"] = json!(user);
        request(&[item], &[], &[])
    };
    let (own, other) = (scene.tom.id.to_string().to_uppercase(), scene.ines.id.to_string());
    for wrong in [other.as_str(), "nobody"] {
        let refused = scene.world.post(&scene.tom, &scene.import_path(), of(wrong)).await.expect(400);
        assert!(refused["validationErrors"]["Ciphers[0].EncryptedFor"].is_array(), "{refused}");
    }
    assert!(scene.items(&scene.tom).await.is_empty());
    scene.world.post(&scene.tom, &scene.import_path(), of(&own)).await.expect_empty(200);
    let items = scene.items(&scene.tom).await;
    assert_eq!((items.len(), items[0].get("encryptedFor")), (1, None), "it is not kept");
}

#[tokio::test]
async fn too_much_at_once_is_refused() {
    let scene = Scene::new(17).await;
    let collections: Vec<Value> = (0..2_001).map(|_| collection(None)).collect();
    let answer = scene.world.post(&scene.tom, &scene.import_path(), request(&[note()], &collections, &[])).await;
    answer.expect_message(400, "You cannot import this much data at once.");
}

#[tokio::test]
async fn who_may_import_and_who_may_see() {
    let scene = Scene::new(17).await;
    let own = scene.collections(&scene.tom).await[0];
    let rights = json!({"accessImportExport": true});
    let people = [
        ("owner", OWNER, json!({}), 200, 200),
        ("admin", ADMIN, json!({}), 200, 200),
        ("custom", CUSTOM, rights, 200, 200),
        ("reader", CUSTOM, json!({"accessReports": true}), 404, 200),
        ("user", USER, json!({}), 404, 404),
    ];
    for (name, role, permissions, import, see) in people {
        let (_, person) = scene.member(&format!("{name}@bakery.example"), role, permissions).await;
        let body = request(&[note()], &[collection(Some(own))], &[(0, 0)]);
        let answer = scene.world.post(&person, &scene.import_path(), body).await;
        assert_eq!(answer.status.as_u16(), import, "{name} imports: {}", answer.body);
        let path = format!("/api/ciphers/organization-details?organizationId={}", scene.client);
        assert_eq!(scene.world.get(&person, &path).await.status.as_u16(), see, "{name} sees");
    }
    let stranger = scene.world.sign_up("eve@elsewhere.example").await;
    let body = request(&[note()], &[collection(None)], &[(0, 0)]);
    scene.world.post(&stranger, &scene.import_path(), body.clone()).await.expect(404);
    scene.world.call(None, "POST", &scene.import_path(), Some(body)).await.expect(401);
    assert_eq!(scene.items(&scene.tom).await.len(), 3);
}

#[tokio::test]
async fn a_member_manages_what_an_import_made() {
    let scene = Scene::new(17).await;
    let (member, ada) = scene.member("ada@bakery.example", ADMIN, json!({})).await;
    let before = scene.collections(&ada).await;
    scene
        .world
        .post(&ada, &scene.import_path(), request(&[note()], &[collection(None)], &[(0, 0)]))
        .await
        .expect_empty(200);
    let after = scene.collections(&ada).await;
    let made = after.iter().find(|id| !before.contains(id)).unwrap();
    let users = scene.world.get(&ada, &scene.path(&format!("/collections/{made}/users"))).await.expect(200);
    assert_eq!(users, json!([{"id": member, "readOnly": false, "hidePasswords": false, "manage": true}]));
}

#[tokio::test]
async fn deleted_collections_leave_their_items_and_nothing_of_other_clients_is_seen() {
    let scene = Scene::new(17).await;
    scene
        .world
        .post(&scene.tom, &scene.import_path(), request(&[note()], &[collection(None)], &[(0, 0)]))
        .await
        .expect_empty(200);
    let made = scene.items(&scene.tom).await[0]["collectionIds"][0].as_str().unwrap().to_owned();
    scene.world.delete(&scene.tom, &scene.path(&format!("/collections/{made}"))).await.expect(200);
    let items = scene.items(&scene.tom).await;
    assert_eq!((items.len(), &items[0]["collectionIds"]), (1, &json!([])));
    // A collection id of elsewhere is not joined: a new one is made in this client.
    let foreign = Uuid::new_v4();
    scene
        .world
        .post(&scene.tom, &scene.import_path(), request(&[note()], &[collection(Some(foreign))], &[(0, 0)]))
        .await
        .expect_empty(200);
    assert!(!scene.collections(&scene.tom).await.contains(&foreign));
}

#[tokio::test]
async fn what_happened_to_an_item_is_for_those_who_read_the_log_of_its_organisation() {
    let scene = Scene::new(17).await;
    scene.world.post(&scene.tom, &scene.import_path(), request(&[note(), note()], &[], &[])).await.expect_empty(200);
    let items: Vec<Uuid> =
        scene.items(&scene.tom).await.iter().map(|item| item["id"].as_str().unwrap().parse().unwrap()).collect();
    let (_, elsewhere) = scene.world.client(&scene.ines, scene.provider, "Brewery", 17, 5).await;
    let now = scene.world.app.state().clock.now();
    // The same item in the log of another organisation, where it does not belong.
    for (kind, organization, item) in
        [(1107, scene.client, items[0]), (1111, scene.client, items[1]), (1114, elsewhere, items[0])]
    {
        let event = "INSERT INTO event (type, date, organization_id, cipher_id) VALUES (?1, ?2, ?3, ?4)";
        scene.run(event, (kind, now, organization, item)).await;
    }
    let path = format!("/api/ciphers/{}/events", items[0]);
    for (name, role, permissions, status) in [
        ("admin", ADMIN, json!({}), 200),
        ("auditor", CUSTOM, json!({"accessEventLogs": true}), 200),
        ("reader", CUSTOM, json!({"accessReports": true}), 404),
        ("user", USER, json!({}), 404),
    ] {
        let (_, person) = scene.member(&format!("{name}@bakery.example"), role, permissions).await;
        assert_eq!(scene.world.get(&person, &path).await.status.as_u16(), status, "{name}");
    }
    let answer = scene.world.get(&scene.tom, &path).await.expect(200);
    let found: Vec<(&Value, &Value)> =
        answer["data"].as_array().unwrap().iter().map(|event| (&event["type"], &event["cipherId"])).collect();
    assert_eq!(found, [(&json!(1107), &json!(items[0]))]);

    // Reading the log of one organisation opens nothing of another.
    let stranger = scene.world.sign_up("eve@elsewhere.example").await;
    scene.world.get(&stranger, &path).await.expect(404);
    scene.world.call(None, "GET", &path, None).await.expect_empty(401);
    scene.world.get(&scene.tom, &format!("/api/ciphers/{}/events", Uuid::new_v4())).await.expect(404);
    scene.world.get(&scene.tom, "/api/ciphers/nonsense/events").await.expect(404);
    scene.world.get(&scene.tom, &format!("{path}?start=soon&end=later")).await.expect(400);
    // A plan without a log.
    scene.run("UPDATE organization SET plan_type = 0 WHERE id = ?1", [scene.client]).await;
    scene.world.get(&scene.tom, &path).await.expect(404);
}
