//! People who have an account already, or the wrong one, follow an invitation.

use portal_client::join::{Accepted, Confirmation, JoinFailure, accept_provider_invitation, check_confirmation};
use portal_client::session::{SessionState, lock, sign_out, unlock};
use portal_client::sign_in::sign_in;
use portal_client::sign_up::{Proof, SignUpFailure, SignUpOutcome, finish_sign_up};
use portal_client::workspace::KeyState;
use portal_contracts::enums::ProviderUserStatus;

use crate::members::{SAM, confirm, invited_anew, person};
use crate::support::{ADMIN, PASSWORD, World, secret};

#[tokio::test]
async fn an_existing_account_joins_with_the_keys_it_has() {
    let world = World::start().await;
    let sam = world.member(SAM).await;
    let words = sam.portal.account().unwrap().fingerprint;
    sign_out(&sam.portal).await;
    let (ada, provider) = world.provider().await;
    let invitation = invited_anew(&world, &ada, &provider, SAM).await;
    sign_in(&sam.portal, SAM, secret(PASSWORD), None).await.unwrap();
    // Accepting needs no key: it works while locked, and does not unlock.
    lock(&sam.portal).await;
    assert_eq!(accept_provider_invitation(&sam.portal, &invitation).await, Ok(Accepted::Now));
    assert!(matches!(sam.portal.session(), SessionState::Locked(_)));
    let mut seen = None;
    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await, Ok(Confirmation::Waiting));
    let waiting = person(&ada, &provider, SAM).await.unwrap();
    assert_eq!(waiting.status, ProviderUserStatus::Accepted);
    confirm(&ada, &provider, &waiting).await;
    // So does the waiting page; the portal is entered after unlocking.
    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await, Ok(Confirmation::Confirmed));
    let state = || sam.portal.workspace().unwrap().provider(&provider).unwrap().key;
    assert_eq!(state(), KeyState::Locked);
    unlock(&sam.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!((state(), sam.portal.account().unwrap().fingerprint), (KeyState::Ready, words));
}

#[tokio::test]
async fn the_wrong_account_uses_nothing_up() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let invitation = invited_anew(&world, &ada, &provider, SAM).await;
    let eve = world.member("eve@msp.example").await;
    assert!(!invitation.is_for("eve@msp.example"));
    let refused = accept_provider_invitation(&eve.portal, &invitation).await;
    assert!(matches!(refused, Err(JoinFailure::LinkRefused | JoinFailure::OtherAddress)), "{refused:?}");
    assert!(eve.portal.session().is_open());
    assert_eq!(person(&ada, &provider, SAM).await.unwrap().status, ProviderUserStatus::Invited);
    // The switch: sign out, sign up, accept, in the same tab.
    sign_out(&eve.portal).await;
    finish_sign_up(&eve.portal, SAM, secret(PASSWORD), None, Proof::Provider(&invitation)).await.unwrap();
    assert_eq!(eve.portal.account().unwrap().email, SAM);
    assert_eq!(accept_provider_invitation(&eve.portal, &invitation).await, Ok(Accepted::Now));
    // A used link in the hands of somebody else gives them nothing.
    let eve = world.tab();
    sign_in(&eve.portal, "eve@msp.example", secret(PASSWORD), None).await.unwrap();
    let _ = accept_provider_invitation(&eve.portal, &invitation).await;
    let mut seen = None;
    assert_eq!(check_confirmation(&eve.portal, &provider, &mut seen).await, Ok(Confirmation::Waiting));
    let people = portal_client::people::list_people(&ada.portal, &provider).await.unwrap();
    assert!(people.iter().all(|person| person.email != "eve@msp.example"));
}

#[tokio::test]
async fn signing_up_with_an_address_that_is_taken() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    world.member(SAM).await;
    let invitation = invited_anew(&world, &ada, &provider, SAM).await;
    let tab = world.tab();
    let other = finish_sign_up(&tab.portal, SAM, secret("not the password"), None, Proof::Provider(&invitation)).await;
    assert_eq!(other, Err(SignUpFailure::AddressTaken));
    assert_eq!(tab.portal.account(), None);
    let same = finish_sign_up(&tab.portal, SAM, secret(PASSWORD), None, Proof::Provider(&invitation)).await;
    assert!(matches!(same, Ok(SignUpOutcome::SignIn(_))), "{same:?}");
    assert_eq!(accept_provider_invitation(&tab.portal, &invitation).await, Ok(Accepted::Now));
}

#[tokio::test]
async fn an_admin_who_follows_somebody_elses_link_changes_nothing() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let invitation = invited_anew(&world, &ada, &provider, SAM).await;
    assert!(!invitation.is_for(ADMIN));
    let followed = accept_provider_invitation(&ada.portal, &invitation).await;
    assert_ne!(followed, Ok(Accepted::Now));
    assert_eq!(person(&ada, &provider, SAM).await.unwrap().status, ProviderUserStatus::Invited);
    assert_eq!(ada.portal.workspace().unwrap().provider(&provider).unwrap().key, KeyState::Ready);
}
