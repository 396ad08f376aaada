//! Settings and subscription of a client, by a service user who is no member of it, and by a provider admin.

use portal_client::account::PasswordFailure;
use portal_client::clients::list_clients;
use portal_client::new_client::create_client;
use portal_client::organization::{
    self, Details, DetailsProblem, KeyOrigin, ManagementFailure, Payer, SaveFailure, read_fingerprint,
    read_subscription, rotate_api_key, save_details, save_management, show_api_key,
};
use portal_client::{ApiError, workspace};
use portal_contracts::enums::{OrganizationUserType, ProviderUserType};
use portal_contracts::organization::ApiKeyKind;
use portal_contracts::profile::CollectionManagement;
use serde_json::json;

use crate::journey::contoso;
use crate::support::{Answer, Meddle, PASSWORD, Tab, World, secret};

/// A provider with the client Contoso, its admin, and a service user who is no member of it.
pub struct Scene {
    pub world: World,
    pub ada: Tab,
    pub sam: Tab,
    pub provider: String,
    pub client: String,
}

impl Scene {
    pub async fn new() -> Self {
        let world = World::start().await;
        let (ada, provider) = world.provider().await;
        create_client(&ada.portal, &contoso(&provider)).await.unwrap();
        let sam = world.confirmed(&ada, &provider, "sam@msp.example", ProviderUserType::ServiceUser).await;
        let client = sam.portal.workspace().unwrap().clients[0].organization_id.clone();
        Self { world, ada, sam, provider, client }
    }

    /// How often an event was written about the client.
    pub async fn events(&self, kind: i64) -> i64 {
        let client: uuid::Uuid = self.client.parse().unwrap();
        let db = &self.world.app.state().db;
        db.read(move |conn| {
            let query = "SELECT count(*) FROM event WHERE type = ?1 AND organization_id = ?2";
            Ok(conn.query_row(query, (kind, client), |row| row.get(0))?)
        })
        .await
        .unwrap()
    }
}

impl Scene {
    /// Somebody with an account and a confirmed membership of their own, who works for no provider.
    pub async fn own_member(&self, email: &str, role: OrganizationUserType) -> (String, Tab) {
        let tab = self.world.member(email).await;
        let id = uuid::Uuid::new_v4();
        let user: uuid::Uuid = tab.portal.account().unwrap().user_id.parse().unwrap();
        let client: uuid::Uuid = self.client.parse().unwrap();
        let row = (id, client, user, role.number());
        let insert =
            "INSERT INTO organization_user (id, organization_id, user_id, status, type, created_at, revised_at)
                      VALUES (?1, ?2, ?3, 2, ?4, 0, 0)";
        self.world.app.state().db.write(move |tx| Ok(tx.execute(insert, row)?)).await.unwrap();
        workspace::refresh_rights(&tab.portal).await.unwrap();
        (id.to_string(), tab)
    }
}

impl Scene {
    /// As [`Self::own_member`] with a custom role that may manage members and nothing else.
    pub async fn people_manager(&self, email: &str) -> Tab {
        let (id, tab) = self.own_member(email, OrganizationUserType::Custom).await;
        let id: uuid::Uuid = id.parse().unwrap();
        let update = r#"UPDATE organization_user SET permissions = '{"manageUsers":true}' WHERE id = ?1"#;
        self.world.app.state().db.write(move |tx| Ok(tx.execute(update, [id])?)).await.unwrap();
        workspace::refresh_rights(&tab.portal).await.unwrap();
        tab
    }
}

fn typed(name: &str, billing_email: &str) -> Details {
    Details { name: name.to_owned(), billing_email: billing_email.to_owned() }
}

#[tokio::test]
async fn opening_a_client_is_noted_once_and_reading_again_is_not() {
    let scene = Scene::new().await;
    let opened = organization::open(&scene.sam.portal, &scene.client).await.unwrap();
    assert_eq!((opened.name.as_str(), opened.seats, opened.has_keys), ("Contoso", Some(8), true));
    assert_eq!(organization::read(&scene.sam.portal, &scene.client).await.unwrap(), opened);
    assert_eq!(scene.events(1603).await, 1);
    let elsewhere = "00000000-0000-4000-8000-000000000001";
    let strange = organization::open(&scene.sam.portal, elsewhere).await;
    assert_eq!(strange, Err(ApiError::NotFound { message: None }));
    assert!(!scene.sam.wire.log().iter().any(|line| line.contains(elsewhere)), "nothing is asked about strangers");
    // An answer about another organisation is none.
    scene.sam.wire.edit("/subscription", move |answer| answer["id"] = json!(elsewhere));
    assert_eq!(organization::read(&scene.sam.portal, &scene.client).await, Err(ApiError::BadAnswer));
}

#[tokio::test]
async fn a_service_user_renames_a_client_and_says_where_invoices_go() {
    let scene = Scene::new().await;
    let portal = &scene.sam.portal;
    let base = organization::read(portal, &scene.client).await.unwrap();
    for (details, problem) in [
        (typed(" ", "a@b.example"), DetailsProblem::NameMissing),
        (typed("Contoso", "nobody"), DetailsProblem::AddressBad),
    ] {
        assert_eq!(save_details(portal, &base, &details).await, Err(SaveFailure::Typed(problem)));
    }
    let saved = save_details(portal, &base, &typed(" Contoso Ltd ", "bills@contoso.example")).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.billing_email.as_str()), ("Contoso Ltd", "bills@contoso.example"));
    let known = portal.workspace().unwrap().client(&scene.client).unwrap().name.clone();
    assert_eq!(known.as_deref(), Some("Contoso Ltd"), "the frame learns of it");
    assert_eq!(list_clients(portal, &scene.provider).await.unwrap()[0].name, "Contoso Ltd");
    assert_eq!((scene.events(1600).await, scene.events(1603).await), (1, 0));
    // The answer is lost; repeating it is harmless and writes nothing more.
    scene.sam.wire.once("PUT api/organizations", Meddle::CutAfter);
    let again = typed("Contoso", "bills@contoso.example");
    assert_eq!(save_details(portal, &saved, &again).await, Err(SaveFailure::Api(ApiError::Offline)));
    assert_eq!(save_details(portal, &saved, &again).await.unwrap().name, "Contoso");
    assert_eq!(scene.events(1600).await, 2);
}

#[tokio::test]
async fn two_people_who_rename_a_client_hear_of_each_other() {
    let scene = Scene::new().await;
    let base = organization::read(&scene.sam.portal, &scene.client).await.unwrap();
    let address = base.billing_email.clone();
    save_details(&scene.ada.portal, &base, &typed("Contoso North", &address)).await.unwrap();
    let refused = save_details(&scene.sam.portal, &base, &typed("Contoso South", &address)).await;
    let Err(SaveFailure::Changed(now)) = refused else { panic!("{refused:?}") };
    assert_eq!(now.name, "Contoso North");
    // Another field is no conflict, and does not bring the old name back.
    let saved = save_details(&scene.sam.portal, &base, &typed("Contoso", "new@contoso.example")).await.unwrap();
    assert_eq!((saved.name.as_str(), saved.billing_email.as_str()), ("Contoso North", "new@contoso.example"));
    // Seen and meant.
    let saved = save_details(&scene.sam.portal, &now, &typed("Contoso South", "new@contoso.example")).await.unwrap();
    assert_eq!(saved.name, "Contoso South");
}

#[tokio::test]
async fn a_server_that_keeps_the_old_name_is_not_believed() {
    let scene = Scene::new().await;
    let base = organization::read(&scene.sam.portal, &scene.client).await.unwrap();
    scene.sam.wire.edit("PUT api/organizations", |answer| answer["name"] = json!("Contoso"));
    let kept = save_details(&scene.sam.portal, &base, &typed("Contoso Ltd", &base.billing_email)).await;
    assert!(matches!(kept, Err(SaveFailure::Kept(_))), "{kept:?}");
}

#[tokio::test]
async fn settings_that_somebody_else_changed_meanwhile_stay() {
    let scene = Scene::new().await;
    let base = organization::read(&scene.sam.portal, &scene.client).await.unwrap();
    let creation = CollectionManagement { limit_collection_creation: true, ..base.management };
    save_management(&scene.ada.portal, &base, creation).await.unwrap();
    let items = CollectionManagement { limit_item_deletion: true, ..base.management };
    let saved = save_management(&scene.sam.portal, &base, items).await.unwrap();
    assert!(saved.management.limit_collection_creation && saved.management.limit_item_deletion);
    let entry = scene.sam.portal.workspace().unwrap().client(&scene.client).unwrap().clone();
    assert_eq!(entry.management, saved.management);
    assert_eq!((scene.events(1610).await, scene.events(1611).await, scene.events(1614).await), (1, 0, 1));
    // A server without the call says so in its own way.
    let unknown = Answer::new(404, r#"{"error":{"code":404,"reason":"Not Found"}}"#);
    scene.sam.wire.once("collection-management", Meddle::Answer(unknown));
    let missing = save_management(&scene.sam.portal, &saved, base.management).await;
    assert_eq!(missing, Err(ManagementFailure::NotBuiltIn));
}

#[tokio::test]
async fn the_words_of_a_client_are_the_same_for_everybody_and_proven() {
    let scene = Scene::new().await;
    let seen = read_fingerprint(&scene.sam.portal, &scene.client).await.unwrap().unwrap();
    assert_eq!((seen.words.len(), seen.origin), (5, KeyOrigin::Proven));
    assert_eq!(read_fingerprint(&scene.ada.portal, &scene.client).await.unwrap().unwrap(), seen);
    // Without the private half they are only claimed, with another public half they are a lie.
    scene.sam.wire.once("/private-key", Meddle::Answer(Answer::new(404, "{}")));
    let claimed = read_fingerprint(&scene.sam.portal, &scene.client).await.unwrap().unwrap();
    assert_eq!((&claimed.words, claimed.origin), (&seen.words, KeyOrigin::Claimed));
    let other = portal_crypto::KeyPair::generate(&portal_crypto::NativeBackend::new()).await.unwrap();
    let foreign = other.public().to_base64();
    scene.sam.wire.edit("/public-key", move |answer| answer["publicKey"] = json!(foreign));
    let lie = read_fingerprint(&scene.sam.portal, &scene.client).await.unwrap().unwrap();
    assert_eq!(lie.origin, KeyOrigin::Foreign);
    scene.sam.wire.honest();
    scene.sam.wire.edit("/public-key", |answer| answer["publicKey"] = json!(null));
    assert_eq!(read_fingerprint(&scene.sam.portal, &scene.client).await.unwrap(), None);
}

#[tokio::test]
async fn the_api_key_wants_the_password_and_a_renewal_ends_the_old_one() {
    let scene = Scene::new().await;
    let portal = &scene.sam.portal;
    let wrong = show_api_key(portal, &scene.client, ApiKeyKind::Default, secret("not my password")).await;
    assert!(matches!(wrong, Err(PasswordFailure::WrongPassword)));
    assert!(!scene.sam.wire.log().iter().any(|line| line.contains("api-key")), "a slip of the finger is no request");
    let first = show_api_key(portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await.ok().unwrap();
    assert_eq!(
        (first.client_id.as_str(), first.scope),
        (&*format!("organization.{}", scene.client), "api.organization")
    );
    let again =
        show_api_key(&scene.ada.portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await.ok().unwrap();
    assert!(first.client_secret == again.client_secret);
    let renewed = rotate_api_key(portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await.ok().unwrap();
    assert!(renewed.client_secret != first.client_secret);
    scene.sam.wire.edit("/api-key", |answer| answer["apiKey"] = json!("x\u{202e}y"));
    let hostile = show_api_key(portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await;
    assert!(matches!(hostile, Err(PasswordFailure::Api(ApiError::BadAnswer))));
}

#[tokio::test]
async fn the_subscription_in_numbers() {
    let scene = Scene::new().await;
    let seen = read_subscription(&scene.sam.portal, &scene.client).await.unwrap();
    // The invited owner sits on one.
    assert_eq!((seen.organization.seats, seen.occupied, seen.free()), (Some(8), Some(1), Some(7)));
    assert_eq!(seen.organization.plan.as_deref(), Some("Teams (Monthly)"));
    assert_eq!(seen.payer, Payer::OwnProvider { id: scene.provider.clone(), name: Some("North & Sons".into()) });
    assert!(!seen.inactive && seen.trial_days.is_none());
    assert!(seen.organization.features.use_groups && !seen.organization.features.use_policies);
    // Numbers and warnings are extras.
    scene.sam.wire.once("/metadata", Meddle::Answer(Answer::new(404, "")));
    scene.sam.wire.once("/warnings", Meddle::Answer(Answer::new(404, "")));
    let bare = read_subscription(&scene.sam.portal, &scene.client).await.unwrap();
    assert_eq!((bare.occupied, bare.free()), (None, None));
    scene.sam.wire.once("/metadata", Meddle::Answer(Answer::new(500, "")));
    assert!(matches!(read_subscription(&scene.sam.portal, &scene.client).await, Err(ApiError::Server { .. })));
    workspace::sync(&scene.sam.portal).await.unwrap();
    assert!(scene.sam.portal.session().is_open());
}

#[tokio::test]
async fn an_owner_who_is_no_provider_user_names_the_client_and_is_told_whom_to_ask_about_the_rest() {
    let scene = Scene::new().await;
    let (_, olga) = scene.own_member("olga@elsewhere.example", OrganizationUserType::Owner).await;
    let portal = &olga.portal;
    let provider = Payer::OtherProvider { name: Some("North & Sons".into()) };
    assert_eq!(organization::payer(portal, &scene.client), Ok(provider.clone()));
    let base = organization::read(portal, &scene.client).await.unwrap();
    let saved = save_details(portal, &base, &typed("Contoso Ltd", "mine@contoso.example")).await.unwrap();
    assert_eq!((saved.name.as_str(), &saved.billing_email), ("Contoso Ltd", &base.billing_email), "not hers to say");
    let items = CollectionManagement { limit_item_deletion: true, ..base.management };
    assert!(save_management(portal, &saved, items).await.unwrap().management.limit_item_deletion);
    assert!(show_api_key(portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await.is_ok());
    let seen = read_subscription(portal, &scene.client).await.unwrap();
    assert_eq!((seen.payer, seen.occupied), (provider, Some(2)));
    assert_eq!(scene.events(1603).await, 0, "a member is no visitor");
}

#[tokio::test]
async fn members_below_the_owner_are_refused_and_stay_signed_in() {
    let scene = Scene::new().await;
    let (_, adam) = scene.own_member("adam@elsewhere.example", OrganizationUserType::Admin).await;
    let (_, uma) = scene.own_member("uma@elsewhere.example", OrganizationUserType::User).await;
    let base = organization::read(&scene.sam.portal, &scene.client).await.unwrap();
    for tab in [&adam, &uma] {
        let portal = &tab.portal;
        assert!(matches!(organization::read(portal, &scene.client).await, Err(ApiError::NotFound { .. })));
        let saved = save_details(portal, &base, &typed("Mine", &base.billing_email)).await;
        assert!(matches!(saved, Err(SaveFailure::Api(ApiError::NotFound { .. }))), "{saved:?}");
        let key = show_api_key(portal, &scene.client, ApiKeyKind::Default, secret(PASSWORD)).await;
        assert!(matches!(key, Err(PasswordFailure::Api(ApiError::NotFound { .. }))));
        assert!(portal.session().is_open());
    }
}
