//! A line to a web worker: text in, text out. What is said before the worker listens waits; a worker that cannot be loaded
//! or that crashes is reported once, so that nobody waits for ever.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use js_sys::{Array, Uint8Array};
use leptos::prelude::{document, set_timeout_with_handle};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// First word of every worker.
const READY: &str = "ready";
/// Last word of a worker that panicked.
const CRASHED: &str = "crashed";

/// Tells the key agent that a password is about to be typed.
pub const WARM: &str = "warm";

/// How long a worker may take to load before it counts as unloadable. A slow line needs about 10 s for the key agent.
const PATIENCE: Duration = Duration::from_secs(60);

/// The end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It never said that it was ready: files missing, blocked, or no connection.
    Unloadable,
    /// It stopped in the middle of work.
    Crashed,
}

/// A worker and what it is told. Dropping the line ends the worker and everything in its memory.
pub struct Line {
    worker: Worker,
    state: Rc<State>,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn(ErrorEvent)>,
}

struct State {
    ready: Cell<bool>,
    over: Cell<bool>,
    queue: RefCell<Vec<Message>>,
}

/// What is said, and what moves with it instead of being copied.
struct Message {
    said: JsValue,
    moved: Option<Uint8Array>,
}

/// Where the worker's first file is: the build writes it onto the script element that starts the portal.
fn address(attribute: &str) -> Option<String> {
    document().query_selector("script[data-wasm]").ok().flatten()?.get_attribute(attribute)
}

impl Line {
    /// Starts the worker that index.html names in `attribute`. `hear` gets each text, `end` at most one call.
    ///
    /// # Errors
    /// [`End::Unloadable`] when the page names no such worker or the browser refuses to start it.
    pub fn start(attribute: &str, hear: Rc<dyn Fn(String)>, end: Rc<dyn Fn(End)>) -> Result<Rc<Self>, End> {
        let address = address(attribute).ok_or(End::Unloadable)?;
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address, &options).map_err(|_| End::Unloadable)?;
        let state = Rc::new(State { ready: Cell::new(false), over: Cell::new(false), queue: RefCell::default() });

        let finish = {
            let state = Rc::clone(&state);
            Rc::new(move || {
                if !state.over.replace(true) {
                    forget(&state.queue);
                    end(if state.ready.get() { End::Crashed } else { End::Unloadable });
                }
            })
        };
        let heard = {
            let (state, worker, finish) = (Rc::clone(&state), worker.clone(), Rc::clone(&finish));
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let Some(text) = event.data().as_string() else { return };
                match text.as_str() {
                    READY => {
                        state.ready.set(true);
                        for message in state.queue.take() {
                            post(&worker, &message);
                        }
                    }
                    CRASHED => finish(),
                    _ => hear(text),
                }
            })
        };
        let failed = {
            let finish = Rc::clone(&finish);
            Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
                event.prevent_default();
                finish();
            })
        };
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        {
            let state = Rc::downgrade(&state);
            // Without a timer a worker whose files never arrive would be waited for until the person gives up.
            let _ = set_timeout_with_handle(
                move || {
                    if state.upgrade().is_some_and(|state| !state.ready.get()) {
                        finish();
                    }
                },
                PATIENCE,
            );
        }
        Ok(Rc::new(Line { worker, state, _heard: heard, _failed: failed }))
    }

    /// Says something; before the worker listens it waits.
    pub fn say(&self, text: &str) {
        self.send(Message { said: JsValue::from_str(text), moved: None });
    }

    /// Hands a file over with a text; its bytes are read by the worker, not here.
    pub fn hand(&self, text: &str, file: &File) {
        self.send(Message { said: Array::of2(&JsValue::from_str(text), file).into(), moved: None });
    }

    /// Hands bytes over with a text. They move: no copy of them stays on this side.
    pub fn hand_bytes(&self, text: &str, bytes: &[u8]) {
        let moved = Uint8Array::from(bytes);
        let said = Array::of2(&JsValue::from_str(text), &moved.buffer()).into();
        self.send(Message { said, moved: Some(moved) });
    }

    fn send(&self, message: Message) {
        if self.state.over.get() {
            return;
        }
        if self.state.ready.get() {
            post(&self.worker, &message);
        } else {
            self.state.queue.borrow_mut().push(message);
        }
    }

    /// Whether the worker ended by itself.
    pub fn is_over(&self) -> bool {
        self.state.over.get()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.state.over.set(true);
        forget(&self.state.queue);
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn post(worker: &Worker, message: &Message) {
    // Texts and files can always be cloned into a worker, and a buffer that was made for it can be moved.
    let _ = match &message.moved {
        Some(bytes) => worker.post_message_with_transfer(&message.said, &Array::of1(&bytes.buffer())),
        None => worker.post_message(&message.said),
    };
}

/// What was never said is never heard: bytes that still wait are overwritten.
fn forget(queue: &RefCell<Vec<Message>>) {
    for message in queue.take() {
        if let Some(bytes) = message.moved {
            bytes.fill(0, 0, bytes.length());
        }
    }
}
