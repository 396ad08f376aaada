//! "My items": where members' items belong to the client, whoever is confirmed or restored gets the collection.

use portal_agent::ask;
use portal_agent::protocol::OpenTexts;
use portal_client::ApiError;
use portal_client::bulk::{Control, RowFailure};
use portal_client::members::{confirm_members, prepare_confirm, restore_members, revoke_members};
use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Role};
use portal_contracts::permissions::Permissions;

use super::{Club, MY_ITEMS};
use crate::support::{Answer, Meddle};

const POLICY: &str = "policies/5";

/// A client whose members' items are its own.
async fn owning_club() -> Club {
    let club = Club::new(20).await;
    club.policy(3).await;
    club.policy(5).await;
    club
}

/// Names of the collections of that kind, opened with the client's key. Other people's lists do not show them.
async fn own_collections(club: &Club) -> Vec<String> {
    let db = &club.world.app.state().db;
    let texts = db
        .read(|conn| {
            let mut statement = conn.prepare("SELECT name FROM collection WHERE type = 1")?;
            let names = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
            Ok(names)
        })
        .await
        .unwrap();
    let question = OpenTexts { organization_id: club.id.clone(), texts };
    ask(&*club.sam.agent, question).await.unwrap().texts.into_iter().map(Result::unwrap).collect()
}

fn passing() -> Vec<(&'static str, Meddle)> {
    vec![
        ("500", Meddle::Answer(Answer::new(500, ""))),
        ("offline", Meddle::CutBefore),
        ("no answer", Meddle::CutAfter),
        ("not JSON", Meddle::Garble("<html>")),
    ]
}

#[tokio::test]
async fn nobody_is_confirmed_without_it_because_of_a_passing_error() {
    let club = owning_club().await;
    for (number, (name, meddle)) in passing().into_iter().enumerate() {
        let email = format!("person{number}@contoso.example");
        club.accepted(&email, Role::User, Permissions::NONE).await;
        let member = club.find(&email).await;
        let compared = prepare_confirm(&club.sam.portal, &club.id, std::slice::from_ref(&member)).await.unwrap();
        let keys = vec![(member.id, compared[0].outcome.clone().unwrap())];
        club.sam.wire.always(POLICY, meddle);
        club.sam.wire.forget_log();
        let failed = confirm_members(&club.sam.portal, &club.id, keys.clone(), MY_ITEMS, &Control::new()).await;
        club.sam.wire.honest();
        assert!(failed.is_err(), "{name}");
        assert_eq!(club.sam.wire.count("users/confirm"), 0, "{name}: nothing was sent");
        assert_eq!(club.find(&email).await.status, Status::Accepted, "{name}");
        // The compared key is not used up.
        let report = confirm_members(&club.sam.portal, &club.id, keys, MY_ITEMS, &Control::new()).await.unwrap();
        assert!(report.is_complete(), "{name}: {report:?}");
        assert_eq!(own_collections(&club).await, vec![MY_ITEMS; number + 1], "{name}");
    }
}

#[tokio::test]
async fn nobody_is_restored_without_it_because_of_a_passing_error() {
    let club = owning_club().await;
    let emails = ["ulla@contoso.example", "nils@contoso.example"];
    for email in emails {
        club.joined(email, Role::User, Permissions::NONE).await;
    }
    let ids = club.ids(&emails).await;
    // The newer path for one, the one for several.
    for some in [&ids[..1], &ids[..]] {
        for (name, meddle) in passing() {
            revoke_members(&club.sam.portal, &club.id, some, &Control::new()).await;
            club.sql("DELETE FROM collection WHERE type = 1").await;
            club.sam.wire.always(POLICY, meddle);
            club.sam.wire.forget_log();
            let failed = restore_members(&club.sam.portal, &club.id, some, MY_ITEMS, &Control::new()).await;
            club.sam.wire.honest();
            assert!(failed.error.is_some() && failed.rows.iter().all(|row| row.outcome == Err(RowFailure::NotSent)));
            assert_eq!(failed.to_retry(), some, "{name}");
            assert_eq!(club.sam.wire.count("/restore"), 0, "{name}: nothing was sent");
            let report = restore_members(&club.sam.portal, &club.id, some, MY_ITEMS, &Control::new()).await;
            assert!(report.is_complete(), "{name}: {report:?}");
            assert_eq!(own_collections(&club).await, vec![MY_ITEMS; some.len()], "{name}");
        }
    }
}

#[tokio::test]
async fn without_the_right_to_read_policies_it_is_left_to_the_server() {
    let club = owning_club().await;
    for (number, status) in [403, 404].into_iter().enumerate() {
        let email = format!("person{number}@contoso.example");
        club.accepted(&email, Role::User, Permissions::NONE).await;
        club.sam.wire.always(POLICY, Meddle::Answer(Answer::new(status, "")));
        club.confirm(&[&email]).await;
        let ids = club.ids(&[&email]).await;
        revoke_members(&club.sam.portal, &club.id, &ids, &Control::new()).await;
        let report = restore_members(&club.sam.portal, &club.id, &ids, MY_ITEMS, &Control::new()).await;
        assert!(report.is_complete(), "{status}: {report:?}");
        club.sam.wire.honest();
        assert_eq!(own_collections(&club).await, Vec::<String>::new(), "{status}");
    }
}

#[tokio::test]
async fn a_lock_before_the_name_is_sealed_sends_nothing() {
    let club = owning_club().await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let ids = club.ids(&["ulla@contoso.example"]).await;
    revoke_members(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    club.sam.wire.once(POLICY, Meddle::HoldAfter);
    let control = Control::new();
    let run = restore_members(&club.sam.portal, &club.id, &ids, MY_ITEMS, &control);
    let lock = async {
        club.sam.wire.held().await;
        portal_client::session::lock(&club.sam.portal).await;
        club.sam.wire.honest();
    };
    let (report, ()) = futures::join!(run, lock);
    assert!(matches!(report.error, Some(ApiError::SignedOut | ApiError::Keys(_))), "{report:?}");
    assert_eq!(report.to_retry(), ids);
}
