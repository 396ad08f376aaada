//! Locking, unlocking, refreshing the page, signing out, changing the password.

use portal_client::account::{PasswordFailure, change_password, rename, verify_password};
use portal_client::breach::{BreachOutcome, check_breach};
use portal_client::config::{ServerKind, read_config};
use portal_client::session::{SessionState, SignedOutReason, UnlockFailure, lock, restore, sign_out, unlock};
use portal_client::sign_in::{SignInFailure, SignInStep, cancel_sign_in, sign_in};
use portal_client::workspace::KeyState;
use portal_client::{ApiError, TokenKind, TokenStore as _};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, World, secret};

#[tokio::test]
async fn locking_drops_the_keys_and_unlocking_needs_no_server() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let key = || ada.portal.workspace().unwrap().provider(&provider).unwrap().key;
    let open = ada.portal.account().unwrap();
    assert_eq!((key(), open.fingerprint.len()), (KeyState::Ready, 5));
    ada.wire.always("", Meddle::CutBefore);
    ada.wire.forget_log();
    lock(&ada.portal).await;
    assert_eq!(key(), KeyState::Locked);
    let SessionState::Locked(account) = ada.portal.session() else { panic!() };
    assert!(account.fingerprint.is_empty() && account.email == ADMIN);
    assert_eq!(unlock(&ada.portal, secret("wrong")).await, Err(UnlockFailure::WrongPassword));
    assert!(!ada.portal.session().is_open());
    unlock(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!((key(), ada.portal.account()), (KeyState::Ready, Some(open)));
    assert!(ada.wire.log().is_empty());
}

#[tokio::test]
async fn a_refreshed_page_comes_back_locked_without_a_second_sign_in() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    // The new page first meets a dead network: the session must survive that.
    let page = world.tab_over(ada.tokens.clone(), ada.memory.clone());
    page.wire.once("identity/connect/token", Meddle::CutBefore);
    assert_eq!(restore(&page.portal).await, Err(ApiError::Offline));
    page.wire.once("accounts/profile", Meddle::Answer(Answer::new(500, "")));
    assert!(restore(&page.portal).await.is_err());
    let SessionState::Locked(account) = restore(&page.portal).await.unwrap() else { panic!() };
    assert_eq!(account.email, ADMIN);
    unlock(&page.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(page.portal.workspace().unwrap().provider(&provider).unwrap().key, KeyState::Ready);
    let grants = String::from_utf8(page.wire.last("connect/token").body.unwrap().to_vec()).unwrap();
    assert!(grants.contains("grant_type=refresh_token"), "no password left the page");
    // A fresh tab has nothing to restore.
    let other = world.tab();
    assert_eq!(restore(&other.portal).await, Ok(SessionState::SignedOut(SignedOutReason::NotSignedIn)));
    assert!(other.wire.log().is_empty());
}

#[tokio::test]
async fn a_sign_in_that_was_left_opens_no_session_however_late_its_answers_come() {
    let world = World::start().await;
    world.member(ADMIN).await;
    for call in ["accounts/prelogin", "connect/token"] {
        let tab = world.tab();
        tab.wire.once(call, Meddle::HoldAfter);
        let leave = async {
            tab.wire.held().await;
            cancel_sign_in(&tab.portal).await;
            tab.wire.honest();
        };
        let (left, ()) = tokio::join!(sign_in(&tab.portal, ADMIN, secret(PASSWORD), None), leave);
        assert_eq!(left, Err(SignInFailure::AttemptOver), "{call}");
        assert_eq!(tab.portal.session(), SessionState::SignedOut(SignedOutReason::NotSignedIn));
        assert!(tab.tokens.load(TokenKind::Refresh).is_none());
        // Another one is not harmed by it.
        tab.wire.once(call, Meddle::HoldAfter);
        let again = async {
            tab.wire.held().await;
            let again = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
            tab.wire.honest();
            again
        };
        let (left, again) = tokio::join!(sign_in(&tab.portal, ADMIN, secret("a wrong one"), None), again);
        assert_eq!(left, Err(SignInFailure::AttemptOver), "{call}");
        assert!(matches!(again, Ok(SignInStep::SignedIn(_))), "{again:?}");
        assert!(tab.portal.session().is_open() && tab.tokens.load(TokenKind::Refresh).is_some());
    }
}

#[tokio::test]
async fn signing_out_leaves_nothing_but_what_was_derived_from() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    sign_out(&ada.portal).await;
    assert_eq!(ada.portal.session(), SessionState::SignedOut(SignedOutReason::ByPerson));
    assert!(ada.tokens.load(TokenKind::Refresh).is_none());
    assert!(ada.portal.workspace().is_none() && ada.portal.account().is_none());
    let kept = format!("{:?}", ada.memory.0.borrow());
    assert!(kept.contains("600000") && !kept.contains("msp"), "{kept}");
    assert_eq!(unlock(&ada.portal, secret(PASSWORD)).await, Err(UnlockFailure::Api(ApiError::SignedOut)));
}

#[tokio::test]
async fn a_changed_password_ends_the_session_and_opens_the_same_account() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let fingerprint = ada.portal.account().unwrap().fingerprint;
    rename(&ada.portal, "  Ada Example ").await.unwrap();
    assert_eq!(ada.portal.account().unwrap().name.as_deref(), Some("Ada Example"));
    verify_password(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(verify_password(&ada.portal, secret("wrong")).await, Err(PasswordFailure::WrongPassword));
    let wrong = change_password(&ada.portal, secret("wrong"), secret("a new and longer one"), None).await;
    assert_eq!(wrong, Err(PasswordFailure::WrongPassword));
    change_password(&ada.portal, secret(PASSWORD), secret("a new and longer one"), None).await.unwrap();
    assert_eq!(ada.portal.session(), SessionState::SignedOut(SignedOutReason::PasswordChanged));
    let old = sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await;
    assert_eq!(old, Err(SignInFailure::WrongPassword));
    let new = sign_in(&ada.portal, &format!(" {} ", ADMIN.to_uppercase()), secret("a new and longer one"), None).await;
    assert!(matches!(new, Ok(SignInStep::SignedIn(_))), "{new:?}");
    assert_eq!(ada.portal.account().unwrap().fingerprint, fingerprint);
    assert_eq!(ada.portal.workspace().unwrap().provider(&provider).unwrap().key, KeyState::Ready);
}

#[tokio::test]
async fn the_breach_check_sends_five_digits_and_never_says_safe_by_mistake() {
    let world = World::start().await;
    let tab = world.tab();
    let check = || check_breach(&tab.portal, secret("password"));
    // SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8.
    for (answer, expected) in [
        ("1E4C9B93F3F0682250B6CF8331B7EE68FD8:42\r\n", BreachOutcome::Found(42)),
        ("1E4C9B93F3F0682250B6CF8331B7EE68FD8:0\r\n", BreachOutcome::NotFound),
        ("0018A45C4D1DEF81644B54AB7F969B88D65:9\n", BreachOutcome::NotFound),
        ("<html>blocked</html>", BreachOutcome::CouldNotCheck),
        ("", BreachOutcome::CouldNotCheck),
    ] {
        tab.wire.once("breach/", Meddle::Answer(Answer::new(200, answer)));
        assert_eq!(check().await, expected, "{answer}");
    }
    tab.wire.once("breach/", Meddle::CutBefore);
    assert_eq!(check().await, BreachOutcome::CouldNotCheck);
    let request = tab.wire.last("breach/");
    assert_eq!((request.path.as_str(), &request.body), ("range/5BAA6", &None));
    assert_eq!(request.headers, [("Add-Padding", "true".to_owned())]);
}

#[tokio::test]
async fn the_server_says_what_it_is_once() {
    let world = World::start().await;
    let tab = world.tab();
    let info = read_config(&tab.portal).await.unwrap();
    assert_eq!((&info.kind, info.sign_up_open, info.cloud), (&ServerKind::Embedded, true, false));
    read_config(&tab.portal).await.unwrap();
    assert_eq!(tab.wire.count("config"), 1);
}
