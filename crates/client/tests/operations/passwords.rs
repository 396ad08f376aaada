//! Rules of organisations for master passwords, and passwords that somebody else has set.

use portal_client::ApiError;
use portal_client::account::{PasswordFailure, change_password, password_rules, was_set_by_others};
use portal_client::session::{SessionState, SignedOutReason, restore, unlock};
use portal_client::sign_in::{Arrival, SignInStep, sign_in};
use portal_contracts::token::MasterPasswordPolicy;
use serde_json::json;

use crate::organizations::{OWNER, begun, policy};
use crate::support::{Meddle, PASSWORD, World, secret};

async fn arrive(tab: &crate::support::Tab) -> Arrival {
    match sign_in(&tab.portal, OWNER, secret(PASSWORD), None).await.unwrap() {
        SignInStep::SignedIn(arrival) => arrival,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn rules_come_with_the_sign_in_and_are_read_after_an_unlock() {
    let world = World::start().await;
    let (vera, id) = begun(&world, OWNER).await;
    assert_eq!(arrive(&vera).await, Arrival::default());
    assert!(password_rules(&vera.portal).await.is_empty());
    policy(&world, &id, 1, json!({"minLength": 40, "enforceOnLogin": true})).await;
    let expected =
        MasterPasswordPolicy { min_length: Some(40), enforce_on_login: Some(true), ..MasterPasswordPolicy::default() };
    assert_eq!(arrive(&vera).await.password_policy, Some(expected.clone()));
    let page = world.tab_over(vera.tokens.clone(), vera.memory.clone());
    assert!(matches!(restore(&page.portal).await, Ok(SessionState::Locked(_))));
    unlock(&page.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(password_rules(&page.portal).await, expected);
    page.wire.always("policies/master-password", Meddle::CutBefore);
    assert!(password_rules(&page.portal).await.is_empty(), "no answer, no say");
}

#[tokio::test]
async fn a_password_set_by_account_recovery_is_replaced() {
    let world = World::start().await;
    let (vera, _) = begun(&world, OWNER).await;
    let db = &world.app.state().db;
    db.write(|tx| Ok(tx.execute("UPDATE user SET force_password_reset = 1, revised_at = revised_at + 1", [])?))
        .await
        .unwrap();
    assert!(arrive(&vera).await.must_change_password);
    assert!(was_set_by_others(&vera.portal));
    vera.wire.forget_log();
    let wrong = change_password(&vera.portal, secret("not it at all"), secret("a fresh start for me"), None).await;
    assert_eq!(wrong, Err(PasswordFailure::WrongPassword));
    assert!(vera.wire.log().is_empty());
    vera.wire.once("update-temp-password", Meddle::CutBefore);
    let cut = change_password(&vera.portal, secret(PASSWORD), secret("a fresh start for me"), None).await;
    assert_eq!(cut, Err(PasswordFailure::Api(ApiError::Offline)));
    change_password(&vera.portal, secret(PASSWORD), secret("a fresh start for me"), None).await.unwrap();
    assert_eq!(vera.wire.count("update-temp-password"), 2);
    assert_eq!(vera.wire.count("api/accounts/password"), 0);
    assert_eq!(vera.portal.session(), SessionState::SignedOut(SignedOutReason::PasswordChanged));
    assert!(sign_in(&vera.portal, OWNER, secret(PASSWORD), None).await.is_err());
    let step = sign_in(&vera.portal, OWNER, secret("a fresh start for me"), None).await.unwrap();
    assert_eq!(step, SignInStep::SignedIn(Arrival::default()));
    assert!(!was_set_by_others(&vera.portal));
    // From now on it is an ordinary change.
    change_password(&vera.portal, secret("a fresh start for me"), secret(PASSWORD), None).await.unwrap();
    assert_eq!(vera.wire.count("POST api/accounts/password"), 1);
}
