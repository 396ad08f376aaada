//! Every call of every operation gets every kind of rubbish: a typed failure or an empty list, never the end
//! of the session, of the keys, or of the program.

use portal_client::ApiError;
use portal_client::clients::{list_clients, read_plans, read_subscription, rename_client, set_seats};
use portal_client::config::read_config;
use portal_client::events::{Log, read_events};
use portal_client::join::check_confirmation;
use portal_client::new_client::{create_client, list_addable};
use portal_client::people::{Person, invite_people, list_people, prepare_confirm, resend_invitations};
use portal_client::sign_in::sign_in;
use portal_client::workspace::{KeyState, sync};
use portal_contracts::enums::ProviderUserType;

use crate::clients_in_spite_of_faults::{client_named, named};
use crate::members::{SAM, accepted_anew};
use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

/// Well-formed and not, of the wrong kind at every depth.
fn rubbish() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "null",
        "true",
        "7",
        "1e999",
        "-0",
        "\"text\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "[7]",
        "[{}]",
        "{",
        "\u{feff}{}",
        "\u{0}",
        "<html></html>",
        r#"{"data":7}"#,
        r#"{"data":{}}"#,
        r#"{"data":[7]}"#,
        r#"{"data":[{}]}"#,
        r#"{"data":[null]}"#,
        r#"{"data":"x","continuationToken":7}"#,
        r#"{"data":[{"id":7,"key":{},"organizationId":[],"userId":true,"email":0,"status":"x","type":{}}]}"#,
        r#"{"id":{},"email":7,"providers":"x","providerOrganizations":7}"#,
        r#"{"providers":[{}],"providerOrganizations":[{}],"organizations":[{}]}"#,
        r#"{"access_token":7,"expires_in":"soon"}"#,
        r#"{"access_token":"a.b.c","expires_in":-1}"#,
        r#"{"id":"a","Id":"b","ID":"c"}"#,
        r#"{"__proto__":{"id":1},"constructor":1}"#,
    ]
    .map(str::to_owned)
    .into();
    all.push("[".repeat(100_000));
    all.push(r#"{"data":"#.repeat(10_000));
    all.push(format!("{}{}", r#"{"data":[{"id":""#, "9".repeat(500_000)));
    all.push(format!("[{}]", "9".repeat(400)));
    all
}

/// What is tried; signing in is last because it begins a new session.
const OPERATIONS: [&str; 14] = [
    "sync",
    "clients",
    "rename",
    "seats",
    "addable",
    "plans",
    "subscription",
    "people",
    "resend",
    "invite",
    "prepare",
    "events",
    "waiting",
    "sign in",
];

struct Stage {
    ada: Tab,
    provider: String,
    client: portal_client::clients::Client,
    waiting: Person,
    invited: std::cell::Cell<usize>,
}

async fn run(name: &str, stage: &Stage) -> Result<(), String> {
    let (portal, provider) = (&stage.ada.portal, stage.provider.as_str());
    fn told<T, E: std::fmt::Debug>(outcome: Result<T, E>) -> Result<(), String> {
        outcome.map(drop).map_err(|failure| format!("{failure:?}"))
    }
    let person = std::slice::from_ref(&stage.waiting);
    match name {
        "sync" => told(sync(portal).await),
        "clients" => told(list_clients(portal, provider).await),
        "rename" => told(rename_client(portal, &stage.client, "Contoso").await),
        "seats" => told(set_seats(portal, &stage.client, 1, None).await),
        "addable" => told(list_addable(portal, provider).await),
        "plans" => told(read_plans(portal).await),
        "subscription" => told(read_subscription(portal, provider).await),
        "people" => told(list_people(portal, provider).await),
        "resend" => told(resend_invitations(portal, provider, std::slice::from_ref(&stage.waiting.id)).await),
        "invite" => {
            // Who is invited already would be passed over without a call.
            let number = stage.invited.replace(stage.invited.get() + 1);
            let email = format!("kim{number}@msp.example");
            told(invite_people(portal, provider, &[email], ProviderUserType::ServiceUser).await)
        }
        "prepare" => told(prepare_confirm(portal, provider, person).await),
        "events" => told(
            read_events(portal, Log::Provider(provider), "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", None).await,
        ),
        "waiting" => told(check_confirmation(portal, "11111111-2222-3333-4444-555555555555", &mut None).await),
        "sign in" => told(sign_in(portal, ADMIN, secret(PASSWORD), None).await),
        other => panic!("{other}"),
    }
}

async fn stage(world: &World) -> Stage {
    let (ada, provider) = world.provider().await;
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let client = list_clients(&ada.portal, &provider).await.unwrap().remove(0);
    let sam = world.member(SAM).await;
    let waiting = accepted_anew(world, &ada, &provider, &sam).await;
    Stage { ada, provider, client, waiting, invited: std::cell::Cell::default() }
}

#[tokio::test]
async fn rubbish_is_survived_at_every_call() {
    let world = World::start().await;
    let stage = stage(&world).await;
    let rubbish = rubbish();
    for name in OPERATIONS {
        stage.ada.wire.forget_log();
        run(name, &stage).await.unwrap();
        let calls = stage.ada.wire.log();
        for (place, call) in calls.iter().enumerate() {
            for body in &rubbish {
                // What was carried out or not differs; what is read is the same rubbish.
                stage.ada.wire.after(place, Meddle::Answer(Answer::new(200, body.clone())));
                let _typed = run(name, &stage).await;
                assert!(stage.ada.wire.struck_all(), "{name}, {call}: not met");
                stage.ada.wire.honest();
                assert!(stage.ada.portal.session().is_open(), "{name}, {call}, {body:.60}");
            }
        }
        run(name, &stage).await.unwrap_or_else(|failure| panic!("{name} afterwards: {failure}"));
    }
    sync(&stage.ada.portal).await.unwrap();
    assert_eq!(named(&stage.ada, &stage.provider, "Contoso").await[0].key, KeyState::Ready);
}

#[tokio::test]
async fn endless_answers_are_refused_at_every_call() {
    let world = World::start().await;
    let stage = stage(&world).await;
    let endless = " ".repeat((32 << 20) + 1);
    for name in OPERATIONS {
        stage.ada.wire.forget_log();
        run(name, &stage).await.unwrap();
        for (place, call) in stage.ada.wire.log().iter().enumerate() {
            stage.ada.wire.after(place, Meddle::Answer(Answer::new(200, endless.clone())));
            let outcome = run(name, &stage).await;
            stage.ada.wire.honest();
            if name == "sign in" && call.ends_with("accounts/profile") {
                // The person is signed in; pages read the profile again and show what went wrong.
                assert!(outcome.is_ok() && stage.ada.portal.workspace().is_none(), "{outcome:?}");
                continue;
            }
            let expected = format!("{:?}", ApiError::BadAnswer);
            assert!(outcome.as_ref().is_err_and(|told| told.contains(&expected)), "{name}, {call}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_description_that_cannot_be_read_is_asked_for_again() {
    let world = World::start().await;
    let tab = world.tab();
    for body in rubbish() {
        let tab = world.tab();
        tab.wire.once("GET api/config", Meddle::Answer(Answer::new(200, body)));
        let first = read_config(&tab.portal).await;
        assert!(first.is_ok() || first == Err(ApiError::BadAnswer), "{first:?}");
        if first.is_err() {
            read_config(&tab.portal).await.unwrap();
        }
    }
    tab.wire.once("GET api/config", Meddle::Answer(Answer::new(200, " ".repeat((1 << 20) + 1))));
    assert_eq!(read_config(&tab.portal).await.err(), Some(ApiError::BadAnswer));
}
