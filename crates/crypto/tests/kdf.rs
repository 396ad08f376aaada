//! How key derivation parameters are judged.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use portal_crypto::{Floor, Kdf, KdfRefusal};

fn argon(iterations: u32, memory: u32) -> Kdf {
    Kdf::Argon2id { iterations, memory, parallelism: 4 }
}

fn pbkdf2(iterations: u32) -> Kdf {
    Kdf::Pbkdf2 { iterations }
}

#[test]
fn refusals_name_their_reason() {
    assert_eq!(pbkdf2(4_999).check_for_sign_in(), Err(KdfRefusal::TooWeak));
    assert_eq!(pbkdf2(10_000_001).check_for_sign_in(), Err(KdfRefusal::TooCostly));
    assert_eq!(argon(2, 15).check_for_sign_in(), Err(KdfRefusal::TooWeak));
    assert_eq!(argon(51, 64).check_for_sign_in(), Err(KdfRefusal::TooCostly));
    assert_eq!(pbkdf2(599_999).check_for_setting(), Err(KdfRefusal::TooWeak));
    for (kind, iterations, memory) in
        [(None, Some(1), None), (Some(0), None, None), (Some(0), Some(0), None), (Some(0), Some(-1), None)]
    {
        assert_eq!(Kdf::from_wire(kind, iterations, memory, None), Err(KdfRefusal::Malformed));
    }
    assert_eq!(Kdf::from_wire(Some(1), Some(3), Some(64), None), Err(KdfRefusal::Malformed));
    assert_eq!(Kdf::from_wire(Some(0), Some(1 << 40), None, None), Err(KdfRefusal::Malformed));
    assert_eq!(Kdf::from_wire(Some(2), Some(1), Some(1), Some(1)), Err(KdfRefusal::Malformed));
}

#[test]
fn the_floor_is_inclusive() {
    assert_eq!(pbkdf2(600_000).floor(), Floor::Meets);
    assert_eq!(pbkdf2(599_999).floor(), Floor::BelowFloor);
    assert_eq!(argon(2, 19).floor(), Floor::Meets);
    assert_eq!(argon(2, 18).floor(), Floor::BelowFloor);
    assert_eq!(argon(10, 16).floor(), Floor::BelowFloor);
}

#[test]
fn weaker_than_last_time() {
    assert!(pbkdf2(599_999).is_weaker_than(&pbkdf2(600_000)));
    assert!(!pbkdf2(600_000).is_weaker_than(&pbkdf2(600_000)));
    assert!(pbkdf2(2_000_000).is_weaker_than(&argon(3, 64)));
    assert!(!argon(3, 64).is_weaker_than(&pbkdf2(2_000_000)));
    assert!(argon(2, 16).is_weaker_than(&pbkdf2(600_000)));
    assert!(!argon(2, 16).is_weaker_than(&pbkdf2(5_000)));
    assert!(!argon(6, 32).is_weaker_than(&argon(3, 64)));
    assert!(argon(3, 32).is_weaker_than(&argon(3, 64)));
    assert!(argon(50, 16).is_weaker_than(&argon(2, 19)));
}

#[test]
fn the_wire_form_is_that_of_the_servers() {
    let text = serde_json::to_value(argon(6, 32)).unwrap();
    assert_eq!(text, serde_json::json!({"kdfType": 1, "iterations": 6, "memory": 32, "parallelism": 4}));
    let text = serde_json::to_value(pbkdf2(600_000)).unwrap();
    assert_eq!(text, serde_json::json!({"kdfType": 0, "iterations": 600_000, "memory": null, "parallelism": null}));
    assert_eq!(serde_json::from_value::<Kdf>(text).unwrap(), pbkdf2(600_000));
    assert!(serde_json::from_str::<Kdf>(r#"{"kdfType":1,"iterations":3}"#).is_err());
}
