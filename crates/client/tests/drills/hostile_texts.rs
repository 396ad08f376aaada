//! Names and messages of a server that are endless or turn the direction of reading: shown cut and clean (attacks BW03, BW04).

use portal_client::ApiError;
use portal_client::clients::list_clients;
use portal_client::config::{ServerKind, read_config};
use portal_client::invitation::{MailLink, parse_link};
use portal_client::kdf_judgement::look_up;
use portal_client::new_client::{create_client, list_addable};
use portal_client::people::{RowFailure, list_people, resend_invitations};
use portal_client::session::{lock, restore};
use portal_client::sign_in::{SignInStep, sign_in};
use portal_client::workspace::sync;
use serde_json::{Value, json};

use crate::clients_in_spite_of_faults::client_named;
use crate::members::{SAM, invited_anew, own_organization, person};
use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

const PROFILE: &str = "GET api/accounts/profile";

/// Reads as something else than it is, clears a terminal, breaks lines, and does not end.
fn nasty() -> String {
    format!("Con\u{202e}toso\u{0}\u{1b}[2J\r\n\t\u{2067}{}\u{2069}\u{200b}\u{feff}", "x".repeat(10_000))
}

#[track_caller]
fn decent(place: &str, text: &str) {
    assert!(text.starts_with("Contoso"), "{place}: {text:.60}");
    assert!(text.chars().count() <= 301, "{place}: {} characters", text.chars().count());
    let foul = text.chars().find(|letter| {
        letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    });
    assert_eq!(foul, None, "{place}");
}

/// Puts the text wherever one of the members stands, however deep.
fn replace(value: &mut Value, members: &[&str]) {
    match value {
        Value::Object(object) => {
            for (name, inner) in object {
                if members.contains(&name.as_str()) && !inner.is_object() && !inner.is_array() {
                    *inner = json!(nasty());
                } else {
                    replace(inner, members);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| replace(inner, members)),
        _ => {}
    }
}

fn everywhere(tab: &Tab, needle: &str, members: &'static [&'static str]) {
    tab.wire.edit(needle, move |answer| replace(answer, members));
}

#[tokio::test]
async fn names_of_clients_people_and_oneself() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let client = create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    invited_anew(&world, &ada, &provider, SAM).await;
    own_organization(&world, &ada, "Old Friend").await;

    everywhere(&ada, PROFILE, &["name", "email", "providerName"]);
    let workspace = sync(&ada.portal).await.unwrap();
    decent("provider", workspace.provider(&provider).unwrap().name.as_deref().unwrap());
    decent("client in the profile", workspace.client(&client).unwrap().name.as_deref().unwrap());
    let account = ada.portal.account().unwrap();
    decent("own name", account.name.as_deref().unwrap());
    decent("own address", &account.email);

    everywhere(&ada, "/organizations", &["organizationName", "plan"]);
    let row = list_clients(&ada.portal, &provider).await.unwrap().remove(0);
    decent("client", &row.name);
    decent("plan", &row.plan);
    everywhere(&ada, "clients/addable", &["name", "plan"]);
    let addable = list_addable(&ada.portal, &provider).await.unwrap().remove(0);
    decent("addable", &addable.name);
    decent("its plan", &addable.plan);
    everywhere(&ada, "/users", &["name", "email"]);
    for person in list_people(&ada.portal, &provider).await.unwrap() {
        decent("address of a person", &person.email);
        if let Some(name) = &person.name {
            decent("name of a person", name);
        }
    }
}

#[tokio::test]
async fn the_address_at_coming_back_is_clean_and_the_account_still_opens() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    lock(&ada.portal).await;
    let page = world.tab_over(ada.tokens.clone(), ada.memory.clone());
    page.wire.edit(PROFILE, |profile| {
        profile["email"] = json!("Contoso\u{202e}\u{200b}@msp.example");
        profile["name"] = json!(nasty());
    });
    restore(&page.portal).await.unwrap();
    let account = page.portal.account().unwrap();
    decent("address", &account.email);
    decent("name", account.name.as_deref().unwrap());
    page.wire.honest();
    assert!(matches!(sign_in(&page.portal, ADMIN, secret(PASSWORD), None).await, Ok(SignInStep::SignedIn(_))));
}

#[tokio::test]
async fn messages_of_refusals() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    invited_anew(&world, &ada, &provider, SAM).await;
    let sam = person(&ada, &provider, SAM).await.unwrap();
    for status in [400, 403, 404, 409, 422] {
        let body = json!({"message": nasty(), "validationErrors": null}).to_string();
        ada.wire.once(PROFILE, Meddle::Answer(Answer::new(status, body)));
        let failure = sync(&ada.portal).await.err().unwrap();
        decent(&format!("{status}"), failure.server_text().unwrap());
    }
    let fields: serde_json::Map<String, Value> =
        (0..50).map(|number| (format!("{}{number}", nasty()), json!([nasty(), nasty()]))).collect();
    let body = json!({"message": "The model state is invalid.", "validationErrors": fields}).to_string();
    ada.wire.once(PROFILE, Meddle::Answer(Answer::new(400, body)));
    match sync(&ada.portal).await.err().unwrap() {
        ApiError::Validation { fields, message } => {
            assert!(fields.len() <= 20, "{} fields", fields.len());
            decent("field text", &message);
            for field in &fields {
                decent("field text", &field.message);
                assert!(field.field.chars().count() <= 65, "a field name of {}", field.field.len());
            }
        }
        other => panic!("{other:?}"),
    }
    let answer = Answer::new(500, "").header("x-request-id", &nasty());
    ada.wire.once(PROFILE, Meddle::Answer(answer));
    let Some(ApiError::Server { id: Some(id), .. }) = sync(&ada.portal).await.err() else { panic!("no id") };
    decent("request id", &id);

    everywhere(&ada, "reinvite", &["error"]);
    let rows = resend_invitations(&ada.portal, &provider, &[sam.id]).await.unwrap();
    let Err(RowFailure::Refused(text)) = &rows[0].outcome else { panic!("{rows:?}") };
    decent("outcome of a row", text);
}

#[tokio::test]
async fn texts_before_sign_in() {
    let world = World::start().await;
    let tab = world.tab();
    let config = json!({"version": nasty(), "server": {"name": nasty()}, "environment": {}, "settings": {}});
    tab.wire.once("GET api/config", Meddle::Answer(Answer::new(200, config.to_string())));
    let info = read_config(&tab.portal).await.unwrap();
    decent("version", &info.version);
    let ServerKind::Other(name) = &info.kind else { panic!("{info:?}") };
    decent("product", name);

    let prelogin = json!({"kdf": 0, "kdfIterations": 600_000, "salt": nasty()});
    tab.wire.once("accounts/prelogin", Meddle::Answer(Answer::new(200, prelogin.to_string())));
    let concern = look_up(&tab.portal, ADMIN).await.unwrap().concern.unwrap();
    let shown = concern.foreign_salt.unwrap();
    assert!(shown.chars().count() <= 121 && !shown.contains('\u{202e}'), "{shown:.60}");

    let challenge = json!({
        "error": "invalid_grant", "error_description": "Two factor required.",
        "TwoFactorProviders": ["1"], "TwoFactorProviders2": {"1": {"Email": nasty()}},
    });
    tab.wire.once("connect/token", Meddle::Answer(Answer::new(400, challenge.to_string())));
    let Ok(SignInStep::TwoStep(step)) = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await else { panic!() };
    decent("masked address", &step.masked_email.unwrap());
}

#[test]
fn names_in_links() {
    let id = "11111111-2222-3333-4444-555555555555";
    let encoded = "Con%E2%80%AEtoso%00%1B%5B2J%0D%0A%E2%81%A7".to_owned() + &"x".repeat(5_000);
    let provider = format!(
        "https://v.example/#/providers/accept-provider?providerId={id}&providerUserId={id}&token=t&providerName={encoded}&email=a%40b.c%E2%80%AE"
    );
    let Ok(MailLink::Provider(found)) = parse_link(&provider) else { panic!() };
    decent("provider", &found.provider_name.unwrap());
    assert_eq!(found.email, None, "an address with hidden characters is no address");
    let organization = format!(
        "https://v.example/#/accept-organization?organizationId={id}&organizationUserId={id}&token=t&organizationName={encoded}"
    );
    let Ok(MailLink::Organization(found)) = parse_link(&organization) else { panic!() };
    decent("organisation", &found.organization_name.unwrap());
}
