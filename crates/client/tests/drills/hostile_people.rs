//! A server that lies about people: unusable keys, other people's rows, deeds that were not done.

use portal_agent::Fault;
use portal_client::people::{
    InviteOutcome, Person, RowFailure, confirm_people, invite_people, list_people, prepare_confirm, resend_invitations,
};
use portal_client::workspace::refresh_rights;
use portal_contracts::enums::{ProviderUserStatus, ProviderUserType};
use serde_json::{Value, json};

use crate::members::{SAM, accepted_anew, person, public_key};
use crate::support::{Answer, Meddle, Tab, World};

const KIM: &str = "kim@msp.example";

struct Stage {
    world: World,
    ada: Tab,
    provider: String,
    sam: Tab,
    kim: Tab,
    waiting: Vec<Person>,
}

async fn two_are_waiting() -> Stage {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let (sam, kim) = (world.member(SAM).await, world.member(KIM).await);
    let waiting =
        vec![accepted_anew(&world, &ada, &provider, &sam).await, accepted_anew(&world, &ada, &provider, &kim).await];
    Stage { world, ada, provider, sam, kim, waiting }
}

fn rows(answer: &mut Value) -> &mut Vec<Value> {
    answer["data"].as_array_mut().unwrap()
}

#[tokio::test]
async fn several_are_confirmed_together_each_by_the_words_of_their_own_key() {
    let Stage { ada, provider, sam, kim, waiting, .. } = two_are_waiting().await;
    // Whatever order the server answers in, and with whatever rows nobody asked for.
    ada.wire.edit("public-keys", |answer| {
        rows(answer).reverse();
        let mut stray = rows(answer)[0].clone();
        stray["id"] = json!("11111111-2222-3333-4444-555555555555");
        rows(answer).insert(0, stray);
    });
    let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
    let words: Vec<_> = compared.iter().map(|row| row.outcome.clone().unwrap().words).collect();
    let own = [&sam, &kim].map(|tab| tab.portal.account().unwrap().fingerprint);
    assert_eq!(words, own);
    assert_ne!(words[0], words[1]);
    ada.wire.forget_log();
    let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect();
    let done = confirm_people(&ada.portal, &provider, keys).await.unwrap();
    assert!(done.iter().all(|row| row.outcome == Ok(())), "{done:?}");
    assert_eq!(ada.wire.count("POST"), 1, "one request for all: {:?}", ada.wire.log());
    for tab in [&sam, &kim] {
        let workspace = refresh_rights(&tab.portal).await.unwrap();
        assert_eq!(workspace.provider(&provider).unwrap().key, portal_client::workspace::KeyState::Ready);
    }
}

#[tokio::test]
async fn unusable_keys_stop_only_their_own_person() {
    let Stage { world, ada, provider, waiting, .. } = two_are_waiting().await;
    let honest = public_key(&world, SAM).await;
    let elliptic = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";
    let hostile = [
        String::new(),
        "AAAA".to_owned(),
        "not base64!".to_owned(),
        elliptic.to_owned(),
        honest[..honest.len() - 8].to_owned(),
        format!("{honest}{honest}"),
        honest.replace("IDAQAB", "IDAQAA"),
        "M".repeat(500_000),
    ];
    for key in hostile {
        let sent = key.clone();
        ada.wire.edit("public-keys", move |answer| rows(answer)[0]["key"] = json!(sent));
        let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
        let bad: Vec<bool> = compared.iter().map(|row| matches!(row.outcome, Err(RowFailure::Key(_)))).collect();
        assert_eq!(bad.iter().filter(|bad| **bad).count(), 1, "{key:.40}: {compared:?}");
        assert_eq!(compared.iter().filter(|row| row.outcome.is_ok()).count(), 1, "{key:.40}");
        ada.wire.honest();
    }
    // The person with the good key is confirmed without the other.
    ada.wire.edit("public-keys", |answer| rows(answer)[0]["key"] = json!("AAAA"));
    let compared = prepare_confirm(&ada.portal, &provider, &waiting).await.unwrap();
    ada.wire.honest();
    let keys = compared.into_iter().filter_map(|row| Some((row.id, row.outcome.ok()?))).collect();
    let done = confirm_people(&ada.portal, &provider, keys).await.unwrap();
    assert_eq!((done.len(), done[0].outcome.clone()), (1, Ok(())));
    let people = list_people(&ada.portal, &provider).await.unwrap();
    assert_eq!(people.iter().filter(|person| person.status == ProviderUserStatus::Accepted).count(), 1);
}

#[tokio::test]
async fn deeds_that_were_not_done_are_not_reported_as_done() {
    let Stage { ada, provider, waiting, .. } = two_are_waiting().await;
    let compared = prepare_confirm(&ada.portal, &provider, &waiting[..1]).await.unwrap();
    let keys = compared.into_iter().map(|row| (row.id, row.outcome.unwrap())).collect::<Vec<_>>();
    let yes = json!({"data": [{"id": waiting[0].id, "error": ""}], "object": "list"}).to_string();
    ada.wire.once("users/confirm", Meddle::Answer(Answer::new(200, yes)));
    let done = confirm_people(&ada.portal, &provider, keys.clone()).await.unwrap();
    assert_eq!(done[0].outcome, Err(RowFailure::NotDone));
    // A kept key is used once; for another try it is fetched and compared again.
    let again = confirm_people(&ada.portal, &provider, keys).await.unwrap();
    assert_eq!(again[0].outcome, Err(RowFailure::Key(Fault::Stale)));

    ada.wire.once("users/invite", Meddle::Answer(Answer::new(200, "")));
    let role = ProviderUserType::ServiceUser;
    let invited = invite_people(&ada.portal, &provider, &["lee@msp.example".into()], role).await.unwrap();
    assert_eq!(invited[0].outcome, InviteOutcome::NotInvited);
    assert_eq!(person(&ada, &provider, "lee@msp.example").await, None);

    invite_people(&ada.portal, &provider, &["lee@msp.example".into()], role).await.unwrap();
    let lee = person(&ada, &provider, "lee@msp.example").await.unwrap().id;
    ada.wire.once("users/reinvite", Meddle::Answer(Answer::new(200, r#"{"data":[]}"#)));
    let resent = resend_invitations(&ada.portal, &provider, &[lee]).await.unwrap();
    assert_eq!(resent[0].outcome, Err(RowFailure::NotAnswered));
}

#[tokio::test]
async fn the_key_of_one_person_is_not_taken_for_another() {
    let Stage { world, ada, provider, sam, waiting, .. } = two_are_waiting().await;
    let of_kim = public_key(&world, KIM).await;
    // Kim's key in Sam's row: the words differ from what Sam reads out.
    let id = waiting[0].id.clone();
    ada.wire.edit("public-keys", move |answer| {
        rows(answer).iter_mut().filter(|row| row["id"] == json!(id)).for_each(|row| row["key"] = json!(of_kim));
    });
    let compared = prepare_confirm(&ada.portal, &provider, &waiting[..1]).await.unwrap();
    assert_ne!(compared[0].outcome.clone().unwrap().words, sam.portal.account().unwrap().fingerprint);
    // The whole of Kim's row under Sam's membership: the user is not the one on the screen.
    ada.wire.honest();
    let user = waiting[1].user_id.clone();
    ada.wire.edit("public-keys", move |answer| rows(answer)[0]["userId"] = json!(user));
    let compared = prepare_confirm(&ada.portal, &provider, &waiting[..1]).await.unwrap();
    assert_eq!(compared[0].outcome, Err(RowFailure::NotAnswered));
    // The same row twice with two keys: one key for words and wrap alike.
    ada.wire.honest();
    let of_kim = public_key(&world, KIM).await;
    ada.wire.edit("public-keys", move |answer| {
        let mut second = rows(answer)[0].clone();
        second["key"] = json!(of_kim);
        rows(answer).push(second);
    });
    let compared = prepare_confirm(&ada.portal, &provider, &waiting[..1]).await.unwrap();
    let key = compared[0].outcome.clone().unwrap();
    assert_eq!(key.words, sam.portal.account().unwrap().fingerprint);
    let done = confirm_people(&ada.portal, &provider, vec![(compared[0].id.clone(), key)]).await.unwrap();
    assert_eq!(done[0].outcome, Ok(()));
    let workspace = refresh_rights(&sam.portal).await.unwrap();
    assert_eq!(workspace.provider(&provider).unwrap().key, portal_client::workspace::KeyState::Ready);
}
