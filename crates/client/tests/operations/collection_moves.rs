//! Another name or place for a part of the tree: everything below comes along or nothing does, and what breaks off goes on
//! later.

use std::cell::RefCell;
use std::rc::Rc;

use portal_client::bulk::Control;
use portal_client::collections::{
    AccessLists, MoveFailure, RowFailure, RowOutcome, Step, left, plan_move, prepare_move, relocate, save_collection,
};
use portal_client::{ApiError, Portal, session};
use portal_contracts::access::Access;
use uuid::Uuid;

use crate::collections::list;
use crate::organization::Scene;
use crate::support::{Answer, Meddle};

impl Scene {
    /// Takes Manage away from everybody, as an import by the provider's people leaves it.
    async fn unmanage(&self, collection: &str) {
        let delete = "DELETE FROM collection_user WHERE collection_id = ?1";
        self.run(delete, [collection.parse::<Uuid>().unwrap()]).await;
    }
}

async fn carry_out(portal: &Portal, client: &str, steps: &[Step]) -> Vec<RowOutcome> {
    let ready = prepare_move(portal, client, steps, &AccessLists::default()).await.unwrap();
    relocate(portal, client, &ready, &Control::new()).await
}

async fn renamed(scene: &Scene, from: &str, to: &str) -> Vec<Step> {
    let (list, tree) = list(&scene.sam.portal, &scene.client).await;
    let at = tree.all().into_iter().find(|at| tree.path(*at) == from).unwrap();
    plan_move(&tree, &list, at, None, to).unwrap()
}

#[tokio::test]
async fn a_part_of_the_tree_moves_with_everything_below_it() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    for path in ["Sites", "Sites/North", "Sites/North/Printers", "Sites/South", "Other/Deep"] {
        scene.make(path).await;
    }
    let staff = scene.group("Staff").await;
    let (list, tree) = list(portal, client).await;
    let at = |path: &str| tree.all().into_iter().find(|at| tree.path(*at) == path).unwrap();
    let printers = tree.node(at("Sites/North/Printers")).unwrap().key.clone();
    let steps = plan_move(&tree, &list, at("Sites"), Some(at("Other")), "Places").unwrap();
    let ready = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap();
    // Somebody gives access to one of them meanwhile, which seals the name anew: it stays.
    let mut wider = scene.find(&printers).await;
    let access = AccessLists { groups: vec![Access::View.entry(&staff)], ..wider.access.clone().unwrap() };
    wider = save_collection(&scene.ada.portal, client, &wider, Some("Sites/Renamed"), &access).await.unwrap();
    wider = save_collection(&scene.ada.portal, client, &wider, Some("Sites/North/Printers"), &access).await.unwrap();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let heard = seen.clone();
    let control = Control::watched(move |progress| heard.borrow_mut().push(progress.done));
    let rows = relocate(portal, client, &ready, &control).await;
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
    assert_eq!(*seen.borrow(), [0, 1, 2, 3, 4]);
    let moved = ["Other/Places", "Other/Places/North", "Other/Places/North/Printers", "Other/Places/South"];
    assert_eq!(scene.paths().await, [&["Default collection", "Other/Deep"], moved.as_slice()].concat());
    assert_eq!(scene.find(&printers).await.access, wider.access);
}

#[tokio::test]
async fn a_branch_in_which_somebody_manages_nothing_is_not_torn() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let manager = AccessLists { groups: Vec::new(), users: vec![Access::Manage.entry(scene.manager().await)] };
    let (staff, front) = (scene.group("Staff").await, scene.group("Front office").await);
    let mut ids = Vec::new();
    for path in ["A", "A/1", "A/2", "A/2/deep"] {
        ids.push(scene.make(path).await);
    }
    let wide = AccessLists { groups: vec![Access::View.entry(&staff)], ..manager.clone() };
    save_collection(portal, client, &scene.find(&ids[1]).await, None, &wide).await.unwrap();
    for id in [&ids[1], &ids[3]] {
        scene.unmanage(id).await;
    }
    // Found before the first write, with what they are now.
    let steps = renamed(&scene, "A", "B").await;
    scene.sam.wire.forget_log();
    let refused = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap_err();
    let MoveFailure::NoManager(found) = refused else { panic!("{refused:?}") };
    assert_eq!(found, [scene.find(&ids[1]).await, scene.find(&ids[3]).await]);
    // Somebody who only sees is no manager.
    let viewers = AccessLists { groups: vec![Access::View.entry(&front)], users: Vec::new() };
    assert!(matches!(prepare_move(portal, client, &steps, &viewers).await, Err(MoveFailure::NoManager(_))));
    assert_eq!(scene.sam.wire.count("PUT"), 0);

    // With somebody who will manage them it is one step, and all other access stays.
    let heirs = AccessLists { groups: vec![Access::Manage.entry(&front)], users: Vec::new() };
    let ready = prepare_move(portal, client, &steps, &heirs).await.unwrap();
    let rows = relocate(portal, client, &ready, &Control::new()).await;
    assert!(rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    assert_eq!(scene.paths().await, ["B", "B/1", "B/2", "B/2/deep", "Default collection"]);
    for id in [&ids[0], &ids[2]] {
        assert_eq!(scene.find(id).await.access.as_ref(), Some(&manager));
    }
    let mut groups = scene.find(&ids[1]).await.access.unwrap().groups;
    groups.sort_by_key(|entry| entry.access());
    assert_eq!(groups, [Access::View.entry(&staff), Access::Manage.entry(&front)]);
    assert_eq!(scene.find(&ids[3]).await.access, Some(heirs));

    // Whose access is not told is not written, and stops the whole as well.
    scene.sam.wire.edit(&[&ids[2], "/details"].concat(), |answer| answer["users"] = serde_json::json!(null));
    let steps = renamed(&scene, "B", "C").await;
    let refused = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap_err();
    assert_eq!(refused, MoveFailure::AccessUnknown(vec![ids[2].clone()]));
}

#[tokio::test]
async fn where_admins_reach_everything_nobody_has_to_manage_what_moves() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let management = "UPDATE organization SET allow_admin_access = 1 WHERE id = ?1";
    scene.run(management, [client.parse::<Uuid>().unwrap()]).await;
    portal_client::workspace::sync(portal).await.unwrap();
    let (top, below) = (scene.make("A").await, scene.make("A/1").await);
    for id in [&top, &below] {
        scene.unmanage(id).await;
    }
    let rows = carry_out(portal, client, &renamed(&scene, "A", "B").await).await;
    assert!(rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    assert_eq!(scene.paths().await, ["B", "B/1", "Default collection"]);
    assert_eq!(scene.find(&below).await.access, Some(AccessLists::default()));
}

#[tokio::test]
async fn a_large_branch_is_looked_at_with_one_call() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    for number in 0..14 {
        scene.make(&format!("A/{number}")).await;
    }
    let mut steps = renamed(&scene, "A", "B").await;
    let gone = Step { id: Uuid::new_v4().to_string(), ..steps[0].clone() };
    steps.push(gone);
    scene.sam.wire.forget_log();
    let ready = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap();
    assert_eq!(scene.sam.wire.log().len(), 1, "{:?}", scene.sam.wire.log());
    let rows = relocate(portal, client, &ready, &Control::new()).await;
    assert_eq!(rows.iter().filter(|row| row.outcome == Ok(())).count(), 14);
    assert_eq!(rows[14].outcome, Err(RowFailure::Gone));
}

#[tokio::test]
async fn a_move_that_breaks_off_says_so_row_by_row_and_goes_on_later() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    for path in ["A", "A/1", "A/2", "A/3", "A/4"] {
        scene.make(path).await;
    }
    let steps = renamed(&scene, "A", "B").await;
    let outcomes = |rows: &[RowOutcome]| rows.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>();
    let failed = |error: ApiError| Err(RowFailure::Api(error));

    // The token ends and the server asks for a long pause: both are waited out. Then it fails for one, and the line breaks.
    let put = |place: usize| ["PUT api/organizations/", client, "/collections/", &steps[place].id].concat();
    scene.sam.wire.once(&put(0), Meddle::Answer(Answer::new(401, "")));
    scene.sam.wire.once(&put(2), Meddle::Answer(Answer::new(429, "{}").header("retry-after", "120")));
    scene.sam.wire.once(&put(1), Meddle::Answer(Answer::new(500, "")));
    scene.sam.wire.once(&put(3), Meddle::CutBefore);
    let ready = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap();
    // The look whether it arrived meets the same.
    scene.sam.wire.forget_log();
    let rows = relocate(portal, client, &ready, &Control::new()).await;
    assert!(scene.sam.wire.struck_all());
    let broken = failed(ApiError::Server { status: 500, id: None, message: None });
    assert_eq!(outcomes(&rows), [Ok(()), broken, Ok(()), failed(ApiError::Offline), failed(ApiError::Offline)]);
    // Nothing was sent for the last one.
    assert_eq!(scene.sam.wire.count(&steps[4].id), 0);
    scene.sam.wire.honest();
    assert_eq!(scene.paths().await, ["A/1", "A/3", "A/4", "B", "B/2", "Default collection"]);

    // What is left goes on, until somebody stops it.
    let rest = left(&steps, &rows);
    let ready = prepare_move(portal, client, &rest, &AccessLists::default()).await.unwrap();
    let handle = Rc::new(RefCell::new(None::<Control>));
    let stop = handle.clone();
    let control = Control::watched(move |progress| {
        if progress.done == 1 {
            stop.borrow().as_ref().unwrap().stop();
        }
    });
    handle.replace(Some(control.clone()));
    let rows = relocate(portal, client, &ready, &control).await;
    assert_eq!(outcomes(&rows), [Ok(()), Err(RowFailure::Stopped), Err(RowFailure::Stopped)]);

    // Somebody else renamed one of them.
    let theirs = scene.find(&steps[3].id).await;
    let lists = theirs.access.clone().unwrap();
    save_collection(&scene.ada.portal, client, &theirs, Some("A/Mine now"), &lists).await.unwrap();
    let rows = carry_out(portal, client, &left(&rest, &rows)).await;
    assert_eq!(outcomes(&rows), [Err(RowFailure::Renamed), Ok(())]);
    assert_eq!(scene.paths().await, ["A/Mine now", "B", "B/1", "B/2", "B/4", "Default collection"]);
}

#[tokio::test]
async fn a_session_that_locks_half_way_tears_no_branch_apart() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    for path in ["A", "A/1", "A/2"] {
        scene.make(path).await;
    }
    let steps = renamed(&scene, "A", "B").await;
    let ready = prepare_move(portal, client, &steps, &AccessLists::default()).await.unwrap();
    session::lock(portal).await;
    let rows = relocate(portal, client, &ready, &Control::new()).await;
    assert!(rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    let list = portal_client::collections::list_collection_names(&scene.ada.portal, client).await.unwrap();
    let mut paths: Vec<_> = list.into_iter().map(|found| found.path.unwrap()).collect();
    paths.sort();
    assert_eq!(paths, ["B", "B/1", "B/2", "Default collection"]);
    // Without keys nothing more is begun.
    let refused = prepare_move(portal, client, &steps, &AccessLists::default()).await;
    assert!(matches!(refused, Err(MoveFailure::Api(ApiError::Keys(_)))), "{refused:?}");
}
