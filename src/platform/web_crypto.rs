//! The browser's side of the key tree: PBKDF2 and RSA by WebCrypto, in a worker or a window. Natively fast, in constant
//! time, and private keys stay where no script can read them.
//!
//! Included by path into the key agent's worker, which shares nothing else with the page's platform code, and into
//! `tests/browser`, which runs all vectors over it.

use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use portal_crypto::{Backend, Error, OaepHash, RawKeyPair};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};
use zeroize::Zeroizing;

const OAEP: &str = "RSA-OAEP";
const SHA_1: &str = "SHA-1";
const SHA_256: &str = "SHA-256";

/// `crypto.subtle` of the scope this code runs in.
pub struct WebCrypto {
    subtle: SubtleCrypto,
}

/// A private key inside the browser. WebCrypto ties the hash to the key at import, hence one handle for each; neither
/// can be exported again.
pub struct WebPrivateKey {
    sha1: CryptoKey,
    sha256: CryptoKey,
}

impl WebCrypto {
    /// Takes hold of WebCrypto.
    ///
    /// # Errors
    /// `environment` without a secure context (neither HTTPS nor localhost): there is no fallback.
    pub fn new() -> Result<Self, Error> {
        let member = |holder: &JsValue, name: &str| {
            Reflect::get(holder, &JsValue::from_str(name)).ok().filter(JsValue::is_object).ok_or(Error::Environment)
        };
        let crypto = member(&js_sys::global(), "crypto")?;
        Ok(Self { subtle: member(&crypto, "subtle")?.unchecked_into() })
    }

    async fn import(
        &self,
        format: &str,
        bytes: &[u8],
        algorithm: &Object,
        usage: &str,
        refusal: Error,
    ) -> Result<CryptoKey, Error> {
        let copy = Wiped(Uint8Array::from(bytes));
        let imported =
            self.subtle.import_key_with_object(format, &copy.0, algorithm, false, &list(&[usage])).map_err(|_| refusal);
        settle(imported?, refusal).await.map(JsCast::unchecked_into)
    }

    async fn export(&self, format: &str, key: &CryptoKey) -> Result<Zeroizing<Vec<u8>>, Error> {
        let exported = self.subtle.export_key(format, key).map_err(|_| Error::Environment)?;
        settle(exported, Error::Environment).await.map(take_bytes)
    }
}

impl Backend for WebCrypto {
    type PrivateKey = WebPrivateKey;

    async fn pbkdf2_sha256(&self, password: &[u8], salt: &[u8], iterations: u32) -> Result<Zeroizing<[u8; 32]>, Error> {
        let name = JsValue::from_str("PBKDF2");
        let key =
            self.import("raw", password, &dictionary(&[("name", &name)]), "deriveBits", Error::Environment).await?;
        let algorithm = dictionary(&[
            ("name", &name),
            ("hash", &JsValue::from_str(SHA_256)),
            ("salt", &Uint8Array::from(salt)),
            ("iterations", &JsValue::from_f64(iterations.into())),
        ]);
        let bits = self.subtle.derive_bits_with_object(&algorithm, &key, 256).map_err(|_| Error::Environment)?;
        let bytes = take_bytes(settle(bits, Error::Environment).await?);
        let mut derived = Zeroizing::new([0; 32]);
        if bytes.len() != derived.len() {
            return Err(Error::Environment);
        }
        derived.copy_from_slice(&bytes);
        Ok(derived)
    }

    async fn generate_rsa(&self) -> Result<RawKeyPair, Error> {
        let algorithm = dictionary(&[
            ("name", &JsValue::from_str(OAEP)),
            ("hash", &JsValue::from_str(SHA_1)),
            ("modulusLength", &JsValue::from_f64(2048.0)),
            ("publicExponent", &Uint8Array::from([1, 0, 1].as_slice())),
        ]);
        // Extractable, because the private half is wrapped and stored; what is used later is imported anew.
        let generated = self
            .subtle
            .generate_key_with_object(&algorithm, true, &list(&["encrypt", "decrypt"]))
            .map_err(|_| Error::Environment)?;
        let pair = settle(generated, Error::Environment).await?;
        let half = |name: &str| {
            Reflect::get(&pair, &JsValue::from_str(name))
                .map(JsCast::unchecked_into::<CryptoKey>)
                .map_err(|_| Error::Environment)
        };
        Ok(RawKeyPair {
            spki: self.export("spki", &half("publicKey")?).await?.to_vec(),
            pkcs8: self.export("pkcs8", &half("privateKey")?).await?,
        })
    }

    async fn import_rsa(&self, pkcs8: &[u8]) -> Result<WebPrivateKey, Error> {
        Ok(WebPrivateKey {
            sha1: self.import("pkcs8", pkcs8, &oaep(SHA_1), "decrypt", Error::Key).await?,
            sha256: self.import("pkcs8", pkcs8, &oaep(SHA_256), "decrypt", Error::Key).await?,
        })
    }

    async fn rsa_decrypt(&self, key: &WebPrivateKey, hash: OaepHash, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (key, name) = match hash {
            OaepHash::Sha1 => (&key.sha1, SHA_1),
            OaepHash::Sha256 => (&key.sha256, SHA_256),
        };
        let opened =
            self.subtle.decrypt_with_object_and_u8_array(&oaep(name), key, data).map_err(|_| Error::Decrypt)?;
        settle(opened, Error::Decrypt).await.map(take_bytes)
    }

    async fn rsa_encrypt(&self, spki: &[u8], payload: &[u8]) -> Result<Vec<u8>, Error> {
        let algorithm = oaep(SHA_1);
        let key = self.import("spki", spki, &algorithm, "encrypt", Error::Key).await?;
        let wrapped =
            self.subtle.encrypt_with_object_and_u8_array(&algorithm, &key, payload).map_err(|_| Error::Key)?;
        settle(wrapped, Error::Key).await.map(|buffer| take_bytes(buffer).to_vec())
    }
}

/// A copy of secret bytes on the JavaScript side, overwritten as soon as it is not needed. Later copies inside the engine
/// are out of reach (spec §16.5).
struct Wiped(Uint8Array);

impl Drop for Wiped {
    fn drop(&mut self) {
        self.0.fill(0, 0, self.0.length());
    }
}

/// Takes the content of an `ArrayBuffer` over and wipes it there.
fn take_bytes(buffer: JsValue) -> Zeroizing<Vec<u8>> {
    let view = Wiped(Uint8Array::new(buffer.unchecked_ref::<ArrayBuffer>()));
    Zeroizing::new(view.0.to_vec())
}

/// Waits. What the browser says on failure is dropped on purpose: it is no part of an error here.
async fn settle(promise: Promise, refusal: Error) -> Result<JsValue, Error> {
    JsFuture::from(promise).await.map_err(|_| refusal)
}

fn oaep(hash: &str) -> Object {
    dictionary(&[("name", &JsValue::from_str(OAEP)), ("hash", &JsValue::from_str(hash))])
}

fn dictionary(members: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

fn list(words: &[&str]) -> Array {
    words.iter().map(|word| JsValue::from_str(word)).collect()
}
