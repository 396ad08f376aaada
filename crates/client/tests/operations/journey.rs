//! The whole way: sign up, set a provider up, invite, join, confirm, create a client, work with it.

use std::cell::RefCell;

use portal_client::ApiError;
use portal_client::clients::UnlinkFailure;
use portal_client::clients::{
    SeatsFailure, list_clients, pool_of, read_subscription, rename_client, set_seats, unlink_client,
};
use portal_client::invitation::MailLink;
use portal_client::join::{
    Accepted, Confirmation, JoinFailure, SetUpFailure, accept_provider_invitation, check_confirmation, set_up_provider,
};
use portal_client::new_client::{NewClient, create_client};
use portal_client::people::{
    InviteFailure, InviteOutcome, RoleFailure, RowFailure, change_role, confirm_people, invite_people, list_people,
    prepare_confirm, remove_people, resend_invitations,
};
use portal_client::sign_up::{Proof, SignUpFailure, SignUpOutcome, SignUpStep, finish_sign_up, finish_sign_up_told};
use portal_client::workspace::{KeyState, sync};
use portal_contracts::enums::{PlanType, ProviderUserStatus, ProviderUserType};
use portal_contracts::seats::SeatRefusal;
use serde_json::json;

use crate::organizations::{OWNER, begun, policy};
use crate::support::{ADMIN, PASSWORD, World, details, secret};

pub fn contoso(provider_id: &str) -> NewClient {
    NewClient {
        provider_id: provider_id.to_owned(),
        name: "Contoso".into(),
        owner_email: "olga@contoso.example".into(),
        plan: PlanType::TeamsMonthly,
        seats: 8,
        collection_name: "Default collection".into(),
    }
}

#[tokio::test]
async fn a_newcomer_joins_by_mail_waits_and_sees_the_clients_after_confirmation() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    create_client(&admin.portal, &contoso(&provider)).await.unwrap();

    let invited = invite_people(&admin.portal, &provider, &["sam@msp.example".into()], ProviderUserType::ServiceUser)
        .await
        .unwrap();
    assert_eq!(invited[0].outcome, InviteOutcome::Invited);
    let MailLink::Provider(invitation) = world.link("sam@msp.example").await else { panic!() };
    assert_eq!(invitation.provider_name.as_deref(), Some("North & Sons"));
    let sam = world.tab();
    let told = RefCell::new(Vec::new());
    let tell = |step| told.borrow_mut().push((step, sam.wire.count("register/finish")));
    let done = finish_sign_up_told(
        &sam.portal,
        "sam@msp.example",
        secret(PASSWORD),
        Some("the usual"),
        Proof::Provider(&invitation),
        &tell,
    );
    assert!(matches!(done.await.unwrap(), SignUpOutcome::SignIn(_)));
    assert_eq!(told.take(), [(SignUpStep::Keys, 0), (SignUpStep::Sending, 0), (SignUpStep::SigningIn, 1)]);
    assert_eq!(accept_provider_invitation(&sam.portal, &invitation).await.unwrap(), Accepted::Now);
    assert_eq!(accept_provider_invitation(&sam.portal, &invitation).await.unwrap(), Accepted::Before);

    // Waiting: the second look asks for the revision date only.
    let mut seen = None;
    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await.unwrap(), Confirmation::Waiting);
    sam.wire.forget_log();
    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await.unwrap(), Confirmation::Waiting);
    assert_eq!(sam.wire.log(), ["GET api/accounts/revision-date"]);

    // The words that the admin sees are the words that Sam sees.
    let people = list_people(&admin.portal, &provider).await.unwrap();
    let waiting: Vec<_> = people.into_iter().filter(|person| person.status == ProviderUserStatus::Accepted).collect();
    admin.wire.forget_log();
    let compared = prepare_confirm(&admin.portal, &provider, &waiting).await.unwrap();
    let key = compared[0].outcome.clone().unwrap();
    assert_eq!(key.words, sam.portal.account().unwrap().fingerprint);
    let rows = confirm_people(&admin.portal, &provider, vec![(waiting[0].id.clone(), key)]).await.unwrap();
    assert_eq!(rows[0].outcome, Ok(()));
    assert_eq!(admin.wire.count("public-key"), 1, "{:?}", admin.wire.log());

    assert_eq!(check_confirmation(&sam.portal, &provider, &mut seen).await.unwrap(), Confirmation::Confirmed);
    let clients = list_clients(&sam.portal, &provider).await.unwrap();
    assert_eq!(
        (clients[0].name.as_str(), clients[0].key, clients[0].enabled),
        ("Contoso", KeyState::Ready, Some(true))
    );
}

#[tokio::test]
async fn a_provider_is_set_up_once_and_a_repeat_is_told_apart() {
    let world = World::start().await;
    let admin = world.member(ADMIN).await;
    let id = world.opened(ADMIN).await;
    let MailLink::ProviderSetUp(link) = world.link(ADMIN).await else { panic!() };
    set_up_provider(&admin.portal, &link, &details()).await.unwrap();
    let provider = admin.portal.workspace().unwrap().provider(&id).unwrap().clone();
    assert_eq!((provider.key, provider.role), (KeyState::Ready, ProviderUserType::ProviderAdmin));
    // The same page repeats it without harm, another browser learns that it is done.
    set_up_provider(&admin.portal, &link, &details()).await.unwrap();
    let elsewhere = world.tab();
    portal_client::sign_in::sign_in(&elsewhere.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    assert_eq!(set_up_provider(&elsewhere.portal, &link, &details()).await, Err(SetUpFailure::AlreadySetUp));
    // What works goes on working.
    assert_eq!(elsewhere.portal.workspace().unwrap().provider(&id).unwrap().key, KeyState::Ready);
}

#[tokio::test]
async fn clients_are_created_renamed_resized_and_unlinked() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let id = create_client(&admin.portal, &contoso(&provider)).await.unwrap();
    assert_eq!(admin.portal.workspace().unwrap().client(&id).unwrap().key, KeyState::Ready);
    assert!(matches!(world.link("olga@contoso.example").await, MailLink::Organization(_)));

    let subscription = read_subscription(&admin.portal, &provider).await.unwrap();
    let client = list_clients(&admin.portal, &provider).await.unwrap().remove(0);
    let pool = pool_of(&subscription, &client).unwrap();
    assert_eq!((pool.minimum, pool.assigned), (50, 8));
    rename_client(&admin.portal, &client, " Contoso & Co ").await.unwrap();
    // The row is older than the rename: changing seats must not undo it.
    set_seats(&admin.portal, &client, 12, Some(&pool)).await.unwrap();
    let client = list_clients(&admin.portal, &provider).await.unwrap().remove(0);
    assert_eq!((client.name.as_str(), client.seats), ("Contoso & Co", Some(12)));
    let refused = set_seats(&admin.portal, &client, 0, Some(&pool)).await;
    assert_eq!(refused, Err(SeatsFailure::Refused(SeatRefusal::BelowOccupied { least: 1 })));

    // The owner has not accepted yet: nobody could run the client.
    assert_eq!(unlink_client(&admin.portal, &client).await, Err(UnlinkFailure::NoOwner));
}

#[tokio::test]
async fn people_are_invited_changed_and_removed_with_one_outcome_each() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let portal = &admin.portal;
    let role = ProviderUserType::ServiceUser;
    assert_eq!(invite_people(portal, &provider, &[], role).await, Err(InviteFailure::Number));
    let too_many: Vec<String> = (0..21).map(|number| format!("p{number}@msp.example")).collect();
    assert_eq!(invite_people(portal, &provider, &too_many, role).await, Err(InviteFailure::Number));
    let both = ["kim@msp.example".to_owned(), ADMIN.to_uppercase()];
    let outcomes = invite_people(portal, &provider, &both, role).await.unwrap();
    assert_eq!((outcomes[0].outcome, outcomes[1].outcome), (InviteOutcome::Invited, InviteOutcome::AlreadyThere));

    let people = list_people(portal, &provider).await.unwrap();
    let kim = people.iter().find(|person| person.email == "kim@msp.example").unwrap();
    let me = people.iter().find(|person| person.is_self).unwrap();
    assert_eq!(resend_invitations(portal, &provider, std::slice::from_ref(&kim.id)).await.unwrap()[0].outcome, Ok(()));
    // Nothing to compare yet: the invitation was not accepted.
    let compared = prepare_confirm(portal, &provider, std::slice::from_ref(kim)).await.unwrap();
    assert_eq!(compared[0].outcome, Err(RowFailure::NotAnswered));
    assert_eq!(change_role(portal, &provider, &me.id, role).await, Err(RoleFailure::LastAdmin));
    let rows = remove_people(portal, &provider, &[kim.id.clone(), me.id.clone()]).await.unwrap();
    assert_eq!(rows[0].outcome, Ok(()));
    assert!(matches!(&rows[1].outcome, Err(RowFailure::Refused(_))), "{rows:?}");
    assert_eq!(list_people(portal, &provider).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_role_that_somebody_else_raised_works_as_soon_as_it_is_seen() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let email = "sam@msp.example";
    let sam = world.confirmed(&admin, &provider, email, ProviderUserType::ServiceUser).await;
    sync(&sam.portal).await.unwrap();
    assert!(matches!(list_people(&sam.portal, &provider).await, Err(ApiError::Forbidden { .. })));
    let people = list_people(&admin.portal, &provider).await.unwrap();
    let id = people.iter().find(|person| person.email == email).unwrap().id.clone();
    change_role(&admin.portal, &provider, &id, ProviderUserType::ProviderAdmin).await.unwrap();
    let known = sync(&sam.portal).await.unwrap();
    assert_eq!(known.provider(&provider).unwrap().role, ProviderUserType::ProviderAdmin);
    assert_eq!(list_people(&sam.portal, &provider).await.unwrap().len(), 2);
}

#[tokio::test]
async fn every_bad_invitation_has_its_own_failure() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let email = "sam@msp.example".to_owned();
    invite_people(&admin.portal, &provider, std::slice::from_ref(&email), ProviderUserType::ServiceUser).await.unwrap();
    let MailLink::Provider(mut invitation) = world.link(&email).await else { panic!() };

    // A wrong account follows Sam's link, a stranger's or that of a member: neither is told that it was accepted.
    let eve = world.member("eve@msp.example").await;
    let wrong = accept_provider_invitation(&eve.portal, &invitation).await.unwrap_err();
    assert!(matches!(wrong, JoinFailure::LinkRefused | JoinFailure::OtherAddress), "{wrong:?}");
    assert!(!invitation.is_for("eve@msp.example") && invitation.is_for(&email));
    assert_eq!(accept_provider_invitation(&admin.portal, &invitation).await, Err(JoinFailure::LinkRefused));

    // An altered token makes no account either.
    let honest = std::mem::replace(&mut invitation.token, secret("altered"));
    let sam = world.tab();
    let refused = finish_sign_up(&sam.portal, &email, secret(PASSWORD), None, Proof::Provider(&invitation)).await;
    assert_eq!(refused, Err(SignUpFailure::LinkRefused));
    invitation.token = honest;
    finish_sign_up(&sam.portal, &email, secret(PASSWORD), None, Proof::Provider(&invitation)).await.unwrap();

    // Expired, then withdrawn.
    world.app.state().clock.advance(time::Duration::hours(121));
    portal_client::sign_in::sign_in(&sam.portal, &email, secret(PASSWORD), None).await.unwrap();
    assert_eq!(accept_provider_invitation(&sam.portal, &invitation).await, Err(JoinFailure::LinkRefused));
    sync(&admin.portal).await.unwrap();
    let people = list_people(&admin.portal, &provider).await.unwrap();
    let id = people.iter().find(|person| person.email == email).unwrap().id.clone();
    remove_people(&admin.portal, &provider, &[id]).await.unwrap();
    assert_eq!(accept_provider_invitation(&sam.portal, &invitation).await, Err(JoinFailure::Withdrawn));
}

#[tokio::test]
async fn an_organisation_that_confirms_its_members_automatically_keeps_them_out_of_a_provider() {
    let world = World::start().await;
    let (admin, provider) = world.provider().await;
    let (vera, id) = begun(&world, OWNER).await;
    policy(&world, &id, 18, json!({})).await;
    invite_people(&admin.portal, &provider, &[OWNER.to_owned()], ProviderUserType::ServiceUser).await.unwrap();
    let MailLink::Provider(invitation) = world.link(OWNER).await else { panic!() };
    let refused = accept_provider_invitation(&vera.portal, &invitation).await;
    assert_eq!(refused, Err(JoinFailure::ForbiddenByPolicy));
}
