use portal_server::secrets::new_id;
use rusqlite::params;
use serde_json::{Value, json};

use crate::support::{START, Server, public_key, sealed};

#[tokio::test]
async fn the_profile_says_who_one_is() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let profile = server.get("/api/accounts/profile", &token).await.expect(200).json();
    assert_eq!((&profile["object"], &profile["email"]), (&json!("profile"), &json!("ada@example.org")));
    assert_eq!((&profile["name"], &profile["emailVerified"]), (&json!("Test Person"), &json!(true)));
    assert_eq!((&profile["key"], &profile["privateKey"]), (&json!(sealed(1)), &json!(sealed(2))));
    assert_eq!(profile["accountKeys"]["publicKeyEncryptionKeyPair"]["publicKey"], json!(public_key()));
    assert_eq!(profile["creationDate"], START);
    for list in ["organizations", "organizationsNew", "providers", "providerOrganizations"] {
        assert_eq!(profile[list], json!([]), "{list}");
    }
}

#[tokio::test]
async fn name_and_colour_are_changed_and_the_revision_grows() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let revision =
        || async { server.get("/api/accounts/revision-date", &token).await.expect(200).json().as_i64().unwrap() };
    let before = revision().await;
    let body = json!({"name": "Ada Lovelace", "masterPasswordHint": null});
    let answer = server.put("/api/accounts/profile", &token, body).await.expect(200).json();
    assert_eq!((&answer["name"], &answer["providers"]), (&json!("Ada Lovelace"), &Value::Null));
    let between = revision().await;
    assert!(between > before);
    let answer = server.put("/api/accounts/avatar", &token, json!({"avatarColor": "#1a2B3c"})).await.expect(200).json();
    assert_eq!(answer["avatarColor"], "#1a2B3c");
    assert!(revision().await > between);
    let body = json!({"name": "x".repeat(51)});
    server.put("/api/accounts/profile", &token, body).await.expect_invalid("Name");
    for bad in ["red", "#12345", "#12345g", "#1234567"] {
        server.put("/api/accounts/avatar", &token, json!({"avatarColor": bad})).await.expect_invalid("AvatarColor");
    }
}

#[tokio::test]
async fn keys_are_read_and_set_only_once() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let keys = server.get("/api/accounts/keys", &token).await.expect(200).json();
    assert_eq!(
        (&keys["object"], &keys["key"], &keys["publicKey"]),
        (&json!("keys"), &json!(sealed(1)), &json!(public_key()))
    );
    let body = json!({"publicKey": public_key(), "encryptedPrivateKey": sealed(7)});
    server.post("/api/accounts/keys", &token, body.clone()).await.expect_error(400, "User has existing keypair");
    let state = server.app.state();
    state.db.write(|tx| Ok(tx.execute("UPDATE user SET public_key = NULL, private_key = NULL", [])?)).await.unwrap();
    let profile = server.get("/api/accounts/profile", &token).await.expect(200).json();
    assert_eq!((&profile["privateKey"], &profile["accountKeys"]), (&Value::Null, &Value::Null));
    let mut bad = body.clone();
    bad["encryptedPrivateKey"] = json!("2.plain");
    server.post("/api/accounts/keys", &token, bad).await.expect_invalid("EncryptedPrivateKey");
    let keys = server.post("/api/accounts/keys", &token, body).await.expect(200).json();
    assert_eq!(keys["privateKey"], json!(sealed(7)));
}

#[tokio::test]
async fn public_keys_of_others_are_for_signed_in_people() {
    let server = Server::start().await;
    let (_, ada) = server.member("ada@example.org").await;
    let (_, eve) = server.member("eve@example.org").await;
    let id = server.get("/api/accounts/profile", &ada).await.json()["id"].as_str().unwrap().to_owned();
    let key = server.get(&format!("/api/users/{id}/public-key"), &eve).await.expect(200).json();
    assert_eq!(key, json!({"object": "userKey", "userId": id, "publicKey": public_key()}));
    let keys = server.get(&format!("/api/users/{id}/keys"), &eve).await.expect(200).json();
    assert_eq!(keys["publicKey"], json!(public_key()));
    server.get(&format!("/api/users/{}/public-key", new_id()), &eve).await.expect_error(404, "Resource not found.");
    server.get("/api/users/nobody/public-key", &eve).await.expect_error(404, "Resource not found.");
    server.get(&format!("/api/users/{id}/public-key"), "").await.expect(401);
}

#[tokio::test]
async fn a_sync_brings_profile_and_unlock_data() {
    let server = Server::start().await;
    let (_, token) = server.member("ada@example.org").await;
    let sync = server.get("/api/sync?excludeDomains=true", &token).await.expect(200).json();
    assert_eq!((&sync["object"], &sync["policies"], &sync["ciphers"]), (&json!("sync"), &json!([]), &json!([])));
    assert_eq!(sync["profile"], server.get("/api/accounts/profile", &token).await.json());
    let unlock = &sync["userDecryption"]["masterPasswordUnlock"];
    assert_eq!((&unlock["masterKeyEncryptedUserKey"], &unlock["salt"]), (&json!(sealed(1)), &json!("ada@example.org")));
    assert_eq!(unlock["kdf"]["kdfType"], 0);
}

#[tokio::test]
async fn provider_memberships_reach_the_token_only_by_a_refresh() {
    let server = Server::start().await;
    let ada = server.sign_up("ada@example.org").await;
    let tokens = server.password_grant(&ada, &[]).await.expect(200).json();
    let (access, refresh) = (tokens["access_token"].as_str().unwrap(), tokens["refresh_token"].as_str().unwrap());
    let (provider, state) = (new_id(), server.app.state());
    let now = state.clock.now();
    state
        .db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO provider (id, name, billing_email, status, created_at, revised_at) VALUES (?1, 'P', 'b@p.q', 2, ?2, ?2)",
                params![provider, now],
            )?;
            tx.execute(
                "INSERT INTO provider_user (id, provider_id, user_id, key, status, type, created_at, revised_at)
                 SELECT ?1, ?2, id, '4.x', 2, 0, ?3, ?3 FROM user",
                params![new_id(), provider, now],
            )?;
            Ok(())
        })
        .await
        .unwrap();
    let path = format!("/api/providers/{provider}");
    assert!(server.get(&path, access).await.expect(403).body.is_empty());
    let profile = server.get("/api/accounts/profile", access).await.expect(200).json();
    assert_eq!(profile["providers"][0]["id"], json!(provider));
    let fresh = server.refresh_grant(refresh).await.expect(200).json();
    server.get(&path, fresh["access_token"].as_str().unwrap()).await.expect(200);
}
