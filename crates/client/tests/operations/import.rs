//! Import into a client by a service user who is no member of it: what arrives is what was in the file, and nothing is
//! sent unless all of it can be.

use std::cell::Cell;

use portal_agent::ask;
use portal_agent::protocol::{ExportKey, OpenItems, SealItems, SealTexts};
use portal_client::bulk::Watch;
use portal_client::collections::list_collection_names;
use portal_client::import::{
    CHUNK, ImportFailure, OpenFailure, RefusedItem, forbids_cards, import_items, import_targets, open_export,
    open_restricted,
};
use portal_client::policies::{Change, read_policies, save_policy};
use portal_client::workspace::sync;
use portal_client::{ApiError, Base, HttpRequest, Method, Transport as _};
use portal_contracts::ciphers::{Cipher, PlainCipher, StoredCipher};
use portal_contracts::policies::PolicyType;
use portal_contracts::{List, SecretText};
use portal_importers::{
    Counts, Destination, Format, Limit, Options, Parent, Parsed, Plan, ProblemKind, SealedFile, Skip, Source,
    plan as lay_out,
};
use serde_json::{Value, json};

use crate::organization::Scene;
use crate::policies::enterprise;
use crate::support::{Answer, Meddle, secret};

const IMPORT: &str = "ciphers/import-organization";

pub fn sample(name: &str) -> Vec<u8> {
    std::fs::read([env!("CARGO_MANIFEST_DIR"), "/../importers/samples/", name].concat()).unwrap()
}

fn read(format: Format, bytes: Vec<u8>) -> Parsed {
    Source::open(bytes.into(), "file").unwrap().parse(format, &Options::default()).unwrap()
}

fn top() -> Destination {
    Destination { parent: Parent::Top, merge: true, skip_duplicates: true, loose: "Imported".into(), no_cards: false }
}

/// Rows of a browser's table.
fn table(rows: usize) -> Parsed {
    let rows: String = (0..rows).map(|at| format!("Site {at},https://s{at}.example,user{at},pass{at}\n")).collect();
    read(Format::ChromiumCsv, format!("name,url,username,password\n{rows}").into_bytes())
}

impl Scene {
    pub async fn plan(&self, parsed: &Parsed) -> Plan {
        lay_out(parsed, &import_targets(&self.sam.portal, &self.client).await.unwrap(), &top())
    }

    pub async fn seal_text(&self, text: &str) -> String {
        let question = SealTexts { organization_id: self.client.clone(), texts: vec![text.to_owned()] };
        ask(&*self.sam.agent, question).await.unwrap().texts.remove(0)
    }

    /// What the server has, sealed.
    pub async fn stored(&self) -> Vec<StoredCipher> {
        let token =
            self.sam.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization");
        let request = HttpRequest {
            method: Method::Get,
            base: Base::Api,
            path: ["ciphers/organization-details?organizationId=", &self.client].concat(),
            headers: vec![token.unwrap()],
            body: None,
            max_answer: 64 << 20,
        };
        let answer = self.sam.wire.send(request).await.unwrap();
        assert_eq!(answer.status, 200);
        portal_contracts::read_json::<List<StoredCipher>>(&answer.body).unwrap().data
    }

    /// Opens what the server has.
    pub async fn opened(&self, stored: &[StoredCipher]) -> Vec<PlainCipher> {
        let question = OpenItems {
            key: ExportKey::Client(self.client.clone()),
            validation: self.seal_text("x").await,
            names: Vec::new(),
            items: stored.iter().map(|stored| stored.cipher.clone()).collect(),
        };
        ask(&*self.sam.agent, question).await.unwrap().items.into_iter().map(Result::unwrap).collect()
    }
}

#[tokio::test]
async fn folders_join_collections_that_are_there() {
    let scene = Scene::new().await;
    let parsed = read(Format::BitwardenJson, sample("bitwarden.json"));
    for round in 0..2 {
        let plan = scene.plan(&parsed).await;
        let receipt = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await.unwrap();
        let wanted =
            Counts { items: 6, reused: 5 * round, created: 5 - 5 * round, relations: 8, left_out: 0, duplicates: 0 };
        assert_eq!(receipt.counts, wanted, "round {round}");
    }
    let collections = list_collection_names(&scene.sam.portal, &scene.client).await.unwrap();
    let mut names: Vec<String> = collections.iter().map(|one| one.path.clone().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["Clients", "Clients/Contoso", "Default collection", "Imported", "Office", "Office/Printers"]);
    let inside = collections.iter().find(|one| one.path.as_deref() == Ok("Clients/Contoso")).unwrap();
    let there = scene.stored().await.iter().filter(|stored| stored.collection_ids.contains(&inside.id)).count();
    assert_eq!(there, 2, "the intranet, once for each round");
    assert_eq!(scene.events(1300).await, 5, "each new collection is noted");
}

#[tokio::test]
async fn a_cancel_between_two_parts_sends_nothing() {
    let scene = Scene::new().await;
    let parsed = table(CHUNK * 3);
    let plan = scene.plan(&parsed).await;
    let heard = Cell::new(0);
    let watch = Watch { done: &|done| heard.set(done), stop: &|| heard.get() >= CHUNK };
    let stopped = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, watch).await;
    assert_eq!((stopped, heard.get()), (Err(ImportFailure::Stopped), CHUNK));
    assert_eq!(scene.sam.wire.count(IMPORT), 0);
    // The same plan can be carried out later.
    heard.set(0);
    let watch = Watch { done: &|done| heard.set(done), stop: &|| false };
    import_items(&scene.sam.portal, &scene.client, &parsed, &plan, watch).await.unwrap();
    assert_eq!((heard.get(), scene.stored().await.len()), (CHUNK * 3, CHUNK * 3));
    assert_eq!(scene.sam.wire.count(IMPORT), 1, "sent once, not in parts");
}

#[tokio::test]
async fn a_key_that_changes_between_rehearsal_and_import_stops_it() {
    let scene = Scene::new().await;
    let parsed = table(3);
    let plan = scene.plan(&parsed).await;
    scene.sam.wire.edit("accounts/profile", |profile| {
        let first = &mut profile["providerOrganizations"][0];
        first["key"] =
            json!("2.AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAA==|AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
    });
    sync(&scene.sam.portal).await.unwrap();
    let refused = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    assert!(matches!(refused, Err(ImportFailure::Api(ApiError::Keys(_)))), "{refused:?}");
    assert_eq!(scene.sam.wire.count(IMPORT), 0);
}

#[tokio::test]
async fn a_lost_answer_is_not_called_a_failure() {
    let scene = Scene::new().await;
    let parsed = table(2);
    let plan = scene.plan(&parsed).await;
    scene.sam.wire.once(IMPORT, Meddle::CutAfter);
    let lost = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    assert_eq!(lost, Err(ImportFailure::Unknown(ApiError::Offline)));
    assert_eq!(scene.stored().await.len(), 2, "it did arrive");
}

#[tokio::test]
async fn refusals_name_the_item_of_the_file() {
    let scene = Scene::new().await;
    let long = "x".repeat(800);
    let rows = format!("A,https://a.example,{long},p\nB,https://b.example,u,p\nC,https://c.example,u,p\n");
    let parsed = read(Format::ChromiumCsv, format!("name,url,username,password\n{rows}").into_bytes());
    let plan = scene.plan(&parsed).await;
    assert_eq!((plan.items.clone(), plan.counts.left_out), (vec![1, 2], 1));
    let refusal =
        r#"{"message":"The model state is invalid.","validationErrors":{"Ciphers[1].Login.Username":["Too long."]}}"#;
    scene.sam.wire.once(IMPORT, Meddle::Answer(Answer::new(400, refusal)));
    let refused = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    let wanted = RefusedItem { item: 2, part: "Login.Username".into(), message: "Too long.".into() };
    assert_eq!(refused, Err(ImportFailure::Items(vec![wanted])));

    scene.sam.wire.once(IMPORT, Meddle::Answer(Answer::new(413, "")));
    let large = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    assert!(matches!(large, Err(ImportFailure::TooManyBytes(bytes)) if bytes > 1_000), "{large:?}");
    scene.sam.wire.once(IMPORT, Meddle::Answer(Answer::new(404, r#"{"message":"Resource not found."}"#)));
    let forbidden = import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    assert!(matches!(forbidden, Err(ImportFailure::Api(ApiError::Forbidden { .. }))), "{forbidden:?}");
}

#[tokio::test]
async fn a_plan_that_cannot_be_carried_out_is_not_begun() {
    let scene = Scene::new().await;
    let parsed = table(1);
    let run = async |plan: Plan| import_items(&scene.sam.portal, &scene.client, &parsed, &plan, Watch::NOBODY).await;
    assert_eq!(run(Plan::default()).await, Err(ImportFailure::Nothing));
    let plan = scene.plan(&parsed).await;
    let over = Plan { exceeds: Some(Limit::Items), ..plan.clone() };
    assert_eq!(run(over).await, Err(ImportFailure::TooMuch(Limit::Items)));
    assert_eq!(run(Plan { items: vec![7], ..plan }).await, Err(ImportFailure::Gone));
    assert_eq!(scene.sam.wire.count(IMPORT), 0);
}

#[tokio::test]
async fn cards_that_a_policy_keeps_out_are_left_out_and_named_before_anything_is_sent() {
    let scene = enterprise().await;
    let portal = &scene.sam.portal;
    let file = json!({"encrypted": false, "folders": [], "items": [
        {"type": 1, "name": "Intranet", "login": {"username": "anna"}},
        {"type": 3, "name": "Company card", "card": {"number": "4111111111111111"}},
    ]});
    let parsed = read(Format::BitwardenJson, file.to_string().into_bytes());
    assert!(!forbids_cards(portal, &scene.client).await.unwrap());
    let with_card = scene.plan(&parsed).await;
    assert_eq!(with_card.counts.items, 2);

    let seen = read_policies(portal, &scene.client).await.unwrap().get(PolicyType::RestrictedItemTypes);
    let settings = seen.settings();
    let change = Change { seen, enabled: true, settings, my_items: String::new() };
    save_policy(portal, &scene.client, change).await.unwrap();
    assert!(forbids_cards(portal, &scene.client).await.unwrap());
    // A plan of before is refused whole, by the item's name.
    let refused = import_items(portal, &scene.client, &parsed, &with_card, Watch::NOBODY).await;
    let Err(ImportFailure::Items(items)) = refused else { panic!("{refused:?}") };
    assert_eq!((items.len(), items[0].item, items[0].part.as_str()), (1, 1, "Type"));
    assert!(items[0].message.contains("does not allow cards"), "{}", items[0].message);
    assert!(scene.stored().await.is_empty());

    let targets = import_targets(portal, &scene.client).await.unwrap();
    let plan = lay_out(&parsed, &targets, &Destination { no_cards: true, ..top() });
    assert_eq!((plan.items.clone(), plan.counts.left_out), (vec![0], 1));
    let named: Vec<_> = plan.problems.iter().map(|problem| (problem.item.as_deref(), &problem.kind)).collect();
    assert_eq!(named, [(Some("Company card"), &ProblemKind::Skipped { why: Skip::Card })]);
    import_items(portal, &scene.client, &parsed, &plan, Watch::NOBODY).await.unwrap();
    assert_eq!(scene.stored().await.len(), 1);
    // Policies that cannot be read leave it open, and say so.
    scene.sam.wire.once("/policies", Meddle::Answer(Answer::new(500, "")));
    assert!(forbids_cards(portal, &scene.client).await.is_err());
}

fn vector(id: &str) -> Value {
    let path = [env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors/crypto.json"].concat();
    let vectors: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    vectors["groups"]["export"].as_array().unwrap().iter().find(|case| case["id"] == id).unwrap().clone()
}

#[tokio::test]
async fn an_export_with_a_password_is_opened_and_read() {
    let scene = Scene::new().await;
    for id in ["pw_0", "pw_2"] {
        let case = vector(id);
        let source = Source::open(case["file"].to_string().into_bytes().into(), "export.json").unwrap();
        let Some(SealedFile::Password { file }) = source.sealed() else { panic!("{id} is not recognised") };
        let wrong = open_export(&scene.sam.portal, file.clone(), secret("not this one")).await;
        assert_eq!(wrong.err(), Some(OpenFailure::WrongPassword));
        let text = open_export(&scene.sam.portal, file, secret(case["password"].as_str().unwrap())).await.unwrap();
        assert_eq!(text.expose(), case["plaintext"].as_str().unwrap());
        let parsed = read(Format::BitwardenJson, text.expose().as_bytes().to_vec());
        assert!(!parsed.items.is_empty() && !parsed.places.is_empty());
    }
    let weak = r#"{"encrypted":true,"passwordProtected":true,"salt":"x","kdfType":0,"kdfIterations":1,"encKeyValidation_DO_NOT_EDIT":"2.x","data":"2.y"}"#;
    let refused = open_export(&scene.sam.portal, weak.to_owned(), secret("p")).await;
    assert_eq!(refused.err(), Some(OpenFailure::Keys(portal_agent::Fault::Kdf)));
}

impl Scene {
    /// A restricted export as this client's own console would write it.
    async fn restricted(&self, parsed: &Parsed) -> SealedFile {
        let all: Vec<usize> = (0..parsed.items.len()).collect();
        let question = SealItems { organization_id: self.client.clone(), items: parsed.copies(&all).unwrap() };
        let sealed = ask(&*self.sam.agent, question).await.unwrap().items;
        let mut items: Vec<Value> = sealed.iter().map(|item| serde_json::from_str(item).unwrap()).collect();
        for item in &mut items {
            item["collectionIds"] = json!(["c1"]);
        }
        let collections = json!([{"id": "c1", "name": self.seal_text("Clients/Contoso").await}]);
        let file = json!({"encrypted": true, "encKeyValidation_DO_NOT_EDIT": self.seal_text("check").await,
            "collections": collections, "items": items});
        Source::open(file.to_string().into_bytes().into(), "export.json").unwrap().sealed().unwrap()
    }
}

#[tokio::test]
async fn a_restricted_export_opens_under_its_own_key_only() {
    let scene = Scene::new().await;
    let parsed = read(Format::BitwardenJson, sample("bitwarden.json"));
    let SealedFile::Restricted(file) = scene.restricted(&parsed).await else { panic!("not recognised") };
    let again = open_restricted(&scene.sam.portal, &scene.client, file, Watch::NOBODY).await.unwrap();
    assert_eq!(again.places[again.items[0].places[0]].path, ["Clients", "Contoso"]);
    let plain =
        |parsed: &Parsed| -> Vec<PlainCipher> { parsed.items.iter().map(|item| item.cipher.duplicate()).collect() };
    assert_eq!(plain(&again), plain(&parsed));

    let SealedFile::Restricted(mut file) = scene.restricted(&parsed).await else { panic!("not recognised") };
    file.organization = false;
    let wrong = open_restricted(&scene.sam.portal, &scene.client, file, Watch::NOBODY).await;
    assert_eq!(wrong.err(), Some(OpenFailure::WrongKey), "it is not the account's");

    // A damaged item is left out and told of; an address that was exchanged is dropped.
    let SealedFile::Restricted(mut file) = scene.restricted(&parsed).await else { panic!("not recognised") };
    let other = file.items[0].login.as_ref().unwrap().uris[1].uri_checksum.clone();
    file.items[0].login.as_mut().unwrap().uris[0].uri_checksum = other;
    file.items[1] = Cipher { name: "2.damaged".into(), ..file.items[1].clone() };
    let some = open_restricted(&scene.sam.portal, &scene.client, file, Watch::NOBODY).await.unwrap();
    assert_eq!(some.items.len(), parsed.items.len() - 1);
    let uris: Vec<_> = some.items[0]
        .cipher
        .login
        .as_ref()
        .unwrap()
        .uris
        .iter()
        .map(|uri| uri.uri.as_ref().map(SecretText::expose))
        .collect();
    assert_eq!(uris, [Some("https://vpn.example")]);
    assert!(!some.problems.is_empty());
}
