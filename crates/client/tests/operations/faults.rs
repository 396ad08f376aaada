//! Server errors and cut connections on every call of the journey leave nothing half-done, and a
//! repeat succeeds.

use portal_client::ApiError;
use portal_client::clients::{list_clients, rename_client, set_seats};
use portal_client::invitation::MailLink;
use portal_client::join::{accept_provider_invitation, set_up_provider};
use portal_client::new_client::{NewClient, create_client};
use portal_client::people::{Person, confirm_people, invite_people, list_people, prepare_confirm};
use portal_client::sign_in::{SignInStep, sign_in};
use portal_client::sign_up::{Proof, SignUpOutcome, finish_sign_up};
use portal_client::workspace::KeyState;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};

use crate::journey::contoso;
use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, details, secret};

const TOKEN: &str = "POST identity/connect/token";
const PROFILE: &str = "GET api/accounts/profile";

/// Every way in which a call can fail. A refresh that is answered with 401 is no failure of this
/// kind: it ends the session, rightly.
fn faults_at(call: &str) -> Vec<(&'static str, Meddle)> {
    let mut faults = vec![
        ("500", Meddle::Answer(Answer::new(500, r#"{"message":"broken"}"#))),
        ("cut before", Meddle::CutBefore),
        ("cut after", Meddle::CutAfter),
        ("429", Meddle::Answer(Answer::new(429, "").header("retry-after", "1"))),
    ];
    if call != TOKEN {
        faults.push(("401", Meddle::Answer(Answer::new(401, ""))));
    }
    faults
}

/// Runs `action` with one fault at one call, and again without when it failed; checks that the
/// fault was met.
macro_rules! in_spite_of {
    ($tab:expr, $calls:expr, |$name:ident| $action:expr) => {
        for call in $calls {
            for (fault, meddle) in faults_at(call) {
                let $name = format!("{fault} at {call}");
                $tab.wire.once(call, meddle);
                let first = $action;
                assert!($tab.wire.struck_all(), "{}: not met", $name);
                $tab.wire.honest();
                if let Err(failure) = first {
                    let second = $action;
                    assert!(second.is_ok(), "{}: {failure:?}, then {:?}", $name, second.err());
                }
                assert!($tab.portal.session().is_open(), "{}", $name);
            }
        }
    };
}

async fn names(tab: &Tab, provider: &str) -> Vec<(String, KeyState)> {
    let rows = list_clients(&tab.portal, provider).await.unwrap();
    rows.into_iter().map(|client| (client.name, client.key)).collect()
}

#[tokio::test]
async fn creating_a_client_makes_exactly_one() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let calls = ["POST api/providers", TOKEN, PROFILE];
    in_spite_of!(ada, calls, |name| {
        let input = NewClient { name: name.clone(), ..contoso(&provider) };
        create_client(&ada.portal, &input).await
    });
    let found = names(&ada, &provider).await;
    assert_eq!(found.len(), calls.iter().map(|call| faults_at(call).len()).sum::<usize>(), "{found:?}");
    assert!(found.iter().all(|(_, key)| *key == KeyState::Ready), "{found:?}");
}

#[tokio::test]
async fn changing_a_client_arrives_once() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    create_client(&ada.portal, &contoso(&provider)).await.unwrap();
    let client = list_clients(&ada.portal, &provider).await.unwrap().remove(0);
    let calls = ["GET api/providers", "PUT api/providers"];
    in_spite_of!(ada, calls, |name| rename_client(&ada.portal, &client, &name).await);
    in_spite_of!(ada, calls, |_name| set_seats(&ada.portal, &client, 9, None).await);
    let now = list_clients(&ada.portal, &provider).await.unwrap().remove(0);
    assert_eq!((now.name.as_str(), now.seats), ("401 at PUT api/providers", Some(9)));
}

#[tokio::test]
async fn joining_survives_every_cut() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let mut number = 0;
    for call in ["users/invite", "GET api/providers"] {
        for (fault, meddle) in faults_at(call) {
            number += 1;
            let email = format!("person{number}@msp.example");
            let invite =
                || invite_people(&ada.portal, &provider, std::slice::from_ref(&email), ProviderUserType::ServiceUser);
            ada.wire.once(call, meddle);
            if invite().await.is_err() {
                ada.wire.honest();
                invite().await.unwrap();
            }
            ada.wire.honest();
            let people = list_people(&ada.portal, &provider).await.unwrap();
            assert_eq!(people.iter().filter(|person| person.email == email).count(), 1, "{fault} at {call}");
        }
    }
    // One of them signs up although the first answer was lost, and accepts.
    let email = "person1@msp.example";
    let MailLink::Provider(invitation) = world.link(email).await else { panic!() };
    let sam = world.tab();
    sam.wire.once("register/finish", Meddle::CutAfter);
    let cut = finish_sign_up(&sam.portal, email, secret(PASSWORD), None, Proof::Provider(&invitation)).await;
    assert!(cut.is_err() && !sam.portal.session().is_open());
    let again = finish_sign_up(&sam.portal, email, secret(PASSWORD), None, Proof::Provider(&invitation)).await;
    assert!(matches!(again, Ok(SignUpOutcome::SignIn(SignInStep::SignedIn(_)))), "{again:?}");
    in_spite_of!(sam, ["/accept"], |_name| accept_provider_invitation(&sam.portal, &invitation).await);
}

#[tokio::test]
async fn confirming_survives_every_cut() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    for call in ["public-keys", "users/confirm", "GET api/providers"] {
        for (fault, meddle) in faults_at(call) {
            let name = format!("{fault} at {call}");
            let email = format!("{}@msp.example", name.replace([' ', '/'], "-").to_lowercase());
            world.accepted(&ada, &provider, &email, ProviderUserType::ServiceUser).await;
            ada.wire.once(call, meddle);
            let first = confirm_by(&ada, &provider, &email).await;
            assert!(ada.wire.struck_all(), "{name}: not met");
            ada.wire.honest();
            if first.is_err() {
                confirm_by(&ada, &provider, &email).await.unwrap();
            }
            let person = find(&ada, &provider, &email).await.unwrap();
            assert_eq!(person.status, ProviderUserStatus::Confirmed, "{name}");
        }
    }
}

async fn find(admin: &Tab, provider: &str, email: &str) -> Result<Person, ApiError> {
    let people = list_people(&admin.portal, provider).await?;
    Ok(people.into_iter().find(|person| person.email == email).unwrap())
}

/// As the page does it: look who waits, compare, confirm.
async fn confirm_by(admin: &Tab, provider: &str, email: &str) -> Result<(), ApiError> {
    let person = find(admin, provider, email).await?;
    if person.status == ProviderUserStatus::Confirmed {
        return Ok(());
    }
    let compared = prepare_confirm(&admin.portal, provider, &[person]).await?;
    let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
    let rows = confirm_people(&admin.portal, provider, keys).await?;
    assert_eq!(rows[0].outcome, Ok(()));
    Ok(())
}

#[tokio::test]
async fn signing_in_and_setting_up_survive_every_cut() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    in_spite_of!(ada, ["accounts/prelogin", TOKEN], |_name| sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await);
    // The session stands even when the first look at the profile fails; it is read again.
    ada.wire.once(PROFILE, Meddle::CutBefore);
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    assert!(ada.portal.session().is_open() && ada.portal.workspace().is_none());

    for call in ["/setup", TOKEN, PROFILE] {
        for (fault, meddle) in faults_at(call) {
            let id = world.opened(ADMIN).await;
            let MailLink::ProviderSetUp(link) = world.link(ADMIN).await else { panic!() };
            assert_eq!(link.provider_id, id);
            ada.wire.once(call, meddle);
            if set_up_provider(&ada.portal, &link, &details()).await.is_err() {
                ada.wire.honest();
                set_up_provider(&ada.portal, &link, &details()).await.unwrap();
            }
            ada.wire.honest();
            let state = ada.portal.workspace().unwrap().provider(&id).unwrap().key;
            assert_eq!(state, KeyState::Ready, "{fault} at {call}");
        }
    }
}
