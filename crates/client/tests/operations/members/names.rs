//! Naming members and groups, by roles that may not manage them and against servers that refuse the full list.

use portal_client::ApiError;
use portal_client::groups::{Attempt, GroupDraft, create_group, list_group_names, list_groups};
use portal_client::members::{Member, list_members, read_roster};
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::Permissions;

use super::Club;
use crate::support::{Answer, Meddle};

const EDITS: Permissions = Permissions { edit_any_collection: true, ..Permissions::NONE };

fn called(members: &[Member]) -> Vec<(&str, &str)> {
    members.iter().map(|member| (member.id.as_str(), member.shown_name())).collect()
}

#[tokio::test]
async fn roles_that_may_not_manage_members_name_them_and_the_groups() {
    let club = Club::new(10).await;
    let draft = GroupDraft { name: "Front office".into(), ..GroupDraft::default() };
    create_group(&club.sam.portal, &club.id, &mut Attempt::default(), &draft).await.unwrap();
    let edits = club.joined("cem@contoso.example", Role::Custom, EDITS).await;
    let recovers = Permissions { manage_reset_password: true, ..EDITS };
    let recovers = club.joined("rita@contoso.example", Role::Custom, recovers).await;
    let all = club.list().await;
    assert!(matches!(list_members(&edits.portal, &club.id).await, Err(ApiError::NotFound { .. })));
    assert!(matches!(list_groups(&edits.portal, &club.id).await, Err(ApiError::NotFound { .. })));
    // This one is answered, but only with those who are enrolled.
    assert!(list_members(&recovers.portal, &club.id).await.unwrap().is_empty());
    for tab in [&edits, &recovers] {
        let roster = read_roster(&tab.portal, &club.id).await.unwrap();
        assert!(!roster.whole);
        assert_eq!(called(&roster.members), called(&all));
        assert_eq!(roster.members.iter().filter(|member| member.is_self).count(), 1);
        let groups = list_group_names(&tab.portal, &club.id).await.unwrap();
        assert_eq!(groups.iter().map(|group| group.name.as_str()).collect::<Vec<_>>(), ["Front office"]);
    }
    let roster = read_roster(&club.sam.portal, &club.id).await.unwrap();
    assert!(roster.whole);
    assert_eq!(roster.members, all);
}

#[tokio::test]
async fn a_refused_list_gives_way_to_the_short_one_and_a_failed_one_does_not() {
    let club = Club::new(10).await;
    let (portal, wire) = (&club.sam.portal, &club.sam.wire);
    for status in [403, 404] {
        wire.once("/users?include", Meddle::Answer(Answer::new(status, "")));
        let roster = read_roster(portal, &club.id).await.unwrap();
        assert!(!roster.whole && !roster.members.is_empty(), "{status}");
    }
    wire.once("/users?include", Meddle::Answer(Answer::new(500, "")));
    assert!(matches!(read_roster(portal, &club.id).await, Err(ApiError::Server { .. })));
    assert!(wire.struck_all());
    // Refused as well: said, and not taken for "nobody".
    wire.once("/users?include", Meddle::Answer(Answer::new(404, "")));
    wire.once("mini-details", Meddle::Answer(Answer::new(404, "")));
    assert!(matches!(read_roster(portal, &club.id).await, Err(ApiError::NotFound { .. })));
}
