//! Demo data: complete, decryptable through the portal's own operations, made once, and without
//! plaintext in the database file.

use std::path::Path;

use portal_client::bulk::Control;
use portal_client::devices;
use portal_client::invitation::{MailLink, parse_link};
use portal_client::members::{self, list_members, occupied_seats};
use portal_client::people::list_people;
use portal_client::sign_in::{SignInStep, sign_in};
use portal_client::workspace::{self, KeyState};
use portal_client::{Portal, clients, events};
use portal_contracts::SecretText;
use portal_contracts::enums::{OrganizationUserStatus, ProductTier, ProviderUserStatus, ProviderUserType};
use portal_crypto::NativeBackend;
use portal_server::clock::iso;
use portal_server::demo::personas::{ALL, COLLECTION, INES, INVITED, JONAS, PETRA, PRIYA, PROVIDER, Persona, TOM};
use portal_server::demo::{DemoInfo, Seed, seed};
use portal_server::in_process::{InProcessTransport, portal};
use portal_server::{App, Config, Storage};

async fn desk(app: &App, persona: Persona) -> Portal {
    let transport = InProcessTransport::new(app);
    let portal = portal(transport, app.state().clock.clone(), NativeBackend::new());
    let password = SecretText::new(persona.passphrase.to_owned());
    let step = sign_in(&portal, persona.email, password, None).await.unwrap();
    assert!(matches!(step, SignInStep::SignedIn(_)), "{step:?}");
    portal
}

fn stored_in(directory: &Path) -> Config {
    Config { storage: Storage::Directory(directory.to_owned()), ..Config::in_memory() }
}

#[tokio::test]
async fn the_demo_is_complete_and_decrypts() {
    let app = App::open(Config::in_memory()).await.unwrap();
    let info = seed(&app, Seed::Demo).await.unwrap();
    assert_eq!(info.sign_ins, ALL);
    let link = info.invitation_link.expect("an open invitation");
    assert!(matches!(parse_link(&link), Ok(MailLink::Provider(invitation)) if invitation.is_for(INVITED)));

    let ines = desk(&app, INES).await;
    let workspace = workspace::sync(&ines).await.unwrap();
    let [provider] = workspace.providers.as_slice() else { panic!("one provider") };
    assert_eq!((provider.name.as_deref(), provider.key), (Some(PROVIDER), KeyState::Ready));
    assert_eq!(workspace.clients.iter().filter(|client| client.provider_id.is_some()).count(), 24);
    let own: Vec<_> = workspace.own_organizations().map(|client| client.name.as_deref()).collect();
    assert_eq!(own.len(), 1, "{own:?}");
    for client in &workspace.clients {
        assert_eq!(client.key, KeyState::Ready, "{:?}", client.name);
    }
    assert_eq!(workspace.clients.iter().filter(|client| !client.enabled).count(), 1);
    assert!(workspace.clients.iter().any(|client| client.tier == ProductTier::Enterprise));

    let people = list_people(&ines, &provider.id).await.unwrap();
    let count = |status, role| people.iter().filter(|person| person.status == status && person.role == role).count();
    assert_eq!(count(ProviderUserStatus::Confirmed, ProviderUserType::ProviderAdmin), 2);
    assert_eq!(count(ProviderUserStatus::Confirmed, ProviderUserType::ServiceUser), 2);
    assert_eq!(count(ProviderUserStatus::Invited, ProviderUserType::ServiceUser), 1);
    let waiting: Vec<&str> = people
        .iter()
        .filter(|person| person.status == ProviderUserStatus::Accepted)
        .map(|person| person.email.as_str())
        .collect();
    assert_eq!(waiting, [JONAS.email, PRIYA.email]);

    let list = clients::list_clients(&ines, &provider.id).await.unwrap();
    let free = |name: &str| {
        let client = list.iter().find(|client| client.name == name).unwrap();
        (client.occupied_seats, client.seats)
    };
    assert_eq!(free("Bakery Collective Hamburg"), (8, Some(8)));
    assert_eq!(free("Quayside Architects"), (1, Some(7)));
    assert_eq!(free("Cardinal Community College"), (65, Some(75)));
    assert!(list.iter().all(|client| client.seats.is_some_and(|seats| client.occupied_seats <= seats)));
    let subscription = clients::read_subscription(&ines, &provider.id).await.unwrap();
    let [teams, enterprise] = subscription.plans.as_slice() else { panic!("two plans") };
    assert!(teams.assigned_seats < teams.seat_minimum && teams.purchased_seats == 0);
    assert!(enterprise.purchased_seats > 0);
    let now = app.state().clock.now();
    let (start, end) = (iso(now - 130 * 86_400_000), iso(now));
    let log = events::read_events(&ines, events::Log::Provider(&provider.id), &start, &end, None).await.unwrap();
    let count = |kind| log.events.iter().filter(|event| event.r#type == kind).count();
    assert_eq!((count(1800), count(1801), count(1900)), (6, 3, 24));
    let dates: Vec<&str> = log.events.iter().map(|event| event.date.as_str()).collect();
    assert!(dates.windows(2).all(|pair| pair[0] >= pair[1]), "newest first");
}

/// Collections, groups, and people in every state: what a client's console shows.
#[tokio::test]
async fn clients_have_people_in_every_state_and_a_structure_that_decrypts() {
    let app = App::open(Config::in_memory()).await.unwrap();
    seed(&app, Seed::Demo).await.unwrap();
    let tom = desk(&app, TOM).await;
    let workspace = workspace::sync(&tom).await.unwrap();
    for client in &workspace.clients {
        let id = &client.organization_id;
        let name = client.name.as_deref().unwrap();
        let members = list_members(&tom, id).await.unwrap();
        let seats = occupied_seats(&members);
        assert!(client.seats.is_some_and(|all| seats <= all), "{name}: {seats}");
        if members.len() == 1 {
            continue;
        }
        for status in OrganizationUserStatus::KNOWN {
            let wanted = *status != OrganizationUserStatus::Staged || name == "Tidewater Marine Insurance";
            assert_eq!(members.iter().any(|member| member.status == *status), wanted, "{name}: {status:?}");
        }
        assert!(members.iter().any(|member| !member.access.groups.is_empty()), "{name}: groups");
        let waiting: Vec<_> =
            members.into_iter().filter(|member| member.status == OrganizationUserStatus::Accepted).collect();
        let compared = members::prepare_confirm(&tom, id, &waiting).await.unwrap();
        assert!(compared.iter().all(|row| row.outcome.is_ok()), "{name}: {compared:?}");
    }
    let client = workspace.clients.iter().find(|client| client.name.as_deref() == Some("Greenhouse Robotics")).unwrap();
    let members = list_members(&tom, &client.organization_id).await.unwrap();
    let owner = members.iter().find(|member| member.email == PETRA.email).unwrap();
    assert!(owner.is_confirmed_owner() && owner.name.as_deref() == Some(PETRA.name));
    assert!(members.iter().any(|member| member.recovery) && members.iter().any(|member| member.two_step));
}

#[tokio::test]
async fn devices_wait_to_be_let_in_and_can_be() {
    let app = App::open(Config::in_memory()).await.unwrap();
    seed(&app, Seed::Demo).await.unwrap();
    let tom = desk(&app, TOM).await;
    let workspace = workspace::sync(&tom).await.unwrap();
    let trusting: Vec<_> = workspace.clients.iter().filter(|client| client.trusted_devices).collect();
    let [client] = trusting.as_slice() else { panic!("{} clients", trusting.len()) };
    let id = &client.organization_id;
    let found = devices::read_devices(&tom, id, &[]).await.unwrap().rows;
    let kept: Vec<_> = found.iter().map(|row| row.hindrance).collect();
    assert_eq!(kept, [None, Some(devices::Hindrance::NotEnrolled), None]);
    assert!(found.iter().all(|row| row.words.len() == 5 && row.name.is_some() && row.address.is_some()));
    let ready: Vec<_> = found.into_iter().filter(devices::DeviceRequest::may_approve).collect();
    let report = devices::answer_devices(&tom, id, &ready, devices::Verdict::Approve, &Control::new()).await;
    assert!(report.is_complete(), "{report:?}");
}

#[tokio::test]
async fn everybody_can_sign_in_and_sees_what_their_role_shows() {
    let app = App::open(Config::in_memory()).await.unwrap();
    seed(&app, Seed::Demo).await.unwrap();
    let tom = workspace::sync(&desk(&app, TOM).await).await.unwrap();
    assert_eq!(tom.providers.first().map(|provider| provider.role), Some(ProviderUserType::ServiceUser));
    assert!(tom.clients.iter().all(|client| client.key == KeyState::Ready));
    let jonas = workspace::sync(&desk(&app, JONAS).await).await.unwrap();
    assert!(jonas.providers.is_empty(), "not confirmed yet");
}

#[tokio::test]
async fn a_data_directory_is_seeded_once_and_its_link_stays_good() {
    let directory = tempfile::tempdir().unwrap();
    let app = App::open(stored_in(directory.path())).await.unwrap();
    let first = seed(&app, Seed::Demo).await.unwrap();
    drop(app);
    let app = App::open(stored_in(directory.path())).await.unwrap();
    let second = seed(&app, Seed::Large).await.unwrap();
    assert_eq!(first, second);
    app.state().clock.advance(time::Duration::days(30));
    let later = seed(&app, Seed::Demo).await.unwrap();
    assert_ne!(later.invitation_link, first.invitation_link);
    assert!(later.invitation_link.is_some());
    let moved = Config { origin: "https://portal.example".to_owned(), ..stored_in(directory.path()) };
    let app = App::open(moved).await.unwrap();
    let link = seed(&app, Seed::Demo).await.unwrap().invitation_link.unwrap();
    assert!(link.starts_with("https://portal.example/#/providers/accept-provider?"), "{link}");
    let ines = workspace::sync(&desk(&app, INES).await).await.unwrap();
    assert_eq!(ines.clients.iter().filter(|client| client.provider_id.is_some()).count(), 24);
}

#[tokio::test]
async fn a_database_in_use_stays_as_it_is() {
    let world = crate::world::World::new().await;
    world.sign_up("anna@bakery.example").await;
    assert_eq!(seed(&world.app, Seed::Demo).await.unwrap(), DemoInfo::default());
}

#[tokio::test]
async fn a_seeding_that_was_cut_off_is_said_not_used() {
    let app = App::open(Config::in_memory()).await.unwrap();
    let started = |tx: &rusqlite::Transaction<'_>| {
        tx.execute("INSERT INTO demo (started_at) VALUES (1)", [])?;
        Ok(())
    };
    app.state().db.write(started).await.unwrap();
    assert!(seed(&app, Seed::Demo).await.unwrap_err().to_string().contains("incomplete"));
}

/// The server must hold nothing of the demo in the clear that its people encrypt or prove.
#[tokio::test]
async fn the_database_file_holds_no_plaintext_of_the_demo() {
    let directory = tempfile::tempdir().unwrap();
    let app = App::open(stored_in(directory.path())).await.unwrap();
    seed(&app, Seed::Demo).await.unwrap();
    let mut bytes = Vec::new();
    for entry in std::fs::read_dir(directory.path()).unwrap() {
        bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    // All patterns are ASCII, which survives the replacement of what is no text.
    let content = String::from_utf8_lossy(&bytes);
    let holds = |text: &str| {
        let utf16: String = text.chars().flat_map(|letter| [letter, '\0']).collect();
        // The last characters of Base64 depend on what follows.
        let base64 = data_encoding::BASE64_NOPAD.encode(text.as_bytes());
        let base64 = &base64[..base64.len() - 2];
        [text, &utf16, base64].iter().any(|pattern| content.contains(pattern))
    };
    assert!(holds("Alpenblick Hotels"), "the search finds what is there: names of clients are plain by design");
    assert!(!holds(COLLECTION), "name of a collection");
    for persona in ALL {
        assert!(!holds(persona.passphrase), "passphrase of {}", persona.name);
        for word in persona.passphrase.split('-').filter(|word| word.len() > 5) {
            assert!(!holds(word), "part of the passphrase of {}", persona.name);
        }
    }
    // The received password hash is a credential: only a hash of it may be stored.
    let (salt, kdf) =
        (portal_crypto::Salt::from_email(INES.email).unwrap(), portal_crypto::Kdf::Pbkdf2 { iterations: 600_000 });
    let master = portal_crypto::MasterKey::derive(&NativeBackend::new(), INES.passphrase, &salt, kdf).await.unwrap();
    assert!(!holds(master.server_hash(INES.passphrase).as_str()), "server hash");
}

#[tokio::test]
async fn the_large_demo_has_a_thousand_clients_that_decrypt() {
    let app = App::open(Config::in_memory()).await.unwrap();
    seed(&app, Seed::Large).await.unwrap();
    let ines = desk(&app, INES).await;
    let workspace = workspace::sync(&ines).await.unwrap();
    assert_eq!(workspace.clients.iter().filter(|client| client.provider_id.is_some()).count(), 1_000);
    assert!(workspace.clients.iter().all(|client| client.key == KeyState::Ready));
    let provider = &workspace.providers.first().unwrap().id;
    let list = clients::list_clients(&ines, provider).await.unwrap();
    assert_eq!(list.iter().map(|client| client.occupied_seats).max(), Some(5_000));
    let university = list.iter().find(|client| client.name == "Lakeshore University").unwrap();
    let members = list_members(&ines, &university.organization_id).await.unwrap();
    assert_eq!((occupied_seats(&members), members.len()), (2_000, 2_030));
    let groups: std::collections::BTreeSet<_> = members.iter().flat_map(|member| &member.access.groups).collect();
    assert_eq!(groups.len(), 60);
}
