//! Who may do what: every operation as everybody.

use portal_client::bulk::{Control, RowFailure};
use portal_client::members::rules::{Hindrance, MemberAction};
use portal_client::members::{
    ChangeFailure, InviteOutcome, MemberChange, change_member, confirm_members, delete_accounts, invite_members,
    list_members, occupied_seats, prepare_confirm, read_member_events, remove_members, resend_invitations,
    restore_members, revoke_members, seats_for,
};
use portal_client::{ApiError, workspace};
use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Role};
use portal_contracts::permissions::Permissions;

use super::{Club, MY_ITEMS, newcomers};
use crate::support::Tab;

const MANAGES: Permissions = Permissions { manage_users: true, ..Permissions::NONE };

/// Everything that can be done to a plain member, once; the email has to be new.
async fn does_everything(club: &Club, who: &Tab, email: &str) {
    let (portal, id, control) = (&who.portal, club.id.as_str(), Control::new());
    let invited =
        invite_members(portal, id, &newcomers(&[email], Role::User, Permissions::NONE), &control).await.unwrap();
    assert_eq!(invited[0].outcome, InviteOutcome::Invited, "{email}");
    let ids = club.ids(&[email]).await;
    assert!(resend_invitations(portal, id, &ids, &control).await.is_complete(), "{email}");
    let member = club.find(email).await;
    let mut change = MemberChange::from(&member);
    change.access.role = Role::Custom;
    change.access.permissions = MANAGES;
    let changed = change_member(portal, id, &member.id, &member.access, &change).await.unwrap();
    assert!(changed.same_as(&change.access), "{email}");
    assert!(revoke_members(portal, id, &ids, &control).await.is_complete(), "{email}");
    assert_eq!(club.find(email).await.status, Status::Revoked);
    assert!(restore_members(portal, id, &ids, MY_ITEMS, &control).await.is_complete(), "{email}");
    assert!(remove_members(portal, id, &ids, &control).await.is_complete(), "{email}");
    assert!(club.list().await.iter().all(|member| member.email != email));
}

#[tokio::test]
async fn staff_and_managing_members_do_everything() {
    let club = Club::new(30).await;
    does_everything(&club, &club.sam, "one@contoso.example").await;
    does_everything(&club, &club.admin, "two@contoso.example").await;
    let owner = club.joined("olga2@contoso.example", Role::Owner, Permissions::NONE).await;
    let admin = club.joined("ada@contoso.example", Role::Admin, Permissions::NONE).await;
    let custom = club.joined("cem@contoso.example", Role::Custom, MANAGES).await;
    for (who, email) in
        [(&owner, "three@contoso.example"), (&admin, "four@contoso.example"), (&custom, "five@contoso.example")]
    {
        does_everything(&club, who, email).await;
    }
    assert!(list_members(&owner.portal, &club.id).await.unwrap().iter().filter(|member| member.is_self).count() == 1);
}

#[tokio::test]
async fn plain_members_are_refused_each_and_stay_signed_in() {
    let club = Club::new(10).await;
    let plain = club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let (portal, id, control) = (&plain.portal, club.id.as_str(), Control::new());
    let refused = |error: &ApiError| matches!(error, ApiError::NotFound { .. } | ApiError::Forbidden { .. });
    assert!(list_members(portal, id).await.is_err_and(|error| refused(&error)));
    let new = newcomers(&["x@contoso.example"], Role::User, Permissions::NONE);
    assert!(invite_members(portal, id, &new, &control).await.is_err_and(|error| refused(&error)));
    let member = club.find("ulla@contoso.example").await;
    let ids = [member.id.clone()];
    let reports = [
        resend_invitations(portal, id, &ids, &control).await,
        revoke_members(portal, id, &ids, &control).await,
        remove_members(portal, id, &ids, &control).await,
        delete_accounts(portal, id, &ids, &control).await,
        restore_members(portal, id, &ids, MY_ITEMS, &control).await,
    ];
    for report in reports {
        let Err(RowFailure::Call(error)) = &report.rows[0].outcome else { panic!("{report:?}") };
        assert!(refused(error) && report.to_retry().is_empty(), "{report:?}");
    }
    let mut change = MemberChange::from(&member);
    change.access.role = Role::Owner;
    let changed = change_member(portal, id, &member.id, &member.access, &change).await;
    assert_eq!(changed, Err(ChangeFailure::Gone));
    assert!(portal.session().is_open());
    assert_eq!(club.find("ulla@contoso.example").await.role(), Role::User);
}

#[tokio::test]
async fn the_rules_of_the_page_are_those_of_the_server() {
    let club = Club::new(20).await;
    let admin = club.joined("ada@contoso.example", Role::Admin, Permissions::NONE).await;
    let standing = portal_contracts::permissions::ClientStanding {
        provider: false,
        role: Some(Role::Admin),
        permissions: Permissions::NONE,
    };
    let owner = club.find("olga@contoso.example").await;
    assert_eq!(MemberAction::Revoke.hindrance(&standing, &owner), Some(Hindrance::Hierarchy));
    let report = revoke_members(&admin.portal, &club.id, std::slice::from_ref(&owner.id), &Control::new()).await;
    assert!(matches!(&report.rows[0].outcome, Err(RowFailure::Refused(text)) if text.contains("Owner")), "{report:?}");
    let list = list_members(&admin.portal, &club.id).await.unwrap();
    let me = list.into_iter().find(|member| member.is_self).unwrap();
    assert_eq!(MemberAction::Remove.hindrance(&standing, &me), Some(Hindrance::Yourself));
    let report = remove_members(&admin.portal, &club.id, &[me.id], &Control::new()).await;
    assert!(
        matches!(&report.rows[0].outcome, Err(RowFailure::Refused(text)) if text.contains("yourself")),
        "{report:?}"
    );
}

#[tokio::test]
async fn seats_are_counted_and_the_log_of_a_member_is_read() {
    let club = Club::new(20).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let member = club.find("ulla@contoso.example").await;
    let list = club.list().await;
    assert_eq!(occupied_seats(&list), 2);
    let need = seats_for(Some(3), &list, &["ULLA@contoso.example".into(), "a@b.example".into(), "c@d.example".into()]);
    assert_eq!((need.free, need.needed, need.missing), (Some(1), 2, 1));
    let (start, end) = ("2000-01-01T00:00:00Z", "2000-02-01T00:00:00Z");
    let none = read_member_events(&club.sam.portal, &club.id, &member.id, start, end, None).await.unwrap();
    assert!(none.events.is_empty());
    let now = portal_server::clock::iso(club.world.app.state().clock.now() + 60_000);
    let before = portal_server::clock::iso(club.world.app.state().clock.now() - 86_400_000);
    let page = read_member_events(&club.sam.portal, &club.id, &member.id, &before, &now, None).await.unwrap();
    assert!(page.events.iter().any(|event| event.r#type == 1501), "{page:?}");
}

#[tokio::test]
async fn a_hostile_list_stays_readable_and_workable() {
    let club = Club::new(20).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    club.sam.wire.edit("users?include", |body| {
        let rows = body["data"].as_array_mut().unwrap();
        rows[0]["name"] = format!("Con\u{202e}toso\u{0} {}", "x".repeat(100_000)).into();
        rows[0]["status"] = 77.into();
        rows[0]["type"] = 9.into();
        rows[0]["permissions"] = serde_json::Value::Null;
        rows[0]["collections"] = serde_json::json!([{"id": ""}, {"id": "c", "manage": true, "readOnly": true}]);
        let twin = rows[0].clone();
        rows.push(twin);
        rows.push(serde_json::json!({"id": "", "email": "nobody@x.example", "type": 2, "status": 0}));
    });
    let list = list_members(&club.sam.portal, &club.id).await.unwrap();
    assert_eq!(list.len(), 2, "neither twice nor without an id");
    let odd = list.iter().find(|member| member.status == Status::Unknown(77)).unwrap();
    let name = odd.name.as_deref().unwrap();
    assert!(name.starts_with("Contoso") && name.chars().count() < 200, "{name}");
    assert_eq!((odd.role(), odd.access.collections.len()), (Role::Unknown(9), 1));
    let standing = portal_contracts::permissions::ClientStanding::PROVIDER;
    assert_eq!(MemberAction::Confirm.hindrance(&standing, odd), Some(Hindrance::Status));
    let nobody = prepare_confirm(&club.sam.portal, &club.id, &list).await;
    assert!(nobody.is_ok_and(|rows| rows.iter().all(|row| row.outcome.is_err())));
}

/// The keys of a membership serve as those of a provider do: owners, admins and custom roles confirm, seal and recover.
#[tokio::test]
async fn members_with_the_right_confirm_others_by_their_own_key() {
    let club = Club::new(30).await;
    let owner = club.joined("oskar@contoso.example", Role::Owner, Permissions::NONE).await;
    let admin = club.joined("ada@contoso.example", Role::Admin, Permissions::NONE).await;
    let custom = club.joined("cem@contoso.example", Role::Custom, MANAGES).await;
    for (who, email) in
        [(&owner, "one@contoso.example"), (&admin, "two@contoso.example"), (&custom, "three@contoso.example")]
    {
        let joiner = club.accepted(email, Role::User, Permissions::NONE).await;
        let member = club.find(email).await;
        let (portal, id) = (&who.portal, club.id.as_str());
        let compared = prepare_confirm(portal, id, std::slice::from_ref(&member)).await.unwrap();
        let key = compared[0].outcome.clone().unwrap();
        assert_eq!(key.words, joiner.portal.account().unwrap().fingerprint);
        let report = confirm_members(portal, id, vec![(member.id, key)], MY_ITEMS, &Control::new()).await.unwrap();
        assert!(report.is_complete(), "{email}: {report:?}");
        // The key that arrived is the client's: the session of the new member opens it.
        let workspace = workspace::refresh_rights(&joiner.portal).await.unwrap();
        assert!(workspace.plain.iter().any(|membership| membership.organization_id == club.id), "{email}");
    }
    let plain = club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let member = club.find("one@contoso.example").await;
    assert!(prepare_confirm(&plain.portal, &club.id, &[member]).await.is_err());
}
