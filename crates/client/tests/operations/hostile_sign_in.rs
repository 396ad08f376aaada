//! A server that lowers the cost of guessing, or sends keys it should not (attacks BW07, BW11, BW12, DL04).

use portal_agent::Fault;
use portal_client::kdf_judgement::{KdfRefusal, expect, look_up};
use portal_client::sign_in::{SignInFailure, SignInStep, sign_in};
use portal_client::{ApiError, TokenKind, TokenStore as _};
use serde_json::{Value, json};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

const PRELOGIN: &str = "POST identity/accounts/prelogin";
const TOKEN: &str = "POST identity/connect/token";

async fn try_with(tab: &Tab, answer: Value) -> SignInFailure {
    tab.wire.honest();
    tab.wire.always(PRELOGIN, Meddle::Answer(Answer::new(200, answer.to_string())));
    let failure = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await.unwrap_err();
    assert_eq!(tab.wire.count(TOKEN), 0, "a hash was sent for {answer}");
    failure
}

#[tokio::test]
async fn hostile_derivation_settings_get_no_hash() {
    let world = World::start().await;
    let tab = world.tab();
    for iterations in [json!(1), json!(4_999)] {
        let failure = try_with(&tab, json!({"kdf": 0, "kdfIterations": iterations})).await;
        assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooWeak(_))), "{failure:?}");
    }
    for iterations in [json!(10_000_001), json!(4_000_000_000_u64)] {
        let failure = try_with(&tab, json!({"kdf": 0, "kdfIterations": iterations})).await;
        assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::TooCostly(_))), "{failure:?}");
    }
    for iterations in [json!(0), json!(-600_000), json!(i64::MAX)] {
        let failure = try_with(&tab, json!({"kdf": 0, "kdfIterations": iterations})).await;
        assert_eq!(failure, SignInFailure::KdfRefused(KdfRefusal::Malformed), "{iterations}");
    }
    for answer in [
        json!({}),
        json!([]),
        json!({"kdf": 0}),
        json!({"kdf": 9, "kdfIterations": 600_000}),
        json!({"kdf": 1, "kdfIterations": 6}),
    ] {
        assert_eq!(try_with(&tab, answer.clone()).await, SignInFailure::KdfRefused(KdfRefusal::Malformed), "{answer}");
    }
    for answer in
        [json!({"kdf": 0, "kdfIterations": "600000"}), json!({"kdf": 0, "kdfIterations": 1e30}), json!("text")]
    {
        assert_eq!(try_with(&tab, answer.clone()).await, SignInFailure::Api(ApiError::BadAnswer), "{answer}");
    }
    for iterations in [5_000, 599_999] {
        let failure = try_with(&tab, json!({"kdf": 0, "kdfIterations": iterations})).await;
        let SignInFailure::KdfNeedsYes(concern) = failure else { panic!("{failure:?}") };
        assert!(concern.below_floor && concern.kdf.iterations == iterations);
        // A yes to other settings is no yes to these.
        tab.wire.honest();
        tab.wire
            .always(PRELOGIN, Meddle::Answer(Answer::new(200, json!({"kdf": 0, "kdfIterations": 6_000}).to_string())));
        let other = sign_in(&tab.portal, ADMIN, secret(PASSWORD), Some(&concern)).await;
        assert!(matches!(other, Err(SignInFailure::KdfNeedsYes(_))), "{other:?}");
    }
    let foreign = json!({"kdf": 0, "kdfIterations": 600_000, "salt": "chosen by the server"});
    let SignInFailure::KdfNeedsYes(concern) = try_with(&tab, foreign).await else { panic!() };
    assert_eq!(concern.foreign_salt.as_deref(), Some("chosen by the server"));
    assert!(!concern.below_floor);
    assert_eq!(tab.wire.count(TOKEN), 0);
}

#[tokio::test]
async fn what_is_remembered_is_found_by_an_address_digested_ahead_and_never_by_another_one() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    ada.wire.forget_log();
    for expected in [ADMIN, " ADA@msp.example ", "somebody@example.com"] {
        expect(&ada.portal, expected).await;
        let failure = try_with(&ada, json!({"kdf": 0, "kdfIterations": 599_999})).await;
        assert!(
            matches!(failure, SignInFailure::KdfRefused(KdfRefusal::WeakerThanBefore { .. })),
            "{expected}: {failure:?}"
        );
    }
}

#[tokio::test]
async fn what_was_used_last_time_is_the_least_for_next_time_and_a_yes_is_remembered() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    ada.wire.forget_log();
    let failure = try_with(&ada, json!({"kdf": 0, "kdfIterations": 599_999})).await;
    assert!(matches!(failure, SignInFailure::KdfRefused(KdfRefusal::WeakerThanBefore { .. })), "{failure:?}");
    // Another browser has no memory: it asks, and sends the hash only after the yes.
    let fresh = world.tab();
    let failure = try_with(&fresh, json!({"kdf": 0, "kdfIterations": 599_999})).await;
    let SignInFailure::KdfNeedsYes(concern) = failure else { panic!("{failure:?}") };
    let answered = sign_in(&fresh.portal, ADMIN, secret(PASSWORD), Some(&concern)).await;
    assert_eq!(answered, Err(SignInFailure::WrongPassword));
    assert_eq!(fresh.wire.count(TOKEN), 1);
    // Nothing is remembered of a sign-in that did not work.
    assert!(fresh.memory.0.borrow().is_empty());
}

#[tokio::test]
async fn the_second_path_is_tried_where_the_first_is_unknown() {
    let world = World::start().await;
    let tab = world.tab();
    tab.wire.once(PRELOGIN, Meddle::Answer(Answer::new(404, "")));
    let found = look_up(&tab.portal, " Ada@MSP.example ").await.unwrap();
    assert_eq!((found.email.as_str(), found.salt.as_str()), ("Ada@MSP.example", ADMIN));
    assert_eq!(tab.wire.log().last().map(String::as_str), Some("POST identity/accounts/prelogin/password"));
}

#[tokio::test]
async fn missing_downgraded_and_exchanged_account_keys_end_the_sign_in() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let eve = world.member("eve@msp.example").await;
    let of_eve: Value = {
        sign_in(&eve.portal, "eve@msp.example", secret(PASSWORD), None).await.unwrap();
        let kept = std::rc::Rc::new(std::cell::RefCell::new(Value::Null));
        let seen = kept.clone();
        eve.wire.edit(TOKEN, move |answer| *seen.borrow_mut() = answer.clone());
        sign_in(&eve.portal, "eve@msp.example", secret(PASSWORD), None).await.unwrap();
        kept.take()
    };
    type Edit = Box<dyn Fn(&mut Value)>;
    fn remove(name: &'static str) -> Edit {
        Box::new(move |answer| {
            answer[name] = Value::Null;
        })
    }
    let zero = "0.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==";
    let cases: Vec<(&str, Edit, SignInFailure)> = vec![
        (
            "no user key",
            Box::new(|answer| {
                answer["Key"] = Value::Null;
                answer["UserDecryptionOptions"] = Value::Null;
            }),
            SignInFailure::AccountTooOld,
        ),
        (
            "no private key",
            Box::new(|answer| {
                answer["PrivateKey"] = Value::Null;
                answer["AccountKeys"] = Value::Null;
            }),
            SignInFailure::Keys(Fault::Key),
        ),
        (
            "private key without authentication",
            Box::new(move |answer| {
                answer["PrivateKey"] = json!(zero);
                answer["AccountKeys"] = Value::Null;
            }),
            SignInFailure::Keys(Fault::Unsupported),
        ),
        (
            "private key of newer encryption",
            Box::new(|answer| {
                answer["PrivateKey"] = json!("7.AAAA");
                answer["AccountKeys"] = Value::Null;
            }),
            SignInFailure::NewerEncryption,
        ),
        (
            "no master password",
            Box::new(|answer| {
                answer["UserDecryptionOptions"] = json!({"HasMasterPassword": false});
            }),
            SignInFailure::NoMasterPassword,
        ),
        ("no token", remove("access_token"), SignInFailure::Api(ApiError::BadAnswer)),
        (
            "private key of somebody else",
            Box::new(move |answer| {
                answer["PrivateKey"] = of_eve["PrivateKey"].clone();
                answer["AccountKeys"] = of_eve["AccountKeys"].clone();
            }),
            SignInFailure::Keys(Fault::Key),
        ),
    ];
    for (name, edit, expected) in cases {
        let tab = world.tab_over(std::rc::Rc::default(), ada.memory.clone());
        tab.wire.edit(TOKEN, edit);
        let outcome = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
        assert_eq!(outcome, Err(expected), "{name}");
        assert!(!tab.portal.session().is_open() && tab.tokens.load(TokenKind::Refresh).is_none(), "{name}");
        assert_eq!(tab.wire.count("accounts/keys"), 0, "{name}: keys must never be made to fill a gap");
        tab.wire.honest();
        let honest = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
        assert!(matches!(honest, Ok(SignInStep::SignedIn(_))), "{name}: {honest:?}");
    }
}
