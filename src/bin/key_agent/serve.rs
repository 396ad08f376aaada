//! Answers the page's questions, several at a time.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use futures::future::{AbortHandle, Abortable};
use portal_agent::{
    Agent, Fault,
    protocol::line::{self, Heard},
};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;

use crate::{
    derivation::Derivation,
    scope::{READY, WARM, say},
    web_crypto::WebCrypto,
};

type Running = Rc<RefCell<HashMap<u64, AbortHandle>>>;

/// Listens for the life of the worker.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    let derivation = Derivation::default();
    // Without WebCrypto every question has the same answer.
    let agent = WebCrypto::new().ok().map(|backend| Rc::new(Agent::new(backend, derivation.clone())));
    let running = Running::default();
    let hear = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(text) = event.data().as_string().map(Zeroizing::new) else { return };
            if *text == WARM {
                derivation.warm_up();
                return;
            }
            match line::heard(&text) {
                Some(Heard::Call(id, request)) => {
                    let request = Zeroizing::new(request.to_owned());
                    let (handle, registration) = AbortHandle::new_pair();
                    running.borrow_mut().insert(id, handle);
                    let (scope, agent, running) = (scope.clone(), agent.clone(), Rc::clone(&running));
                    spawn_local(async move {
                        let work = async {
                            match agent {
                                Some(agent) => agent.answer(&request).await,
                                None => Err(Fault::Environment),
                            }
                        };
                        let outcome = Abortable::new(work, registration).await;
                        running.borrow_mut().remove(&id);
                        if let Ok(outcome) = outcome {
                            say(
                                &scope,
                                &line::answer(id, outcome.as_deref().map(String::as_str).map_err(|fault| *fault)),
                            );
                        }
                    });
                }
                Some(Heard::Cancel(id)) => {
                    if let Some(handle) = running.borrow_mut().remove(&id) {
                        handle.abort();
                    }
                }
                // Only a page of another build says something else; its question stays without an answer and it is
                // told by `Gone` when it is loaded again.
                None => {}
            }
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    say(scope, READY);
}
