//! Organisations that one is a member of: the owner begins one, members join, the console works without a provider, and
//! what a hostile server tries on the way (JOIN-08; attacks BW01, BW09, P2).

use portal_agent::Fault;
use portal_agent::protocol::{KeyRefusal, OpenTexts, SealTexts};
use portal_client::ApiError;
use portal_client::invitation::{MailLink, OrganizationInvitation};
use portal_client::join::{BeginFailure, Confirmation, JoinFailure, begin_organization, check_membership};
use portal_client::new_client::{add_existing, create_client, list_addable};
use portal_client::session::{lock, unlock};
use portal_client::sign_up::{Proof, SignUpOutcome, finish_sign_up};
use portal_client::workspace::{KeyState, sync};
use portal_contracts::enums::{OrganizationUserType, PlanType};
use portal_contracts::permissions::ClientAction;
use portal_crypto::{NativeBackend, OrgKey, PublicKey};
use portal_server::organizations::invitations::{Invitation, invite};
use portal_server::organizations::{Opening, open_organization};
use serde_json::{Value, json};

use crate::journey::contoso;
use crate::support::{ADMIN, Meddle, PASSWORD, Tab, World, secret};

const PROFILE: &str = "GET api/accounts/profile";
pub const OWNER: &str = "vera@clinic.example";

pub async fn organization_link(world: &World, email: &str) -> OrganizationInvitation {
    let MailLink::Organization(invitation) = world.link(email).await else { panic!("not an invitation") };
    invitation
}

/// An organisation that waits for its owner, and the owner with an account made by the link.
async fn waiting(world: &World, email: &str) -> (Tab, OrganizationInvitation) {
    let opening = Opening {
        name: "Lakeside Clinic".into(),
        owner_email: email.into(),
        plan: PlanType::EnterpriseAnnually,
        seats: 12,
    };
    open_organization(world.app.state(), opening).await.unwrap();
    let invitation = organization_link(world, email).await;
    let tab = signed_up(world, email, &invitation).await;
    (tab, invitation)
}

pub async fn signed_up(world: &World, email: &str, invitation: &OrganizationInvitation) -> Tab {
    let tab = world.tab();
    let proof = Proof::Organization(invitation);
    let done = finish_sign_up(&tab.portal, email, secret(PASSWORD), None, proof).await.unwrap();
    assert!(matches!(done, SignUpOutcome::SignIn(_)), "{done:?}");
    tab
}

/// An organisation that its owner has begun.
pub async fn begun(world: &World, email: &str) -> (Tab, String) {
    let (tab, invitation) = waiting(world, email).await;
    begin_organization(&tab.portal, &invitation, "Default collection").await.unwrap();
    (tab, invitation.organization_id)
}

/// Invites somebody, as the operator of the server would; returns the membership id.
pub async fn invited(world: &World, organization: &str, email: &str, kind: OrganizationUserType) -> String {
    let (state, email, organization) = (world.app.state().clone(), email.to_owned(), organization.parse().unwrap());
    let now = state.clock.now();
    let db = &world.app.state().db;
    db.write(move |tx| {
        let invitation =
            Invitation { organization, organization_name: "Lakeside Clinic", email: &email, kind, manages: None };
        Ok(invite(tx, &state, invitation, now)?.to_string())
    })
    .await
    .unwrap()
}

/// Switches a policy on.
pub async fn policy(world: &World, organization: &str, kind: i64, data: Value) {
    let organization = organization.to_owned();
    let db = &world.app.state().db;
    db.write(move |tx| {
        tx.execute(
            "INSERT INTO policy (id, organization_id, type, enabled, data, created_at, revised_at)
             VALUES (randomblob(16), unhex(replace(?1, '-', '')), ?2, 1, ?3, 0, 0)",
            (organization, kind, data.to_string()),
        )?;
        Ok(())
    })
    .await
    .unwrap();
}

fn key_of(tab: &Tab, id: &str) -> Option<KeyState> {
    tab.portal.workspace().unwrap().client(id).map(|client| client.key)
}

async fn seals(tab: &Tab, id: &str) -> Result<String, Fault> {
    let question = SealTexts { organization_id: id.to_owned(), texts: vec!["Finance".to_owned()] };
    let sealed = portal_agent::ask(&*tab.agent, question).await?.texts.remove(0);
    let question = OpenTexts { organization_id: id.to_owned(), texts: vec![sealed] };
    portal_agent::ask(&*tab.agent, question).await?.texts.remove(0)
}

#[tokio::test]
async fn an_owner_without_a_provider_begins_an_organisation_and_works_in_its_console() {
    let world = World::start().await;
    let (vera, invitation) = waiting(&world, OWNER).await;
    assert!(invitation.makes_keys);
    begin_organization(&vera.portal, &invitation, "Default collection").await.unwrap();
    let id = &invitation.organization_id;
    let workspace = vera.portal.workspace().unwrap();
    let entry = workspace.client(id).unwrap();
    assert_eq!((entry.provider_id.as_deref(), entry.key, entry.enabled), (None, KeyState::Ready, true));
    assert_eq!(entry.membership.as_ref().unwrap().role, OrganizationUserType::Owner);
    assert!(entry.standing().allows(ClientAction::ManageOrganization));
    assert_eq!(workspace.own_organizations().count(), 1);
    assert_eq!(seals(&vera, id).await.as_deref(), Ok("Finance"));
    assert_eq!(check_membership(&vera.portal, id, &mut None).await, Ok(Confirmation::Confirmed));

    lock(&vera.portal).await;
    assert_eq!(key_of(&vera, id), Some(KeyState::Locked));
    assert_eq!(seals(&vera, id).await, Err(Fault::Locked));
    unlock(&vera.portal, secret(PASSWORD)).await.unwrap();
    assert_eq!(seals(&vera, id).await.as_deref(), Ok("Finance"));
    // The link again: nothing is made twice, and the organisation stays usable.
    begin_organization(&vera.portal, &invitation, "Default collection").await.unwrap_err();
    assert_eq!((key_of(&vera, id), seals(&vera, id).await.as_deref()), (Some(KeyState::Ready), Ok("Finance")));
}

#[tokio::test]
async fn a_beginning_whose_answer_is_lost_ends_well_when_it_is_repeated() {
    let world = World::start().await;
    let (vera, invitation) = waiting(&world, OWNER).await;
    vera.wire.once("accept-init", Meddle::CutAfter);
    begin_organization(&vera.portal, &invitation, "Default collection").await.unwrap();
    assert_eq!(key_of(&vera, &invitation.organization_id), Some(KeyState::Ready));

    let (kim, invitation) = waiting(&world, "kim@kiosk.example").await;
    kim.wire.once("accept-init", Meddle::CutBefore);
    let failure = begin_organization(&kim.portal, &invitation, "Default collection").await.unwrap_err();
    assert_eq!(failure, BeginFailure::Join(JoinFailure::Api(ApiError::Offline)));
    begin_organization(&kim.portal, &invitation, "Default collection").await.unwrap();
    assert_eq!(key_of(&kim, &invitation.organization_id), Some(KeyState::Ready));

    // Both the answer and the look afterwards are lost.
    let (tom, invitation) = waiting(&world, "tom@cafe.example").await;
    tom.wire.once("accept-init", Meddle::CutAfter);
    tom.wire.once(PROFILE, Meddle::CutBefore);
    assert!(begin_organization(&tom.portal, &invitation, "Default collection").await.is_err());
    begin_organization(&tom.portal, &invitation, "Default collection").await.unwrap();
    assert_eq!(key_of(&tom, &invitation.organization_id), Some(KeyState::Ready));
}

#[tokio::test]
async fn a_new_organisation_whose_key_was_exchanged_raises_the_alarm_and_stays_refused() {
    let world = World::start().await;
    let (vera, invitation) = waiting(&world, OWNER).await;
    let db = &world.app.state().db;
    let public: String = db
        .read(|conn| Ok(conn.query_row("SELECT public_key FROM user WHERE email = ?1", [OWNER], |row| row.get(0))?))
        .await
        .unwrap();
    // Anyone can wrap a key of their own to her.
    let foreign = PublicKey::from_base64(&public)
        .unwrap()
        .wrap(&NativeBackend::new(), &OrgKey::generate().unwrap())
        .await
        .unwrap()
        .to_text();
    vera.wire.edit(PROFILE, move |profile| profile["organizations"][0]["key"] = json!(foreign));
    let failure = begin_organization(&vera.portal, &invitation, "Default collection").await.unwrap_err();
    assert_eq!(failure, BeginFailure::KeyReplaced);
    let id = &invitation.organization_id;
    assert_eq!(key_of(&vera, id), Some(KeyState::Refused(KeyRefusal::Changed)));
    assert_eq!(seals(&vera, id).await, Err(Fault::Key));
    vera.wire.honest();
    sync(&vera.portal).await.unwrap();
    assert_eq!(key_of(&vera, id), Some(KeyState::Ready), "the honest key is the made one");
}

#[tokio::test]
async fn a_link_for_an_organisation_that_is_begun_says_so_and_breaks_nothing() {
    let world = World::start().await;
    let (vera, id) = begun(&world, OWNER).await;
    // The same account in another browser follows the link once more.
    let invitation = organization_link(&world, OWNER).await;
    let again = world.tab();
    portal_client::sign_in::sign_in(&again.portal, OWNER, secret(PASSWORD), None).await.unwrap();
    let failure = begin_organization(&again.portal, &invitation, "Default collection").await.unwrap_err();
    assert_eq!(failure, BeginFailure::BegunAlready);
    assert_eq!((key_of(&again, &id), key_of(&vera, &id)), (Some(KeyState::Ready), Some(KeyState::Ready)));
    // Somebody else's account learns nothing but that the link is not theirs.
    let eve = world.member("eve@elsewhere.example").await;
    let failure = begin_organization(&eve.portal, &invitation, "Default collection").await.unwrap_err();
    assert_eq!(failure, BeginFailure::Join(JoinFailure::LinkRefused));
}

#[tokio::test]
async fn a_provider_user_who_is_also_a_member_uses_the_membership_and_sees_both() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let first = create_client(&ada.portal, &contoso(&provider)).await.unwrap();
    let opening =
        Opening { name: "Bakery".into(), owner_email: ADMIN.into(), plan: PlanType::EnterpriseAnnually, seats: 5 };
    open_organization(world.app.state(), opening).await.unwrap();
    let invitation = organization_link(&world, ADMIN).await;
    begin_organization(&ada.portal, &invitation, "Default collection").await.unwrap();
    let own = invitation.organization_id.clone();
    let addable = list_addable(&ada.portal, &provider).await.unwrap();
    assert_eq!(add_existing(&ada.portal, &provider, &addable[0]).await.unwrap(), own);
    let workspace = ada.portal.workspace().unwrap();
    let entry = workspace.client(&own).unwrap();
    assert_eq!((entry.provider_id.as_ref(), entry.key), (Some(&provider), KeyState::Ready));
    assert!(entry.membership.is_some() && workspace.own_organizations().next().is_none());
    assert_eq!(workspace.clients.len(), 2);

    // The provider's copy leads elsewhere: an alarm, whichever of the two was exchanged.
    let other = first.clone();
    ada.wire.edit(PROFILE, move |profile| {
        let clients = profile["providerOrganizations"].as_array_mut().unwrap();
        let place = clients.iter().position(|client| client["id"] == json!(other)).unwrap();
        let stolen = clients.remove(place)["key"].clone();
        clients[0]["key"] = stolen;
    });
    sync(&ada.portal).await.unwrap();
    assert_eq!(key_of(&ada, &own), Some(KeyState::Refused(KeyRefusal::Differs)));
    assert_eq!(seals(&ada, &own).await, Err(Fault::Key));
    ada.wire.honest();

    // The provider's key is lost: nothing says any more that this is the provider's client, and a membership is no proof.
    ada.wire.edit(PROFILE, |profile| profile["providers"][0]["key"] = json!("4.AAAA"));
    sync(&ada.portal).await.unwrap();
    assert_eq!(key_of(&ada, &own), Some(KeyState::Refused(KeyRefusal::NoProviderKey)));
    assert_eq!(key_of(&ada, &first), Some(KeyState::Refused(KeyRefusal::NoProviderKey)));
    ada.wire.honest();
    ada.wire.edit(PROFILE, |profile| {
        profile["providerOrganizations"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .for_each(|client| client["key"] = json!(null));
    });
    sync(&ada.portal).await.unwrap();
    assert_eq!(key_of(&ada, &own), Some(KeyState::Missing));
    ada.wire.honest();

    // Unlinked from the provider it stays, by the membership.
    ada.wire.edit(PROFILE, |profile| profile["providerOrganizations"] = json!([]));
    sync(&ada.portal).await.unwrap();
    let workspace = ada.portal.workspace().unwrap();
    assert_eq!(workspace.own_organizations().map(|client| client.key).collect::<Vec<_>>(), [KeyState::Ready]);
}

#[tokio::test]
async fn the_key_of_one_organisation_for_another_closes_both() {
    let world = World::start().await;
    let (vera, first) = begun(&world, OWNER).await;
    let opening =
        Opening { name: "Annexe".into(), owner_email: OWNER.into(), plan: PlanType::EnterpriseAnnually, seats: 5 };
    open_organization(world.app.state(), opening).await.unwrap();
    let invitation = organization_link(&world, OWNER).await;
    begin_organization(&vera.portal, &invitation, "Default collection").await.unwrap();
    let second = invitation.organization_id;
    assert_eq!((key_of(&vera, &first), key_of(&vera, &second)), (Some(KeyState::Ready), Some(KeyState::Ready)));
    vera.wire.edit(PROFILE, |profile| {
        let stolen = profile["organizations"][0]["key"].clone();
        profile["organizations"][1]["key"] = stolen;
    });
    sync(&vera.portal).await.unwrap();
    let shared = Some(KeyState::Refused(KeyRefusal::Shared));
    assert_eq!((key_of(&vera, &first), key_of(&vera, &second)), (shared, shared));
    assert_eq!((seals(&vera, &first).await, seals(&vera, &second).await), (Err(Fault::Key), Err(Fault::Key)));
}

#[tokio::test]
async fn unconfirmed_and_plain_memberships_open_no_console() {
    let world = World::start().await;
    let (vera, id) = begun(&world, OWNER).await;
    for (status, role, console, plain) in
        [(1, 0, 0, 0), (0, 0, 0, 0), (-1, 0, 0, 0), (2, 2, 0, 1), (2, 77, 0, 1), (2, 1, 1, 0), (2, 4, 1, 0)]
    {
        vera.wire.edit(PROFILE, move |profile| {
            profile["organizations"][0]["status"] = json!(status);
            profile["organizations"][0]["type"] = json!(role);
        });
        sync(&vera.portal).await.unwrap();
        let workspace = vera.portal.workspace().unwrap();
        assert_eq!((workspace.clients.len(), workspace.plain.len()), (console, plain), "{status} {role}");
        if plain == 1 {
            assert_eq!(workspace.plain[0].name.as_deref(), Some("Lakeside Clinic"));
        }
        vera.wire.honest();
    }
    sync(&vera.portal).await.unwrap();
    assert_eq!(key_of(&vera, &id), Some(KeyState::Ready));
}
