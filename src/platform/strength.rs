//! The worker that rates passwords. It is large (zxcvbn), so it is fetched when a password is about to be set, and never
//! before.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures::channel::oneshot;
use zeroize::Zeroizing;

use super::{
    line::{End, Line},
    strength_protocol::{Rate, Rated},
};

/// Longest text that is rated, in characters; what follows cannot make a password weaker.
pub const LONGEST: usize = 128;

type Waiting = Rc<RefCell<HashMap<u32, oneshot::Sender<Option<Rated>>>>>;

#[derive(Default)]
struct Desk {
    line: RefCell<Option<Rc<Line>>>,
    waiting: Waiting,
    next: Cell<u32>,
}

thread_local! {
    static DESK: Desk = Desk::default();
}

impl Desk {
    fn line(&self) -> Result<Rc<Line>, End> {
        if let Some(line) = self.line.borrow().as_ref().filter(|line| !line.is_over()) {
            return Ok(Rc::clone(line));
        }
        let hear = {
            let waiting = Rc::clone(&self.waiting);
            move |text: String| {
                let Ok(rated) = serde_json::from_str::<Rated>(&text) else { return };
                let waiter = waiting.borrow_mut().remove(&rated.id);
                if let Some(waiter) = waiter {
                    let _ = waiter.send(Some(rated));
                }
            }
        };
        let end = {
            let waiting = Rc::clone(&self.waiting);
            move |_: End| {
                for (_, waiter) in waiting.take() {
                    let _ = waiter.send(None);
                }
            }
        };
        let line = Line::start("data-strength", Rc::new(hear), Rc::new(end))?;
        *self.line.borrow_mut() = Some(Rc::clone(&line));
        Ok(line)
    }
}

/// Fetches the worker, unless it is there. Call it when a field for a new password gets the focus.
pub fn warm_up() {
    DESK.with(|desk| {
        // If it cannot be had, the form says "not rated" and works all the same.
        let _ = desk.line();
    });
}

/// Rates a password. None when the worker cannot be had: then nothing is known about the strength.
pub async fn rate(password: &str, inputs: Vec<String>) -> Option<Rated> {
    let receiver = DESK.with(|desk| {
        let line = desk.line().ok()?;
        let id = desk.next.get().wrapping_add(1);
        desk.next.set(id);
        let question = Rate { id, password: password.chars().take(LONGEST).collect(), inputs };
        let text = serde_json::to_string(&question).ok()?;
        drop(Zeroizing::new(question.password));
        let (sender, receiver) = oneshot::channel();
        desk.waiting.borrow_mut().insert(id, sender);
        line.say(&text);
        Some(receiver)
    })?;
    receiver.await.ok().flatten()
}
