//! EncString and the binary form.

use portal_crypto::{EncString, ItemKey, SealingKey as _, testing};

use super::case::{Case, Fail, same};

pub fn parse(case: &Case) -> Result<(), Fail> {
    let text: EncString = case.text("input")?.parse()?;
    same("type", u64::from(text.kind()), case.number("type")?)?;
    let optional = |name: &str| case.get(name).map(|_| case.bytes(name)).transpose();
    same("iv", text.iv().map(<[u8]>::to_vec), optional("iv_b64")?)?;
    same("data", text.data().to_vec(), case.bytes("data_b64")?)?;
    same("mac", text.mac().map(<[u8]>::to_vec), optional("mac_b64")?)?;
    same("canonical text", text.to_text().as_str(), case.text("canonical")?)?;
    let again: EncString = text.to_text().parse()?;
    same("re-read text", again, text)
}

pub fn seal(case: &Case) -> Result<(), Fail> {
    let key = ItemKey::from_bytes(&case.bytes("key_b64")?)?;
    let plaintext = case.bytes("plaintext_b64")?;
    if case.get("plaintext").is_some() {
        same("plaintext forms", case.text("plaintext")?.as_bytes(), plaintext.as_slice())?;
    }
    let iv = case.iv()?.ok_or_else(|| Fail::wrong("iv_b64 is missing"))?;
    let sealed = testing::seal_with_iv(&key, iv, &plaintext)?;
    same("sealed text", sealed.to_text().as_str(), case.text("enc_string")?)?;
    // The way the product seals: a fresh IV every time.
    let (first, second) = (key.seal_bytes(&plaintext)?, key.seal_bytes(&plaintext)?);
    if first.iv() == second.iv() {
        return Err(Fail::wrong("an IV was used twice"));
    }
    same("opened text", key.open_bytes(&first)?.to_vec(), plaintext)
}

pub fn open(case: &Case) -> Result<(), Fail> {
    let key = case.bytes("key_b64")?;
    let text: EncString = case.text("enc_string")?.parse()?;
    let opened = testing::open_with_raw_key(&key, &text)?;
    match case.text("as")? {
        "bytes" => same("plaintext", opened.to_vec(), case.bytes("plaintext_b64")?),
        "string" => {
            let opened = ItemKey::from_bytes(&key)?.open_text(&text)?;
            same("plaintext", opened.as_str(), case.text("plaintext")?)
        }
        other => Err(Fail::Wrong(format!("unknown kind of result {other}"))),
    }
}

pub fn file(case: &Case) -> Result<(), Fail> {
    let key = ItemKey::from_bytes(&case.bytes("key_b64")?)?;
    let buffer = case.bytes("buffer_b64")?;
    let plaintext = key.open_file(&buffer)?;
    same("plaintext", plaintext.to_vec(), case.bytes("plaintext_b64")?)?;
    if let Some(iv) = case.iv()? {
        same("sealed file", testing::seal_file_with_iv(&key, iv, &plaintext)?, buffer)?;
    }
    same("sealed again", key.open_file(&key.seal_file(&plaintext)?)?.to_vec(), plaintext.to_vec())
}
