//! Word to the other tabs of this browser. Only *that* something happened travels, never data.

use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

/// What all tabs should do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Drop the keys.
    Lock,
    /// Sign out.
    SignOut,
    /// Ask the server whether the session still stands. Another tab may be signed in to another account.
    Look,
}

impl Word {
    const fn text(self) -> &'static str {
        match self {
            Word::Lock => "lock",
            Word::SignOut => "sign-out",
            Word::Look => "look",
        }
    }
}

/// The line between the tabs; kept for the life of the page.
pub struct Tabs {
    channel: Option<BroadcastChannel>,
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Tabs {
    /// Listens; `hear` gets what other tabs say.
    pub fn open(hear: Rc<dyn Fn(Word)>) -> Self {
        let channel = BroadcastChannel::new("portal.session").ok();
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            match event.data().as_string().as_deref() {
                Some("lock") => hear(Word::Lock),
                Some("sign-out") => hear(Word::SignOut),
                Some("look") => hear(Word::Look),
                _ => {}
            }
        });
        if let Some(channel) = &channel {
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        }
        Tabs { channel, _heard: heard }
    }

    /// Tells the others.
    pub fn say(&self, word: Word) {
        if let Some(channel) = &self.channel {
            // A closed channel means that this page is going away.
            let _ = channel.post_message(&JsValue::from_str(word.text()));
        }
    }
}
