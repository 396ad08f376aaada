//! What WebCrypto is asked to do with secrets, in a window. The browser's own functions are watched, because what
//! matters here (may a key be exported, are the bytes wiped) is invisible from outside.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../src/platform/web_crypto.rs"]
mod web_crypto;

use portal_crypto::{Error, KeyPair, OrgKey, PrivateKey, PublicKey, SealingKey as _, SharedKey, UserKey};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Remembers what `importKey` is given from now on: format, bytes, whether the key may be exported.
const WATCH: &str = "
    globalThis.seenImports = [];
    const real = SubtleCrypto.prototype.importKey;
    SubtleCrypto.prototype.importKey = function (format, bytes, algorithm, extractable, usages) {
        globalThis.seenImports.push({ format, bytes, length: bytes.length, extractable });
        return real.call(this, format, bytes, algorithm, extractable, usages);
    };
";

fn script(source: &str) -> JsValue {
    js_sys::Function::new_no_args(source).call0(&JsValue::UNDEFINED).expect("the script runs")
}

fn backend() -> web_crypto::WebCrypto {
    web_crypto::WebCrypto::new().expect("localhost is a secure context")
}

#[wasm_bindgen_test]
async fn private_keys_cannot_be_exported_and_their_bytes_are_wiped() {
    script(WATCH);
    let (backend, user_key) = (backend(), UserKey::generate().unwrap());
    let pair = KeyPair::generate(&backend).await.unwrap();
    let wrapped = pair.wrap_private(&user_key).unwrap();
    let private = PrivateKey::open(&backend, &user_key, &wrapped).await.unwrap();
    private.check_public(pair.public()).unwrap();

    let imports = |condition: &str| {
        script(&format!("return seenImports.filter((seen) => seen.format === 'pkcs8' && {condition}).length"))
            .as_f64()
            .unwrap_or_default()
    };
    // One handle for each hash.
    assert!(imports("seen.length > 1000") >= 2.0, "the private key is not imported at all");
    assert!(imports("seen.extractable") == 0.0, "a private key may be exported");
    assert!(imports("seen.bytes.some((byte) => byte !== 0)") == 0.0, "DER of a private key is left behind");
}

#[wasm_bindgen_test]
async fn refusals_keep_their_category() {
    let backend = backend();
    let pair = KeyPair::generate(&backend).await.unwrap();
    let public: PublicKey = pair.public().clone();
    let wrapped = public.wrap(&backend, &OrgKey::generate().unwrap()).await.unwrap();

    let stranger = KeyPair::generate(&backend).await.unwrap().into_private(&backend).await.unwrap();
    assert_eq!(stranger.unwrap::<OrgKey>(&backend, &wrapped).await.err(), Some(Error::Decrypt));

    let mine = pair.into_private(&backend).await.unwrap();
    let other_hash: SharedKey = wrapped.to_text().replacen("4.", "3.", 1).parse().unwrap();
    assert_eq!(mine.unwrap::<OrgKey>(&backend, &other_hash).await.err(), Some(Error::Decrypt));
    assert_eq!(PrivateKey::from_pkcs8(&backend, &[0x30, 0x00]).await.err(), Some(Error::Key));
}

#[wasm_bindgen_test]
async fn the_browser_notices_an_exchanged_modulus() {
    let (backend, key) = (backend(), UserKey::generate().unwrap());
    let pair = KeyPair::generate(&backend).await.unwrap();
    let mut der = key.open_bytes(&pair.wrap_private(&key).unwrap()).unwrap();
    if let Some(byte) = der.get_mut(60) {
        *byte ^= 1;
    }
    assert_eq!(PrivateKey::from_pkcs8(&backend, &der).await.err(), Some(Error::Key));
}

/// As a page on plain HTTP would find it. The order of tests is not ours, so everything is put back.
#[wasm_bindgen_test]
fn without_a_secure_context_there_is_no_fallback() {
    script(
        "globalThis.realSubtle = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle');
        Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined, configurable: true });",
    );
    let refusal = web_crypto::WebCrypto::new().err();
    script("Object.defineProperty(Crypto.prototype, 'subtle', globalThis.realSubtle);");
    assert_eq!(refusal, Some(Error::Environment));
    assert!(web_crypto::WebCrypto::new().is_ok());
}
