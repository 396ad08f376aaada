//! The one way to a server: tokens, 401, 403, 429, throttling, hostile answers.

use futures::future::join;
use portal_client::session::{SessionState, SignedOutReason};
use portal_client::sign_in::sign_in;
use portal_client::workspace::sync;
use portal_client::{ApiError, TokenKind, TokenStore as _};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, World, secret};

const REFRESH: &str = "POST identity/connect/token";
const PROFILE: &str = "GET api/accounts/profile";

#[tokio::test]
async fn tokens_are_refreshed_early_and_by_one_request_for_all() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    ada.wire.forget_log();
    ada.clock.advance(56.0 * 60_000.0);
    let (first, second) = join(sync(&ada.portal), sync(&ada.portal)).await;
    assert!(first.is_ok() && second.is_ok());
    assert_eq!((ada.wire.count(REFRESH), ada.wire.count(PROFILE)), (1, 2));
    // A failed early refresh is no failure while the token lasts.
    ada.clock.advance(56.0 * 60_000.0);
    ada.wire.once(REFRESH, Meddle::Answer(Answer::new(500, "")));
    sync(&ada.portal).await.unwrap();
    assert!(ada.wire.struck_all());
}

#[tokio::test]
async fn a_401_is_retried_once_and_the_second_is_a_missing_right() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    ada.wire.forget_log();
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(401, "")));
    sync(&ada.portal).await.unwrap();
    assert_eq!((ada.wire.count(REFRESH), ada.wire.count(PROFILE)), (1, 2));
    for status in [401, 403] {
        ada.wire.honest();
        ada.wire.always(PROFILE, Meddle::Answer(Answer::new(status, "")));
        assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::Forbidden { message: None }), "{status}");
        assert!(ada.portal.session().is_open());
    }
    ada.wire.honest();
    // Two 401 at the same time end in one refresh.
    ada.wire.forget_log();
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(401, "")));
    ada.wire.once("GET api/accounts/revision-date", Meddle::Answer(Answer::new(401, "")));
    let mut seen = None;
    let waiting = portal_client::join::check_confirmation(&ada.portal, "nowhere", &mut seen);
    let (first, second) = join(sync(&ada.portal), waiting).await;
    assert!(first.is_ok() && second.is_ok());
    assert!(ada.wire.struck_all());
}

#[tokio::test]
async fn only_a_refused_refresh_ends_the_session() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let stays = [Meddle::CutBefore, Meddle::Answer(Answer::new(500, "")), Meddle::Answer(Answer::new(400, "<html>"))];
    ada.clock.advance(2.0 * 3_600_000.0);
    for meddle in stays {
        ada.wire.once(REFRESH, meddle);
        assert!(sync(&ada.portal).await.is_err());
        assert!(ada.portal.session().is_open() && ada.tokens.load(TokenKind::Refresh).is_some());
    }
    ada.wire.once(REFRESH, Meddle::Answer(Answer::new(400, r#"{"error":"invalid_grant"}"#)));
    assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::SessionOver));
    assert_eq!(ada.portal.session(), SessionState::SignedOut(SignedOutReason::Expired));
    assert_eq!(ada.sessions.borrow().last(), Some(&SessionState::SignedOut(SignedOutReason::Expired)));
    assert!(ada.tokens.load(TokenKind::Refresh).is_none() && ada.portal.workspace().is_none());
    // And the way back is open.
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    assert!(ada.portal.session().is_open());
}

#[tokio::test]
async fn a_429_is_waited_out_when_the_wait_is_short() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    ada.clock.slept.borrow_mut().clear();
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(429, "").header("retry-after", "3")));
    sync(&ada.portal).await.unwrap();
    assert_eq!(*ada.clock.slept.borrow(), [3_000.0]);
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(429, "").header("retry-after", "600")));
    assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::RateLimited { retry_after: Some(600) }));
    // Without a hint: 5 and 15 seconds, then the person is told.
    ada.clock.slept.borrow_mut().clear();
    ada.wire.always(PROFILE, Meddle::Answer(Answer::new(429, "")));
    assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::RateLimited { retry_after: None }));
    assert_eq!(*ada.clock.slept.borrow(), [5_000.0, 15_000.0]);
}

#[tokio::test]
async fn unreadable_and_foreign_answers_are_typed_and_change_nothing() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let before = ada.portal.account();
    let deep = "[".repeat(50_000);
    let foreign = r#"{"id":"someone-else","email":"x@y.example"}"#;
    for body in ["", "<html>proxy</html>", "{", "null", "7", "\"text\"", "[]", &deep, foreign, r#"{"id":7}"#] {
        ada.wire.once(PROFILE, Meddle::Answer(Answer::new(200, body)));
        assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::BadAnswer), "{body:.40}");
    }
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(200, "x".repeat(40 << 20))));
    assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::BadAnswer));
    assert_eq!(ada.portal.account(), before);
    sync(&ada.portal).await.unwrap();
}

#[tokio::test]
async fn a_wrong_clock_is_named_when_a_fresh_token_is_refused() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let refused = Answer::new(401, "").header("date", "Fri, 15 Jan 2027 08:00:00 GMT");
    ada.wire.always(PROFILE, Meddle::Answer(refused));
    // 1.8e12 ms is 15 January 2027, 08:00: the clocks agree, so it is a missing right.
    assert!(matches!(sync(&ada.portal).await, Err(ApiError::Forbidden { .. })));
    ada.clock.advance(-20.0 * 60_000.0);
    let Err(ApiError::ClockWrong { seconds }) = sync(&ada.portal).await else { panic!("no clock error") };
    assert!((-1_201..=-1_190).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn requests_carry_what_servers_demand_and_the_token_only_where_it_belongs() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let header = |needle: &str, name: &str| {
        ada.wire.last(needle).headers.iter().find(|(have, _)| *have == name).map(|(_, value)| value.clone())
    };
    assert_eq!(header(REFRESH, "Bitwarden-Client-Version").as_deref(), Some("2026.8.0"));
    assert_eq!(header(REFRESH, "Device-Type").as_deref(), Some("9"));
    assert_eq!(header(REFRESH, "Authorization"), None);
    assert_eq!(header(PROFILE, "Accept").as_deref(), Some("application/json"));
    assert!(header(PROFILE, "Authorization").is_some_and(|value| value.starts_with("Bearer ")));
    for line in ada.wire.log() {
        assert!(!line.contains("ada@") && !line.contains("ada%40"), "an address in a path: {line}");
    }
}
