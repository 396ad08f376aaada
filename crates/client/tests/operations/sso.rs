//! Single sign-on of a client, by a service user who is no member of it.

use portal_client::ApiError;
use portal_client::policies::read_policies;
use portal_client::sso::{SaveFailure, read_sso, save_sso};
use portal_contracts::policies::PolicyType;
use portal_contracts::sso::UpdateSso;
use serde_json::{Value, json};

use crate::policies::enterprise;
use crate::support::{Answer, Meddle};

fn oidc() -> Value {
    json!({"configType": 1, "authority": "https://login.example", "clientId": "c", "clientSecret": "s",
        "acrValues": null, "FromTomorrow": {"Deep": [null, 1.5]}})
}

fn wanted(data: &Value) -> UpdateSso {
    UpdateSso { enabled: true, identifier: Some("contoso".into()), data: data.as_object().cloned() }
}

#[tokio::test]
async fn a_service_user_saves_it_and_reads_it_back_letter_by_letter() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let before = read_sso(portal, client).await.unwrap();
    assert!(!before.enabled && before.data.is_none() && before.urls.sp_acs_url.ends_with("/Acs"));
    assert!(!portal.workspace().unwrap().client(client).unwrap().single_sign_on);
    let saved = save_sso(portal, client, &before, &wanted(&oidc())).await.unwrap();
    assert_eq!(json!(saved.data), oidc());
    assert_eq!(read_sso(portal, client).await.unwrap(), saved);
    assert!(portal.workspace().unwrap().client(client).unwrap().single_sign_on, "the profile follows");
    assert_eq!(scene.events(1604).await, 1);
}

#[tokio::test]
async fn a_change_by_somebody_else_and_a_lost_answer_are_noticed() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let seen = read_sso(portal, client).await.unwrap();
    let theirs = UpdateSso { identifier: Some("theirs".into()), ..wanted(&oidc()) };
    save_sso(&scene.ada.portal, client, &seen, &theirs).await.unwrap();
    let refused = save_sso(portal, client, &seen, &wanted(&oidc())).await;
    let Err(SaveFailure::Changed(now)) = refused else { panic!("{refused:?}") };
    assert_eq!(now.identifier.as_deref(), Some("theirs"));
    scene.sam.wire.once("POST api/organizations", Meddle::CutAfter);
    let saved = save_sso(portal, client, &now, &wanted(&oidc())).await.unwrap();
    assert_eq!(saved.identifier.as_deref(), Some("contoso"));
    scene.sam.wire.once("POST api/organizations", Meddle::CutBefore);
    let lost = save_sso(portal, client, &saved, &theirs).await;
    assert_eq!(lost, Err(SaveFailure::Api(ApiError::Offline)));
    let taken = Answer::new(
        400,
        r#"{"message":"x","validationErrors":{"Identifier":["SSO Identifier is already in use by another organization."]}}"#,
    );
    scene.sam.wire.once("POST api/organizations", Meddle::Answer(taken));
    assert_eq!(save_sso(portal, client, &saved, &theirs).await, Err(SaveFailure::IdentifierTaken));
}

#[tokio::test]
async fn refused_fields_are_named_and_trusted_devices_bring_their_policies() {
    let scene = enterprise().await;
    let (portal, client) = (&scene.sam.portal, &scene.client);
    let seen = read_sso(portal, client).await.unwrap();
    let refused = save_sso(portal, client, &seen, &wanted(&json!({"configType": 1}))).await;
    let Err(SaveFailure::Api(ApiError::Validation { fields, .. })) = refused else { panic!("{refused:?}") };
    assert!(fields.iter().any(|field| field.field == "data.Authority"), "{fields:?}");
    let mut data = oidc();
    data["memberDecryptionType"] = json!(2);
    save_sso(portal, client, &seen, &wanted(&data)).await.unwrap();
    let policies = read_policies(portal, client).await.unwrap();
    for kind in [PolicyType::SingleOrganization, PolicyType::RequireSso, PolicyType::AccountRecovery] {
        assert!(policies.is_on(kind), "{kind:?}");
    }
    assert!(policies.get(PolicyType::AccountRecovery).flag("autoEnrollEnabled"));
    assert!(policies.footing.trusted_devices, "and the page knows that they are held");
}
