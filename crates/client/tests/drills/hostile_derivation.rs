//! Derivation settings that a hostile server may name: no hash leaves before they were judged.

use portal_client::kdf_judgement::KdfRefusal;
use portal_client::session::{SessionState, restore};
use portal_client::sign_in::{SignInFailure, SignInStep, sign_in};
use portal_client::{ApiError, TokenKind, TokenStore as _};
use portal_contracts::kdf::KdfType;
use serde_json::{Value, json};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

const PRELOGIN: &str = "POST identity/accounts/prelogin";

async fn answered_with(tab: &Tab, answer: &Value) -> SignInFailure {
    tab.wire.honest();
    tab.wire.forget_log();
    tab.wire.always(PRELOGIN, Meddle::Answer(Answer::new(200, answer.to_string())));
    let failure = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await.unwrap_err();
    let only_looked_up = tab.wire.log().iter().all(|line| line.starts_with(PRELOGIN));
    assert!(only_looked_up, "{answer}: {:?}", tab.wire.log());
    // Nothing derived from the password is in what was sent, only the address.
    let sent = String::from_utf8(tab.wire.last(PRELOGIN).body.unwrap().to_vec()).unwrap();
    assert_eq!(sent, json!({"email": ADMIN}).to_string());
    failure
}

fn argon(iterations: Value, memory: Value, parallelism: Value) -> Value {
    json!({"kdf": 1, "kdfIterations": iterations, "kdfMemory": memory, "kdfParallelism": parallelism})
}

#[tokio::test]
async fn argon_settings_outside_the_limits_get_no_hash() {
    let world = World::start().await;
    let tab = world.tab();
    for answer in [argon(json!(1), json!(64), json!(4)), argon(json!(3), json!(15), json!(4))] {
        let failure = answered_with(&tab, &answer).await;
        assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooWeak(_))), "{answer}: {failure:?}");
    }
    for answer in [
        argon(json!(51), json!(64), json!(4)),
        argon(json!(3), json!(1_025), json!(4)),
        argon(json!(3), json!(4_000_000_000_u32), json!(4)),
        argon(json!(3), json!(64), json!(17)),
    ] {
        let failure = answered_with(&tab, &answer).await;
        assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooCostly(_))), "{answer}: {failure:?}");
    }
    for answer in [
        argon(json!(3), Value::Null, json!(4)),
        argon(json!(3), json!(64), Value::Null),
        argon(json!(0), json!(64), json!(4)),
        argon(json!(3), json!(-64), json!(4)),
        argon(json!(3), json!(i64::MAX), json!(4)),
        argon(Value::Null, Value::Null, Value::Null),
    ] {
        let failure = answered_with(&tab, &answer).await;
        assert_eq!(failure, SignInFailure::KdfRefused(KdfRefusal::Malformed), "{answer}");
    }
    for answer in
        [argon(json!("3"), json!(64), json!(4)), argon(json!(3), json!({}), json!(4)), json!("text"), json!(7)]
    {
        let failure = answered_with(&tab, &answer).await;
        assert_eq!(failure, SignInFailure::Api(ApiError::BadAnswer), "{answer}");
    }
    // Within the limits and below today's floor: explained first.
    let failure = answered_with(&tab, &argon(json!(3), json!(16), json!(1))).await;
    let SignInFailure::KdfNeedsYes(concern) = failure else { panic!("{failure:?}") };
    assert!(concern.below_floor && concern.kdf.kdf_type == KdfType::Argon2id);
}

#[tokio::test]
async fn the_settings_that_are_judged_are_the_settings_that_are_used() {
    let world = World::start().await;
    let tab = world.tab();
    // Strong where an old program looks, weak where a new one does, and the other way round.
    let weak_inside = json!({"kdf": 0, "kdfIterations": 600_000, "kdfSettings": {"kdfType": 0, "iterations": 1}});
    let failure = answered_with(&tab, &weak_inside).await;
    assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooWeak(_))), "{failure:?}");
    let spelled = json!({"Kdf": 0, "KdfIterations": 1});
    let failure = answered_with(&tab, &spelled).await;
    assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooWeak(_))), "{failure:?}");
    let twice = r#"{"kdf": 0, "kdfIterations": 600000, "KdfIterations": 1}"#;
    tab.wire.honest();
    tab.wire.forget_log();
    tab.wire.always(PRELOGIN, Meddle::Answer(Answer::new(200, twice)));
    let outcome = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
    // Whichever of the two is read is the one that is judged: a refusal, or a hash of full strength.
    match outcome {
        Err(SignInFailure::KdfRefused(_) | SignInFailure::Api(ApiError::BadAnswer)) => {
            assert_eq!(tab.wire.count("connect/token"), 0);
        }
        Err(SignInFailure::WrongPassword) => assert_eq!(tab.wire.count("connect/token"), 1),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_weaker_kind_than_last_time_is_refused_even_above_the_floor() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    // As if this browser had signed in to an account with Argon2id before.
    for value in ada.memory.0.borrow_mut().values_mut() {
        let mut known: Value = serde_json::from_str(value).unwrap();
        known["kdf"] = json!({"kdfType": 1, "iterations": 6, "memory": 32, "parallelism": 4});
        *value = known.to_string();
    }
    let weaker = [
        json!({"kdf": 0, "kdfIterations": 2_000_000}),
        argon(json!(5), json!(32), json!(4)),
        argon(json!(6), json!(31), json!(4)),
        argon(json!(40), json!(16), json!(4)),
    ];
    for answer in weaker {
        let failure = answered_with(&ada, &answer).await;
        assert!(
            matches!(failure, SignInFailure::KdfRefused(KdfRefusal::WeakerThanBefore { .. })),
            "{answer}: {failure:?}"
        );
    }
    // Memory that somebody damaged is no memory, not an error and not a yes.
    for value in ada.memory.0.borrow_mut().values_mut() {
        *value = "{\"kdf\":".to_owned();
    }
    let failure = answered_with(&ada, &json!({"kdf": 0, "kdfIterations": 100_000})).await;
    assert!(matches!(failure, SignInFailure::KdfNeedsYes(_)), "{failure:?}");
    ada.wire.honest();
    assert!(matches!(sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await, Ok(SignInStep::SignedIn(_))));
}

#[tokio::test]
async fn a_downgrade_at_coming_back_ends_in_an_ordinary_sign_in() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    for answer in [json!({"kdf": 0, "kdfIterations": 1}), json!({"kdf": 0, "kdfIterations": 599_999}), json!({})] {
        let tokens = std::rc::Rc::new(crate::support::TabStore::default());
        tokens.store(TokenKind::Refresh, ada.tokens.load(TokenKind::Refresh).as_ref());
        let page = world.tab_over(tokens, ada.memory.clone());
        page.wire.always(PRELOGIN, Meddle::Answer(Answer::new(200, answer.to_string())));
        assert_eq!(restore(&page.portal).await, Err(ApiError::SessionOver), "{answer}");
        assert!(matches!(page.portal.session(), SessionState::SignedOut(_)));
        // There the person reads what is wrong.
        let told = sign_in(&page.portal, ADMIN, secret(PASSWORD), None).await;
        assert!(matches!(told, Err(SignInFailure::KdfRefused(_))), "{answer}: {told:?}");
    }
}
