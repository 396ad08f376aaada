//! Keeper: names of typed fields with and without their count, and the old place of the one-time code key.

use super::support::{dump, read};
use crate::Format;

fn record(fields: &str) -> String {
    let json =
        format!(r#"{{"records":[{{"title":"A","$type":"login","login":"anna","custom_fields":{{{fields}}}}}]}}"#);
    dump(&read(Format::KeeperJson, json.as_bytes(), "x").unwrap())
}

#[test]
fn the_key_of_one_time_codes_is_found_in_its_old_place() {
    let text = record(r#""TFC:Keeper":"otpauth://totp/x?secret=ABC""#);
    assert!(text.contains("Login.Totp = \"otpauth://totp/x?secret=ABC\"") && !text.contains("Fields"), "{text}");
    // A second one is kept, covered.
    let text = record(r#""$oneTimeCode::1":"otpauth://totp/x?secret=ABC","TFC:Keeper":"otpauth://totp/y?secret=DEF""#);
    assert!(text.contains("Login.Totp = \"otpauth://totp/x?secret=ABC\""), "{text}");
    assert!(text.contains("Fields[0].Value (Hidden) = \"otpauth://totp/y?secret=DEF\""), "{text}");
}

#[test]
fn names_of_fields_lose_their_count() {
    let text = record(
        r#""$host::1":{"hostName":"prod.example","port":"22"},"$text:Room:2":"4","$pinCode::1":"9876","$secret:answer:1":"Rex","Port:22":"ssh""#,
    );
    let wanted = [
        ("host", "Text", "prod.example | 22"),
        ("Room", "Text", "4"),
        ("pinCode", "Hidden", "9876"),
        ("answer", "Hidden", "Rex"),
        ("Port:22", "Text", "ssh"),
    ];
    for (at, (name, kind, value)) in wanted.into_iter().enumerate() {
        let lines = format!("  Fields[{at}].Name = {name:?}\n  Fields[{at}].Value ({kind}) = {value:?}\n");
        assert!(text.contains(&lines), "{name}: {text}");
    }
}

#[test]
fn members_of_cards_and_people_are_found_by_counted_names() {
    let json = r#"{"records":[
        {"title":"Card","$type":"bankCard","custom_fields":{"$paymentCard::1":{"cardNumber":"4111111111111111","cardExpirationDate":"04/2028","cardSecurityCode":"123"},"$text:cardholderName:1":"Anna Berg"}},
        {"title":"Chen","$type":"contact","custom_fields":{"$name::1":{"first":"Emily","last":"Chen"},"$text:company:1":"Clinic","$email::1":"emily@clinic.example"}}]}"#;
    let text = dump(&read(Format::KeeperJson, json.as_bytes(), "x").unwrap());
    for member in [
        "Card.CardholderName = \"Anna Berg\"",
        "Card.Code = \"123\"",
        "Identity.FirstName = \"Emily\"",
        "Identity.Company = \"Clinic\"",
    ] {
        assert!(text.contains(member), "{member}: {text}");
    }
    assert!(!text.contains("Fields"), "{text}");
}

#[test]
fn the_table_has_the_same_names() {
    let row =
        ",A,anna,p,https://a.example,,,$oneTimeCode::1,otpauth://totp/x?secret=ABC,$pinCode::1,9876,$text:Room:1,4\n";
    let text = dump(&read(Format::KeeperCsv, row.as_bytes(), "x").unwrap());
    let lines = [
        "Login.Totp = \"otpauth://totp/x?secret=ABC\"",
        "Fields[0].Name = \"pinCode\"\n  Fields[0].Value (Hidden) = \"9876\"",
        "Fields[1].Name = \"Room\"\n  Fields[1].Value (Text) = \"4\"",
    ];
    for line in lines {
        assert!(text.contains(line), "{line}: {text}");
    }
}
