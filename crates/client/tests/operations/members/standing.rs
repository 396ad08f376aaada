//! Restoring: the newer path, the older one, and the reasons for a refusal.

use portal_client::bulk::{Control, RowFailure};
use portal_client::members::{delete_accounts, restore_members, revoke_members};
use portal_contracts::enums::{OrganizationUserStatus as Status, OrganizationUserType as Role};
use portal_contracts::permissions::Permissions;

use super::{Club, MY_ITEMS};
use crate::support::{Answer, Meddle};

#[tokio::test]
async fn an_older_server_is_asked_the_older_way() {
    let club = Club::new(10).await;
    let ids = club.ids(&["olga@contoso.example"]).await;
    revoke_members(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    club.sam.wire.always("restore/vnext", Meddle::Answer(Answer::new(404, "")));
    let report = restore_members(&club.sam.portal, &club.id, &ids, MY_ITEMS, &Control::new()).await;
    assert!(report.is_complete(), "{report:?}");
    assert_eq!(club.find("olga@contoso.example").await.status, Status::Invited);
}

#[tokio::test]
async fn refusals_carry_their_reason_and_are_not_worth_another_try() {
    let club = Club::new(10).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    club.joined("nils@contoso.example", Role::User, Permissions::NONE).await;
    let ids = club.ids(&["ulla@contoso.example", "nils@contoso.example"]).await;
    club.policy(0).await;
    assert_eq!(club.find("ulla@contoso.example").await.status, Status::Revoked);
    for some in [&ids[..], &ids[..1]] {
        let report = restore_members(&club.sam.portal, &club.id, some, MY_ITEMS, &Control::new()).await;
        let Err(RowFailure::Refused(text)) = &report.rows[0].outcome else { panic!("{report:?}") };
        assert!(text.contains("two-step login policy"), "{text}");
        assert!(report.to_retry().is_empty());
    }
    // Without a seat.
    club.sql("UPDATE policy SET enabled = 0").await;
    club.sql("UPDATE organization SET seats = 1").await;
    let report = restore_members(&club.sam.portal, &club.id, &ids, MY_ITEMS, &Control::new()).await;
    let Err(RowFailure::Refused(text)) = &report.rows[0].outcome else { panic!("{report:?}") };
    assert!(text.contains("Seat limit"), "{text}");
}

#[tokio::test]
async fn only_accounts_of_a_claimed_domain_are_deleted() {
    let club = Club::new(10).await;
    club.joined("ulla@contoso.example", Role::User, Permissions::NONE).await;
    club.joined("gast@elsewhere.example", Role::User, Permissions::NONE).await;
    club.sql(
        "INSERT INTO organization_domain (id, organization_id, domain_name, txt, verified_at, created_at)
         SELECT randomblob(16), id, 'contoso.example', 'bw=x', 1, 0 FROM organization",
    )
    .await;
    let ids = club.ids(&["ulla@contoso.example", "gast@elsewhere.example"]).await;
    assert!(club.find("ulla@contoso.example").await.claimed);
    let report = delete_accounts(&club.sam.portal, &club.id, &ids, &Control::new()).await;
    assert_eq!(report.rows[0].outcome, Ok(()));
    assert!(
        matches!(&report.rows[1].outcome, Err(RowFailure::Refused(text)) if text.contains("not claimed")),
        "{report:?}"
    );
    assert_eq!(club.list().await.len(), 2);
}
