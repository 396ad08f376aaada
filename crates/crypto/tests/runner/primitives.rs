//! Groups without keys to unwrap: salts, limits, stretching, phrases, identifiers, breach answers.

use portal_crypto::{BreachProbe, Error, Fingerprint, Salt, UserKey, testing};

use super::case::{Case, Fail, same};

pub fn email_salt(case: &Case) -> Result<(), Fail> {
    let salt = Salt::from_email(case.text("email")?)?;
    same("salt", salt.as_str(), case.text("salt")?)
}

pub fn kdf_policy(case: &Case) -> Result<(), Fail> {
    let kdf = case.kdf()?;
    let verdict = match case.text("context")? {
        "login" => kdf.check_for_sign_in(),
        "set" => kdf.check_for_setting(),
        other => return Err(Fail::Wrong(format!("unknown context {other}"))),
    };
    verdict.map_err(|refusal| Error::from(refusal).into())
}

pub fn hkdf_expand(case: &Case) -> Result<(), Fail> {
    let length = usize::try_from(case.number("length")?).map_err(|_| Fail::wrong("length"))?;
    let okm = testing::hkdf_expand(&case.bytes("prk_b64")?, case.text("info")?.as_bytes(), length)?;
    same("okm", okm, case.bytes("okm_b64")?)
}

pub fn fingerprint(case: &Case) -> Result<(), Fail> {
    let phrase = Fingerprint::of(&case.public_key("public_key_b64")?, case.text("material")?)?;
    same("phrase", phrase.words().to_vec(), case.texts("phrase")?)
}

pub fn key_id(case: &Case) -> Result<(), Fail> {
    let key = UserKey::from_bytes(&case.bytes("key_b64")?)?;
    let expected = case.text("key_id_hex")?;
    key.check_key_id(&expected.parse()?)?;
    same("key id", key.key_id().to_string().as_str(), expected)
}

pub fn breach_range(case: &Case) -> Result<(), Fail> {
    let probe = BreachProbe::new(case.text("password")?);
    same("prefix", probe.prefix(), case.text("prefix")?)?;
    same("suffix", probe.suffix(), case.text("suffix")?)?;
    same("count", probe.count_in(case.text("response_body")?)?, case.number("count")?)
}
