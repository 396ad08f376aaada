//! Members join an organisation by the link of a mail: terms, refusals, account recovery agreed to with the very key
//! (JOIN-08).

use portal_agent::Fault;
use portal_client::ApiError;
use portal_client::invitation::OrganizationInvitation;
use portal_client::join::{
    Accepted, Confirmation, JoinFailure, Terms, accept_organization_invitation, check_membership, read_terms,
    recovery_key,
};
use portal_client::session::{lock, unlock};
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::token::MasterPasswordPolicy;
use portal_crypto::{KeyPair, NativeBackend};
use serde_json::{Value, json};

use crate::organizations::{OWNER, begun, invited, organization_link, policy, signed_up};
use crate::support::{PASSWORD, World, secret};

#[tokio::test]
async fn a_member_joins_by_the_link_locked_too_and_is_asked_for_nothing() {
    let world = World::start().await;
    let (vera, id) = begun(&world, OWNER).await;
    let li = world.member("li@clinic.example").await;
    invited(&world, &id, "li@clinic.example", OrganizationUserType::User).await;
    let invitation = organization_link(&world, "li@clinic.example").await;
    assert!(invitation.has_account && !invitation.makes_keys);
    assert_eq!(read_terms(&li.portal, &invitation).await, Ok(Terms::default()));
    lock(&li.portal).await;
    // Somebody else who follows the link, although a member, is told that it is not theirs.
    let foreign = accept_organization_invitation(&vera.portal, &invitation, None).await;
    assert_eq!(foreign, Err(JoinFailure::LinkRefused));
    assert_eq!(accept_organization_invitation(&li.portal, &invitation, None).await, Ok(Accepted::Now));
    assert_eq!(accept_organization_invitation(&li.portal, &invitation, None).await, Ok(Accepted::Before));
    let foreign = accept_organization_invitation(&vera.portal, &invitation, None).await;
    assert_eq!(foreign, Err(JoinFailure::LinkRefused));
    let mut seen = None;
    assert_eq!(check_membership(&li.portal, &id, &mut seen).await, Ok(Confirmation::Waiting));
    li.wire.forget_log();
    assert_eq!(check_membership(&li.portal, &id, &mut seen).await, Ok(Confirmation::Waiting));
    assert_eq!(li.wire.log().len(), 1, "nothing new, so nothing is read: {:?}", li.wire.log());
    unlock(&li.portal, secret(PASSWORD)).await.unwrap();
    assert!(li.portal.workspace().unwrap().clients.is_empty());
}

#[tokio::test]
async fn links_that_do_not_work_say_why() {
    let world = World::start().await;
    let (_vera, id) = begun(&world, OWNER).await;
    let li = world.member("li@clinic.example").await;
    let accept =
        async |invitation: &OrganizationInvitation| accept_organization_invitation(&li.portal, invitation, None).await;
    let member = invited(&world, &id, "li@clinic.example", OrganizationUserType::Admin).await;
    let mut altered = organization_link(&world, "li@clinic.example").await;
    altered.token = secret("x.y");
    assert_eq!(accept(&altered).await, Err(JoinFailure::LinkRefused));
    let invitation = organization_link(&world, "li@clinic.example").await;
    let db = &world.app.state().db;
    let set = async |status: i64| {
        let sql = "UPDATE organization_user SET status = ?1 WHERE id = unhex(replace(?2, '-', ''))";
        let member = member.clone();
        assert_eq!(db.write(move |tx| Ok(tx.execute(sql, (status, member))?)).await.unwrap(), 1);
    };
    set(-1).await;
    assert_eq!(accept(&invitation).await, Err(JoinFailure::Revoked));
    set(0).await;
    world.app.state().clock.advance(time::Duration::hours(121));
    portal_client::sign_in::sign_in(&li.portal, "li@clinic.example", secret(PASSWORD), None).await.unwrap();
    assert_eq!(accept(&invitation).await, Err(JoinFailure::LinkRefused));
    assert_eq!(read_terms(&li.portal, &invitation).await, Ok(Terms::default()));
    let sql = "DELETE FROM organization_user WHERE id = unhex(replace(?1, '-', ''))";
    db.write(move |tx| Ok(tx.execute(sql, [member])?)).await.unwrap();
    assert_eq!(accept(&invitation).await, Err(JoinFailure::Withdrawn));
}

#[tokio::test]
async fn policies_are_announced_and_kept() {
    let world = World::start().await;
    let (_vera, id) = begun(&world, OWNER).await;
    policy(&world, &id, 0, json!({})).await;
    policy(&world, &id, 1, json!({"minLength": 16, "minComplexity": 3, "requireNumbers": true})).await;
    policy(&world, &id, 3, json!({})).await;
    let email = "li+new@clinic.example";
    invited(&world, &id, email, OrganizationUserType::User).await;
    let invitation = organization_link(&world, email).await;
    let expected = Terms {
        password: MasterPasswordPolicy {
            min_length: Some(16),
            min_complexity: Some(3),
            require_numbers: Some(true),
            ..MasterPasswordPolicy::default()
        },
        two_step: true,
        only_one: true,
        recovery: false,
    };
    assert_eq!(read_terms(&world.tab().portal, &invitation).await, Ok(expected));
    let li = signed_up(&world, email, &invitation).await;
    assert_eq!(accept_organization_invitation(&li.portal, &invitation, None).await, Err(JoinFailure::TwoStepNeeded));
}

#[tokio::test]
async fn nobody_enrols_in_account_recovery_without_having_agreed_to_the_very_key() {
    let world = World::start().await;
    let (_vera, id) = begun(&world, OWNER).await;
    policy(&world, &id, 8, json!({"autoEnrollEnabled": true})).await;
    let li = world.member("li@clinic.example").await;
    invited(&world, &id, "li@clinic.example", OrganizationUserType::User).await;
    let invitation = organization_link(&world, "li@clinic.example").await;
    assert!(read_terms(&li.portal, &invitation).await.unwrap().recovery);
    // Without the agreement no key leaves, whatever the server demands.
    li.wire.forget_log();
    let refused = accept_organization_invitation(&li.portal, &invitation, None).await;
    assert_eq!(refused, Err(JoinFailure::RecoveryNeeded));
    let sent: Value = serde_json::from_slice(&li.wire.last("/accept").body.unwrap()).unwrap();
    assert_eq!(sent["resetPasswordKey"], Value::Null);

    // The words are those of the key that is used: a swapped one reads differently.
    let honest = recovery_key(&li.portal, &invitation).await.unwrap();
    let db = &world.app.state().db;
    let foreign = KeyPair::generate(&NativeBackend::new()).await.unwrap().public().to_base64();
    li.wire.edit("public-key", move |answer| answer["publicKey"] = json!(foreign));
    let swapped = recovery_key(&li.portal, &invitation).await.unwrap();
    assert_ne!(swapped.fingerprint, honest.fingerprint);
    assert_eq!(honest.fingerprint.len(), 5);
    // Fetched once: a server that swaps the key after the words were read changes nothing.
    li.wire.forget_log();
    assert_eq!(accept_organization_invitation(&li.portal, &invitation, Some(&honest)).await, Ok(Accepted::Now));
    assert_eq!(li.wire.count("public-key"), 0);
    li.wire.honest();

    let left: String = db
        .read(|conn| {
            let sql = "SELECT reset_password_key FROM organization_user WHERE reset_password_key IS NOT NULL";
            Ok(conn.query_row(sql, [], |row| row.get(0))?)
        })
        .await
        .unwrap();
    assert!(left.starts_with("4."));

    // Damaged and missing keys of the organisation are said before anything is agreed to.
    let kim = world.member("kim@clinic.example").await;
    invited(&world, &id, "kim@clinic.example", OrganizationUserType::User).await;
    let invitation = organization_link(&world, "kim@clinic.example").await;
    for (hostile, fault) in [(Value::Null, Fault::Key), (json!("MIIB"), Fault::Key), (json!("!"), Fault::Parse)] {
        let sent = hostile.clone();
        kim.wire.edit("public-key", move |answer| answer["publicKey"] = sent.clone());
        assert_eq!(recovery_key(&kim.portal, &invitation).await, Err(ApiError::Keys(fault)), "{hostile}");
        kim.wire.honest();
    }
    lock(&kim.portal).await;
    assert_eq!(recovery_key(&kim.portal, &invitation).await, Err(ApiError::Keys(Fault::Locked)));
}
