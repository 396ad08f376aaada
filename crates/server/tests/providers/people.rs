//! The provider's people: invite, accept, confirm, change, remove, each by role (API contract §5.5).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::joining::{ENTERPRISE, organization, policy};
use crate::world::{Person, World, shared};

const ADMIN: i64 = 0;
const SERVICE: i64 = 1;

fn users(provider: Uuid) -> String {
    format!("/api/providers/{provider}/users")
}

async fn world() -> (World, Uuid, Person) {
    let world = World::new().await;
    let ines = world.sign_up("ines@northwind.example").await;
    let (provider, ines) = world.provider(&ines).await;
    (world, provider, ines)
}

async fn status_of(world: &World, admin: &Person, provider: Uuid, member: Uuid) -> Value {
    let list = world.get(admin, &users(provider)).await.expect(200);
    let member = member.to_string();
    list["data"].as_array().unwrap().iter().find(|entry| entry["id"] == member.as_str()).cloned().unwrap_or_default()
}

#[tokio::test]
async fn an_invited_person_accepts_waits_and_is_confirmed() {
    let (world, provider, ines) = world().await;
    let tom = world.sign_up("tom@northwind.example").await;
    let member = world.invite(&ines, provider, "Tom@Northwind.example", SERVICE).await;

    let invited = status_of(&world, &ines, provider, member).await;
    assert_eq!(invited["object"], "providerUserUserDetails");
    assert_eq!((&invited["status"], &invited["type"], &invited["userId"]), (&json!(0), &json!(1), &Value::Null));
    assert_eq!(invited["email"], "tom@northwind.example");
    assert_eq!(world.link_value(&tom.email, "providerId").await, provider.to_string());
    assert_eq!(world.link_value(&tom.email, "providerName").await, "Northwind IT");
    assert_eq!(world.link_value(&tom.email, "email").await, "tom@northwind.example");

    world.accept(&tom, provider, member).await.expect_empty(200);
    let accepted = status_of(&world, &ines, provider, member).await;
    assert_eq!((&accepted["status"], &accepted["userId"]), (&json!(1), &json!(tom.id)));
    let profile = world.get(&tom, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providers"], json!([]), "an accepted person does not see the provider yet");

    let keys =
        world.post(&ines, &format!("{}/public-keys", users(provider)), json!({"ids": [member]})).await.expect(200);
    assert_eq!(keys["data"][0]["object"], "providerUserPublicKeyResponseModel");
    assert_eq!(keys["data"][0]["userId"], json!(tom.id));
    let own = world.get(&ines, &format!("/api/users/{}/public-key", tom.id)).await.expect(200);
    assert_eq!(keys["data"][0]["key"], own["publicKey"]);

    let confirm = format!("{}/{member}/confirm", users(provider));
    world.post(&ines, &confirm, json!({"key": shared(5)})).await.expect_empty(200);
    assert_eq!(status_of(&world, &ines, provider, member).await["status"], 2);
    let profile = world.get(&tom, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["providers"][0]["key"], shared(5));
    assert_eq!((&profile["providers"][0]["type"], &profile["providers"][0]["status"]), (&json!(1), &json!(2)));
    assert_eq!(world.mails_to(&tom.email).await.len(), 2, "invitation and confirmation");

    // The right comes with the next token only.
    let clients = format!("/api/providers/{provider}/organizations");
    world.get(&tom, &clients).await.expect_empty(403);
    let tom = world.sign_in(&tom.email).await;
    assert_eq!(world.get(&tom, &clients).await.expect(200)["data"], json!([]));
}

#[tokio::test]
async fn every_call_on_people_is_for_admins_only() {
    let (world, provider, ines) = world().await;
    let (member, tom) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let stranger = world.sign_up("eve@elsewhere.example").await;
    let waiting = world.sign_up("wanda@northwind.example").await;
    let waiting_member = world.invite(&ines, provider, &waiting.email, ADMIN).await;
    world.accept(&waiting, provider, waiting_member).await.expect(200);
    let waiting = world.sign_in(&waiting.email).await;
    let base = users(provider);
    let calls = [
        ("GET", base.clone(), None),
        ("GET", format!("{base}/{member}"), None),
        ("POST", format!("{base}/invite"), Some(json!({"emails": ["a@b.example"], "type": 1}))),
        ("POST", format!("{base}/reinvite"), Some(json!({"ids": [member]}))),
        ("POST", format!("{base}/{member}/reinvite"), None),
        ("POST", format!("{base}/public-keys"), Some(json!({"ids": [member]}))),
        ("POST", format!("{base}/confirm"), Some(json!({"keys": [{"id": waiting_member, "key": shared(2)}]}))),
        ("POST", format!("{base}/{waiting_member}/confirm"), Some(json!({"key": shared(2)}))),
        ("PUT", format!("{base}/{member}"), Some(json!({"type": 0}))),
        ("DELETE", format!("{base}/{member}"), None),
        ("POST", format!("{base}/{member}/delete"), None),
        ("DELETE", base.clone(), Some(json!({"ids": [member]}))),
        ("POST", format!("{base}/delete"), Some(json!({"ids": [member]}))),
    ];
    let before = world.get(&ines, &base).await.expect(200);
    for (method, path, body) in calls {
        for person in [&tom, &stranger, &waiting] {
            let answer = world.call(Some(person), method, &path, body.clone()).await;
            assert_eq!(answer.status.as_u16(), 403, "{method} {path} by {}", person.email);
            answer.expect_empty(403);
        }
        world.call(None, method, &path, body).await.expect_empty(401);
    }
    assert_eq!(world.get(&ines, &base).await.expect(200), before, "a refused call changed something");
}

#[tokio::test]
async fn links_that_are_old_altered_used_or_of_somebody_else_are_refused() {
    let (world, provider, ines) = world().await;
    let tom = world.sign_up("tom@northwind.example").await;
    let eve = world.sign_up("eve@elsewhere.example").await;
    let member = world.invite(&ines, provider, &tom.email, SERVICE).await;
    let other = world.invite(&ines, provider, &eve.email, SERVICE).await;
    let token = world.link_value(&tom.email, "token").await;
    let path = |member: Uuid| format!("{}/{member}/accept", users(provider));

    let altered = format!("{}x", &token[..token.len() - 1]);
    world.post(&tom, &path(member), json!({"token": altered})).await.expect_message(400, "Invalid token.");
    world.post(&tom, &path(member), json!({"token": ""})).await.expect_message(400, "Invalid token.");
    // Somebody else's link, with their account or for their membership.
    world.post(&eve, &path(member), json!({"token": token})).await.expect_message(400, "Invalid token.");
    world.post(&eve, &path(other), json!({"token": token})).await.expect_message(400, "Invalid token.");
    world.post(&tom, &path(Uuid::new_v4()), json!({"token": token})).await.expect_message(400, "User invalid.");
    let elsewhere = format!("/api/providers/{}/users/{member}/accept", Uuid::new_v4());
    world.post(&tom, &elsewhere, json!({"token": token})).await.expect_message(400, "User invalid.");

    world.app.state().clock.advance(time::Duration::hours(120));
    let tom = world.sign_in(&tom.email).await;
    world.post(&tom, &path(member), json!({"token": token})).await.expect_message(400, "Invalid token.");

    let ines = world.sign_in(&ines.email).await;
    world.post(&ines, &format!("{}/{member}/reinvite", users(provider)), json!({})).await.expect_empty(200);
    world.accept(&tom, provider, member).await.expect(200);
    world.accept(&tom, provider, member).await.expect_message(400, "Already accepted.");
    // A member who follows somebody else's link is not told that it was accepted, or that they are in.
    let foreign = world.link_value(&eve.email, "token").await;
    world.post(&tom, &path(other), json!({"token": foreign})).await.expect_message(400, "Invalid token.");

    let removed = world.delete(&ines, &format!("{}/{other}", users(provider))).await;
    removed.expect_empty(200);
    world.accept(&eve, provider, other).await.expect(401);
    let eve = world.sign_in(&eve.email).await;
    world.accept(&eve, provider, other).await.expect_message(400, "User invalid.");
}

#[tokio::test]
async fn members_of_an_organisation_that_confirms_automatically_join_no_provider() {
    let (world, provider, ines) = world().await;
    let tom = world.sign_up("tom@northwind.example").await;
    let (bakery, tom) = organization(&world, &tom, ENTERPRISE).await;
    policy(&world, bakery, 18, json!({})).await;
    let member = world.invite(&ines, provider, &tom.email, SERVICE).await;
    let refused = "You cannot join a provider because you are a member of an organization with the Automatic user confirmation policy.";
    world.accept(&tom, provider, member).await.expect_message(400, refused);
    assert_eq!(status_of(&world, &ines, provider, member).await["status"], 0);

    // It is in nobody else's way, nor once it is off.
    let eve = world.sign_up("eve@elsewhere.example").await;
    let other = world.invite(&ines, provider, &eve.email, SERVICE).await;
    world.accept(&eve, provider, other).await.expect_empty(200);
    world.sql("UPDATE policy SET enabled = 0 WHERE type = 18").await;
    world.accept(&tom, provider, member).await.expect_empty(200);
    // Who accepted meanwhile is not confirmed either, while it is on.
    world.sql("UPDATE policy SET enabled = 1 WHERE type = 18").await;
    let confirm = format!("{}/{member}/confirm", users(provider));
    world.post(&ines, &confirm, json!({"key": shared(4)})).await.expect_empty(200);
    assert_eq!(status_of(&world, &ines, provider, member).await["status"], 1);
    world.sql("UPDATE policy SET enabled = 0 WHERE type = 18").await;
    world.post(&ines, &confirm, json!({"key": shared(4)})).await.expect_empty(200);
    assert_eq!(status_of(&world, &ines, provider, member).await["status"], 2);
}

#[tokio::test]
async fn invitations_are_checked_and_known_addresses_skipped() {
    let (world, provider, ines) = world().await;
    let path = format!("{}/invite", users(provider));
    let none = world.post(&ines, &path, json!({"emails": [], "type": 1})).await.expect(400);
    assert_eq!(none["message"], "The model state is invalid.");
    let many: Vec<String> = (0..21).map(|number| format!("p{number}@northwind.example")).collect();
    world.post(&ines, &path, json!({"emails": many, "type": 1})).await.expect(400);
    let bad = world.post(&ines, &path, json!({"emails": ["a@b.example", "nobody", "c@"], "type": 1})).await.expect(400);
    assert_eq!(bad["validationErrors"]["Emails"], json!(["Email #2 is not valid.", "Email #3 is not valid."]));
    world.post(&ines, &path, json!({"emails": ["a@b.example"], "type": 7})).await.expect(400);
    world.post(&ines, &path, json!({"emails": ["a@b.example"]})).await.expect(400);
    assert_eq!(world.get(&ines, &users(provider)).await.expect(200)["data"].as_array().unwrap().len(), 1);

    let twice = json!({"emails": ["a@b.example", " A@B.example", ines.email, "c@d.example"], "type": 1});
    world.post(&ines, &path, twice.clone()).await.expect_empty(200);
    world.post(&ines, &path, twice).await.expect_empty(200);
    assert_eq!(world.get(&ines, &users(provider)).await.expect(200)["data"].as_array().unwrap().len(), 3);
    assert_eq!(world.mails_to("a@b.example").await.len(), 1);

    let twenty: Vec<String> = (0..20).map(|number| format!("p{number}@northwind.example")).collect();
    world.post(&ines, &path, json!({"emails": twenty, "type": 0})).await.expect_empty(200);
    assert_eq!(world.get(&ines, &users(provider)).await.expect(200)["data"].as_array().unwrap().len(), 23);
}

#[tokio::test]
async fn confirming_passes_over_whoever_did_not_accept() {
    let (world, provider, ines) = world().await;
    let tom = world.sign_up("tom@northwind.example").await;
    let accepted = world.invite(&ines, provider, &tom.email, SERVICE).await;
    world.accept(&tom, provider, accepted).await.expect(200);
    let invited = world.invite(&ines, provider, "late@northwind.example", SERVICE).await;
    let base = users(provider);

    // A single confirmation answers 200 although nothing happened; the list tells.
    world.post(&ines, &format!("{base}/{invited}/confirm"), json!({"key": shared(4)})).await.expect_empty(200);
    assert_eq!(status_of(&world, &ines, provider, invited).await["status"], 0);
    world.post(&ines, &format!("{base}/{accepted}/confirm"), json!({"key": "plain"})).await.expect(400);

    let keys = json!({"ids": [accepted, invited, Uuid::new_v4()]});
    let found = world.post(&ines, &format!("{base}/public-keys"), keys).await.expect(200);
    assert_eq!(found["data"].as_array().unwrap().len(), 1, "only people who accepted");

    let body = json!({"keys": [{"id": accepted, "key": shared(4)}, {"id": invited, "key": shared(4)}]});
    let rows = world.post(&ines, &format!("{base}/confirm"), body.clone()).await.expect(200);
    assert_eq!(rows["data"][0], json!({"object": "providerBulkConfirmResponseModel", "id": accepted, "error": ""}));
    assert_eq!((&rows["data"][1]["id"], &rows["data"][1]["error"]), (&json!(invited), &json!("Invalid user.")));
    let again = world.post(&ines, &format!("{base}/confirm"), body).await.expect(200);
    assert_eq!(again["data"][0]["error"], "Invalid user.", "nobody is confirmed twice");

    let bad = json!({"keys": [{"id": accepted, "key": "4.AAAA"}]});
    let refused = world.post(&ines, &format!("{base}/confirm"), bad).await.expect(400);
    assert_eq!(refused["validationErrors"]["Keys[0].Key"][0], "Keys[0].Key is not a valid encrypted string.");
}

#[tokio::test]
async fn invitations_are_sent_again_only_while_open() {
    let (world, provider, ines) = world().await;
    let (member, _) = world.join(&ines, provider, "tom@northwind.example", SERVICE).await;
    let invited = world.invite(&ines, provider, "late@northwind.example", SERVICE).await;
    let base = users(provider);
    world.post(&ines, &format!("{base}/{member}/reinvite"), json!({})).await.expect_message(400, "User invalid.");
    let rows = world.post(&ines, &format!("{base}/reinvite"), json!({"ids": [invited, member]})).await.expect(200);
    assert_eq!((&rows["data"][0]["error"], &rows["data"][1]["error"]), (&json!(""), &json!("User invalid.")));
    assert_eq!(world.mails_to("late@northwind.example").await.len(), 2);
}

#[tokio::test]
async fn the_last_admin_stays_and_nobody_removes_themselves() {
    let (world, provider, ines) = world().await;
    let base = users(provider);
    let list = world.get(&ines, &base).await.expect(200);
    let own: Uuid = list["data"][0]["id"].as_str().unwrap().parse().unwrap();
    let last = "Provider must have at least one confirmed ProviderAdmin.";
    world.put(&ines, &format!("{base}/{own}"), json!({"type": 1})).await.expect_message(400, last);
    world.delete(&ines, &format!("{base}/{own}")).await.expect_message(400, "You cannot remove yourself.");

    // An admin who is only invited does not count.
    let invited = world.invite(&ines, provider, "late@northwind.example", ADMIN).await;
    world.put(&ines, &format!("{base}/{own}"), json!({"type": 1})).await.expect_message(400, last);

    let (second, omar) = world.join(&ines, provider, "omar@northwind.example", ADMIN).await;
    let rows = world.call(Some(&ines), "DELETE", &base, Some(json!({"ids": [own, invited, Uuid::new_v4()]}))).await;
    let rows = rows.expect(200);
    let errors: Vec<&str> = rows["data"].as_array().unwrap().iter().map(|row| row["error"].as_str().unwrap()).collect();
    assert_eq!(errors, ["You cannot remove yourself.", "", "Invalid user."]);

    world.put(&omar, &format!("{base}/{own}"), json!({"type": 1})).await.expect_empty(200);
    // The token still says admin, the membership does not: the right is gone at once.
    world.get(&ines, &base).await.expect_empty(403);
    world.put(&omar, &format!("{base}/{second}"), json!({"type": 1})).await.expect_message(400, last);
    world.put(&omar, &format!("{base}/{own}"), json!({"type": 9})).await.expect(400);
    world.put(&omar, &format!("{base}/{}", Uuid::new_v4()), json!({"type": 1})).await.expect(404);
    world.post(&omar, &format!("{base}/{own}/delete"), json!({})).await.expect_empty(200);
    world.get(&ines, &format!("/api/providers/{provider}")).await.expect_empty(403);
    world.get(&omar, &format!("{base}/{own}")).await.expect(404);
    let one = world.get(&omar, &format!("{base}/{second}")).await.expect(200);
    assert_eq!((&one["object"], &one["type"], &one["status"]), (&json!("providerUser"), &json!(0), &json!(2)));
}

#[tokio::test]
async fn ids_that_are_none_and_people_of_other_providers_do_not_exist() {
    let (world, provider, ines) = world().await;
    let olga = world.sign_up("olga@other.example").await;
    let (other, olga) = world.provider(&olga).await;
    let (member, _) = world.join(&olga, other, "paul@other.example", SERVICE).await;
    let base = users(provider);
    world.get(&ines, &format!("{base}/{member}")).await.expect(404);
    world.put(&ines, &format!("{base}/{member}"), json!({"type": 0})).await.expect(404);
    world.delete(&ines, &format!("{base}/{member}")).await.expect(404);
    world.get(&ines, &format!("{base}/not-an-id")).await.expect(404);
    world.get(&ines, &users(other)).await.expect_empty(403);
    assert_eq!(world.get(&olga, &users(other)).await.expect(200)["data"].as_array().unwrap().len(), 2);
}
