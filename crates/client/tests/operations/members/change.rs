//! Changing a member: what somebody else did meanwhile is never overwritten in silence.

use portal_client::bulk::Control;
use portal_client::members::{ChangeFailure, MemberChange, change_member, remove_members};
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::Permissions;

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
    assert_eq!(now.role, Role::Admin);
    assert_eq!(club.sam.wire.count("PUT "), 0, "nothing was sent");
    assert_eq!(club.find("ulla@contoso.example").await.role(), Role::Admin);
    // Knowing it, they may.
    let changed = change_member(&club.sam.portal, &club.id, &seen.id, &now, &second).await.unwrap();
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
