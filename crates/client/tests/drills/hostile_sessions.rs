//! Tokens that belong to somebody else, last for ever or not at all; waits that never end; clocks that make no sense.

use portal_client::sign_in::{SignInFailure, sign_in};
use portal_client::workspace::sync;
use portal_client::{ApiError, SessionState};
use serde_json::{Value, json};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, World, secret};

const TOKEN: &str = "identity/connect/token";
const PROFILE: &str = "GET api/accounts/profile";

#[tokio::test]
async fn a_refresh_that_brings_somebody_elses_token_shows_nothing_of_theirs() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let eve = world.member("eve@msp.example").await;
    let stolen = std::rc::Rc::new(std::cell::RefCell::new(Value::Null));
    let seen = stolen.clone();
    eve.wire.edit(TOKEN, move |answer| *seen.borrow_mut() = answer["access_token"].clone());
    sign_in(&eve.portal, "eve@msp.example", secret(PASSWORD), None).await.unwrap();
    let token = stolen.take();
    ada.clock.advance(7_200_000.0);
    ada.wire.edit(TOKEN, move |answer| answer["access_token"] = token.clone());
    assert_eq!(sync(&ada.portal).await.err(), Some(ApiError::BadAnswer));
    assert_eq!(ada.portal.account().unwrap().email, ADMIN);
    assert!(ada.portal.workspace().unwrap().provider(&provider).is_some());
    ada.wire.honest();
    ada.clock.advance(7_200_000.0);
    sync(&ada.portal).await.unwrap();
}

#[tokio::test]
async fn lifetimes_without_sense_neither_loop_nor_last() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    for life in [json!(0), json!(-3_600), json!(i64::MAX), json!(i64::MIN), json!(1), Value::Null] {
        ada.wire.honest();
        ada.clock.advance(48.0 * 3_600_000.0);
        let sent = life.clone();
        ada.wire.edit(TOKEN, move |answer| answer["expires_in"] = sent.clone());
        ada.wire.forget_log();
        sync(&ada.portal).await.unwrap();
        assert!(ada.wire.count(TOKEN) <= 2, "{life}: {:?}", ada.wire.log());
        // No token is trusted for longer than a day.
        ada.clock.advance(25.0 * 3_600_000.0);
        ada.wire.forget_log();
        sync(&ada.portal).await.unwrap();
        assert!((1..=2).contains(&ada.wire.count(TOKEN)), "{life}");
    }
}

#[tokio::test]
async fn a_sign_in_without_a_readable_token_is_none() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    for token in ["", "a", "a.b.c", "e30.e30.e30", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIifQ.", "..", "x.bnVsbA.y"] {
        let tab = world.tab_over(std::rc::Rc::default(), ada.memory.clone());
        tab.wire.edit(TOKEN, move |answer| answer["access_token"] = json!(token));
        let failure = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
        assert_eq!(failure, Err(SignInFailure::Api(ApiError::BadAnswer)), "{token}");
        assert!(matches!(tab.portal.session(), SessionState::SignedOut(_)), "{token}");
    }
}

#[tokio::test]
async fn waits_are_bounded_and_clocks_without_sense_are_passed_over() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    for wait in ["-1", "1e9", "99999999999999999999", "NaN", "", "Fri, 31 Dec 9999 23:59:59 GMT", "0"] {
        ada.clock.slept.borrow_mut().clear();
        for _ in 0..20 {
            ada.wire.once(PROFILE, Meddle::Answer(Answer::new(429, "").header("retry-after", wait)));
        }
        let limited = sync(&ada.portal).await.err();
        assert!(matches!(limited, Some(ApiError::RateLimited { .. })), "{wait}: {limited:?}");
        let slept: f64 = ada.clock.slept.borrow().iter().sum();
        assert!(slept <= 30_000.0, "{wait}: slept {slept} ms");
        ada.wire.honest();
    }
    for date in ["", "yesterday", "Fri, 99 Foo 0000 99:99:99 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "\u{202e}"] {
        ada.wire.once(PROFILE, Meddle::Answer(Answer::new(500, "").header("date", date)));
        assert!(matches!(sync(&ada.portal).await.err(), Some(ApiError::Server { .. })), "{date}");
        sync(&ada.portal).await.unwrap();
    }
    assert!(ada.portal.session().is_open());
}
