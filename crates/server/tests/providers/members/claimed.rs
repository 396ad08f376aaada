//! Accounts of a claimed domain: the organisation may rename and delete them, and does not simply let them go.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Club, ENTERPRISE, USER, errors};

async fn club() -> (Club, Uuid, Uuid) {
    let club = Club::new(ENTERPRISE, 20).await;
    let (own, _) = club.joined("ulla@bakery.example", USER, json!({})).await;
    let (guest, _) = club.joined("gast@elsewhere.example", USER, json!({})).await;
    let organization = club.id;
    let db = &club.world.app.state().db;
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO organization_domain (id, organization_id, domain_name, txt, verified_at, created_at)
             VALUES (?1, ?2, 'bakery.example', 'bw=x', 1, 0)",
            rusqlite::params![Uuid::new_v4(), organization],
        )?;
        Ok(())
    })
    .await
    .unwrap();
    (club, own, guest)
}

#[tokio::test]
async fn claimed_accounts_are_deleted_and_others_removed() {
    let (club, own, guest) = club().await;
    assert_eq!(club.row(own).await["claimedByOrganization"], json!(true));
    assert_eq!(club.row(guest).await["claimedByOrganization"], json!(false));
    let ids = json!({"ids": [own, guest]});
    let invited = club.invited("ivo@bakery.example", USER, json!({})).await;
    let deleted = club
        .world
        .call(Some(&club.tom), "DELETE", &club.users("/delete-account"), Some(json!({"ids": [guest, invited]})))
        .await
        .expect(200);
    let not = ["Member is not claimed by the organization.", "You cannot delete a member with Invited status."];
    assert_eq!(errors(&deleted), not);
    let removed = club.world.call(Some(&club.tom), "DELETE", &club.users(""), Some(ids)).await.expect(200);
    let said = errors(&removed);
    assert!(said[0].starts_with("Cannot remove member accounts claimed"), "{said:?}");
    assert_eq!(said[1], "");
    club.world.delete(&club.tom, &club.users(&format!("/{own}/delete-account"))).await.expect_empty(200);
    let gone = club.world.get(&club.tom, &club.users(&format!("/{own}"))).await;
    gone.expect(404);
    let form = "grant_type=password&client_id=web&scope=api+offline_access&username=ulla%40bakery.example&password=x\
                &deviceType=9&deviceIdentifier=d&deviceName=chrome";
    club.world.token(form).await.expect(400);
    assert_eq!(club.events(1515).await, 1);
    // A guest's account lives on.
    club.world.sign_in("gast@elsewhere.example").await;
}

#[tokio::test]
async fn whoever_runs_something_alone_is_not_deleted() {
    let (club, own, _) = club().await;
    let ulla = club.world.sign_in("ulla@bakery.example").await;
    club.world.provider(&ulla).await;
    let path = club.users(&format!("/{own}/delete-account"));
    let said = club.world.delete(&club.tom, &path).await.expect(400);
    assert!(said["message"].as_str().unwrap().contains("sole owner of at least one provider"), "{said}");
}

#[tokio::test]
async fn only_claimed_accounts_are_renamed_and_addresses_with_a_password_stay() {
    let (club, own, guest) = club().await;
    let change = |name: Value, email: Value| json!({"type": USER, "permissions": {}, "collections": [], "groups": [], "name": name, "email": email});
    let put = async |id: Uuid, body: Value| club.world.put(&club.tom, &club.users(&format!("/{id}")), body).await;
    put(own, change(json!("Ulla Berg"), json!(null))).await.expect(200);
    assert_eq!(club.row(own).await["name"], json!("Ulla Berg"));
    let kind = |body: &Value, field: &str| body["errors"][field][0]["type"].as_str().unwrap_or_default().to_owned();
    let said = put(guest, change(json!("Somebody"), json!(null))).await.expect(400);
    assert_eq!(kind(&said, "name"), "name_member_not_claimed");
    let said = put(guest, change(json!(null), json!("new@elsewhere.example"))).await.expect(400);
    assert_eq!(kind(&said, "email"), "member_not_claimed");
    let said = put(own, change(json!(null), json!("new@bakery.example"))).await.expect(400);
    assert_eq!(kind(&said, "email"), "member_has_master_password");
    put(own, change(json!("x".repeat(51)), json!(null))).await.expect(400);
    // Sending what is there already changes nothing and is no error.
    put(guest, change(json!(null), json!("gast@elsewhere.example"))).await.expect(200);
}
