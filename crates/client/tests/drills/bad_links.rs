//! Links that are expired, used, altered, foreign, doubled, cut or spelled differently, of all four kinds.

use portal_client::invitation::{MailLink, OrganizationInvitation, ProviderInvitation, parse_link};
use portal_client::join::{
    Accepted, JoinFailure, SetUpFailure, Terms, accept_provider_invitation, read_terms, set_up_provider,
};
use portal_client::new_client::create_client;
use portal_client::people::{remove_people, resend_invitations};
use portal_client::sign_in::sign_in;
use portal_client::sign_up::{
    Proof, SignUpFailure, SignUpOutcome, check_verification_link, finish_sign_up, request_verification,
};
use portal_contracts::SecretText;
use time::Duration;

use crate::clients_in_spite_of_faults::client_named;
use crate::members::{SAM, invited_anew, person, provider_link};
use crate::support::{ADMIN, PASSWORD, Tab, World, details, secret};

const KIM: &str = "kim@msp.example";

/// Tokens that are not the genuine one, though each looks much like it.
fn altered(token: &SecretText) -> Vec<String> {
    let genuine = token.expose();
    let mut tokens = vec![
        genuine[..genuine.len() - 1].to_owned(),
        genuine[1..].to_owned(),
        format!("{genuine}A"),
        genuine.to_uppercase(),
        genuine.replace('.', ""),
        "x".to_owned(),
    ];
    for place in (0..genuine.len()).step_by(29) {
        let other = if &genuine[place..=place] == "A" { "B" } else { "A" };
        tokens.push(format!("{}{other}{}", &genuine[..place], &genuine[place + 1..]));
    }
    tokens.retain(|token| token != genuine);
    tokens
}

fn with_token(invitation: &ProviderInvitation, token: &str) -> ProviderInvitation {
    ProviderInvitation {
        provider_id: invitation.provider_id.clone(),
        provider_user_id: invitation.provider_user_id.clone(),
        token: secret(token),
        email: invitation.email.clone(),
        provider_name: invitation.provider_name.clone(),
    }
}

async fn sign_up(tab: &Tab, email: &str, invitation: &ProviderInvitation) -> Result<SignUpOutcome, SignUpFailure> {
    finish_sign_up(&tab.portal, email, secret(PASSWORD), None, Proof::Provider(invitation)).await
}

#[tokio::test]
async fn altered_and_foreign_invitations_make_no_account_and_no_member() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let of_sam = invited_anew(&world, &ada, &provider, SAM).await;
    let of_kim = invited_anew(&world, &ada, &provider, KIM).await;
    let newcomer = world.tab();
    let kim = world.member(KIM).await;
    let mut tokens = altered(&of_kim.token);
    tokens.push(of_sam.token.expose().to_owned());
    assert!(tokens.len() > 10);
    for token in &tokens {
        let bad = with_token(&of_kim, token);
        assert_eq!(accept_provider_invitation(&kim.portal, &bad).await, Err(JoinFailure::LinkRefused), "{token}");
    }
    // The right token for the wrong person, provider or membership.
    let crossed = with_token(&of_sam, of_kim.token.expose());
    assert_eq!(accept_provider_invitation(&kim.portal, &crossed).await, Err(JoinFailure::LinkRefused));
    let nowhere = ProviderInvitation { provider_id: of_sam.provider_user_id.clone(), ..with_token(&of_kim, "t") };
    assert_eq!(accept_provider_invitation(&kim.portal, &nowhere).await, Err(JoinFailure::Withdrawn));
    for (email, invitation) in [(SAM, &crossed), (SAM, &of_kim), ("eve@msp.example", &of_sam)] {
        assert_eq!(sign_up(&newcomer, email, invitation).await, Err(SignUpFailure::LinkRefused), "{email}");
    }
    for token in altered(&of_sam.token).iter().step_by(4) {
        let refused = sign_up(&newcomer, SAM, &with_token(&of_sam, token)).await;
        assert_eq!(refused, Err(SignUpFailure::LinkRefused), "{token}");
    }
    // None of it used the genuine ones up.
    assert_eq!(accept_provider_invitation(&kim.portal, &of_kim).await, Ok(Accepted::Now));
    sign_up(&newcomer, SAM, &of_sam).await.unwrap();
    assert_eq!(accept_provider_invitation(&newcomer.portal, &of_sam).await, Ok(Accepted::Now));
}

#[tokio::test]
async fn an_invitation_is_good_for_five_days_and_a_new_mail_helps() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let old = invited_anew(&world, &ada, &provider, SAM).await;
    let sam = world.member(SAM).await;
    world.app.state().clock.advance(Duration::hours(119));
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    let id = person(&ada, &provider, SAM).await.unwrap().id;
    assert_eq!(resend_invitations(&ada.portal, &provider, &[id]).await.unwrap()[0].outcome, Ok(()));
    world.app.state().clock.advance(Duration::hours(2));
    sign_in(&sam.portal, SAM, secret(PASSWORD), None).await.unwrap();
    assert_eq!(accept_provider_invitation(&sam.portal, &old).await, Err(JoinFailure::LinkRefused));
    let newcomer = world.tab();
    // Nor does the expired one open a second account, or tell whether there is one.
    assert_eq!(
        finish_sign_up(&newcomer.portal, SAM, secret("a different password"), None, Proof::Provider(&old)).await,
        Err(SignUpFailure::LinkRefused)
    );
    let new = provider_link(&world, SAM).await;
    assert_ne!(new.token.expose(), old.token.expose());
    assert_eq!(accept_provider_invitation(&sam.portal, &new).await, Ok(Accepted::Now));
}

#[tokio::test]
async fn a_withdrawn_invitation_stays_withdrawn_when_the_person_is_invited_again() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let withdrawn = invited_anew(&world, &ada, &provider, SAM).await;
    let id = person(&ada, &provider, SAM).await.unwrap().id;
    remove_people(&ada.portal, &provider, &[id]).await.unwrap();
    let sam = world.tab();
    assert_eq!(sign_up(&sam, SAM, &withdrawn).await, Err(SignUpFailure::LinkRefused));
    let again = invited_anew(&world, &ada, &provider, SAM).await;
    assert_eq!(sign_up(&sam, SAM, &withdrawn).await, Err(SignUpFailure::LinkRefused));
    sign_up(&sam, SAM, &again).await.unwrap();
    assert_eq!(accept_provider_invitation(&sam.portal, &withdrawn).await, Err(JoinFailure::Withdrawn));
    assert_eq!(accept_provider_invitation(&sam.portal, &again).await, Ok(Accepted::Now));
}

#[tokio::test]
async fn a_link_works_doubled_in_another_case_and_cut_anywhere_it_is_refused() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    // A plus sign in the address and mail programs that change its case are common.
    let invited = "Sam+New@MSP.example";
    portal_client::people::invite_people(
        &ada.portal,
        &provider,
        &[invited.to_owned()],
        portal_contracts::enums::ProviderUserType::ServiceUser,
    )
    .await
    .unwrap();
    let mails = world.app.state().mailer.list(5).await.unwrap();
    let text = &mails.iter().find(|stored| stored.mail.to.eq_ignore_ascii_case(invited)).unwrap().mail.text;
    let link = text.split_whitespace().find(|word| word.contains("accept-provider")).unwrap();
    for pasted in [format!("{link}\n{link}"), format!("{link} {link}"), format!("<{link}>"), text.clone()] {
        assert_eq!(parse_link(&pasted), parse_link(link));
    }
    let Ok(MailLink::Provider(whole)) = parse_link(link) else { panic!("{link}") };
    assert!(whole.is_for(invited) && whole.is_for("sam+new@msp.example"));

    let shouted =
        ProviderInvitation { email: Some(invited.to_uppercase()), ..with_token(&whole, whole.token.expose()) };
    let sam = world.tab();
    for length in 0..link.len() {
        match parse_link(&link[..length]) {
            Ok(MailLink::Provider(cut)) if length % 17 == 0 => {
                assert_eq!(sign_up(&sam, "sam+new@msp.example", &cut).await, Err(SignUpFailure::LinkRefused));
            }
            Ok(MailLink::Provider(_)) | Err(_) => {}
            Ok(other) => panic!("{other:?}"),
        }
    }
    sign_up(&sam, &invited.to_uppercase(), &shouted).await.unwrap();
    assert_eq!(accept_provider_invitation(&sam.portal, &whole).await, Ok(Accepted::Now));
    sign_in(&world.tab().portal, "sam+new@msp.example", secret(PASSWORD), None).await.unwrap();
}

#[tokio::test]
async fn a_set_up_link_is_for_one_account_one_provider_and_five_days() {
    let world = World::start().await;
    let ada = world.member(ADMIN).await;
    let first = world.opened(ADMIN).await;
    let MailLink::ProviderSetUp(link) = world.link(ADMIN).await else { panic!() };
    let kim = world.member(KIM).await;
    let foreign = set_up_provider(&kim.portal, &link, &details()).await.unwrap_err();
    assert!(matches!(
        foreign,
        SetUpFailure::OtherAccount | SetUpFailure::Api(portal_client::ApiError::Forbidden { .. })
    ));
    assert!(!link.is_for(KIM) && kim.portal.session().is_open());

    let second = world.opened(ADMIN).await;
    let MailLink::ProviderSetUp(mut other) = world.link(ADMIN).await else { panic!() };
    assert_eq!(other.provider_id, second);
    other.provider_id.clone_from(&first);
    assert_eq!(set_up_provider(&ada.portal, &other, &details()).await, Err(SetUpFailure::LinkRefused));
    for token in altered(&link.token).iter().step_by(3) {
        other.token = secret(token);
        assert_eq!(set_up_provider(&ada.portal, &other, &details()).await, Err(SetUpFailure::LinkRefused), "{token}");
    }
    set_up_provider(&ada.portal, &link, &details()).await.unwrap();

    let MailLink::ProviderSetUp(late) = world.link(ADMIN).await else { panic!() };
    world.app.state().clock.advance(Duration::hours(121));
    sign_in(&ada.portal, ADMIN, secret(PASSWORD), None).await.unwrap();
    assert_eq!(set_up_provider(&ada.portal, &late, &details()).await, Err(SetUpFailure::LinkRefused));
}

#[tokio::test]
async fn a_sign_up_mail_is_for_one_address_and_a_quarter_of_an_hour() {
    let world = World::start().await;
    let tab = world.tab();
    request_verification(&tab.portal, SAM, Some("Sam")).await.unwrap();
    let MailLink::SignUp(link) = world.link(SAM).await else { panic!() };
    check_verification_link(&tab.portal, &link).await.unwrap();
    let foreign = finish_sign_up(&tab.portal, KIM, secret(PASSWORD), None, Proof::Mail(&link)).await;
    assert_eq!(foreign, Err(SignUpFailure::LinkRefused));
    finish_sign_up(&tab.portal, SAM, secret(PASSWORD), None, Proof::Mail(&link)).await.unwrap();
    assert_eq!(tab.portal.account().unwrap().name.as_deref(), Some("Sam"));
    // Used: with another password it is an account that exists, with the same one it is simply theirs.
    let elsewhere = world.tab();
    let other = finish_sign_up(&elsewhere.portal, SAM, secret("another password here"), None, Proof::Mail(&link)).await;
    assert!(matches!(other, Err(SignUpFailure::AddressTaken | SignUpFailure::LinkRefused)), "{other:?}");
    let same = finish_sign_up(&elsewhere.portal, SAM, secret(PASSWORD), None, Proof::Mail(&link)).await;
    assert!(matches!(same, Ok(SignUpOutcome::SignIn(_))), "{same:?}");

    request_verification(&tab.portal, KIM, None).await.unwrap();
    let MailLink::SignUp(late) = world.link(KIM).await else { panic!() };
    world.app.state().clock.advance(Duration::minutes(16));
    assert_eq!(check_verification_link(&elsewhere.portal, &late).await, Err(SignUpFailure::LinkRefused));
    let expired = finish_sign_up(&elsewhere.portal, KIM, secret(PASSWORD), None, Proof::Mail(&late)).await;
    assert_eq!(expired, Err(SignUpFailure::LinkRefused));
}

#[tokio::test]
async fn a_server_that_is_closed_to_strangers_says_so_and_lets_invited_people_in() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let invitation = invited_anew(&world, &ada, &provider, SAM).await;
    drop(ada);
    let closed = World::with(|config| config.disable_registration = true).await;
    let tab = closed.tab();
    let refused = request_verification(&tab.portal, SAM, None).await;
    assert_eq!(refused, Err(SignUpFailure::Closed));
    // The invitation is of another server.
    assert_eq!(sign_up(&tab, SAM, &invitation).await, Err(SignUpFailure::LinkRefused));
}

#[tokio::test]
async fn the_owner_of_a_new_client_signs_up_by_the_invitation_and_by_no_other() {
    let world = World::start().await;
    let (ada, provider) = world.provider().await;
    let owner = client_named(&provider, "Contoso").owner_email;
    create_client(&ada.portal, &client_named(&provider, "Contoso")).await.unwrap();
    let MailLink::Organization(invitation) = world.link(&owner).await else { panic!() };
    assert_eq!(invitation.organization_name.as_deref(), Some("Contoso"));
    let tab = world.tab();
    assert_eq!(read_terms(&tab.portal, &invitation).await, Ok(Terms::default()));
    let altered = OrganizationInvitation {
        token: secret("x.y"),
        email: None,
        organization_name: None,
        sso_identifier: None,
        ..invitation
    };
    let refused = finish_sign_up(&tab.portal, &owner, secret(PASSWORD), None, Proof::Organization(&altered)).await;
    assert_eq!(refused, Err(SignUpFailure::LinkRefused));
    let MailLink::Organization(genuine) = world.link(&owner).await else { panic!() };
    finish_sign_up(&tab.portal, &owner, secret(PASSWORD), None, Proof::Organization(&genuine)).await.unwrap();
    assert!(tab.portal.session().is_open());
}
