//! Invitations: who, whom, as what, and how many.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ADMIN, CUSTOM, Club, ENTERPRISE, OWNER, TEAMS, USER, entry, errors};

#[tokio::test]
async fn service_users_invite_without_being_members() {
    let club = Club::new(ENTERPRISE, 12).await;
    let member = club.invited("ulla@bakery.example", USER, json!({})).await;
    assert_eq!(club.row(member).await["status"], json!(0));
    assert_eq!(club.events(1500).await, 2, "the owner by creating the client, and this one");
    assert_eq!(club.world.link_value("ulla@bakery.example", "initOrganization").await, "False");
    // Who is there is passed over, whatever the case, and twice in one call is once.
    let emails = json!(["ULLA@bakery.example", "nils@bakery.example", "Nils@Bakery.example"]);
    let body = json!({"emails": emails, "type": USER, "permissions": {}, "collections": [], "groups": []});
    club.world.post(&club.tom, &club.users("/invite"), body).await.expect_empty(200);
    assert_eq!(club.list().await.len(), 3);
    assert_eq!(club.world.mails_to("ulla@bakery.example").await.len(), 1);
}

#[tokio::test]
async fn addresses_are_judged_before_anybody_is_invited() {
    let club = Club::new(ENTERPRISE, 50).await;
    let invite = async |emails: Value| {
        let body = json!({"emails": emails, "type": USER, "permissions": {}, "collections": [], "groups": []});
        club.world.post(&club.tom, &club.users("/invite"), body).await.expect(400)
    };
    assert_eq!(
        invite(json!(["a@b.example", "nobody"])).await["validationErrors"]["Emails"][0],
        "Email #2 is not valid."
    );
    let many: Vec<String> = (0..21).map(|number| format!("p{number}@b.example")).collect();
    invite(json!(many)).await;
    invite(json!([])).await;
    let revoked = club.invited("rosa@bakery.example", USER, json!({})).await;
    club.world.put(&club.tom, &club.users(&format!("/{revoked}/revoke")), json!(null)).await.expect(200);
    let said = invite(json!(["new@bakery.example", "rosa@bakery.example"])).await;
    assert!(
        said["validationErrors"]["Emails"][0].as_str().unwrap().starts_with("Email #2 belongs to a revoked member")
    );
    assert_eq!(club.list().await.len(), 2, "nobody of a refused call is invited");
}

#[tokio::test]
async fn seats_end_invitations_with_the_words_for_managed_clients() {
    let club = Club::new(TEAMS, 3).await;
    club.invited("a@bakery.example", USER, json!({})).await;
    let body = json!({"emails": ["b@bakery.example", "c@bakery.example"], "type": USER, "permissions": {},
        "collections": [], "groups": []});
    let text = "Seat limit has been reached. Please contact your provider to add more seats.";
    club.world.post(&club.tom, &club.users("/invite"), body).await.expect_message(400, text);
    club.invite_as(&club.tom, "b@bakery.example", USER, json!({})).await.expect(200);
    club.invite_as(&club.tom, "c@bakery.example", USER, json!({})).await.expect_message(400, text);
    // Somebody who is there already needs no seat.
    club.invite_as(&club.tom, "b@bakery.example", USER, json!({})).await.expect(200);
}

#[tokio::test]
async fn nobody_invites_above_themselves() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (_, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (_, cem) = club.joined("cem@bakery.example", CUSTOM, json!({"manageUsers": true, "manageGroups": true})).await;
    let (_, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let only_owners = "Only an Owner can configure another Owner's account.";
    club.invite_as(&ada, "o@bakery.example", OWNER, json!({})).await.expect_message(400, only_owners);
    club.invite_as(&ada, "a@bakery.example", ADMIN, json!({})).await.expect(200);
    let below = "Custom users can not manage Admins or Owners.";
    club.invite_as(&cem, "a2@bakery.example", ADMIN, json!({})).await.expect_message(400, below);
    club.invite_as(&cem, "u@bakery.example", USER, json!({})).await.expect(200);
    let held = json!({"manageGroups": true});
    club.invite_as(&cem, "c@bakery.example", CUSTOM, held.clone()).await.expect(200);
    let more = json!({"manageGroups": true, "managePolicies": true});
    let grants = "Custom users can only grant the same custom permissions that they have.";
    club.invite_as(&cem, "c2@bakery.example", CUSTOM, more.clone()).await.expect_message(400, grants);
    club.invite_as(&ada, "c2@bakery.example", CUSTOM, more).await.expect(200);
    club.invite_as(&ulla, "x@bakery.example", USER, json!({})).await.expect(404);
    club.invite_as(&club.tom, "x@bakery.example", 3, json!({})).await.expect(400);
    let custom = club.list().await.into_iter().find(|row| row["email"] == "c@bakery.example").unwrap();
    assert_eq!(
        (&custom["permissions"]["manageGroups"], &custom["permissions"]["manageUsers"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test]
async fn the_custom_role_is_part_of_enterprise_only() {
    let club = Club::new(TEAMS, 5).await;
    let text = "To enable custom permissions the organization must be on an Enterprise plan.";
    club.invite_as(&club.tom, "c@bakery.example", CUSTOM, json!({"manageGroups": true}))
        .await
        .expect_message(400, text);
}

#[tokio::test]
async fn only_what_one_may_give_is_given() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (own, other) = (club.collection().await, club.collection().await);
    let invite = |collections: Value, groups: Value| {
        json!({"emails": ["n@bakery.example"], "type": USER,
        "permissions": {}, "collections": collections, "groups": groups})
    };
    let path = club.users("/invite");
    let clash = json!([{"id": own, "readOnly": true, "hidePasswords": false, "manage": true}]);
    club.world.post(&club.tom, &path, invite(clash, json!([]))).await.expect(400);
    for (collections, groups) in [
        (json!([entry(Uuid::new_v4(), false)]), json!([])),
        (json!([]), json!([Uuid::new_v4()])),
        (json!([{"id": "x"}]), json!([])),
    ] {
        club.world.post(&club.tom, &path, invite(collections, groups)).await.expect(404);
    }
    // Admins do not reach every collection here: an admin gives only what they manage.
    let (ada_id, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let change = json!({"type": ADMIN, "permissions": {}, "collections": [entry(own, true)], "groups": []});
    club.world.put(&club.tom, &club.users(&format!("/{ada_id}")), change).await.expect(200);
    club.world.post(&ada, &path, invite(json!([entry(other, false)]), json!([]))).await.expect(404);
    club.world.post(&ada, &path, invite(json!([entry(own, false)]), json!([]))).await.expect(200);
}

#[tokio::test]
async fn invitations_are_mailed_again_to_those_who_have_not_answered() {
    let club = Club::new(ENTERPRISE, 20).await;
    let invited = club.invited("ivo@bakery.example", USER, json!({})).await;
    let (accepted, _) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    club.world.post(&club.tom, &club.users(&format!("/{invited}/reinvite")), json!(null)).await.expect_empty(200);
    let again = club.users(&format!("/{accepted}/reinvite"));
    club.world.post(&club.tom, &again, json!(null)).await.expect_message(400, "User invalid.");
    let body = json!({"ids": [accepted, invited, Uuid::new_v4()]});
    let answer = club.world.post(&club.tom, &club.users("/reinvite"), body).await.expect(200);
    assert_eq!(errors(&answer), ["User invalid.", "", "User invalid."]);
    assert_eq!(club.world.mails_to("ivo@bakery.example").await.len(), 3);
    // The newest link works.
    let ivo = club.world.sign_up("ivo@bakery.example").await;
    club.accept(&ivo, invited).await.expect(200);
}
