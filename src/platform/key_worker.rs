//! The page's end of the key agent: typed questions to the worker that owns every key.
//!
//! Locking ends the worker, because nothing wipes memory as surely as that. A worker that crashed answers everything with
//! [`Fault::Gone`]; the next question starts a new, empty one.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use futures::channel::oneshot;
use portal_agent::{
    Fault, KeyAgent, LocalBoxFuture,
    protocol::{Ask, Done, Lock, Told, line},
};
use zeroize::Zeroizing;

use super::line::{End, Line, WARM};

type Waiting = Rc<RefCell<HashMap<u64, oneshot::Sender<Result<Zeroizing<String>, Fault>>>>>;

/// The key agent in its worker.
pub struct KeyWorker {
    line: RefCell<Option<Rc<Line>>>,
    waiting: Waiting,
    next: Cell<u64>,
    on_end: Rc<dyn Fn(End)>,
}

impl KeyWorker {
    /// Starts nothing yet, so that a first visit downloads no more than it shows: [`Self::warm_up`] or the first question
    /// does. `on_end` hears when the worker fails.
    pub fn new(on_end: Rc<dyn Fn(End)>) -> Self {
        KeyWorker { line: RefCell::default(), waiting: Waiting::default(), next: Cell::new(1), on_end }
    }

    fn line(&self) -> Result<Rc<Line>, Fault> {
        if let Some(line) = self.line.borrow().as_ref().filter(|line| !line.is_over()) {
            return Ok(Rc::clone(line));
        }
        let hear = {
            let waiting = Rc::clone(&self.waiting);
            move |text: String| {
                let text = Zeroizing::new(text);
                let Some((number, outcome)) = line::answered(&text) else { return };
                let waiter = waiting.borrow_mut().remove(&number);
                if let Some(waiter) = waiter {
                    // Whoever asked may have gone meanwhile.
                    let _ = waiter.send(outcome);
                }
            }
        };
        let end = {
            let (waiting, on_end) = (Rc::clone(&self.waiting), Rc::clone(&self.on_end));
            move |end: End| {
                fail_all(&waiting, Fault::Gone);
                on_end(end);
            }
        };
        let line = Line::start("data-key-agent", Rc::new(hear), Rc::new(end)).map_err(|end| {
            (self.on_end)(end);
            Fault::Gone
        })?;
        *self.line.borrow_mut() = Some(Rc::clone(&line));
        Ok(line)
    }

    /// Lets the worker prepare for a derivation: call it when a password is about to be typed.
    pub fn warm_up(&self) {
        if let Ok(line) = self.line() {
            line.say(WARM);
        }
    }

    fn restart(&self) {
        self.line.borrow_mut().take();
        fail_all(&self.waiting, Fault::Locked);
        // The new worker loads while the lock screen is looked at.
        let _ = self.line();
    }
}

fn fail_all(waiting: &Waiting, fault: Fault) {
    for (_, waiter) in waiting.take() {
        let _ = waiter.send(Err(fault));
    }
}

/// Tells the worker when nobody waits any more.
struct Call {
    id: u64,
    line: Rc<Line>,
    waiting: Waiting,
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.waiting.borrow_mut().remove(&self.id).is_some() {
            self.line.say(&line::cancel(self.id));
        }
    }
}

impl KeyAgent for KeyWorker {
    fn call(
        &self,
        name: &'static str,
        request: Zeroizing<String>,
    ) -> LocalBoxFuture<'_, Result<Zeroizing<String>, Fault>> {
        Box::pin(async move {
            if name == Lock::NAME {
                self.restart();
                return Ok(Zeroizing::new(["{\"", Done::NAME, "\":{}}"].concat()));
            }
            let line = self.line()?;
            let id = self.next.get();
            self.next.set(id + 1);
            let text = line::call(id, &request);
            let (sender, receiver) = oneshot::channel();
            self.waiting.borrow_mut().insert(id, sender);
            let call = Call { id, line, waiting: Rc::clone(&self.waiting) };
            call.line.say(&text);
            receiver.await.unwrap_or(Err(Fault::Gone))
        })
    }
}
