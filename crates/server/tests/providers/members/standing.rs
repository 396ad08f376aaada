//! Taking access away, giving it back, taking out.

use serde_json::json;
use uuid::Uuid;

use super::{ADMIN, Club, ENTERPRISE, OWNER, TEAMS, USER, errors};

#[tokio::test]
async fn access_is_taken_away_and_given_back_to_where_the_person_was() {
    let club = Club::new(ENTERPRISE, 20).await;
    let invited = club.invited("ivo@bakery.example", USER, json!({})).await;
    let (waiting, _) = club.accepted("wanda@bakery.example", USER, json!({})).await;
    let (confirmed, ulla) = club.joined("ulla@bakery.example", ADMIN, json!({})).await;
    let all = json!({"ids": [invited, waiting, confirmed, Uuid::new_v4()]});
    let answer = club.world.put(&club.tom, &club.users("/revoke"), all.clone()).await.expect(200);
    assert_eq!(errors(&answer), ["", "", "", "Invalid user."]);
    for id in [invited, waiting, confirmed] {
        let row = club.row(id).await;
        assert_eq!((&row["status"], &row["revocationReason"]), (&json!(-1), &json!(1)));
    }
    // Lost rights end at once, not with the token.
    club.world.get(&ulla, &club.users("")).await.expect(404);
    let profile = club.world.get(&ulla, "/api/accounts/profile").await.expect(200);
    assert_eq!(profile["organizations"], json!([]));
    let again = club.world.put(&club.tom, &club.users("/revoke"), json!({"ids": [invited]})).await.expect(200);
    assert_eq!(errors(&again), ["Already revoked."]);
    let ids = json!({"ids": [invited, waiting], "defaultUserCollectionName": null});
    let restored = club.world.put(&club.tom, &club.users("/restore"), ids).await.expect(200);
    assert_eq!(errors(&restored), ["", ""]);
    let path = club.users(&format!("/{confirmed}/restore/vnext"));
    club.world.put(&club.tom, &path, json!({"defaultUserCollectionName": null})).await.expect_empty(200);
    let old = club.users(&format!("/{confirmed}/restore"));
    club.world.call(Some(&club.tom), "PUT", &old, None).await.expect_message(400, "Already active.");
    let statuses = [club.row(invited).await, club.row(waiting).await, club.row(confirmed).await];
    assert_eq!(statuses.map(|row| row["status"].as_i64().unwrap()), [0, 1, 2]);
    assert_eq!((club.events(1511).await, club.events(1512).await), (3, 3));
}

#[tokio::test]
async fn a_seat_has_to_be_free_for_whoever_comes_back() {
    let club = Club::new(TEAMS, 2).await;
    let member = club.invited("ivo@bakery.example", USER, json!({})).await;
    let revoke = club.users(&format!("/{member}/revoke"));
    club.world.call(Some(&club.tom), "PUT", &revoke, None).await.expect(200);
    club.invited("nils@bakery.example", USER, json!({})).await;
    let text = "Seat limit has been reached. Please contact your provider to add more seats.";
    let restore = club.users(&format!("/{member}/restore"));
    club.world.call(Some(&club.tom), "PUT", &restore, None).await.expect_message(400, text);
}

#[tokio::test]
async fn policies_refuse_whoever_comes_back_without_complying() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (member, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let policy = format!("/api/organizations/{}/policies/0", club.id);
    club.world.put(&club.tom, &policy, json!({"policy": {"enabled": true, "data": null}})).await.expect(200);
    assert_eq!(club.row(member).await["status"], json!(-1), "the policy took the access away");
    let restore = club.users("/restore");
    let answer = club.world.put(&club.tom, &restore, json!({"ids": [member]})).await.expect(200);
    assert_eq!(errors(&answer), ["ulla@bakery.example is not compliant with the two-step login policy"]);
    club.world
        .sql("INSERT INTO two_factor SELECT user_id, 1, 1, 'a', NULL FROM organization_user WHERE user_id IS NOT NULL")
        .await;
    let answer = club.world.put(&club.tom, &restore, json!({"ids": [member]})).await.expect(200);
    assert_eq!(errors(&answer), [""]);
}

#[tokio::test]
async fn members_are_taken_out_and_their_accounts_stay() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (olga_id, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (ada_id, ada) = club.joined("ada@bakery.example", ADMIN, json!({})).await;
    let (ulla_id, ulla) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let only_owners = "Only an Owner can configure another Owner's account.";
    for (method, path, body) in [
        ("DELETE", club.users(""), json!({"ids": [olga_id, ada_id]})),
        ("POST", club.users("/remove"), json!({"ids": [olga_id, ada_id]})),
    ] {
        let answer = club.world.call(Some(&ada), method, &path, Some(body)).await.expect(200);
        assert_eq!(errors(&answer), [only_owners, "You cannot remove yourself."]);
    }
    let answer = club.world.put(&ada, &club.users("/revoke"), json!({"ids": [olga_id, ada_id]})).await.expect(200);
    assert_eq!(errors(&answer), [only_owners, "You cannot revoke yourself."]);
    club.world.delete(&ulla, &club.users(&format!("/{ada_id}"))).await.expect(404);
    club.world.delete(&ada, &club.users(&format!("/{ulla_id}"))).await.expect_empty(200);
    club.world.delete(&ada, &club.users(&format!("/{ulla_id}"))).await.expect(404);
    assert_eq!(club.events(1503).await, 1);
    assert_eq!(club.world.sign_in("ulla@bakery.example").await.id, ulla.id);
    // The last owner may go as long as the provider answers for the client.
    club.world.delete(&club.tom, &club.users(&format!("/{olga_id}"))).await.expect(200);
    assert!(!olga.token.is_empty());
}

#[tokio::test]
async fn without_a_provider_the_last_owner_stays() {
    let club = Club::new(ENTERPRISE, 20).await;
    let (olga_id, olga) = club.joined("olga@bakery.example", OWNER, json!({})).await;
    let (oskar_id, oskar) = club.joined("oskar@bakery.example", OWNER, json!({})).await;
    club.world.sql("DELETE FROM provider_organization").await;
    club.world.put(&olga, &club.users("/revoke"), json!({"ids": [oskar_id]})).await.expect(200);
    club.world.get(&oskar, &club.users("")).await.expect(404);
    // An owner who is not confirmed yet does not count.
    let ids = json!({"ids": [olga_id]});
    let answer = club.world.put(&olga, &club.users("/revoke"), ids).await.expect(200);
    assert_eq!(errors(&answer), ["You cannot revoke yourself."]);
    club.world.sql("UPDATE organization_user SET status = 2, status_before_revoked = NULL WHERE status = -1").await;
    let answer = club.world.put(&oskar, &club.users("/revoke"), json!({"ids": [olga_id]})).await.expect(200);
    assert_eq!(errors(&answer), [""], "another one is left");
}
