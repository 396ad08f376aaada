//! Collections of a client, by a service user who is no member of it: names, nesting, access, races, broken answers.

use portal_agent::Fault;
use portal_client::bulk::Control;
use portal_client::collections::tree::{Tree, compose};
use portal_client::collections::{
    AccessLists, BulkFailure, Collection, Draft, RowFailure, SaveFailure, create_collection, delete_collections,
    give_access, list_collection_names, list_collections, read_collection, save_collection,
};
use portal_client::groups::{Attempt, GroupDraft, create_group};
use portal_client::{ApiError, Portal, workspace};
use portal_contracts::access::Access;
use portal_contracts::collections::BulkAccess;
use portal_contracts::enums::ProviderUserType;
use serde_json::json;
use uuid::Uuid;

use crate::organization::Scene;
use crate::support::{Answer, Meddle};

impl Scene {
    /// Membership of the invited owner.
    pub async fn manager(&self) -> String {
        let client: Uuid = self.client.parse().unwrap();
        let query = "SELECT id FROM organization_user WHERE organization_id = ?1";
        let db = &self.world.app.state().db;
        let id: Uuid = db.read(move |conn| Ok(conn.query_row(query, [client], |row| row.get(0))?)).await.unwrap();
        id.to_string()
    }

    pub async fn group(&self, name: &str) -> String {
        let draft = GroupDraft { name: name.to_owned(), ..GroupDraft::default() };
        create_group(&self.sam.portal, &self.client, &mut Attempt::default(), &draft).await.unwrap()
    }

    pub async fn make(&self, path: &str) -> String {
        let lists = managed_by(&self.manager().await);
        create_collection(&self.sam.portal, &self.client, &Draft::default(), path, &lists).await.unwrap()
    }

    pub async fn find(&self, id: &str) -> Collection {
        read_collection(&self.sam.portal, &self.client, id).await.unwrap()
    }

    pub async fn paths(&self) -> Vec<String> {
        let list = list_collection_names(&self.sam.portal, &self.client).await.unwrap();
        let mut paths: Vec<String> = list.into_iter().map(|found| found.path.unwrap()).collect();
        paths.sort();
        paths
    }

    pub async fn run(&self, statement: &'static str, params: impl rusqlite::Params + Send + 'static) {
        let work = move |tx: &rusqlite::Transaction<'_>| {
            assert!(tx.execute(statement, params)? > 0, "nothing changed: {statement}");
            Ok(())
        };
        self.world.app.state().db.write(work).await.unwrap();
    }

    /// "My items" of somebody, which no call makes yet.
    async fn own_items(&self, name: String) -> String {
        let (id, client): (Uuid, Uuid) = (Uuid::new_v4(), self.client.parse().unwrap());
        let insert = "INSERT INTO collection (id, organization_id, name, type, created_at, revised_at)
                      VALUES (?1, ?2, ?3, 1, 0, 0)";
        self.run(insert, (id, client, name)).await;
        id.to_string()
    }
}

pub fn managed_by(member: &str) -> AccessLists {
    AccessLists { groups: Vec::new(), users: vec![Access::Manage.entry(member)] }
}

pub async fn list(portal: &Portal, client: &str) -> (Vec<Collection>, Tree) {
    let list = list_collections(portal, client).await.unwrap();
    let tree = Tree::of(&list);
    (list, tree)
}

#[tokio::test]
async fn a_service_user_makes_changes_and_deletes_a_collection() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let manager = scene.manager().await;
    let staff = scene.group("Staff").await;
    let draft = Draft::default();
    let path = compose("Finance", " Payroll ").unwrap();
    // Admins of this client do not reach everything, so somebody has to manage it; nothing is sent before that.
    let nobody = AccessLists { groups: vec![Access::View.entry(&staff)], users: Vec::new() };
    scene.sam.wire.forget_log();
    assert_eq!(create_collection(portal, client, &draft, &path, &nobody).await, Err(SaveFailure::NoManager));
    assert!(scene.sam.wire.log().is_empty());
    let both = AccessLists { groups: nobody.groups.clone(), ..managed_by(&manager) };
    let id = create_collection(portal, client, &draft, &path, &both).await.unwrap();
    let found = scene.find(&id).await;
    assert_eq!(
        (found.path.as_deref(), found.access.as_ref(), found.unmanaged),
        (Ok("Finance/Payroll"), Some(&both), false)
    );

    let wanted = AccessLists { groups: vec![Access::EditHidden.entry(&staff)], ..managed_by(&manager) };
    let saved = save_collection(portal, client, &found, Some("Finance/Wages"), &wanted).await.unwrap();
    assert_eq!(saved, scene.find(&id).await);
    assert_eq!((saved.path.as_deref(), saved.access.as_ref()), (Ok("Finance/Wages"), Some(&wanted)));
    // Nothing changed: nothing is sent.
    scene.sam.wire.forget_log();
    save_collection(portal, client, &saved, Some("Finance/Wages"), &wanted).await.unwrap();
    assert_eq!(scene.sam.wire.count("PUT"), 0);
    let refused = save_collection(portal, client, &saved, None, &AccessLists::default()).await;
    assert_eq!(refused, Err(SaveFailure::NoManager));

    let rows = delete_collections(portal, client, std::slice::from_ref(&id), &Control::new()).await.unwrap();
    assert_eq!((rows[0].id.as_str(), &rows[0].outcome), (id.as_str(), &Ok(())));
    // Gone already counts as done.
    assert_eq!(delete_collections(portal, client, &[id], &Control::new()).await.unwrap()[0].outcome, Ok(()));
    assert_eq!(save_collection(portal, client, &saved, Some("X"), &wanted).await, Err(SaveFailure::Gone));
    assert_eq!((scene.events(1300).await, scene.events(1301).await, scene.events(1302).await), (1, 1, 1));
    // The provider admin sees the same.
    assert_eq!(list_collections(&scene.ada.portal, client).await.unwrap().len(), 1);
}

#[tokio::test]
async fn all_names_open_at_once_and_a_damaged_one_harms_no_other() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let manager = scene.manager().await;
    for number in 0..20 {
        scene.make(&format!("Area/{}", number % 7)).await;
    }
    let foreign = scene.make("Foreign").await;
    let cut = scene.make("Cut").await;
    // A name under another key, a name that is no encrypted text, one that no server stores.
    let stranger = "2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    scene.run("UPDATE collection SET name = ?2 WHERE id = ?1", (foreign.parse::<Uuid>().unwrap(), stranger)).await;
    scene.run("UPDATE collection SET name = 'plain' WHERE id = ?1", [cut.parse::<Uuid>().unwrap()]).await;
    scene.sam.wire.edit("/collections/details", |answer| {
        let rows = answer["data"].as_array_mut().unwrap();
        let mut endless = rows[0].clone();
        endless["id"] = json!("endless");
        endless["name"] = json!("2.".to_owned() + &"A".repeat(100_000));
        let twice = rows[1].clone();
        rows.extend([endless, twice, json!({"name": "no id"})]);
    });
    scene.sam.wire.forget_log();
    let (list, tree) = list(portal, client).await;
    assert_eq!(scene.sam.wire.log().len(), 1, "{:?}", scene.sam.wire.log());
    scene.sam.wire.honest();
    let path = |id: &str| list.iter().find(|found| found.id == id).unwrap().path.clone();
    assert_eq!(
        (path(&foreign), path(&cut), path("endless")),
        (Err(Fault::Decrypt), Err(Fault::Parse), Err(Fault::Parse))
    );
    assert_eq!(list.iter().filter(|found| found.path.is_ok()).count(), 21);
    // Equal names are seven places with twenty collections, under one node without a collection.
    assert_eq!((tree.roots().len(), tree.len()), (1 + 1 + 3, list.len() + 1));

    // A damaged name can be given anew.
    let damaged = scene.find(&foreign).await;
    let saved = save_collection(portal, client, &damaged, Some("Readable"), &managed_by(&manager)).await.unwrap();
    assert_eq!(saved.path.as_deref(), Ok("Readable"));
    assert_eq!(scene.find(&foreign).await.path.as_deref(), Ok("Readable"));
}

#[tokio::test]
async fn a_lost_answer_makes_no_second_collection() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let lists = managed_by(&scene.manager().await);
    let draft = Draft::default();
    // The answer is lost, and so is the look whether it arrived.
    scene.sam.wire.once("POST api/organizations", Meddle::CutAfter);
    scene.sam.wire.once("GET api/organizations", Meddle::CutBefore);
    let lost = create_collection(portal, client, &draft, "Twice", &lists).await;
    assert_eq!(lost, Err(SaveFailure::Api(ApiError::Offline)));
    let id = create_collection(portal, client, &draft, "Twice, with another name", &lists).await.unwrap();
    assert_eq!(scene.find(&id).await.path.as_deref(), Ok("Twice, with another name"));
    assert_eq!(list_collection_names(portal, client).await.unwrap().len(), 2);
    // With the look it is known at once. Equal names are allowed.
    scene.sam.wire.once("POST api/organizations", Meddle::CutAfter);
    create_collection(portal, client, &Draft::default(), "Twice, with another name", &lists).await.unwrap();
    assert_eq!(list_collection_names(portal, client).await.unwrap().len(), 3);
    // A change whose answer is lost was made.
    scene.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
    let saved = save_collection(portal, client, &scene.find(&id).await, Some("Once"), &lists).await.unwrap();
    assert_eq!(saved.path.as_deref(), Ok("Once"));
}

#[tokio::test]
async fn two_people_change_one_collection_and_nothing_is_overwritten_unseen() {
    let scene = Scene::new().await;
    let (sam, ada, client) = (&scene.sam.portal, &scene.ada.portal, &scene.client);
    let manager = scene.manager().await;
    let (staff, front) = (scene.group("Staff").await, scene.group("Front office").await);
    let id = scene.make("Shared").await;
    let before = scene.find(&id).await;

    // In different places both stay.
    let theirs = AccessLists { groups: vec![Access::View.entry(&staff)], ..managed_by(&manager) };
    save_collection(ada, client, &before, None, &theirs).await.unwrap();
    let mine = AccessLists { groups: vec![Access::Edit.entry(&front)], ..managed_by(&manager) };
    let saved = save_collection(sam, client, &before, Some("Together"), &mine).await.unwrap();
    let mut groups: Vec<_> = saved.access.unwrap().groups.into_iter().map(|entry| (entry.access(), entry.id)).collect();
    groups.sort();
    let mut expected = vec![(Access::View, staff.clone()), (Access::Edit, front.clone())];
    expected.sort();
    assert_eq!(groups, expected);

    // In the same place nothing is written, and it is said what differs.
    let before = scene.find(&id).await;
    let mut theirs = before.access.clone().unwrap();
    theirs.groups.retain(|entry| entry.id != staff);
    save_collection(ada, client, &before, Some("Theirs"), &theirs).await.unwrap();
    let mut mine = before.access.clone().unwrap();
    mine.groups.iter_mut().filter(|entry| entry.id == staff).for_each(|entry| *entry = Access::Manage.entry(&staff));
    let refused = save_collection(sam, client, &before, Some("Mine"), &mine).await.unwrap_err();
    let SaveFailure::Changed(changed) = refused else { panic!("{refused:?}") };
    assert!(changed.name && changed.users.is_empty());
    assert_eq!(changed.groups, [staff]);
    assert_eq!(changed.now, scene.find(&id).await);
    // Knowing that, one may.
    let saved = save_collection(sam, client, &changed.now, Some("Mine"), &changed.joined).await.unwrap();
    assert_eq!((saved.path.as_deref(), saved.access.map(|access| access.groups.len())), (Ok("Mine"), Some(2)));
}

#[tokio::test]
async fn what_the_server_does_not_tell_is_not_written_back() {
    let scene = Scene::new().await;
    let id = scene.make("Half known").await;
    let known = scene.find(&id).await;
    scene.sam.wire.edit("/details", |answer| answer["groups"] = json!(null));
    let half = scene.find(&id).await;
    assert_eq!(half.access, None);
    let lists = managed_by(&scene.manager().await);
    for before in [&half, &known] {
        let refused = save_collection(&scene.sam.portal, &scene.client, before, Some("X"), &lists).await;
        assert_eq!(refused, Err(SaveFailure::AccessUnknown));
    }
    scene.sam.wire.edit("/details", |answer| answer["id"] = json!("another"));
    scene.sam.wire.honest();
    assert_eq!(scene.paths().await, ["Default collection", "Half known"]);
}

#[tokio::test]
async fn several_are_deleted_with_one_outcome_each() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let (one, two, three) = (scene.make("One").await, scene.make("Two").await, scene.make("Three").await);
    let own = scene.own_items("2.a|b|c".into()).await;
    let ids = [one, own.clone(), two.clone()];
    // The server refuses the whole because of one: the others go one by one.
    let rows = delete_collections(portal, client, &ids, &Control::new()).await.unwrap();
    let outcomes: Vec<_> = rows.iter().map(|row| row.outcome.clone()).collect();
    assert_eq!(outcomes, [Ok(()), Err(RowFailure::OwnItems), Ok(())]);
    // A lost answer is looked up; a lie of the server too.
    let both = [three.clone(), scene.make("Four").await];
    scene.sam.wire.once("DELETE", Meddle::CutAfter);
    let rows = delete_collections(portal, client, &both, &Control::new()).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    let five = scene.make("Five").await;
    scene.sam.wire.once("DELETE", Meddle::Answer(Answer::new(200, "")));
    let rows = delete_collections(portal, client, &[five], &Control::new()).await.unwrap();
    assert_eq!(rows[0].outcome, Err(RowFailure::NotDone));
    let many: Vec<String> = (0..501).map(|n| n.to_string()).collect();
    assert_eq!(delete_collections(portal, client, &many, &Control::new()).await, Err(BulkFailure::TooMany));
    let given = give_access(portal, client, &many, &AccessLists::default(), &Control::new()).await;
    assert_eq!(given.unwrap_err(), BulkFailure::TooMany);
    assert_eq!(scene.paths().await, ["Default collection", "Five"]);
}

#[tokio::test]
async fn access_for_several_leaves_all_other_access_as_it_is() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let manager = scene.manager().await;
    let (staff, front) = (scene.group("Staff").await, scene.group("Front office").await);
    let ids = [scene.make("One").await, scene.make("Two").await];
    let wide = AccessLists { groups: vec![Access::Edit.entry(&front)], ..managed_by(&manager) };
    save_collection(portal, client, &scene.find(&ids[0]).await, None, &wide).await.unwrap();
    let gift = AccessLists { groups: vec![Access::ViewHidden.entry(&staff)], users: Vec::new() };
    let check = async || {
        for (id, groups) in [(&ids[0], 2), (&ids[1], 1)] {
            let access = scene.find(id).await.access.unwrap();
            assert_eq!((access.groups.len(), &access.users), (groups, &wide.users));
            assert!(access.groups.contains(&gift.groups[0]));
        }
    };
    // A server that merges gets one call.
    scene.sam.wire.forget_log();
    let (rows, after) = give_access(portal, client, &ids, &gift, &Control::new()).await.unwrap();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    assert_eq!((scene.sam.wire.count("bulk-access"), after.unwrap().len()), (1, 3));
    check().await;

    // One that is refused is found by going one by one.
    let own = scene.own_items("2.a|b|c".into()).await;
    let three = [ids[0].clone(), own, ids[1].clone()];
    let (rows, _) = give_access(portal, client, &three, &gift, &Control::new()).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.outcome.is_ok()).collect::<Vec<_>>(), [true, false, true]);
    // The last manager stays.
    let down = AccessLists { groups: Vec::new(), users: vec![Access::View.entry(&manager)] };
    let (rows, _) = give_access(portal, client, &ids, &down, &Control::new()).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Err(RowFailure::NoManager)), "{rows:?}");
    check().await;
}

#[tokio::test]
async fn a_server_that_replaces_access_gets_everything_that_is_to_stay() {
    let scene = Scene::new().await;
    let client = &scene.client;
    let manager = scene.manager().await;
    let (staff, front) = (scene.group("Staff").await, scene.group("Front office").await);
    let id = scene.make("One").await;
    let wide = AccessLists { groups: vec![Access::Edit.entry(&front)], ..managed_by(&manager) };
    save_collection(&scene.sam.portal, client, &scene.find(&id).await, None, &wide).await.unwrap();
    // Another tab, of which the server is of another make.
    let tab =
        scene.world.confirmed(&scene.ada, &scene.provider, "kim@msp.example", ProviderUserType::ServiceUser).await;
    tab.wire.edit("GET api/config", |config| config["server"] = json!({"name": "Vaultwarden", "url": ""}));
    let gift = AccessLists { groups: vec![Access::View.entry(&staff)], users: Vec::new() };
    let (rows, _) = give_access(&tab.portal, client, std::slice::from_ref(&id), &gift, &Control::new()).await.unwrap();
    assert_eq!(rows[0].outcome, Ok(()));
    let sent: BulkAccess = serde_json::from_slice(&tab.wire.last("bulk-access").body.unwrap()).unwrap();
    assert_eq!((sent.collection_ids, sent.users), (vec![id], wide.users));
    assert!(sent.groups.contains(&wide.groups[0]) && sent.groups.contains(&gift.groups[0]) && sent.groups.len() == 2);
}

#[tokio::test]
async fn whoever_has_no_business_there_is_refused_and_stays_signed_in() {
    let scene = Scene::new().await;
    let client = &scene.client;
    let id = scene.make("Secret").await;
    // A plain member, who manages nothing.
    let uma = scene.world.member("uma@contoso.example").await;
    let user: Uuid = uma.portal.account().unwrap().user_id.parse().unwrap();
    let insert = "INSERT INTO organization_user (id, organization_id, user_id, status, type, created_at, revised_at)
                  VALUES (?1, ?2, ?3, 2, 2, 0, 0)";
    scene.run(insert, (Uuid::new_v4(), client.parse::<Uuid>().unwrap(), user)).await;
    workspace::refresh_rights(&uma.portal).await.unwrap();
    assert_eq!(list_collection_names(&uma.portal, client).await, Ok(Vec::new()));
    let rows = delete_collections(&uma.portal, client, std::slice::from_ref(&id), &Control::new()).await.unwrap();
    assert_eq!(rows[0].outcome, Err(RowFailure::Api(ApiError::Forbidden { message: None })));
    let gift = AccessLists::default();
    let (rows, _) = give_access(&uma.portal, client, std::slice::from_ref(&id), &gift, &Control::new()).await.unwrap();
    assert!(rows[0].outcome.is_err());
    // A stranger.
    let eve = scene.world.member("eve@elsewhere.example").await;
    assert!(matches!(list_collections(&eve.portal, client).await, Err(ApiError::NotFound { .. })));
    assert!(matches!(read_collection(&eve.portal, client, &id).await, Err(ApiError::NotFound { .. })));
    let refused = create_collection(&eve.portal, client, &Draft::default(), "Mine", &gift).await;
    assert!(matches!(refused, Err(SaveFailure::Api(_))), "{refused:?}");
    assert!(uma.portal.session().is_open() && eve.portal.session().is_open());
    assert_eq!(scene.paths().await, ["Default collection", "Secret"]);
}
