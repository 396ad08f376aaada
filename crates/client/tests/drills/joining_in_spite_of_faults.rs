//! Every call of joining fails in every way: sign-up, accepting, waiting, setting a provider up.

use std::rc::Rc;

use portal_client::ApiError;
use portal_client::invitation::MailLink;
use portal_client::join::{Confirmation, accept_provider_invitation, check_confirmation, set_up_provider};
use portal_client::session::sign_out;
use portal_client::sign_in::SignInStep;
use portal_client::sign_up::{
    Proof, SignUpOutcome, Verification, check_verification_link, finish_sign_up, request_verification,
};
use portal_client::workspace::KeyState;
use portal_contracts::enums::ProviderUserStatus;

use crate::faulty::{Run, in_spite_of_every_fault};
use crate::members::{SAM, accepted_anew, confirm, invited_anew, person, shared, stored};
use crate::support::{ADMIN, PASSWORD, World, details, secret};

#[tokio::test]
async fn signing_up_by_invitation() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    // One tab for all: making an RSA pair for each would take most of the time.
    let tab = Rc::new(world.tab());
    in_spite_of_every_fault(
        async |number| {
            sign_out(&tab.portal).await;
            let email = format!("person{number}@msp.example");
            let invitation = invited_anew(&world, &ada, &provider, &email).await;
            (shared(&tab), (email, invitation))
        },
        async |run| {
            let (email, invitation) = &run.subject;
            let proof = Proof::Provider(invitation);
            match finish_sign_up(&run.tab.portal, email, secret(PASSWORD), Some("the usual"), proof).await {
                Ok(SignUpOutcome::SignIn(SignInStep::SignedIn(_))) => Ok(()),
                // The person presses the button again, or signs in; the former is the harder case.
                other => Err(format!("{other:?}")),
            }
        },
        async |run| {
            let (email, invitation) = &run.subject;
            let account = run.tab.portal.account().unwrap();
            assert_eq!((&account.email, account.fingerprint.len()), (email, 5), "{}", run.name);
            // The account is whole: it can go on, and sign in anew with the same keys.
            accept_provider_invitation(&run.tab.portal, invitation).await.unwrap();
            let kept = stored(&world, "SELECT public_key FROM user WHERE email = ?1", email).await;
            assert!(!kept.is_empty(), "{}", run.name);
            let accepted = person(&ada, &provider, email).await.unwrap();
            assert_eq!(accepted.status, ProviderUserStatus::Accepted, "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn asking_for_the_verification_mail() {
    let world = World::start().await;
    in_spite_of_every_fault(
        async |number| (Rc::new(world.tab()), format!("new{number}@msp.example")),
        async |run| {
            let sent = request_verification(&run.tab.portal, &run.subject, Some("New Person")).await?;
            assert_eq!(sent, Verification::MailSent, "{}", run.name);
            let MailLink::SignUp(link) = world.link(&run.subject).await else { panic!("{}", run.name) };
            check_verification_link(&run.tab.portal, &link).await
        },
        async |run| {
            let mails = world.app.state().mailer.list(500).await.unwrap();
            let count = mails.iter().filter(|stored| stored.mail.to == run.subject).count();
            assert!((1..=2).contains(&count), "{}: {count} mails", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn accepting_and_waiting_until_confirmed() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let sam = Rc::new(world.member(SAM).await);
    in_spite_of_every_fault(
        async |_| (shared(&sam), invited_anew(&world, &ada, &provider, SAM).await),
        async |run| accept_provider_invitation(&run.tab.portal, &run.subject).await,
        async |run| {
            let accepted = person(&ada, &provider, SAM).await.unwrap();
            assert_eq!(accepted.status, ProviderUserStatus::Accepted, "{}", run.name);
        },
    )
    .await;
    in_spite_of_every_fault(
        async |_| {
            let waiting = accepted_anew(&world, &ada, &provider, &sam).await;
            portal_client::workspace::refresh_rights(&sam.portal).await.unwrap();
            assert!(sam.portal.workspace().unwrap().provider(&provider).is_none(), "nothing before the confirmation");
            confirm(&ada, &provider, &waiting).await;
            (shared(&sam), std::cell::Cell::new(Some(1)))
        },
        async |run: &Run<std::cell::Cell<Option<u64>>>| {
            let mut seen = run.subject.get();
            let looked = check_confirmation(&run.tab.portal, &provider, &mut seen).await;
            run.subject.set(seen);
            match looked? {
                Confirmation::Confirmed => Ok::<_, ApiError>(()),
                other => panic!("{}: {other:?}", run.name),
            }
        },
        async |run| {
            let workspace = run.tab.portal.workspace().unwrap();
            assert_eq!(workspace.provider(&provider).unwrap().key, KeyState::Ready, "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn setting_a_provider_up() {
    let world = World::start().await;
    let ada = Rc::new(world.member(ADMIN).await);
    in_spite_of_every_fault(
        async |_| {
            let id = world.opened(ADMIN).await;
            let MailLink::ProviderSetUp(link) = world.link(ADMIN).await else { panic!("not a set-up link") };
            assert_eq!(link.provider_id, id);
            (shared(&ada), link)
        },
        async |run| set_up_provider(&run.tab.portal, &run.subject, &details()).await,
        async |run| {
            let workspace = run.tab.portal.workspace().unwrap();
            let entry = workspace.provider(&run.subject.provider_id).unwrap();
            assert_eq!((entry.key, entry.name.as_deref()), (KeyState::Ready, Some("North & Sons")), "{}", run.name);
        },
    )
    .await;
}

#[tokio::test]
async fn a_waiting_page_that_cannot_reach_the_server_keeps_asking() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let sam = world.member(SAM).await;
    let waiting = accepted_anew(&world, &ada, &provider, &sam).await;
    let mut seen = None;
    // The change of the revision date was seen, what it means was not: it must be looked at again.
    confirm(&ada, &provider, &waiting).await;
    for _ in 0..2 {
        sam.wire.once("GET api/accounts/profile", crate::support::Meddle::CutBefore);
        let looked = check_confirmation(&sam.portal, &provider, &mut seen).await;
        assert_eq!((looked, seen), (Err(ApiError::Offline), None));
        sam.wire.honest();
    }
    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await, Ok(Confirmation::Confirmed));
    assert!(seen.is_some());
}
