//! Changing a member: what somebody else did meanwhile is never overwritten in silence.

use std::collections::BTreeSet;

use portal_client::ApiError;
use portal_client::bulk::Control;
use portal_client::collections::{AccessLists, Draft, create_collection};
use portal_client::groups::{Grants, read_grants};
use portal_client::members::{
    ChangeFailure, Member, MemberChange, Reworded, change_member, read_sso_id, remove_members,
};
use portal_contracts::access::Access;
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::Permissions;
use serde_json::Value;

use super::Club;
use crate::support::{Answer, Meddle};

#[tokio::test]
async fn of_two_admins_the_second_learns_what_the_first_did() {
    let club = Club::new(10).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    // Both open the form at the same time.
    let seen = club.find("ulla@contoso.example").await;
    let mut first = MemberChange::from(&seen);
    first.access.role = Role::Admin;
    let mut second = MemberChange::from(&seen);
    second.access.role = Role::Custom;
    second.access.permissions.manage_groups = true;
    change_member(&club.admin.portal, &club.id, &seen.id, &seen.access, &first).await.unwrap();
    club.sam.wire.forget_log();
    let late = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &second).await;
    let Err(ChangeFailure::Conflict { now }) = late else { panic!("{late:?}") };
    assert_eq!(now.access.role, Role::Admin);
    assert_eq!(club.sam.wire.count("PUT "), 0, "nothing was sent");
    assert_eq!(club.find("ulla@contoso.example").await.role(), Role::Admin);
    // Knowing it, they may.
    let changed = change_member(&club.sam.portal, &club.id, &seen.id, &now.access, &second).await.unwrap();
    assert!(changed.same_as(&second.access));
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_can_be_repeated() {
    for (name, meddle) in [
        ("500", Meddle::Answer(Answer::new(500, ""))),
        ("cut before", Meddle::CutBefore),
        ("cut after", Meddle::CutAfter),
        ("401", Meddle::Answer(Answer::new(401, ""))),
    ] {
        let club = Club::new(10).await;
        club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
        let seen = club.find("ulla@contoso.example").await;
        let mut change = MemberChange::from(&seen);
        change.access.role = Role::Admin;
        club.sam.wire.once("PUT api/organizations", meddle);
        let first = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &change).await;
        assert!(club.sam.wire.struck_all(), "{name}");
        if first.is_err() {
            let again = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &change).await;
            assert!(again.is_ok(), "{name}: {again:?}");
        }
        assert_eq!(club.find("ulla@contoso.example").await.role(), Role::Admin, "{name}");
    }
}

#[tokio::test]
async fn the_last_owner_and_members_who_are_gone_have_their_own_words() {
    let club = Club::new(10).await;
    let owner = club.joined("oskar@contoso.example", Role::Owner, Permissions::NONE).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let (oskar, ulla) = (club.find("oskar@contoso.example").await, club.find("ulla@contoso.example").await);
    let mut change = MemberChange::from(&ulla);
    change.access.role = Role::Admin;
    remove_members(&club.sam.portal, &club.id, std::slice::from_ref(&ulla.id), &Control::new()).await;
    let gone = change_member(&club.sam.portal, &club.id, &ulla.id, &ulla.access, &change).await;
    assert_eq!(gone, Err(ChangeFailure::Gone));
    club.sql("DELETE FROM provider_organization").await;
    let mut change = MemberChange::from(&oskar);
    change.access.role = Role::Admin;
    let last = change_member(&owner.portal, &club.id, &oskar.id, &oskar.access, &change).await;
    assert_eq!(last, Err(ChangeFailure::LastOwner));
}

async fn collection(club: &Club, name: &str, manager: &str) -> String {
    let lists = AccessLists { groups: Vec::new(), users: vec![Access::Manage.entry(manager)] };
    create_collection(&club.sam.portal, &club.id, &Draft::default(), name, &lists).await.unwrap()
}

#[tokio::test]
async fn collections_that_one_does_not_manage_are_not_sent_and_stay() {
    let club = Club::new(10).await;
    let ada = club.joined("ada@contoso.example", Role::Admin, Permissions::NONE).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let mine = collection(&club, "Mine", &club.find("ada@contoso.example").await.id).await;
    let theirs = collection(&club, "Theirs", &club.find("olga@contoso.example").await.id).await;
    let ulla = club.find("ulla@contoso.example").await;
    let mut first = MemberChange::from(&ulla);
    first.access.collections = vec![Access::View.entry(&theirs)];
    let before = change_member(&club.sam.portal, &club.id, &ulla.id, &ulla.access, &first).await.unwrap();

    let only = Grants::Only(BTreeSet::from([mine.clone()]));
    assert_eq!(read_grants(&ada.portal, &club.id).await, Ok(only));
    let mut second = MemberChange { access: before.clone(), ..MemberChange::default() };
    second.access.collections.push(Access::Edit.entry(&mine));
    let after = change_member(&ada.portal, &club.id, &ulla.id, &before, &second).await.unwrap();
    assert!(after.same_as(&second.access), "{after:?}");
    let sent = ada.wire.last("PUT ").body.unwrap().to_vec();
    let sent: Value = serde_json::from_slice(&sent).unwrap();
    let sent: Vec<&str> =
        sent["collections"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(sent, [mine.as_str()]);
    // The provider's people give everything, and nothing has to be asked for.
    club.sam.wire.forget_log();
    assert_eq!(read_grants(&club.sam.portal, &club.id).await, Ok(Grants::All));
    assert!(club.sam.wire.log().is_empty());
}

/// A client that claimed the domain of its people.
async fn claiming() -> Club {
    let club = Club::new(10).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    club.sql(
        "INSERT INTO organization_domain (id, organization_id, domain_name, txt, verified_at, created_at)
         SELECT randomblob(16), id, 'contoso.example', 'bw=x', 1, 0 FROM organization",
    )
    .await;
    club
}

fn renamed(seen: &Member, to: &str) -> MemberChange {
    let name = Reworded { was: seen.name.clone().unwrap_or_default(), to: to.to_owned() };
    MemberChange { name: Some(name), ..MemberChange::from(seen) }
}

#[tokio::test]
async fn of_two_admins_who_rename_somebody_the_second_learns_the_name_that_the_first_gave() {
    let club = claiming().await;
    let seen = club.find("ulla@contoso.example").await;
    assert!(seen.claimed);
    let (first, second) = (renamed(&seen, "Ulla Berg"), renamed(&seen, "Ursula Berg"));
    change_member(&club.admin.portal, &club.id, &seen.id, &seen.access, &first).await.unwrap();
    club.sam.wire.forget_log();
    let late = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &second).await;
    let Err(ChangeFailure::Conflict { now }) = late else { panic!("{late:?}") };
    assert_eq!((now.name.as_deref(), &now.email), (Some("Ulla Berg"), &None));
    assert_eq!(club.sam.wire.count("PUT "), 0, "nothing was sent");
    assert_eq!(club.find("ulla@contoso.example").await.name.as_deref(), Some("Ulla Berg"));
    // Knowing it, they may.
    let knowing = renamed(&club.find("ulla@contoso.example").await, "Ursula Berg");
    change_member(&club.sam.portal, &club.id, &seen.id, &now.access, &knowing).await.unwrap();
    assert_eq!(club.find("ulla@contoso.example").await.name.as_deref(), Some("Ursula Berg"));
}

#[tokio::test]
async fn a_rename_whose_answer_was_lost_is_no_conflict_with_itself() {
    for role in [Role::User, Role::Admin] {
        let club = claiming().await;
        let seen = club.find("ulla@contoso.example").await;
        let mut change = renamed(&seen, "  Ulla  Berg ");
        change.access.role = role;
        club.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
        let lost = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &change).await;
        assert!(matches!(lost, Err(ChangeFailure::Api(_))), "{lost:?}");
        let again = change_member(&club.sam.portal, &club.id, &seen.id, &seen.access, &change).await;
        assert_eq!(again.map(|access| access.role), Ok(role));
        let now = club.find("ulla@contoso.example").await;
        assert_eq!((now.role(), now.name.as_deref().map(|name| name.contains("Ulla"))), (role, Some(true)));
    }
}

#[tokio::test]
async fn the_id_of_single_sign_on_is_read_with_the_one_member() {
    let club = Club::new(10).await;
    let olga = club.find("olga@contoso.example").await;
    let (portal, id) = (&club.sam.portal, club.id.as_str());
    assert_eq!(read_sso_id(portal, id, &olga.id).await, Ok(None));
    club.sam.wire.edit("/users/", |body| body["ssoExternalId"] = "  00u1\u{202e}ab2c\u{0}  ".into());
    assert_eq!(read_sso_id(portal, id, &olga.id).await, Ok(Some("00u1ab2c".to_owned())));
    club.sam.wire.honest();
    club.sam.wire.edit("/users/", |body| body["id"] = "another".into());
    assert_eq!(read_sso_id(portal, id, &olga.id).await, Err(ApiError::BadAnswer));
}
