//! Taking an existing organisation over, and what only an admin reads.

use portal_client::clients::{list_clients, read_plans};
use portal_client::events::{Log, read_events};
use portal_client::new_client::{CreateFailure, add_existing, list_addable};
use portal_client::workspace::{KeyState, refresh_rights};
use portal_client::{Base, HttpRequest, Method, Transport as _};
use portal_contracts::enums::PlanType;
use portal_crypto::{ClientKeys, NativeBackend, ProviderKey, PublicKey};
use portal_server::clock::iso;
use serde_json::json;

use crate::support::{ADMIN, Meddle, World};

#[tokio::test]
async fn an_own_organisation_is_taken_over_with_its_key_compared() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let backend = NativeBackend::new();
    let public: String = world
        .app
        .state()
        .db
        .read(|connection| {
            let query = "SELECT public_key FROM user WHERE email = ?1";
            Ok(connection.query_row(query, [ADMIN], |row| row.get(0))?)
        })
        .await
        .unwrap();
    // An organisation of her own, made with another client.
    let (keys, key) = ClientKeys::make(&backend, &ProviderKey::generate().unwrap(), "Default").await.unwrap();
    let shared = PublicKey::from_base64(&public).unwrap().wrap(&backend, &key).await.unwrap().to_text();
    let body = json!({
        "name": "Old Bakery", "billingEmail": ADMIN, "planType": 18, "additionalSeats": 8, "key": shared,
        "keys": keys.key_pair, "collectionName": keys.collection_name,
    });
    let token = ada.wire.last("accounts/profile").headers.into_iter().find(|(name, _)| *name == "Authorization");
    let request = HttpRequest {
        method: Method::Post,
        base: Base::Api,
        path: "organizations".into(),
        headers: vec![token.unwrap(), ("Content-Type", "application/json".to_owned())],
        body: Some(body.to_string().into_bytes().into()),
        max_answer: 1 << 20,
    };
    assert_eq!(ada.wire.send(request).await.unwrap().status, 200);
    refresh_rights(&ada.portal).await.unwrap();

    let addable = list_addable(&ada.portal, &provider).await.unwrap();
    assert_eq!((addable.len(), addable[0].name.as_str(), addable[0].seats), (1, "Old Bakery", 8));
    // The first answer is lost; repeating it ends well.
    ada.wire.once("clients/existing", Meddle::CutAfter);
    ada.wire.once("accounts/profile", Meddle::CutBefore);
    assert!(matches!(add_existing(&ada.portal, &provider, &addable[0]).await, Err(CreateFailure::Api(_))));
    let id = add_existing(&ada.portal, &provider, &addable[0]).await.unwrap();
    assert_eq!(ada.portal.workspace().unwrap().client(&id).unwrap().key, KeyState::Ready);
    assert_eq!(list_clients(&ada.portal, &provider).await.unwrap()[0].organization_id, id);
    assert!(list_addable(&ada.portal, &provider).await.unwrap().is_empty());

    let plans = read_plans(&ada.portal).await.unwrap();
    assert!(plans.iter().any(|plan| plan.r#type == PlanType::TeamsMonthly));
    let events =
        read_events(&ada.portal, Log::Provider(&provider), "2020-01-01T00:00:00Z", "2020-06-01T00:00:00Z", None);
    assert!(events.await.unwrap().events.is_empty());
    let now = world.app.state().clock.now();
    let (start, end) = (iso(now - 86_400_000), iso(now + 86_400_000));
    let page = read_events(&ada.portal, Log::Provider(&provider), &start, &end, None).await;
    assert!(page.unwrap().events.iter().any(|event| event.r#type == 1901), "the take-over was logged");
}
