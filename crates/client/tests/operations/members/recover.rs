//! Recovering an account: the member signs in with the new password and finds the same keys.

use portal_agent::Fault;
use portal_client::ApiError;
use portal_client::members::{RecoverFailure, read_password_rules, recover_account, recovery_is_on};
use portal_client::sign_in::{SignInStep, sign_in};
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::Permissions;

use super::Club;
use crate::support::{Answer, Meddle, PASSWORD, secret};

const ULLA: &str = "ulla@contoso.example";
const NEW: &str = "a temporary passphrase of six words";

/// A client with recovery on and an enrolled member.
async fn club() -> Club {
    let club = Club::new(10).await;
    club.policy(3).await;
    club.policy(8).await;
    club.agreed(ULLA, Role::User, Permissions::NONE, true).await;
    club.confirm(&[ULLA]).await;
    club
}

#[tokio::test]
async fn a_service_user_recovers_a_member_who_finds_the_same_keys() {
    let club = club().await;
    let portal = &club.sam.portal;
    assert_eq!(recovery_is_on(portal, &club.id).await, Ok(Some(true)));
    assert_eq!(read_password_rules(portal, &club.id).await, Ok(None));
    let member = club.find(ULLA).await;
    assert!(member.recovery && member.has_password);
    let wrong = recover_account(portal, &club.id, &member, secret("not mine"), secret(NEW)).await;
    assert_eq!(wrong, Err(RecoverFailure::WrongPassword));
    let before = club.world.tab();
    sign_in(&before.portal, ULLA, secret(PASSWORD), None).await.unwrap();
    let words = before.portal.account().unwrap().fingerprint;

    recover_account(portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await.unwrap();
    let request = club.sam.wire.last("recover-account");
    let body = String::from_utf8(request.body.unwrap().to_vec()).unwrap();
    assert!(!body.contains(NEW) && !body.contains(PASSWORD), "no password leaves the browser");
    let old = club.world.tab();
    assert!(sign_in(&old.portal, ULLA, secret(PASSWORD), None).await.is_err());
    let after = club.world.tab();
    let step = sign_in(&after.portal, ULLA, secret(NEW), None).await;
    assert!(matches!(step, Ok(SignInStep::SignedIn(_))), "{step:?}");
    assert_eq!(after.portal.account().unwrap().fingerprint, words, "the private key opens: data stay valid");
    // The old session is over.
    let over = portal_client::workspace::sync(&before.portal).await;
    assert!(matches!(over, Err(ApiError::SessionOver | ApiError::SignedOut)));
}

#[tokio::test]
async fn an_older_server_is_asked_by_the_older_path() {
    let club = club().await;
    let member = club.find(ULLA).await;
    club.sam.wire.always("/recover-account", Meddle::Answer(Answer::new(404, "")));
    recover_account(&club.sam.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await.unwrap();
    assert_eq!(club.sam.wire.count("/reset-password"), 2, "the details, then the change");
    let after = club.world.tab();
    assert!(sign_in(&after.portal, ULLA, secret(NEW), None).await.is_ok());
}

#[tokio::test]
async fn hostile_details_recover_nothing() {
    let club = club().await;
    let member = club.find(ULLA).await;
    type Edit = fn(&mut serde_json::Value);
    let tries: [(&str, Edit, RecoverFailure); 4] = [
        ("weak derivation", |body| body["kdfIterations"] = 1.into(), RecoverFailure::Keys(Fault::Kdf)),
        ("no key", |body| body["resetPasswordKey"] = serde_json::Value::Null, RecoverFailure::NotEnrolled),
        (
            "another key",
            |body| body["resetPasswordKey"] = body["encryptedPrivateKey"].clone(),
            RecoverFailure::Keys(Fault::Unsupported),
        ),
        ("damaged key", |body| body["encryptedPrivateKey"] = "2.AAAA".into(), RecoverFailure::Keys(Fault::Parse)),
    ];
    for (name, edit, expected) in tries {
        club.sam.wire.forget_log();
        club.sam.wire.edit("reset-password-details", edit);
        let outcome = recover_account(&club.sam.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await;
        assert_eq!(outcome, Err(expected), "{name}");
        assert_eq!(club.sam.wire.count("PUT "), 0, "{name}: nothing was sent");
        club.sam.wire.honest();
    }
    let after = club.world.tab();
    assert!(sign_in(&after.portal, ULLA, secret(PASSWORD), None).await.is_ok(), "nothing has changed");
}

#[tokio::test]
async fn refused_targets_carry_the_reason_and_faults_can_be_repeated() {
    let club = club().await;
    let member = club.find(ULLA).await;
    club.sql("UPDATE policy SET enabled = 0 WHERE type = 8").await;
    let off = recover_account(&club.sam.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await;
    let Err(RecoverFailure::Api(error)) = off else { panic!("{off:?}") };
    assert!(error.server_text().is_some_and(|text| text.contains("policy")), "{error:?}");
    club.sql("UPDATE policy SET enabled = 1 WHERE type = 8").await;
    for (name, meddle) in [("500", Meddle::Answer(Answer::new(500, ""))), ("cut after", Meddle::CutAfter)] {
        club.sam.wire.once("/recover-account", meddle);
        let lost = recover_account(&club.sam.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await;
        assert!(matches!(lost, Err(RecoverFailure::Api(error)) if error.outcome_unknown()), "{name}");
        recover_account(&club.sam.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await.unwrap();
    }
    let after = club.world.tab();
    assert!(sign_in(&after.portal, ULLA, secret(NEW), None).await.is_ok());
}

#[tokio::test]
async fn owners_recover_by_their_own_key_and_admins_not_above_themselves() {
    let club = club().await;
    let owner = club.joined("oskar@contoso.example", Role::Owner, Permissions::NONE).await;
    let admin = club.joined("ada@contoso.example", Role::Admin, Permissions::NONE).await;
    let member = club.find(ULLA).await;
    recover_account(&admin.portal, &club.id, &member, secret(PASSWORD), secret(NEW)).await.unwrap();
    recover_account(&owner.portal, &club.id, &member, secret(PASSWORD), secret("another one of six words"))
        .await
        .unwrap();
    let after = club.world.tab();
    assert!(sign_in(&after.portal, ULLA, secret("another one of six words"), None).await.is_ok());
    let oskar = club.find("oskar@contoso.example").await;
    let refused = recover_account(&admin.portal, &club.id, &oskar, secret(PASSWORD), secret(NEW)).await;
    assert!(matches!(refused, Err(RecoverFailure::Api(ApiError::Refused { .. }))), "{refused:?}");
}
