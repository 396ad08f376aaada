//! Second steps: authenticator app, e-mail, remembered tab, unknown device, attempts that wait too long.

use portal_client::sign_in::{
    SignInFailure, SignInStep, answer_new_device, answer_two_step, attempt_ends_in, resend_new_device_code,
    send_email_code, sign_in,
};
use portal_client::{Base, HttpRequest, Method, Transport as _};
use portal_contracts::enums::TwoFactorProvider;
use portal_server::config::NewDeviceCheck;
use serde_json::{Value, json};

use crate::support::{ADMIN, PASSWORD, Tab, World, secret};

/// Settings that the portal has no screen for yet are made by hand, with what the sign-in sent.
async fn call(tab: &Tab, method: Method, path: &str, mut body: Value) -> Value {
    let sent = String::from_utf8(tab.wire.last("connect/token").body.unwrap_or_default().to_vec()).unwrap();
    let hash = sent.split('&').find_map(|field| field.strip_prefix("password=")).unwrap_or_default();
    let hash = hash.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    body["masterPasswordHash"] = json!(hash);
    let token =
        tab.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization").unwrap();
    let headers = vec![token, ("Content-Type", "application/json".to_owned())];
    let body = Some(body.to_string().into_bytes());
    let request = HttpRequest {
        method,
        base: Base::Api,
        path: path.into(),
        headers,
        body: body.map(Into::into),
        max_answer: 1 << 20,
    };
    let answer = tab.wire.send(request).await.unwrap();
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

async fn last_code(world: &World, email: &str) -> String {
    let mails = world.app.state().mailer.list(20).await.unwrap();
    let text = mails.into_iter().find(|stored| stored.mail.to == email).unwrap().mail.text;
    let mut words = text.split(|letter: char| !letter.is_ascii_digit());
    words.find(|word| word.len() >= 6).unwrap().to_owned()
}

#[tokio::test]
async fn an_authenticator_app_is_asked_for_and_can_be_remembered_in_this_tab() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let offer = call(&ada, Method::Post, "two-factor/get-authenticator", json!({})).await;
    let key = offer["key"].as_str().unwrap().to_owned();
    let code = |ahead: i64| portal_server::totp::code_now(&key, world.app.state().clock.now() + ahead).unwrap();
    let saved = json!({"key": key, "token": code(0), "userVerificationToken": offer["userVerificationToken"]});
    call(&ada, Method::Put, "two-factor/authenticator", saved).await;

    let tab = world.tab();
    let Ok(SignInStep::TwoStep(step)) = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await else { panic!() };
    assert_eq!(step.usable, [TwoFactorProvider::Authenticator]);
    let wrong = answer_two_step(&tab.portal, TwoFactorProvider::Authenticator, "000 000", false).await;
    assert_eq!(wrong, Err(SignInFailure::WrongCode));
    let spaced = format!("{} {}", &code(30_000)[..3], &code(30_000)[3..]);
    let done = answer_two_step(&tab.portal, TwoFactorProvider::Authenticator, &spaced, true).await;
    assert!(matches!(done, Ok(SignInStep::SignedIn(_))), "{done:?}");
    // The same tab is not asked again; its token is no use elsewhere.
    let again = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
    assert!(matches!(again, Ok(SignInStep::SignedIn(_))), "{again:?}");
    let elsewhere = world.tab();
    let asked = sign_in(&elsewhere.portal, ADMIN, secret(PASSWORD), None).await;
    assert!(matches!(asked, Ok(SignInStep::TwoStep(_))));

    // Five minutes later the attempt is over, and no hash goes out again.
    assert!(attempt_ends_in(&elsewhere.portal).is_some_and(|left| left > 0.0));
    elsewhere.clock.advance(300_001.0);
    elsewhere.wire.forget_log();
    let late = answer_two_step(&elsewhere.portal, TwoFactorProvider::Authenticator, &code(60_000), false).await;
    assert_eq!(late, Err(SignInFailure::AttemptOver));
    assert!(elsewhere.wire.log().is_empty() && attempt_ends_in(&elsewhere.portal).is_none());
}

#[tokio::test]
async fn a_code_by_mail_is_sent_on_request_and_again() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    call(&ada, Method::Post, "two-factor/send-email", json!({"email": ADMIN})).await;
    let token = last_code(&world, ADMIN).await;
    call(&ada, Method::Put, "two-factor/email", json!({"email": ADMIN, "token": token})).await;

    let tab = world.tab();
    let Ok(SignInStep::TwoStep(step)) = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await else { panic!() };
    assert_eq!(step.usable, [TwoFactorProvider::Email]);
    assert!(step.masked_email.is_some_and(|masked| masked.contains('*')));
    send_email_code(&tab.portal).await.unwrap();
    send_email_code(&tab.portal).await.unwrap();
    let code = last_code(&world, ADMIN).await;
    let done = answer_two_step(&tab.portal, TwoFactorProvider::Email, &code, false).await;
    assert!(matches!(done, Ok(SignInStep::SignedIn(_))), "{done:?}");
    assert_eq!(send_email_code(&tab.portal).await, Err(SignInFailure::AttemptOver));
}

#[tokio::test]
async fn an_unknown_device_needs_the_mailed_code() {
    let check = NewDeviceCheck { account_age: time::Duration::hours(24) };
    let world = World::with(|config| config.new_device_check = Some(check)).await;
    let ada = world.member(ADMIN).await;
    // The device of the account becomes another one, as if it had been used elsewhere.
    ada.wire.forget_log();
    world.app.state().clock.advance(time::Duration::hours(25));
    let tab = world.tab_of_another_browser();
    let step = sign_in(&tab.portal, ADMIN, secret(PASSWORD), None).await;
    assert_eq!(step, Ok(SignInStep::NewDevice));
    assert_eq!(answer_new_device(&tab.portal, "000000").await, Err(SignInFailure::WrongCode));
    resend_new_device_code(&tab.portal).await.unwrap();
    let code = last_code(&world, ADMIN).await;
    let done = answer_new_device(&tab.portal, &format!(" {code} ")).await;
    assert!(matches!(done, Ok(SignInStep::SignedIn(_))), "{done:?}");
}
