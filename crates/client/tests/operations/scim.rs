//! Provisioning of a client by SCIM, by a service user who is no member of it and by an owner who works for no provider.

use portal_client::ApiError;
use portal_client::organization::{rotate_api_key, show_api_key};
use portal_client::scim::{SaveFailure, Wanted, read_scim, save_scim, scim_address};
use portal_contracts::enums::OrganizationUserType;
use portal_contracts::organization::ApiKeyKind;
use portal_contracts::scim::ScimProvider;
use serde_json::{Value, json};

use crate::policies::enterprise;
use crate::support::{Answer, Meddle, PASSWORD, secret};

const OKTA: Wanted = Wanted { enabled: true, provider: ScimProvider::Okta };

#[tokio::test]
async fn a_service_user_switches_provisioning_and_keeps_what_is_not_known_here() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let before = read_scim(portal, client).await.unwrap();
    assert!(!before.provisions() && before.id.is_none() && before.provider().is_none());
    let on = save_scim(portal, client, &before, OKTA).await.unwrap();
    assert!(on.provisions() && on.provider() == Some(ScimProvider::Okta));
    let later = move |tx: &rusqlite::Transaction<'_>| {
        let config = r#"{"Enabled":true,"ScimProvider":2,"FromTomorrow":{"Deep":[null,1.5]}}"#;
        Ok(tx.execute("UPDATE organization_connection SET config = ?1", [config])?)
    };
    scene.world.app.state().db.write(later).await.unwrap();
    let off = save_scim(portal, client, &on, Wanted { enabled: false, ..OKTA }).await.unwrap();
    assert!(!off.provisions() && off.id == on.id);
    assert_eq!(off.setting("fromTomorrow"), Some(&json!({"Deep": [null, 1.5]})));
    assert_eq!(read_scim(portal, client).await.unwrap(), off);
    let address = scim_address(portal, client).await.unwrap();
    assert_eq!(address, Some(format!("http://localhost:8080/scim/v2/{client}")));
}

#[tokio::test]
async fn a_change_by_somebody_else_and_a_lost_answer_are_noticed() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let seen = read_scim(portal, client).await.unwrap();
    let theirs = Wanted { enabled: true, provider: ScimProvider::Entra };
    save_scim(&scene.ada.portal, client, &seen, theirs).await.unwrap();
    let refused = save_scim(portal, client, &seen, OKTA).await;
    let Err(SaveFailure::Changed(now)) = refused else { panic!("{refused:?}") };
    assert_eq!(now.provider(), Some(ScimProvider::Entra));
    assert_eq!(save_scim(portal, client, &seen, theirs).await.unwrap(), *now, "the same wish is no conflict");
    scene.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
    let saved = save_scim(portal, client, &now, OKTA).await.unwrap();
    assert_eq!(saved.provider(), Some(ScimProvider::Okta));
    scene.sam.wire.once("PUT api/organizations", Meddle::CutBefore);
    let lost = save_scim(portal, client, &saved, theirs).await;
    assert_eq!(lost, Err(SaveFailure::Api(ApiError::Offline)));
    for strange in [json!("../users"), json!("x".repeat(100))] {
        scene.sam.wire.edit("/connections/", move |answer| answer["id"] = strange.clone());
        assert_eq!(read_scim(portal, client).await, Err(ApiError::BadAnswer));
        scene.sam.wire.honest();
    }
    scene.sam.wire.edit("/connections/", |answer| answer["organizationId"] = json!("another"));
    assert_eq!(read_scim(portal, client).await, Err(ApiError::BadAnswer));
    scene.sam.wire.honest();
    scene.sam.wire.edit("/connections/", |answer| answer["config"] = Value::Null);
    assert!(!read_scim(portal, client).await.unwrap().provisions());
}

#[tokio::test]
async fn the_key_for_directories_is_another_one_than_that_of_the_api() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let scim = show_api_key(portal, client, ApiKeyKind::Scim, secret(PASSWORD)).await.ok().unwrap();
    let api = show_api_key(portal, client, ApiKeyKind::Default, secret(PASSWORD)).await.ok().unwrap();
    assert!(scim.client_secret != api.client_secret && scim.made.is_some());
    let renewed = rotate_api_key(portal, client, ApiKeyKind::Scim, secret(PASSWORD)).await.ok().unwrap();
    assert!(renewed.client_secret != scim.client_secret);
    let api_again = show_api_key(portal, client, ApiKeyKind::Default, secret(PASSWORD)).await.ok().unwrap();
    assert!(api_again.client_secret == api.client_secret, "the other one works on");
}

#[tokio::test]
async fn an_owner_and_an_admin_may_and_who_manages_people_may_not() {
    let scene = enterprise().await;
    let (_, olga) = scene.own_member("olga@contoso.example", OrganizationUserType::Owner).await;
    let (_, adam) = scene.own_member("adam@contoso.example", OrganizationUserType::Admin).await;
    let uma = scene.people_manager("uma@contoso.example").await;
    let client = &scene.client;
    let seen = read_scim(&olga.portal, client).await.unwrap();
    let saved = save_scim(&olga.portal, client, &seen, OKTA).await.unwrap();
    assert!(save_scim(&adam.portal, client, &saved, Wanted { enabled: false, ..OKTA }).await.is_ok());
    assert!(show_api_key(&adam.portal, client, ApiKeyKind::Scim, secret(PASSWORD)).await.is_ok());
    let refused = read_scim(&uma.portal, client).await;
    assert!(matches!(refused, Err(ApiError::Refused { status: 400, .. })), "{refused:?}");
    assert!(uma.portal.session().is_open());
    // Servers without it say so in their own way.
    olga.wire.once("/connections/", Meddle::Answer(Answer::new(404, r#"{"error":{"code":404}}"#)));
    assert!(matches!(read_scim(&olga.portal, client).await, Err(ApiError::NotFound { .. })));
}
