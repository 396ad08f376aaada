//! Who reaches what, worked out for a service user who is no member of the client (REP-01).

use portal_client::collections::{AccessLists, Draft, create_collection};
use portal_client::groups::{Attempt, GroupDraft, create_group};
use portal_client::members::list_members;
use portal_client::reports::read_member_report;
use portal_client::{ApiError, workspace};
use portal_contracts::access::Access;
use portal_contracts::enums::OrganizationUserType;

use crate::organization::Scene;

#[tokio::test]
async fn what_is_set_for_a_person_replaces_what_groups_give() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let owner = list_members(portal, client).await.unwrap()[0].id.clone();
    // A collection needs somebody who manages it; nobody is in this group.
    let keepers = GroupDraft { name: "Keepers".into(), collections: Vec::new(), members: [].into() };
    let keepers =
        vec![Access::Manage.entry(create_group(portal, client, &mut Attempt::default(), &keepers).await.unwrap())];
    let given = AccessLists { groups: keepers.clone(), users: vec![Access::ViewHidden.entry(&owner)] };
    let books = create_collection(portal, client, &Draft::default(), "Finance/Books", &given).await.unwrap();
    let open = AccessLists { groups: keepers, users: Vec::new() };
    let site = create_collection(portal, client, &Draft::default(), "Website", &open).await.unwrap();
    for (name, access) in [("Office", Access::View), ("Web", Access::Edit)] {
        let draft = GroupDraft {
            name: name.into(),
            collections: vec![access.entry(&site), Access::Manage.entry(&books)],
            members: [owner.clone()].into(),
        };
        create_group(portal, client, &mut Attempt::default(), &draft).await.unwrap();
    }
    let report = read_member_report(portal, client).await.unwrap();
    let [member] = report.members.as_slice() else { panic!("{report:?}") };
    assert_eq!(member.groups, ["Office", "Web"]);
    let reach = |id: &str| member.collections.iter().find(|reach| reach.id == id).unwrap();
    assert_eq!(reach(&books).path.as_deref(), Some("Finance / Books"));
    assert_eq!((reach(&books).access, reach(&books).direct), (Access::ViewHidden, true), "less than the groups give");
    assert_eq!((reach(&site).access, reach(&site).direct), (Access::Edit, false), "the strongest of several groups");
    assert_eq!(reach(&site).through, ["Office", "Web"]);
}

#[tokio::test]
async fn strangers_get_no_report() {
    let scene = Scene::new().await;
    let eve = scene.world.member("eve@elsewhere.example").await;
    assert_eq!(read_member_report(&eve.portal, &scene.client).await, Err(ApiError::NotFound { message: None }),);
}

#[tokio::test]
async fn a_right_to_reports_alone_does_not_open_the_list_of_members() {
    let scene = Scene::new().await;
    let (id, rita) = scene.own_member("rita@contoso.example", OrganizationUserType::Custom).await;
    let id: uuid::Uuid = id.parse().unwrap();
    let update = r#"UPDATE organization_user SET permissions = '{"accessReports":true}' WHERE id = ?1"#;
    scene.world.app.state().db.write(move |tx| Ok(tx.execute(update, [id])?)).await.unwrap();
    workspace::refresh_rights(&rita.portal).await.unwrap();
    // Said before anything is asked for: no part of the report is there without the rest.
    assert_eq!(read_member_report(&rita.portal, &scene.client).await, Err(ApiError::Forbidden { message: None }));
}
