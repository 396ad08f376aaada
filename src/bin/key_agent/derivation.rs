//! Derivation of master keys in a worker of its own. It is started when a password is about to be typed and ended after
//! one derivation, which takes its memory (Argon2id: up to a gigabyte, with traces of the password) away with it.

use std::{cell::RefCell, rc::Rc};

use futures::{StreamExt, channel::mpsc};
use js_sys::{Array, Uint8Array};
use portal_agent::{Derive, InPlace};
use portal_crypto::{Backend as _, Error, Kdf, MasterKey, Salt};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};
use zeroize::Zeroizing;

use crate::{scope, web_crypto::WebCrypto};

/// Name of the inner worker.
pub const NAME: &str = "kdf";

/// Said instead of [`scope::READY`] or of a key.
const FAILED: &str = "failed";

/// Starts and ends the inner workers. Clones are the same.
#[derive(Clone, Default)]
pub struct Derivation {
    warm: Rc<RefCell<Option<Inner>>>,
}

/// One inner worker; dropping it ends it.
struct Inner {
    worker: Worker,
    words: mpsc::UnboundedReceiver<JsValue>,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn()>,
}

impl Inner {
    fn start() -> Option<Self> {
        let address = scope::own()?.location().href();
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let worker = Worker::new_with_options(&address, &options).ok()?;
        let (say, words) = mpsc::unbounded();
        let heard = {
            let say = say.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| drop(say.unbounded_send(event.data())))
        };
        // An error closes the line: whoever waits hears the end of it.
        let failed = Closure::<dyn Fn()>::new(move || say.close_channel());
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Inner { worker, words, _heard: heard, _failed: failed })
    }

    async fn derive(mut self, password: &str, salt: &Salt, kdf: Kdf) -> Result<MasterKey, Error> {
        let ready = self.words.next().await.and_then(|word| word.as_string());
        if ready.as_deref() != Some(scope::READY) {
            return Err(Error::Environment);
        }
        let numbers = match kdf {
            Kdf::Pbkdf2 { iterations } => [0, iterations, 0, 0],
            Kdf::Argon2id { iterations, memory, parallelism } => [1, iterations, memory, parallelism],
        };
        let secret = Uint8Array::from(password.as_bytes());
        let question = Array::of3(
            &secret,
            &JsValue::from_str(salt.as_str()),
            &numbers.into_iter().map(JsValue::from).collect::<Array>(),
        );
        let sent = self.worker.post_message(&question);
        secret.fill(0, 0, secret.length());
        sent.map_err(|_| Error::Environment)?;
        let key: Uint8Array =
            self.words.next().await.ok_or(Error::Environment)?.dyn_into().map_err(|_| Error::Environment)?;
        let mut bytes = Zeroizing::new([0_u8; 32]);
        if key.length() != 32 {
            return Err(Error::Environment);
        }
        key.copy_to(bytes.as_mut_slice());
        key.fill(0, 0, 32);
        Ok(MasterKey::from_bytes(&bytes))
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Derivation {
    /// Starts a worker ahead of time, unless one is waiting.
    pub fn warm_up(&self) {
        let mut warm = self.warm.borrow_mut();
        if warm.is_none() {
            *warm = Inner::start();
        }
    }
}

impl Derive for Derivation {
    async fn derive(&self, password: &str, salt: &Salt, kdf: Kdf) -> Result<MasterKey, Error> {
        let warm = self.warm.borrow_mut().take();
        match warm.or_else(Inner::start) {
            Some(inner) => inner.derive(password, salt, kdf).await,
            // A browser without workers inside workers: here, then. Locking ends this worker as well.
            None if proves_itself().await? => InPlace(WebCrypto::new()?).derive(password, salt, kdf).await,
            None => Err(Error::Environment),
        }
    }
}

/// The inner worker: one question, one key.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    let hear = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let scope = scope.clone();
            spawn_local(async move {
                match derive(&event.data()).await {
                    Ok(key) => {
                        let bytes = key.into_bytes();
                        let out = Uint8Array::from(bytes.as_slice());
                        // Handed over, not copied.
                        let _ = scope.post_message_with_transfer(&out, &Array::of1(&out.buffer()));
                    }
                    // Why does not matter outside: settings were judged before, so it is memory or the platform.
                    Err(_) => scope::say(&scope, FAILED),
                }
            });
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    let scope = scope.clone();
    spawn_local(async move {
        // A platform that derives something else would lock people out. The question also has the code on the way of
        // PBKDF2 compiled while the password is still being typed.
        let right = proves_itself().await.is_ok_and(|right| right);
        scope::say(&scope, if right { scope::READY } else { FAILED });
    });
}

/// Whether the platform derives what RFC 7914 §11 says.
async fn proves_itself() -> Result<bool, Error> {
    const DERIVED: [u8; 8] = [0x55, 0xac, 0x04, 0x6e, 0x56, 0xe3, 0x08, 0x9f];
    Ok(WebCrypto::new()?.pbkdf2_sha256(b"passwd", b"salt", 1).await?.starts_with(&DERIVED))
}

async fn derive(question: &JsValue) -> Result<MasterKey, Error> {
    let parts: &Array = question.dyn_ref().ok_or(Error::Environment)?;
    let secret: Uint8Array = parts.get(0).dyn_into().map_err(|_| Error::Environment)?;
    let bytes = Zeroizing::new(secret.to_vec());
    secret.fill(0, 0, secret.length());
    let password = std::str::from_utf8(&bytes).map_err(|_| Error::Environment)?;
    // Whoever asks has judged it; the salt of an export must not be normalised once more.
    let salt = Salt::verbatim(&parts.get(1).as_string().unwrap_or_default());
    let numbers: Array = parts.get(2).dyn_into().map_err(|_| Error::Environment)?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // written from u32 above
    let number = |place: u32| numbers.get(place).as_f64().unwrap_or_default() as u32;
    let kdf = match number(0) {
        0 => Kdf::Pbkdf2 { iterations: number(1) },
        _ => Kdf::Argon2id { iterations: number(1), memory: number(2), parallelism: number(3) },
    };
    MasterKey::derive(&WebCrypto::new()?, password, &salt, kdf).await
}
