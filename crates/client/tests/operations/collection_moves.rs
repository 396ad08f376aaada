//! Another name or place for a part of the tree: everything below comes along, and what breaks off goes on later.

use std::cell::{Cell, RefCell};

use portal_client::collections::{
    AccessLists, RowFailure, RowOutcome, Watch, left, plan_move, relocate, save_collection,
};
use portal_client::{ApiError, session};
use portal_contracts::access::Access;

use crate::collections::list;
use crate::organization::Scene;
use crate::support::{Answer, Meddle};

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
    // Somebody gives access to one of them meanwhile: it stays.
    let mut wider = scene.find(&printers).await;
    let access = AccessLists { groups: vec![Access::View.entry(&staff)], ..wider.access.clone().unwrap() };
    wider = save_collection(&scene.ada.portal, client, &wider, None, &access).await.unwrap();
    let seen = RefCell::new(Vec::new());
    let watch = Watch { done: &|done| seen.borrow_mut().push(done), stop: &|| false };
    let rows = relocate(portal, client, &steps, watch).await;
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:?}");
    assert_eq!(*seen.borrow(), [1, 2, 3, 4]);
    let moved = ["Other/Places", "Other/Places/North", "Other/Places/North/Printers", "Other/Places/South"];
    assert_eq!(scene.paths().await, [&["Default collection", "Other/Deep"], moved.as_slice()].concat());
    assert_eq!(scene.find(&printers).await.access, wider.access);
}

#[tokio::test]
async fn a_move_that_breaks_off_says_so_row_by_row_and_goes_on_later() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    for path in ["A", "A/1", "A/2", "A/3", "A/4"] {
        scene.make(path).await;
    }
    let (list, tree) = list(portal, client).await;
    let top = tree.roots().iter().copied().find(|at| tree.path(*at) == "A").unwrap();
    let steps = plan_move(&tree, &list, top, None, "B").unwrap();
    let outcomes = |rows: &[RowOutcome]| rows.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>();
    let failed = |error: ApiError| Err(RowFailure::Api(error));

    // The token ends and the server asks for a pause: both are waited out. Then it fails for one, and the line breaks.
    let put = "PUT api/organizations";
    scene.sam.wire.once(put, Meddle::Answer(Answer::new(401, "")));
    scene.sam.wire.once(put, Meddle::Answer(Answer::new(429, "{}").header("retry-after", "2")));
    scene.sam.wire.once(&steps[1].id, Meddle::Answer(Answer::new(500, "")));
    scene.sam.wire.once(&steps[3].id, Meddle::CutBefore);
    let rows = relocate(portal, client, &steps, Watch::NOBODY).await;
    assert!(scene.sam.wire.struck_all());
    let broken = failed(ApiError::Server { status: 500, id: None });
    assert_eq!(outcomes(&rows), [Ok(()), broken, Ok(()), failed(ApiError::Offline), failed(ApiError::Offline)]);
    // Nothing was sent for the last one.
    assert_eq!(scene.sam.wire.log().iter().filter(|line| line.contains(&steps[4].id)).count(), 0);
    scene.sam.wire.honest();
    assert_eq!(scene.paths().await, ["A/1", "A/3", "A/4", "B", "B/2", "Default collection"]);

    // What is left goes on, until somebody stops it.
    let rest = left(&steps, &rows);
    let done = Cell::new(0);
    let watch = Watch { done: &|count| done.set(count), stop: &|| done.get() >= 1 };
    let rows = relocate(portal, client, &rest, watch).await;
    assert_eq!(outcomes(&rows), [Ok(()), Err(RowFailure::Stopped), Err(RowFailure::Stopped)]);

    // Somebody else renamed one of them; the portal is locked half-way.
    let theirs = scene.find(&steps[3].id).await;
    let lists = theirs.access.clone().unwrap();
    save_collection(&scene.ada.portal, client, &theirs, Some("A/Mine now"), &lists).await.unwrap();
    let rows = relocate(portal, client, &left(&rest, &rows), Watch::NOBODY).await;
    assert_eq!(outcomes(&rows), [Err(RowFailure::Renamed), Ok(())]);
    assert_eq!(scene.paths().await, ["A/Mine now", "B", "B/1", "B/2", "B/4", "Default collection"]);
    session::lock(portal).await;
    let rows = relocate(portal, client, &steps, Watch::NOBODY).await;
    assert!(rows.iter().all(|row| matches!(row.outcome, Err(RowFailure::Api(_)))), "{rows:?}");
}
