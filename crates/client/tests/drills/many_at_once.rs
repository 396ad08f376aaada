//! Many calls at the same time: one refresh for all, one end of the session, and no answer after the end.

use futures::future::{join, join_all, join3};
use portal_client::clients::list_clients;
use portal_client::new_client::create_client;
use portal_client::session::{SessionState, SignedOutReason, lock, restore, sign_out, unlock};
use portal_client::sign_in::sign_in;
use portal_client::workspace::{KeyState, refresh_rights, sync};
use portal_client::{ApiError, TokenKind, TokenStore as _};

use crate::clients_in_spite_of_faults::{client_named, named};
use crate::members::SAM;
use crate::support::{ADMIN, Answer, Meddle, PASSWORD, World, secret};

const REFRESH: &str = "POST identity/connect/token";
const PROFILE: &str = "GET api/accounts/profile";
const HOURS: f64 = 3_600_000.0;

#[tokio::test]
async fn twenty_calls_with_an_expired_token_share_one_refresh() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    ada.clock.advance(2.0 * HOURS);
    ada.wire.forget_log();
    let outcomes = join_all((0..20).map(|_| list_clients(&ada.portal, &provider))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((ada.wire.count(REFRESH), ada.wire.count("/organizations")), (1, 20));
    assert!(ada.wire.log()[0].ends_with("connect/token"), "no call goes out with the old token");

    // The server ended the token early: twenty times 401, one refresh, twenty repeats.
    ada.wire.forget_log();
    for _ in 0..20 {
        ada.wire.once("/organizations", Meddle::Answer(Answer::new(401, "")));
    }
    let outcomes = join_all((0..20).map(|_| list_clients(&ada.portal, &provider))).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!((ada.wire.count(REFRESH), ada.wire.count("/organizations")), (1, 40));
}

#[tokio::test]
async fn twenty_calls_without_a_server_fail_together_and_the_session_goes_on() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    ada.clock.advance(2.0 * HOURS);
    ada.wire.forget_log();
    ada.wire.always(REFRESH, Meddle::CutBefore);
    let outcomes = join_all((0..20).map(|_| list_clients(&ada.portal, &provider))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Err(ApiError::Offline)), "{outcomes:?}");
    assert_eq!(ada.wire.log().len(), 1, "one try for all");
    ada.wire.honest();
    list_clients(&ada.portal, &provider).await.unwrap();
    assert!(ada.portal.session().is_open());
}

#[tokio::test]
async fn a_session_ends_once_for_twenty_calls() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    ada.clock.advance(2.0 * HOURS);
    ada.wire.forget_log();
    ada.sessions.borrow_mut().clear();
    ada.wire.always(REFRESH, Meddle::Answer(Answer::new(400, r#"{"error":"invalid_grant"}"#)));
    let outcomes = join_all((0..20).map(|_| list_clients(&ada.portal, &provider))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Err(ApiError::SessionOver)), "{outcomes:?}");
    assert_eq!(*ada.sessions.borrow(), [SessionState::SignedOut(SignedOutReason::Expired)]);
    assert_eq!(ada.wire.log().len(), 1);
    // Afterwards nothing is even tried.
    assert!(matches!(list_clients(&ada.portal, &provider).await, Err(ApiError::SessionOver | ApiError::SignedOut)));
    assert_eq!(ada.wire.log().len(), 1);
}

#[tokio::test]
async fn a_server_that_refuses_every_token_is_asked_twice_and_no_more() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    ada.wire.forget_log();
    ada.wire.always("/organizations", Meddle::Answer(Answer::new(401, "")));
    for turn in 1..=3 {
        assert!(matches!(list_clients(&ada.portal, &provider).await, Err(ApiError::Forbidden { .. })));
        assert_eq!((ada.wire.count(REFRESH), ada.wire.count("/organizations")), (turn, 2 * turn));
    }
    assert!(ada.portal.session().is_open(), "a missing right, as some servers put it");
}

#[tokio::test]
async fn an_answer_that_comes_after_sign_out_or_lock_brings_nothing_back() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let (late, ()) = join(sync(&ada.portal), lock(&ada.portal)).await;
    assert!(late.is_ok() || matches!(late, Err(ApiError::Keys(_))));
    assert!(matches!(ada.portal.session(), SessionState::Locked(_)));
    let workspace = ada.portal.workspace().unwrap();
    assert!(workspace.clients.iter().all(|client| client.key == KeyState::Locked));
    unlock(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(named(&ada, &provider, "Contoso").await[0].key, KeyState::Ready);

    for round in 0..3 {
        let (late, later, ()) = join3(sync(&ada.portal), refresh_rights(&ada.portal), sign_out(&ada.portal)).await;
        assert_eq!((late.err(), later.err()), (Some(ApiError::SignedOut), Some(ApiError::SignedOut)), "{round}");
        assert_eq!(ada.portal.session(), SessionState::SignedOut(SignedOutReason::ByPerson));
        assert!(ada.portal.workspace().is_none() && ada.portal.account().is_none());
        assert!(ada.tokens.load(TokenKind::Refresh).is_none(), "a late refresh must not store its token");
        sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    }
}

#[tokio::test]
async fn answers_for_one_person_do_not_reach_the_next() {
    let world = World::start().await;
    let (ada, _) = world.provider().await;
    world.member(SAM).await;
    ada.wire.forget_log();
    let switch = async {
        sign_out(&ada.portal).await;
        sign_in(&ada.portal, SAM, secret(PASSWORD), None).await.unwrap();
    };
    let (late, ()) = join(sync(&ada.portal), switch).await;
    assert_eq!(late.err(), Some(ApiError::SignedOut));
    assert_eq!(ada.portal.account().unwrap().email, SAM);
    assert!(ada.portal.workspace().unwrap().providers.is_empty());
}

#[tokio::test]
async fn two_tabs_of_one_browser_end_together_when_the_token_is_gone() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let second = world.tab_over(ada.tokens.clone(), ada.memory.clone());
    assert!(matches!(restore(&second.portal).await, Ok(SessionState::Locked(_))));
    sign_out(&ada.portal).await;
    // The other tab has a working access token for a while, and cannot get another.
    second.clock.advance(2.0 * HOURS);
    second.wire.forget_log();
    assert!(matches!(sync(&second.portal).await, Err(ApiError::SessionOver | ApiError::SignedOut)));
    assert_eq!(second.wire.count(PROFILE), 0);
}
