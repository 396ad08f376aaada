//! Devices that ask to be let in, by a service user who is no member: what they are given opens the account.

use portal_agent::Fault;
use portal_client::bulk::{Control, RowFailure};
use portal_client::devices::{DeviceRequest, Hindrance, Verdict, answer_devices, read_devices};
use portal_client::sso::{read_sso, save_sso};
use portal_client::{ApiError, Base, HttpRequest, Method, Transport as _, workspace};
use portal_contracts::enums::OrganizationUserType as Role;
use portal_contracts::permissions::Permissions;
use portal_contracts::sso::UpdateSso;
use portal_crypto::{Fingerprint, KeyPair, NativeBackend, PrivateKey, UserKey};
use serde_json::{Value, json};

use super::Club;
use crate::support::{Answer, Meddle, Tab};

const ULLA: &str = "ulla@contoso.example";
const CODE: &str = "an access code";

/// A client with trusted devices and an enrolled member, at whose desk the second tab sits.
async fn office() -> (Club, Tab) {
    let (club, ulla, _) = office_with(&[]).await;
    (club, ulla)
}

/// The same with further members, who joined before enrolling was asked of everybody.
async fn office_with(others: &[(&str, Role, Permissions)]) -> (Club, Tab, Vec<Tab>) {
    let club = Club::new(10).await;
    club.policy(3).await;
    club.policy(8).await;
    let ulla = club.agreed(ULLA, Role::User, Permissions::NONE, true).await;
    club.confirm(&[ULLA]).await;
    let mut tabs = Vec::new();
    for (email, role, permissions) in others {
        tabs.push(club.joined(email, *role, *permissions).await);
    }
    let portal = &club.sam.portal;
    let seen = read_sso(portal, &club.id).await.unwrap();
    let data = json!({"configType": 1, "memberDecryptionType": 2, "authority": "https://login.example",
        "clientId": "c", "clientSecret": "s"});
    let wanted = UpdateSso { enabled: true, identifier: Some("contoso".into()), data: data.as_object().cloned() };
    assert!(!portal.workspace().unwrap().client(&club.id).unwrap().trusted_devices);
    save_sso(portal, &club.id, &seen, &wanted).await.unwrap();
    assert!(portal.workspace().unwrap().client(&club.id).unwrap().trusted_devices);
    for tab in tabs.iter().chain([&ulla]) {
        workspace::refresh_rights(&tab.portal).await.unwrap();
    }
    (club, ulla, tabs)
}

async fn call(tab: &Tab, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let token = tab.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization");
    let headers =
        vec![token.unwrap(), ("Device-Type", "9".to_owned()), ("Content-Type", "application/json".to_owned())];
    let body = body.map(|body| body.to_string().into_bytes());
    let request = HttpRequest {
        method,
        base: Base::Api,
        path: path.into(),
        headers,
        body: body.map(Into::into),
        max_answer: 1 << 20,
    };
    let answer = tab.wire.send(request).await.unwrap();
    (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
}

/// A device that asks: its private key stays here.
struct Laptop {
    id: String,
    pair: KeyPair,
}

impl Laptop {
    async fn ask(tab: &Tab, email: &str, name: &str) -> Self {
        let pair = KeyPair::generate(&NativeBackend::default()).await.unwrap();
        let body = json!({"email": email, "publicKey": pair.public().to_base64(), "deviceIdentifier": name,
            "accessCode": CODE, "type": 2});
        let (status, answer) = call(tab, Method::Post, "auth-requests/admin-request", Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        Self { id: answer["id"].as_str().unwrap().to_owned(), pair }
    }

    fn words(&self, email: &str) -> Vec<String> {
        Fingerprint::of(self.pair.public(), email).unwrap().words().map(str::to_owned).to_vec()
    }

    /// What the server keeps for it.
    async fn answer(&self, tab: &Tab) -> Value {
        let path = format!("auth-requests/{}/response?code={}", self.id, CODE.replace(' ', "%20"));
        call(tab, Method::Get, &path, None).await.1
    }

    /// Opens the answer, and with it the private key of the account.
    async fn open(self, club: &Club, tab: &Tab) -> Result<(), portal_crypto::Error> {
        let answer = self.answer(tab).await;
        assert_eq!(answer["requestApproved"], json!(true));
        let backend = NativeBackend::default();
        let private = self.pair.into_private(&backend).await.unwrap();
        let key: UserKey = private.unwrap(&backend, &answer["key"].as_str().unwrap().parse()?).await?;
        let db = &club.world.app.state().db;
        let sql = "SELECT private_key FROM user WHERE email = ?1";
        let wrapped: String = db.read(move |conn| Ok(conn.query_row(sql, [ULLA], |row| row.get(0))?)).await.unwrap();
        PrivateKey::open(&backend, &key, &wrapped.parse()?).await.map(drop)
    }
}

async fn list(club: &Club) -> Vec<DeviceRequest> {
    read_devices(&club.sam.portal, &club.id, &[]).await.unwrap().rows
}

async fn answer(club: &Club, rows: &[DeviceRequest], verdict: Verdict) -> Vec<Result<(), RowFailure>> {
    let report = answer_devices(&club.sam.portal, &club.id, rows, verdict, &Control::new()).await;
    report.rows.into_iter().map(|row| row.outcome).collect()
}

#[tokio::test]
async fn a_service_user_lets_a_device_in_and_it_opens_the_account() {
    let (club, ulla) = office().await;
    assert!(list(&club).await.is_empty());
    let laptop = Laptop::ask(&ulla, ULLA, "laptop").await;
    let rows = list(&club).await;
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(row.words, laptop.words(ULLA), "the words that the device shows");
    assert_eq!((row.email.as_str(), row.address.as_deref(), row.may_approve()), (ULLA, Some("127.0.0.1"), true));
    assert!(row.device.as_deref().is_some_and(|name| name == "Chrome") && row.asked.ends_with('Z'));
    assert_eq!(answer(&club, &rows, Verdict::Approve).await, [Ok(())]);
    laptop.open(&club, &ulla).await.unwrap();
    assert!(list(&club).await.is_empty());
    // Nothing that went over the wire was the key itself, and what is gone cannot be answered again.
    let gone = answer(&club, &rows, Verdict::Deny).await;
    assert!(matches!(gone.as_slice(), [Err(RowFailure::Call(ApiError::NotFound { .. }))]), "{gone:?}");
}

#[tokio::test]
async fn many_are_let_in_or_turned_away_in_one_go_each_with_its_own_key() {
    let (club, ulla) = office().await;
    let (laptop, phone) = (Laptop::ask(&ulla, ULLA, "laptop").await, Laptop::ask(&ulla, ULLA, "phone").await);
    let rows = list(&club).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(answer(&club, &rows, Verdict::Approve).await, [Ok(()), Ok(())]);
    let sent = club.sam.wire.last("auth-requests");
    assert!(!String::from_utf8(sent.body.unwrap_or_default().to_vec()).unwrap().contains("private"));
    laptop.open(&club, &ulla).await.unwrap();
    phone.open(&club, &ulla).await.unwrap();
    let turned_away = [Laptop::ask(&ulla, ULLA, "a").await, Laptop::ask(&ulla, ULLA, "b").await];
    assert_eq!(answer(&club, &list(&club).await, Verdict::Deny).await, [Ok(()), Ok(())]);
    for device in turned_away {
        let told = device.answer(&ulla).await;
        assert_eq!((&told["requestApproved"], &told["key"]), (&json!(false), &json!(null)));
    }
}

#[tokio::test]
async fn what_somebody_else_answers_meanwhile_is_never_called_let_in() {
    let (club, ulla) = office().await;
    let (laptop, phone) = (Laptop::ask(&ulla, ULLA, "laptop").await, Laptop::ask(&ulla, ULLA, "phone").await);
    let rows = list(&club).await;
    let place = |device: &Laptop| rows.iter().position(|row| row.id == device.id).unwrap();
    let (of_laptop, of_phone) = (place(&laptop), place(&phone));
    let turned_away = format!("organizations/{}/auth-requests/{}", club.id, phone.id);
    // The list was read and both still waited; only then another admin turns one of them away.
    club.sam.wire.once("GET api/organizations", Meddle::HoldAfter);
    let others = async {
        club.sam.wire.held().await;
        let deny = json!({"encryptedUserKey": null, "requestApproved": false});
        let (status, said) = call(&club.admin, Method::Post, &turned_away, Some(deny)).await;
        assert_eq!(status, 200, "{said}");
        club.sam.wire.honest();
    };
    let (outcomes, ()) = tokio::join!(answer(&club, &rows, Verdict::Approve), others);
    assert_eq!(outcomes[of_laptop], Ok(()));
    assert!(
        matches!(&outcomes[of_phone], Err(RowFailure::Refused(said)) if said.contains("answered already")),
        "{outcomes:?}"
    );
    assert_eq!(phone.answer(&ulla).await["requestApproved"], json!(false));
    laptop.open(&club, &ulla).await.unwrap();
}

#[tokio::test]
async fn who_cannot_be_let_in_is_named_before_and_the_others_go_through() {
    let (club, ulla, tabs) = office_with(&[("nora@contoso.example", Role::User, Permissions::NONE)]).await;
    let (_of_nora, of_ulla) =
        (Laptop::ask(&tabs[0], "nora@contoso.example", "n").await, Laptop::ask(&ulla, ULLA, "u").await);
    let rows = list(&club).await;
    let nora_row = rows.iter().find(|row| row.email.starts_with("nora")).unwrap();
    assert_eq!(nora_row.hindrance, Some(Hindrance::NotEnrolled));
    assert_eq!(nora_row.words.len(), 5, "the words are there all the same");
    // An answer that was meant for both: the server says why one is refused.
    let outcomes = answer(&club, &rows, Verdict::Approve).await;
    let refused: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
    assert!(matches!(refused.as_slice(), [RowFailure::Refused(said)] if said.contains("not valid")), "{outcomes:?}");
    of_ulla.open(&club, &ulla).await.unwrap();
    assert_eq!(answer(&club, std::slice::from_ref(nora_row), Verdict::Deny).await, [Ok(())]);
}

#[tokio::test]
async fn roles_see_and_answer_what_recovery_allows_them() {
    let recovery = Permissions { manage_reset_password: true, ..Permissions::NONE };
    let groups = Permissions { manage_groups: true, ..Permissions::NONE };
    let (club, ulla, tabs) = office_with(&[
        ("oskar@contoso.example", Role::Owner, Permissions::NONE),
        ("ada@contoso.example", Role::Admin, Permissions::NONE),
        ("rita@contoso.example", Role::Custom, recovery),
        ("cara@contoso.example", Role::Custom, groups),
    ])
    .await;
    let Ok([owner, admin, rita, cara]) = <[Tab; 4]>::try_from(tabs) else { panic!("four") };
    let laptop = Laptop::ask(&ulla, ULLA, "u").await;
    let _owners = Laptop::ask(&owner, "oskar@contoso.example", "o").await;
    let of = async |tab: &Tab, email: &str| {
        let rows = read_devices(&tab.portal, &club.id, &[]).await.unwrap().rows;
        rows.into_iter().find(|row| row.email == email).unwrap()
    };
    assert_eq!(of(&owner, "oskar@contoso.example").await.hindrance, Some(Hindrance::Yourself));
    assert_eq!(of(&admin, "oskar@contoso.example").await.hindrance, Some(Hindrance::Hierarchy));
    assert!(of(&admin, ULLA).await.may_approve() && of(&owner, ULLA).await.may_approve());
    // Who may only recover accounts sees only members who are enrolled.
    assert_eq!(of(&rita, "oskar@contoso.example").await.hindrance, Some(Hindrance::NotEnrolled));
    for outsider in [&cara, &ulla] {
        let refused = read_devices(&outsider.portal, &club.id, &[]).await;
        assert!(matches!(refused, Err(ApiError::NotFound { .. } | ApiError::Keys(_))), "{refused:?}");
    }
    let row = of(&rita, ULLA).await;
    let report = answer_devices(&rita.portal, &club.id, &[row], Verdict::Approve, &Control::new()).await;
    assert!(report.is_complete(), "{report:?}");
    laptop.open(&club, &ulla).await.unwrap();
}

#[tokio::test]
async fn an_exchanged_or_damaged_key_is_refused_and_nothing_is_sent() {
    let (club, ulla) = office().await;
    let laptop = Laptop::ask(&ulla, ULLA, "u").await;
    let rows = list(&club).await;
    let stranger = KeyPair::generate(&NativeBackend::default()).await.unwrap().public().to_base64();
    let exchange = move |body: &mut Value| body["data"][0]["publicKey"] = json!(stranger);
    club.sam.wire.edit("GET api/organizations", exchange);
    club.sam.wire.forget_log();
    assert_eq!(answer(&club, &rows, Verdict::Approve).await, [Err(RowFailure::Key(Fault::Key))]);
    let again = read_devices(&club.sam.portal, &club.id, &rows).await.unwrap().rows;
    assert_eq!((again[0].hindrance, again[0].words.len()), (Some(Hindrance::Exchanged), 0));
    club.sam.wire.honest();
    let later = read_devices(&club.sam.portal, &club.id, &again).await.unwrap().rows;
    assert_eq!(later[0].hindrance, Some(Hindrance::Exchanged), "it stays refused");
    assert_eq!(answer(&club, &later, Verdict::Approve).await, [Err(RowFailure::Key(Fault::Key))]);

    club.sam.wire.edit("GET api/organizations", |body| body["data"][0]["publicKey"] = json!("MIIBdamaged"));
    let damaged = list(&club).await;
    assert!(matches!(damaged[0].hindrance, Some(Hindrance::Key(Fault::Parse | Fault::Key))), "{damaged:?}");
    assert!(damaged[0].words.is_empty());
    assert!(matches!(answer(&club, &damaged, Verdict::Approve).await[0], Err(RowFailure::Key(_))));
    club.sam.wire.honest();
    club.sam.wire.edit("auth-requests", |body| body["data"][0]["email"] = json!("somebody@else.example"));
    assert_eq!(list(&club).await[0].hindrance, Some(Hindrance::Mismatch));
    club.sam.wire.honest();
    assert_eq!(club.sam.wire.count("POST api/organizations"), 0, "nothing was sent");

    club.sam.wire.edit("account-recovery-details", |body| body["data"][0]["resetPasswordKey"] = json!("4.AAAA"));
    let fresh = list(&club).await;
    assert!(matches!(answer(&club, &fresh, Verdict::Approve).await[0], Err(RowFailure::Key(_))));
    club.sam.wire.honest();
    assert_eq!(answer(&club, &fresh, Verdict::Approve).await, [Ok(())], "the same words are good for another try");
    laptop.open(&club, &ulla).await.unwrap();
}

#[tokio::test]
async fn lost_answers_are_found_out_and_another_try_is_safe() {
    let (club, ulla) = office().await;
    let laptop = Laptop::ask(&ulla, ULLA, "u").await;
    let rows = list(&club).await;
    let single = format!("/auth-requests/{}", rows[0].id);
    club.sam.wire.once(&single, Meddle::CutBefore);
    assert_eq!(answer(&club, &rows, Verdict::Approve).await, [Err(RowFailure::NotSent)]);
    club.sam.wire.once(&single, Meddle::CutAfter);
    assert_eq!(answer(&club, &rows, Verdict::Approve).await, [Ok(())], "it arrived");
    laptop.open(&club, &ulla).await.unwrap();

    let _other = Laptop::ask(&ulla, ULLA, "v").await;
    let rows = list(&club).await;
    let single = format!("/auth-requests/{}", rows[0].id);
    club.sam.wire.once(&single, Meddle::Answer(Answer::new(200, "")));
    assert_eq!(answer(&club, &rows, Verdict::Deny).await, [Err(RowFailure::NotDone)], "a yes that is none");
    let stopped = Control::new();
    stopped.stop();
    let report = answer_devices(&club.sam.portal, &club.id, &rows, Verdict::Deny, &stopped).await;
    assert!(report.stopped && report.rows[0].outcome == Err(RowFailure::NotSent));
    club.sam.wire.always("GET api/organizations", Meddle::CutBefore);
    let report = answer_devices(&club.sam.portal, &club.id, &rows, Verdict::Deny, &Control::new()).await;
    assert_eq!(report.error, Some(ApiError::Offline));
    club.sam.wire.honest();
    assert_eq!(answer(&club, &rows, Verdict::Deny).await, [Ok(())]);
}
