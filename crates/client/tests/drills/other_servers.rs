//! Answers shaped as another family of servers sends them (API contract §3, §19.4): signing in works, providers are absent.

use portal_client::ApiError;
use portal_client::clients::list_clients;
use portal_client::session::{SessionState, restore, unlock};
use portal_client::sign_in::{SignInFailure, SignInStep, sign_in};
use portal_client::workspace::sync;
use serde_json::{Value, json};

use crate::support::{ADMIN, Answer, Meddle, PASSWORD, Tab, World, secret};

/// Both names of the user key, no key pair in the newer shape, no refresh of the same token.
fn as_the_other_family(answer: &mut Value) {
    let key = answer["Key"].clone();
    if !key.is_null() {
        answer["UserDecryptionOptions"]["MasterPasswordUnlock"]["MasterKeyEncryptedUserKey"] = key.clone();
        answer["UserDecryptionOptions"]["MasterPasswordUnlock"]["MasterKeyWrappedUserKey"] = key;
        answer["MasterPasswordPolicy"] = json!({"minLength": 12, "Object": "masterPasswordPolicy"});
        answer["ResetMasterPassword"] = json!(false);
    }
}

fn imitate(tab: &Tab) {
    let unknown =
        r#"{"error":{"code":404,"reason":"Not Found","description":"The requested resource could not be found."}}"#;
    tab.wire.always("/providers/", Meddle::Answer(Answer::new(404, unknown)));
    tab.wire.edit("connect/token", as_the_other_family);
    tab.wire.edit("accounts/profile", |profile| {
        profile["_status"] = json!(0);
        profile["providers"] = json!([]);
        profile["providerOrganizations"] = json!([]);
        profile["accountKeys"] = Value::Null;
    });
}

#[tokio::test]
async fn signing_in_and_coming_back_work_and_providers_are_absent() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let tab = world.tab();
    imitate(&tab);
    let Ok(SignInStep::SignedIn(arrival)) = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await else {
        panic!("not signed in")
    };
    assert_eq!(arrival.password_policy.and_then(|policy| policy.min_length), Some(12));
    assert_eq!(tab.portal.account().unwrap().fingerprint, ada.portal.account().unwrap().fingerprint);
    assert!(tab.portal.workspace().unwrap().providers.is_empty());
    // An unknown call has no words of its own: that is how a missing feature is told from a refusal.
    assert_eq!(list_clients(&tab.portal, &provider).await, Err(ApiError::NotFound { message: None }));

    let page = world.tab_over(tab.tokens.clone(), tab.memory.clone());
    imitate(&page);
    assert!(matches!(restore(&page.portal).await, Ok(SessionState::Locked(_))));
    unlock(&page.portal, secret(PASSWORD)).await.unwrap();
    sync(&page.portal).await.unwrap();
}

#[tokio::test]
async fn its_wrong_password_and_its_missing_right_are_understood() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let refused = json!({
        "message": "Username or password is incorrect. Try again",
        "validationErrors": {"": ["Username or password is incorrect. Try again"]},
        "errorModel": {"message": "Username or password is incorrect. Try again", "object": "error"},
        "error": "", "error_description": "", "object": "error",
    });
    let tab = world.tab();
    tab.wire.once("connect/token", Meddle::Answer(Answer::new(400, refused.to_string())));
    let wrong = sign_in(&tab.portal, ADMIN, secret("not this one"), None).await;
    assert_eq!(wrong, Err(SignInFailure::WrongPassword));
    // A missing right is a 401 there, with a page of the framework.
    ada.wire.always("GET api/providers", Meddle::Answer(Answer::new(401, "<!DOCTYPE html><title>401</title>")));
    let missing = list_clients(&ada.portal, "11111111-2222-3333-4444-555555555555").await;
    assert_eq!(missing, Err(ApiError::Forbidden { message: None }));
    assert!(ada.portal.session().is_open());
}
