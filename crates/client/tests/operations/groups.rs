//! Groups of a client, by a service user who is no member of it, with races and broken answers.

use std::collections::BTreeSet;

use portal_client::ApiError;
use portal_client::collections::{AccessLists, save_collection};
use portal_client::groups::{
    Attempt, Grants, GroupDraft, GroupFailure, NameProblem, create_group, delete_group, delete_groups, list_groups,
    read_group, remove_member, update_group,
};
use portal_client::people::RowFailure;
use portal_contracts::access::Access;
use portal_contracts::enums::OrganizationUserType;
use serde_json::json;
use uuid::Uuid;

use crate::organization::Scene;
use crate::support::{Answer, Meddle};

impl Scene {
    /// The first id of a table of the client.
    async fn first(&self, query: &'static str) -> String {
        let client: Uuid = self.client.parse().unwrap();
        let db = &self.world.app.state().db;
        let id: Uuid = db.read(move |conn| Ok(conn.query_row(query, [client], |row| row.get(0))?)).await.unwrap();
        id.to_string()
    }

    /// The invited owner.
    async fn owner(&self) -> String {
        self.first("SELECT id FROM organization_user WHERE organization_id = ?1").await
    }

    async fn collection(&self) -> String {
        self.first("SELECT id FROM collection WHERE organization_id = ?1").await
    }
}

fn draft(name: &str, members: &[&str]) -> GroupDraft {
    let members = members.iter().map(|id| (*id).to_owned()).collect();
    GroupDraft { name: name.to_owned(), collections: Vec::new(), members }
}

#[tokio::test]
async fn a_service_user_makes_changes_and_deletes_a_group() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let (owner, collection) = (scene.owner().await, scene.collection().await);
    assert_eq!(
        create_group(portal, client, &mut Attempt::default(), &draft(" ", &[])).await,
        Err(GroupFailure::Name(NameProblem::Missing))
    );
    let wanted =
        GroupDraft { collections: vec![Access::EditHidden.entry(&collection)], ..draft(" Front office ", &[&owner]) };
    let id = create_group(portal, client, &mut Attempt::default(), &wanted).await.unwrap();
    let seen = read_group(portal, client, &id).await.unwrap();
    assert_eq!((seen.group.name.as_str(), seen.members.len()), ("Front office", 1));
    assert_eq!(seen.group.collections, [Access::EditHidden.entry(&collection)]);

    let change =
        GroupDraft { name: "Reception".into(), collections: vec![Access::Manage.entry(&collection)], ..wanted };
    update_group(portal, client, &seen, &change).await.unwrap();
    let listed = list_groups(portal, client).await.unwrap();
    assert_eq!((listed.len(), listed[0].name.as_str(), listed[0].collections.len()), (1, "Reception", 1));
    remove_member(portal, client, &id, &owner).await.unwrap();
    remove_member(portal, client, &id, &owner).await.unwrap();
    assert!(read_group(portal, client, &id).await.unwrap().members.is_empty());
    delete_group(portal, client, &id).await.unwrap();
    delete_group(portal, client, &id).await.unwrap();
    assert!(list_groups(portal, client).await.unwrap().is_empty());
    assert_eq!((scene.events(1400).await, scene.events(1401).await, scene.events(1402).await), (1, 1, 1));
}

#[tokio::test]
async fn a_change_by_somebody_else_is_never_overwritten_unseen() {
    let scene = Scene::new().await;
    let client = &scene.client;
    let (owner, collection) = (scene.owner().await, scene.collection().await);
    let id = create_group(&scene.sam.portal, client, &mut Attempt::default(), &draft("Staff", &[])).await.unwrap();
    let seen = read_group(&scene.sam.portal, client, &id).await.unwrap();
    let theirs = GroupDraft { collections: vec![Access::View.entry(&collection)], ..draft("Team", &[&owner]) };
    update_group(&scene.ada.portal, client, &seen, &theirs).await.unwrap();

    let mine = draft("Crew", &[]);
    let refused = update_group(&scene.sam.portal, client, &seen, &mine).await;
    let Err(GroupFailure::Changed(change)) = refused else { panic!("{refused:?}") };
    assert_eq!((change.old_name.as_deref(), change.now.group.name.as_str()), (Some("Staff"), "Team"));
    assert_eq!((change.joined.clone(), change.granted.clone()), (vec![owner.clone()], vec![collection]));
    let now = read_group(&scene.sam.portal, client, &id).await.unwrap();
    assert_eq!(now, change.now, "nothing was saved");
    // Shown and meant.
    update_group(&scene.sam.portal, client, &change.now, &mine).await.unwrap();
    let now = read_group(&scene.sam.portal, client, &id).await.unwrap();
    assert_eq!((now.group.name.as_str(), now.members), ("Crew", BTreeSet::new()));
    // Somebody deletes it.
    delete_group(&scene.ada.portal, client, &id).await.unwrap();
    assert_eq!(update_group(&scene.sam.portal, client, &seen, &mine).await, Err(GroupFailure::Gone));
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_group() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    scene.sam.wire.once("POST api/organizations", Meddle::CutAfter);
    let id = create_group(portal, client, &mut Attempt::default(), &draft("Staff", &[])).await.unwrap();
    assert_eq!(list_groups(portal, client).await.unwrap()[0].id, id);
    // Nothing arrived: that is said, although a group of this name was there before.
    scene.sam.wire.once("POST api/organizations", Meddle::CutBefore);
    let lost = create_group(portal, client, &mut Attempt::default(), &draft("Staff", &[])).await;
    assert_eq!(lost, Err(GroupFailure::Api(ApiError::Offline)));
    // Even the look whether it arrived is lost: the next try finds it, and saves what the form says by now.
    let mut attempt = Attempt::default();
    scene.sam.wire.once("POST api/organizations", Meddle::CutAfter);
    scene.sam.wire.after(1, Meddle::CutBefore);
    let lost = create_group(portal, client, &mut attempt, &draft("Staff", &[])).await;
    assert_eq!(lost, Err(GroupFailure::Api(ApiError::Offline)));
    assert!(scene.sam.wire.struck_all());
    let owner = scene.owner().await;
    let second = create_group(portal, client, &mut attempt, &draft("Crew", &[&owner])).await.unwrap();
    let listed = list_groups(portal, client).await.unwrap();
    let names: Vec<_> = listed.iter().map(|group| (group.id == id, group.id == second, group.name.as_str())).collect();
    assert_eq!(names, [(false, true, "Crew"), (true, false, "Staff")]);
    assert_eq!(read_group(portal, client, &second).await.unwrap().members.len(), 1);
    // What somebody else made meanwhile under the same name is not taken for it.
    let mut attempt = Attempt::default();
    scene.sam.wire.once("POST api/organizations", Meddle::CutBefore);
    let wanted = GroupDraft { collections: vec![Access::View.entry(scene.collection().await)], ..draft("Night", &[]) };
    create_group(portal, client, &mut attempt, &wanted).await.unwrap_err();
    let theirs = create_group(&scene.ada.portal, client, &mut Attempt::default(), &draft("Night", &[])).await.unwrap();
    assert_ne!(create_group(portal, client, &mut attempt, &wanted).await.unwrap(), theirs);
    let seen = read_group(portal, client, &id).await.unwrap();
    scene.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
    let lost = update_group(portal, client, &seen, &draft("Team", &[])).await;
    assert_eq!(lost, Err(GroupFailure::Api(ApiError::Offline)));
    assert_eq!(update_group(portal, client, &seen, &draft("Team", &[])).await, Ok(()), "it had arrived");
}

#[tokio::test]
async fn deleting_several_tells_what_became_of_each() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let mut ids = Vec::new();
    for name in ["One", "Two", "Three"] {
        ids.push(create_group(portal, client, &mut Attempt::default(), &draft(name, &[])).await.unwrap());
    }
    delete_group(&scene.ada.portal, client, &ids[0]).await.unwrap();
    // The answer is lost: the list tells.
    scene.sam.wire.once("DELETE api/organizations", Meddle::CutAfter);
    let rows = delete_groups(portal, client, &ids[..2]).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
    // A server that says yes and does nothing is not believed.
    scene.sam.wire.once("DELETE api/organizations", Meddle::Answer(Answer::new(200, "")));
    let rows = delete_groups(portal, client, &ids[1..]).await.unwrap();
    assert_eq!((&rows[0].outcome, &rows[1].outcome), (&Ok(()), &Err(RowFailure::NotDone)));
    let no = Answer::new(400, r#"{"message":"No."}"#);
    scene.sam.wire.once("DELETE api/organizations", Meddle::Answer(no));
    let refused = delete_groups(portal, client, &ids[2..]).await;
    assert!(matches!(refused, Err(GroupFailure::Api(ApiError::Refused { .. }))), "{refused:?}");
    let limited = Answer::new(429, "").header("retry-after", "1");
    scene.sam.wire.once("DELETE api/organizations", Meddle::Answer(limited));
    let rows = delete_groups(portal, client, &ids[2..]).await.unwrap();
    assert_eq!(rows[0].outcome, Ok(()), "waited out and repeated");
    assert_eq!(scene.events(1402).await, 3);
}

#[tokio::test]
async fn refusals_and_odd_answers_have_words() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let self_added = Answer::new(400, r#"{"message":"You cannot add yourself to groups."}"#);
    scene.sam.wire.once("POST api/organizations", Meddle::Answer(self_added));
    assert_eq!(
        create_group(portal, client, &mut Attempt::default(), &draft("A", &[])).await,
        Err(GroupFailure::AddsSelf)
    );
    scene.world.app.state().db.write(|tx| Ok(tx.execute("UPDATE organization SET plan_type = 0", [])?)).await.unwrap();
    assert_eq!(
        create_group(portal, client, &mut Attempt::default(), &draft("A", &[])).await,
        Err(GroupFailure::NoGroups)
    );
    let stranger = Uuid::new_v4().to_string();
    assert_eq!(list_groups(portal, &stranger).await, Err(ApiError::NotFound { message: None }));
    scene.sam.wire.edit("/groups/details", |answer| {
        let odd = json!({"id": "c", "readOnly": true, "manage": true});
        answer["data"] =
            json!([{"id": "g", "name": "A\u{202e}B\n".repeat(200), "externalId": "", "collections": [odd]}]);
    });
    let group = list_groups(portal, client).await.unwrap().remove(0);
    assert!(group.name.chars().count() <= 101 && !group.name.contains('\u{202e}'));
    assert_eq!((group.external_id, group.collections), (None, vec![Access::Manage.entry("c")]));
}

#[tokio::test]
async fn admins_manage_groups_but_do_not_add_themselves_and_users_see_none() {
    let scene = Scene::new().await;
    let client = &scene.client;
    let (own, adam) = scene.own_member("adam@elsewhere.example", OrganizationUserType::Admin).await;
    let (_, uma) = scene.own_member("uma@elsewhere.example", OrganizationUserType::User).await;
    let id = create_group(&adam.portal, client, &mut Attempt::default(), &draft("Staff", &[])).await.unwrap();
    let seen = read_group(&adam.portal, client, &id).await.unwrap();
    let with_self = draft("Staff", &[&own]);
    assert_eq!(update_group(&adam.portal, client, &seen, &with_self).await, Err(GroupFailure::AddsSelf));
    assert_eq!(
        create_group(&adam.portal, client, &mut Attempt::default(), &with_self).await,
        Err(GroupFailure::AddsSelf)
    );
    // The provider's people are no members: they may put anybody in.
    update_group(&scene.sam.portal, client, &seen, &with_self).await.unwrap();
    assert!(matches!(list_groups(&uma.portal, client).await, Err(ApiError::NotFound { .. })));
    let made = create_group(&uma.portal, client, &mut Attempt::default(), &draft("Mine", &[])).await;
    assert!(matches!(made, Err(GroupFailure::Api(ApiError::NotFound { .. }))), "{made:?}");
    let deleted = delete_groups(&uma.portal, client, &[id]).await;
    assert!(matches!(deleted, Err(GroupFailure::Api(ApiError::NotFound { .. }))), "{deleted:?}");
    assert!(uma.portal.session().is_open());
    assert_eq!(list_groups(&adam.portal, client).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_group_keeps_its_collections_when_it_is_not_known_which_ones_one_may_grant() {
    let scene = Scene::new().await;
    let client = &scene.client;
    let (own, adam) = scene.own_member("adam@elsewhere.example", OrganizationUserType::Admin).await;
    let managed = scene.make("Managed by Adam").await;
    let lists = AccessLists { groups: Vec::new(), users: vec![Access::Manage.entry(&own)] };
    save_collection(&scene.sam.portal, client, &scene.find(&managed).await, None, &lists).await.unwrap();
    let foreign = scene.make("Managed by the owner").await;
    let both = vec![Access::View.entry(&managed), Access::View.entry(&foreign)];
    let names = |seen: &portal_client::groups::GroupDetails| {
        let mut ids: Vec<_> = seen.group.collections.iter().map(|entry| entry.id.clone()).collect();
        ids.sort();
        ids
    };
    let mut all = vec![managed.clone(), foreign.clone()];
    all.sort();
    let wanted = GroupDraft { collections: both, ..draft("Staff", &[]) };
    let id = create_group(&scene.sam.portal, client, &mut Attempt::default(), &wanted).await.unwrap();
    let entry = adam.portal.workspace().unwrap().client(client).unwrap().clone();
    let seen = read_group(&adam.portal, client, &id).await.unwrap();
    let renamed = |grants: &Grants, name: &str| GroupDraft {
        collections: grants.sent(seen.group.collections.clone()),
        ..draft(name, &[])
    };
    // The collections could not be read: a name alone takes nothing away; the server says no to what is foreign.
    let unread = Grants::of(&entry, None);
    assert_eq!(unread, Grants::Unknown);
    let refused = update_group(&adam.portal, client, &seen, &renamed(&unread, "Team")).await;
    assert_eq!(refused, Err(GroupFailure::NotGranted));
    assert_eq!(names(&read_group(&adam.portal, client, &id).await.unwrap()), all);
    // They were read: what one manages is sent, and the server keeps the rest.
    let known = Grants::Only([managed.clone()].into());
    update_group(&adam.portal, client, &seen, &renamed(&known, "Team")).await.unwrap();
    let now = read_group(&adam.portal, client, &id).await.unwrap();
    assert_eq!((now.group.name.as_str(), names(&now)), ("Team", all));
    // A group of nothing but one's own is renamed also unread.
    let wanted = GroupDraft { collections: vec![Access::View.entry(&managed)], ..draft("Own", &[]) };
    let id = create_group(&scene.sam.portal, client, &mut Attempt::default(), &wanted).await.unwrap();
    let seen = read_group(&adam.portal, client, &id).await.unwrap();
    let draft = GroupDraft { name: "Ours".into(), collections: unread.sent(seen.group.collections.clone()), ..wanted };
    update_group(&adam.portal, client, &seen, &draft).await.unwrap();
    assert_eq!(names(&read_group(&adam.portal, client, &id).await.unwrap()), [managed]);
}
