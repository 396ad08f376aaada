//! Every call of an account fails in every way: signing in, second step, coming back, password, name.

use std::rc::Rc;

use portal_client::account::{change_password, rename, send_hint, verify_password};
use portal_client::invitation::MailLink;
use portal_client::session::{UnlockFailure, restore, sign_out, unlock};
use portal_client::sign_in::{SignInFailure, SignInStep, answer_two_step, send_email_code, sign_in};
use portal_client::sign_up::{Proof, finish_sign_up, request_verification};
use portal_client::{ApiError, Method, SessionState};
use portal_contracts::enums::TwoFactorProvider;
use serde_json::json;

use crate::faulty::in_spite_of_every_fault;
use crate::members::{raw, shared};
use crate::support::{ADMIN, PASSWORD, Tab, World, secret};

#[tokio::test]
async fn signing_in() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let words = ada.portal.account().unwrap().fingerprint;
    in_spite_of_every_fault(
        async |_| (Rc::new(world.tab()), ()),
        async |run| {
            let step = sign_in(&run.tab.portal, ADMIN, secret(PASSWORD), None).await?;
            assert!(matches!(step, SignInStep::SignedIn(_)), "{}: {step:?}", run.name);
            Ok::<_, SignInFailure>(())
        },
        async |run| {
            let account = run.tab.portal.account().unwrap();
            assert_eq!(account.fingerprint, words, "{}", run.name);
            portal_client::workspace::sync(&run.tab.portal).await.unwrap();
        },
    )
    .await;
}

/// The hash that the tab's last sign-in sent.
fn sent_hash(tab: &Tab) -> String {
    let sent = String::from_utf8(tab.wire.last("connect/token").body.unwrap_or_default().to_vec()).unwrap();
    let hash = sent.split('&').find_map(|field| field.strip_prefix("password=")).unwrap_or_default().to_owned();
    hash.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")
}

async fn mailed_code(world: &World) -> String {
    let mails = world.app.state().mailer.list(5).await.unwrap();
    let text = &mails.iter().find(|stored| stored.mail.to == ADMIN).unwrap().mail.text;
    let mut numbers = text.split(|letter: char| !letter.is_ascii_digit());
    numbers.find(|word| word.len() >= 6).unwrap().to_owned()
}

#[tokio::test]
async fn signing_in_with_a_mailed_code() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let secret_body = json!({"masterPasswordHash": sent_hash(&ada), "email": ADMIN});
    assert_eq!(raw(&ada, Method::Post, "two-factor/send-email", secret_body.clone()).await.0, 200);
    let mut with_code = secret_body;
    with_code["token"] = json!(mailed_code(&world).await);
    assert_eq!(raw(&ada, Method::Put, "two-factor/email", with_code).await.0, 200);
    in_spite_of_every_fault(
        async |_| {
            let tab = Rc::new(world.tab());
            let step = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
            assert!(matches!(step, Ok(SignInStep::TwoStep(_))), "{step:?}");
            (tab, ())
        },
        async |run| {
            if run.tab.portal.session().is_open() {
                // The page was left after the code was accepted.
                return Ok(());
            }
            // A code is good for one try: after a fault a new one is asked for, without the password.
            send_email_code(&run.tab.portal).await?;
            let code = mailed_code(&world).await;
            let step = answer_two_step(&run.tab.portal, TwoFactorProvider::Email, &code, true).await?;
            assert!(matches!(step, SignInStep::SignedIn(_)), "{}: {step:?}", run.name);
            Ok::<_, SignInFailure>(())
        },
        async |run| assert!(run.tab.portal.session().is_open(), "{}", run.name),
    )
    .await;
}

#[tokio::test]
async fn asking_for_the_hint() {
    let world = World::start().await;
    let tab = Rc::new(world.tab());
    request_verification(&tab.portal, ADMIN, None).await.unwrap();
    let MailLink::SignUp(link) = world.link(ADMIN).await else { panic!("not a sign-up link") };
    let hint = Some("the bridge, and what is under it");
    finish_sign_up(&tab.portal, ADMIN, secret(PASSWORD), hint, Proof::Mail(&link)).await.unwrap();
    sign_out(&tab.portal).await;
    let hints = async || {
        let mails = world.app.state().mailer.list(500).await.unwrap();
        mails.iter().filter(|stored| stored.mail.text.contains("what is under it")).count()
    };
    in_spite_of_every_fault(
        async |_| (shared(&tab), hints().await),
        async |run| send_hint(&run.tab.portal, ADMIN).await,
        async |run| assert!(hints().await > run.subject, "{}", run.name),
    )
    .await;
    // An unknown address gets the same answer and no mail.
    let before = world.app.state().mailer.list(500).await.unwrap().len();
    assert_eq!(send_hint(&tab.portal, "nobody@msp.example").await, Ok(()));
    assert_eq!(world.app.state().mailer.list(500).await.unwrap().len(), before);
}

#[tokio::test]
async fn coming_back_after_a_refresh_of_the_page() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    in_spite_of_every_fault(
        async |_| (Rc::new(world.tab_over(ada.tokens.clone(), ada.memory.clone())), ()),
        async |run| {
            let session = restore(&run.tab.portal).await?;
            assert!(matches!(session, SessionState::Locked(_)), "{}: {session:?}", run.name);
            Ok::<_, ApiError>(())
        },
        async |run| {
            unlock(&run.tab.portal, secret(PASSWORD)).await.unwrap();
            assert!(run.tab.portal.session().is_open(), "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn renaming_oneself_and_proving_the_password() {
    let world = World::start().await;
    let ada = Rc::new(world.member(ADMIN).await);
    in_spite_of_every_fault(
        async |number| (shared(&ada), format!("Ada {number}")),
        async |run| {
            verify_password(&run.tab.portal, secret(PASSWORD)).await.map_err(|failure| format!("{failure:?}"))?;
            rename(&run.tab.portal, &run.subject).await.map_err(|failure| format!("{failure:?}"))
        },
        async |run| assert_eq!(run.tab.portal.account().unwrap().name.as_ref(), Some(&run.subject), "{}", run.name),
    )
    .await;
}

#[tokio::test]
async fn a_lost_answer_to_a_new_password_leaves_one_of_the_two_in_force() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let words = ada.portal.account().unwrap().fingerprint;
    let cuts = [crate::support::Meddle::CutBefore, crate::support::Meddle::CutAfter];
    for (cut, in_force) in cuts.into_iter().zip([PASSWORD, "another and longer one"]) {
        ada.wire.once("POST api/accounts/password", cut);
        let changed = change_password(&ada.portal, secret(PASSWORD), secret("another and longer one"), None).await;
        assert!(changed.is_err());
        let fresh = world.tab();
        for password in [PASSWORD, "another and longer one"] {
            let step = sign_in(&fresh.portal, ADMIN, secret(password), None).await;
            assert_eq!(step.is_ok(), password == in_force, "{step:?}");
        }
        let tab = world.tab();
        sign_in(&tab.portal, ADMIN, secret(in_force), None).await.unwrap();
        assert_eq!(tab.portal.account().unwrap().fingerprint, words, "the keys are the same");
    }
    // The page that did not hear of it learns of it when it is loaded again.
    let reloaded = world.tab_over(ada.tokens.clone(), ada.memory.clone());
    restore(&reloaded.portal).await.unwrap();
    assert_eq!(unlock(&reloaded.portal, secret(PASSWORD)).await, Err(UnlockFailure::WrongPassword));
    unlock(&reloaded.portal, secret("another and longer one")).await.unwrap();
    assert_eq!(reloaded.portal.account().unwrap().fingerprint, words);
}
