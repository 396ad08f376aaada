//! One fetched key is shown and wrapped; nobody is confirmed by accident.

use portal_client::bulk::{Control, RowFailure};
use portal_client::members::{confirm_members, prepare_confirm};
use portal_client::session;
use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Role};
use portal_contracts::permissions::Permissions;

use super::{Club, MY_ITEMS};
use crate::support::{Answer, Meddle};

#[tokio::test]
async fn staff_confirm_people_whose_words_they_read() {
    let club = Club::new(10).await;
    let ulla = club.accepted("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let (portal, id) = (&club.sam.portal, club.id.as_str());
    let all = club.list().await;
    club.sam.wire.forget_log();
    let compared = prepare_confirm(portal, id, &all).await.unwrap();
    assert_eq!(compared.len(), 2, "the invited owner is named, not left out in silence");
    let owner = all.iter().find(|member| member.status == Status::Invited).unwrap();
    let excluded = compared.iter().find(|row| row.id == owner.id).unwrap();
    assert_eq!(excluded.outcome, Err(RowFailure::NotAnswered));
    let member = club.find("ulla@contoso.example").await;
    let key = compared.iter().find(|row| row.id == member.id).unwrap().outcome.clone().unwrap();
    assert_eq!(key.words, ulla.portal.account().unwrap().fingerprint);
    let report =
        confirm_members(portal, id, vec![(member.id.clone(), key.clone())], MY_ITEMS, &Control::new()).await.unwrap();
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(club.sam.wire.count("public-key"), 1, "{:?}", club.sam.wire.log());
    assert_eq!(club.find("ulla@contoso.example").await.status, Status::Confirmed);
    // The handle was used up: a second try wraps nothing, and the list says that it is done.
    let again = confirm_members(portal, id, vec![(member.id, key)], MY_ITEMS, &Control::new()).await.unwrap();
    assert!(again.is_complete(), "{again:?}");
}

#[tokio::test]
async fn a_key_that_belongs_to_somebody_else_is_not_shown() {
    let club = Club::new(10).await;
    club.accepted("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let member = club.find("ulla@contoso.example").await;
    club.sam
        .wire
        .edit("users/public-keys", |body| body["data"][0]["userId"] = "0b0b0b0b-0000-4000-8000-000000000000".into());
    let compared = prepare_confirm(&club.sam.portal, &club.id, std::slice::from_ref(&member)).await.unwrap();
    assert_eq!(compared[0].outcome, Err(RowFailure::NotAnswered));
    club.sam.wire.honest();
    club.sam.wire.edit("users/public-keys", |body| body["data"][0]["key"] = "AAAA".into());
    let compared = prepare_confirm(&club.sam.portal, &club.id, &[member]).await.unwrap();
    assert!(matches!(compared[0].outcome, Err(RowFailure::Key(_))), "{compared:?}");
}

#[tokio::test]
async fn confirmation_survives_faults_and_a_lock_in_the_middle() {
    for (name, meddle) in [
        ("500", Meddle::Answer(Answer::new(500, ""))),
        ("cut before", Meddle::CutBefore),
        ("cut after", Meddle::CutAfter),
        ("401", Meddle::Answer(Answer::new(401, ""))),
        ("says yes, does nothing", Meddle::Answer(Answer::new(200, r#"{"data":[]}"#))),
    ] {
        let club = Club::new(10).await;
        club.accepted("ulla@contoso.example", Role::User, Permissions::NONE).await;
        let member = club.find("ulla@contoso.example").await;
        let compared = prepare_confirm(&club.sam.portal, &club.id, std::slice::from_ref(&member)).await.unwrap();
        let keys = vec![(member.id.clone(), compared[0].outcome.clone().unwrap())];
        club.sam.wire.once("users/confirm", meddle);
        let report = confirm_members(&club.sam.portal, &club.id, keys, MY_ITEMS, &Control::new()).await.unwrap();
        assert!(club.sam.wire.struck_all(), "{name}");
        let confirmed = club.find("ulla@contoso.example").await.status == Status::Confirmed;
        assert_eq!(report.is_complete(), confirmed, "{name}: {report:?}");
        if !confirmed {
            assert_eq!(report.to_retry(), [member.id], "{name}: {report:?}");
            club.confirm(&["ulla@contoso.example"]).await;
        }
    }
}

#[tokio::test]
async fn a_lock_in_the_middle_does_not_tear_a_confirmation_apart() {
    let club = Club::new(10).await;
    club.accepted("ulla@contoso.example", Role::User, Permissions::NONE).await;
    let member = club.find("ulla@contoso.example").await;
    let compared = prepare_confirm(&club.sam.portal, &club.id, std::slice::from_ref(&member)).await.unwrap();
    let keys = vec![(member.id, compared[0].outcome.clone().unwrap())];
    club.sam.wire.once("users/confirm", Meddle::HoldBefore);
    let control = Control::new();
    let run = confirm_members(&club.sam.portal, &club.id, keys, MY_ITEMS, &control);
    let lock = async {
        club.sam.wire.held().await;
        session::lock(&club.sam.portal).await;
        club.sam.wire.honest();
    };
    let (report, ()) = futures::join!(run, lock);
    assert!(report.unwrap().is_complete());
    assert!(!club.sam.portal.session().is_open());
}
