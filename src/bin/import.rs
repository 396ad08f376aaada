//! The worker that reads files of other password managers. It holds the plain items until the import is done, and ends
//! with everything in its memory then. It takes the network away from itself before it is given anything.

#[allow(dead_code, reason = "the page uses the rest")]
#[path = "../platform/import_protocol.rs"]
mod import_protocol;

use std::cell::RefCell;
use std::rc::Rc;

use import_protocol::{Answer, Asked, Opened, Question, Reading, Told};
use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
use portal_importers::{Failure, Parsed, Source, plan};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

/// What is open, and what was read from it.
#[derive(Default)]
struct Desk {
    source: Option<Source>,
    parsed: Option<Parsed>,
}

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let last_word = scope.clone();
    std::panic::set_hook(Box::new(move |_| say(&last_word, "crashed")));
    for name in ["fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"] {
        // An own property hides the one that every worker has.
        let _ = Reflect::set(&scope, &JsValue::from_str(name), &JsValue::UNDEFINED);
    }
    let desk = Rc::new(RefCell::new(Desk::default()));
    let hear = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let (scope, desk) = (scope.clone(), Rc::clone(&desk));
            spawn_local(async move { hear(&scope, &desk, event.data()).await });
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    say(&scope, "ready");
}

fn say(scope: &DedicatedWorkerGlobalScope, text: &str) {
    // Text can always be cloned; only a closing worker loses it.
    let _ = scope.post_message(&JsValue::from_str(text));
}

/// A message is a text, or a text with a file or with bytes.
async fn hear(scope: &DedicatedWorkerGlobalScope, desk: &RefCell<Desk>, message: JsValue) {
    let (text, beside) = match message.dyn_into::<Array>() {
        Ok(parts) => (parts.get(0), parts.get(1)),
        Err(text) => (text, JsValue::UNDEFINED),
    };
    let Some(text) = text.as_string().map(Zeroizing::new) else { return };
    let Ok(Asked { id, question }) = serde_json::from_str(&text) else { return };
    let bytes = taken(beside).await;
    let answer = answer(&mut desk.borrow_mut(), question, bytes);
    if let Ok(text) = serde_json::to_string(&Told { id, answer }).map(Zeroizing::new) {
        say(scope, &text);
    }
}

/// The bytes of what came beside a question; the browser's copy is overwritten.
async fn taken(beside: JsValue) -> Option<Zeroizing<Vec<u8>>> {
    let buffer = match beside.dyn_into::<ArrayBuffer>() {
        Ok(buffer) => buffer,
        Err(file) => JsFuture::from(file.dyn_into::<Blob>().ok()?.array_buffer()).await.ok()?.dyn_into().ok()?,
    };
    let view = Uint8Array::new(&buffer);
    let bytes = Zeroizing::new(view.to_vec());
    view.fill(0, 0, view.length());
    Some(bytes)
}

fn answer(desk: &mut Desk, question: Question, bytes: Option<Zeroizing<Vec<u8>>>) -> Answer {
    match question {
        Question::Open { name } => Answer::Opened(match bytes {
            Some(bytes) => open(desk, bytes, &name),
            None => Err(Failure::Damaged { line: None }),
        }),
        Question::Read { format, options } => match &desk.source {
            Some(source) => Answer::Read(source.parse(format, &options).map(|parsed| kept(desk, parsed))),
            None => Answer::Nothing,
        },
        Question::Adopt { parsed } => Answer::Read(Ok(kept(desk, *parsed))),
        Question::Plan { existing, destination } => match &desk.parsed {
            Some(parsed) => Answer::Plan(Box::new(plan(parsed, &existing, &destination))),
            None => Answer::Nothing,
        },
        Question::Take { places } => match desk.parsed.as_ref().and_then(|parsed| parsed.copies(&places)) {
            Some(items) => Answer::Items(items),
            None => Answer::Nothing,
        },
        Question::Whose { places } => {
            let items = desk.parsed.iter().flat_map(|parsed| places.iter().filter_map(|at| parsed.items.get(*at)));
            Answer::Whose(
                items
                    .map(|item| (item.origin.clone(), item.cipher.name.expose().chars().take(120).collect()))
                    .collect(),
            )
        }
    }
}

fn open(desk: &mut Desk, bytes: Zeroizing<Vec<u8>>, name: &str) -> Result<Opened, Failure> {
    // What was open before goes first: two large files at once are more than a tab should hold.
    *desk = Desk::default();
    let source = Source::open(bytes, name)?;
    let opened = Opened { candidates: source.candidates(), columns: source.columns(), sealed: source.sealed() };
    desk.source = Some(source);
    Ok(opened)
}

fn kept(desk: &mut Desk, parsed: Parsed) -> Reading {
    let reading = Reading::of(&parsed);
    desk.parsed = Some(parsed);
    reading
}
