//! Work on collections and a server that asks to slow down: it is waited for, and whoever waits can stop it.

use std::cell::RefCell;
use std::rc::Rc;

use portal_client::bulk::{Control, Progress};
use portal_client::collections::{RowFailure, delete_collections, give_access};

use crate::collections::managed_by;
use crate::organization::Scene;
use crate::support::{Answer, Meddle};

#[tokio::test]
async fn a_server_that_asks_for_a_long_pause_is_waited_for_until_the_person_stops_it() {
    let scene = Scene::new().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let manager = scene.manager().await;
    let pause = || Meddle::Answer(Answer::new(429, "{}").header("retry-after", "90"));
    let waits = Rc::new(RefCell::new(Vec::new()));
    let watch = {
        let waits = waits.clone();
        move |progress: Progress| waits.borrow_mut().extend(progress.waiting)
    };
    let ids = [scene.make("One").await, scene.make("Two").await];
    scene.sam.wire.once("bulk-access", pause());
    let gift = managed_by(&manager);
    let (rows, _) = give_access(portal, client, &ids, &gift, &Control::watched(watch.clone())).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    assert_eq!((waits.borrow().len(), waits.borrow()[0], scene.sam.wire.count("bulk-access")), (90, 90, 2));
    // One by one it is waited for at each row.
    waits.borrow_mut().clear();
    let no = Answer::new(400, r#"{"message":"No."}"#);
    scene.sam.wire.once("DELETE", Meddle::Answer(no));
    scene.sam.wire.once(&["DELETE api/organizations/", client, "/collections/", &ids[1]].concat(), pause());
    let rows = delete_collections(portal, client, &ids, &Control::watched(watch)).await.unwrap();
    assert!(scene.sam.wire.struck_all() && rows.iter().all(|row| row.outcome == Ok(())), "{rows:?}");
    assert_eq!(waits.borrow().len(), 90);
    // Who stops has stopped it: the server did not refuse.
    let last = [scene.make("Three").await, scene.make("Four").await];
    scene.sam.wire.always("DELETE", pause());
    let (control, handle) = stopped_at(80);
    handle.replace(Some(control.clone()));
    let rows = delete_collections(portal, client, &last, &control).await.unwrap();
    assert!(rows.iter().all(|row| row.outcome == Err(RowFailure::Stopped)), "{rows:?}");
    scene.sam.wire.honest();
    assert_eq!(scene.paths().await, ["Default collection", "Four", "Three"]);
}

/// Work that is stopped when so many seconds of a pause are left.
fn stopped_at(left: u32) -> (Control, Rc<RefCell<Option<Control>>>) {
    let handle = Rc::new(RefCell::new(None::<Control>));
    let stop = handle.clone();
    let control = Control::watched(move |progress| {
        if progress.waiting == Some(left) {
            stop.borrow().as_ref().unwrap().stop();
        }
    });
    (control, handle)
}
