//! Account keys of the wrong type, kind or owner, at sign-in and at coming back. Nothing is opened, made or kept.

use portal_agent::Fault;
use portal_client::session::{SessionState, UnlockFailure, lock, restore, unlock};
use portal_client::sign_in::{SignInFailure, SignInStep, sign_in};
use portal_client::workspace::{KeyState, sync};
use portal_client::{ApiError, TokenKind, TokenStore as _};
use serde_json::{Value, json};

use crate::support::{ADMIN, PASSWORD, Tab, World, secret};

const TOKEN: &str = "identity/connect/token";
const PROFILE: &str = "GET api/accounts/profile";
const ZERO: &str = "0.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==";

type Edit = Box<dyn Fn(&mut Value)>;

/// Puts a text in every place where the user key is sent.
fn user_key(text: &str) -> Edit {
    let text = text.to_owned();
    Box::new(move |answer| {
        answer["Key"] = json!(text);
        answer["UserDecryptionOptions"]["MasterPasswordUnlock"]["MasterKeyEncryptedUserKey"] = json!(text);
    })
}

fn account_keys(name: &'static str, value: Value) -> Edit {
    Box::new(move |answer| answer["AccountKeys"][name] = value.clone())
}

/// The text with one Base64 letter of its last part changed.
fn flipped(text: &str) -> String {
    let place = text.rfind('|').unwrap() + 5;
    let other = if &text[place..=place] == "A" { "B" } else { "A" };
    format!("{}{other}{}", &text[..place], &text[place + 1..])
}

async fn seen_at_sign_in(tab: &Tab) -> Value {
    let kept = std::rc::Rc::new(std::cell::RefCell::new(Value::Null));
    let seen = kept.clone();
    tab.wire.edit(TOKEN, move |answer| *seen.borrow_mut() = answer.clone());
    sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    tab.wire.honest();
    kept.take()
}

#[tokio::test]
async fn user_keys_of_other_types_and_damaged_ones_open_nothing() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let honest = seen_at_sign_in(&ada).await;
    let genuine = honest["Key"].as_str().unwrap().to_owned();
    let private = honest["PrivateKey"].as_str().unwrap().to_owned();
    let untyped = genuine.trim_start_matches("2.").to_owned();
    let cases: Vec<(&str, Edit)> = vec![
        ("type 0", user_key(ZERO)),
        ("type 1", user_key("1.AAAA|AAAA|AAAA")),
        ("type 4", user_key("4.AAAA")),
        ("type 6", user_key("6.AAAA|AAAA")),
        ("newer encryption", user_key("7.AAAA")),
        ("without a type", user_key(&untyped)),
        ("without a check value", user_key(genuine.rsplit_once('|').unwrap().0)),
        ("one letter changed", user_key(&flipped(&genuine))),
        ("empty", user_key("")),
        ("the private key in its place", user_key(&private)),
        ("hundreds of thousands of letters", user_key(&"2.A".repeat(100_000))),
        ("second version, signatures", account_keys("signatureKeyPair", json!({"wrappedSigningKey": "7.AAAA"}))),
        ("second version, state", account_keys("securityState", json!({"securityState": "x", "securityVersion": 2}))),
        (
            "a private key under another key",
            Box::new({
                let damaged = flipped(&private);
                move |answer| {
                    answer["PrivateKey"] = json!(damaged);
                    answer["AccountKeys"]["publicKeyEncryptionKeyPair"]["wrappedPrivateKey"] = json!(damaged);
                }
            }),
        ),
        (
            "another public key than the private one's",
            Box::new(|answer| answer["AccountKeys"]["publicKeyEncryptionKeyPair"]["publicKey"] = json!("AAAA")),
        ),
        (
            "another key id than the opened key's",
            Box::new(|answer| {
                answer["UserDecryptionOptions"]["MasterPasswordUnlock"]["ContainedKeyId"] = json!("00".repeat(16));
            }),
        ),
    ];
    for (name, edit) in cases {
        let tab = world.tab_over(std::rc::Rc::default(), ada.memory.clone());
        tab.wire.edit(TOKEN, edit);
        let failure = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await.unwrap_err();
        match name {
            "newer encryption" | "second version, signatures" | "second version, state" => {
                assert_eq!(failure, SignInFailure::NewerEncryption, "{name}");
            }
            _ => {
                let told = matches!(
                    failure,
                    SignInFailure::Keys(_) | SignInFailure::NewerEncryption | SignInFailure::AccountTooOld
                );
                assert!(told, "{name}: {failure:?}");
                // Never as a wrong password: the person would type it again and again, elsewhere too.
                assert_ne!(failure, SignInFailure::WrongPassword, "{name}");
            }
        }
        assert!(!tab.portal.session().is_open() && tab.tokens.load(TokenKind::Refresh).is_none(), "{name}");
        let writes = tab.wire.log().into_iter().filter(|line| !line.contains("identity/")).collect::<Vec<_>>();
        assert!(writes.is_empty(), "{name}: {writes:?}");
        tab.wire.honest();
        assert!(matches!(sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await, Ok(SignInStep::SignedIn(_))));
    }
}

#[tokio::test]
async fn a_profile_with_bad_keys_brings_no_session_back_and_makes_no_keys() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let cases: Vec<(&str, Edit)> = vec![
        ("no user key", Box::new(|profile| profile["key"] = Value::Null)),
        (
            "no private key",
            Box::new(|profile| {
                profile["privateKey"] = Value::Null;
                profile["accountKeys"] = Value::Null;
            }),
        ),
        (
            "private key of type 0",
            Box::new(|profile| {
                profile["privateKey"] = json!(ZERO);
                profile["accountKeys"] = Value::Null;
            }),
        ),
        ("second version", Box::new(|profile| profile["accountKeys"]["securityState"] = json!({"securityVersion": 2}))),
    ];
    for (name, edit) in cases {
        let page = world.tab_over(ada.tokens.clone(), ada.memory.clone());
        page.wire.edit(PROFILE, edit);
        let failure = restore(&page.portal).await.unwrap_err();
        // Of newer encryption it says what sign-in says.
        let expected = if name == "second version" { ApiError::Keys(Fault::Unsupported) } else { ApiError::BadAnswer };
        assert_eq!(failure, expected, "{name}");
        assert!(!page.portal.session().is_open(), "{name}");
        assert!(page.wire.log().iter().all(|line| line.starts_with("GET") || line.contains("identity/")), "{name}");
        page.wire.honest();
        assert!(matches!(restore(&page.portal).await, Ok(SessionState::Locked(_))), "{name}");
    }
    // A user key of another type or a damaged one: the password does not open it, and is not sent anywhere.
    for key in [
        ZERO.to_owned(),
        "2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned(),
    ] {
        let page = world.tab_over(ada.tokens.clone(), ada.memory.clone());
        let sent = key.clone();
        page.wire.edit(PROFILE, move |profile| profile["key"] = json!(sent));
        if restore(&page.portal).await.is_ok() {
            page.wire.forget_log();
            let failure = unlock(&page.portal, secret(PASSWORD)).await.unwrap_err();
            assert!(matches!(failure, UnlockFailure::Keys(_) | UnlockFailure::WrongPassword), "{key}: {failure:?}");
            assert!(page.wire.log().is_empty() && !page.portal.session().is_open(), "{key}");
        }
    }
    // Keys exchanged after sign-in change nothing for the page that is open.
    ada.wire.edit(PROFILE, |profile| {
        profile["key"] = json!("2.AAAA|AAAA|AAAA");
        profile["privateKey"] = Value::Null;
        profile["accountKeys"] = Value::Null;
    });
    sync(&ada.portal).await.unwrap();
    lock(&ada.portal).await;
    unlock(&ada.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(ada.portal.workspace().unwrap().provider(&provider).unwrap().key, KeyState::Ready);
}

#[tokio::test]
async fn a_sign_up_whose_keys_come_back_exchanged_is_no_sign_in() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let of_ada = seen_at_sign_in(&ada).await;
    let tab = world.tab();
    let email = "sam@msp.example";
    portal_client::sign_up::request_verification(&tab.portal, email, None).await.unwrap();
    let portal_client::invitation::MailLink::SignUp(link) = world.link(email).await else { panic!() };
    // A whole account of somebody else, keys and all, under the new person's token.
    tab.wire.edit(TOKEN, move |answer| {
        for name in ["Key", "PrivateKey", "AccountKeys", "UserDecryptionOptions"] {
            answer[name] = of_ada[name].clone();
        }
    });
    let proof = portal_client::sign_up::Proof::Mail(&link);
    let done = portal_client::sign_up::finish_sign_up(&tab.portal, email, secret(PASSWORD), None, proof).await;
    assert_eq!(done, Ok(portal_client::sign_up::SignUpOutcome::PleaseSignIn));
    assert!(!tab.portal.session().is_open());
    let again = sign_in(&tab.portal, email, secret(PASSWORD), None).await;
    assert!(matches!(again, Err(SignInFailure::Keys(Fault::Decrypt | Fault::Key))), "{again:?}");
    tab.wire.honest();
    assert!(matches!(sign_in(&tab.portal, email, secret(PASSWORD), None).await, Ok(SignInStep::SignedIn(_))));
}
