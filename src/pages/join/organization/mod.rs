//! An invitation to an organisation (JOIN-08, screens JOIN-D): the choice while signed out, then what a member agrees to,
//! or the keys that the first owner makes.

mod agree;
mod begin;
mod member;
mod terms;

use leptos::prelude::*;
use portal_client::invitation::{MailLink, OrganizationInvitation};

use self::{begin::Begin, member::Accept, terms::Announced};
use super::{
    Held,
    choice::{Choice, OtherAccount, Words, top},
    refuse::Inviter,
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::{join as text, join_organisation as organisation},
    pages::card::Card,
    session::{place::use_go, use_session},
    ui::{Button, Callout, Size, Tone, Variant, rich},
};

fn with<T: Default>(link: Held, read: impl FnOnce(&OrganizationInvitation) -> T) -> T {
    link.with_value(|link| match &**link {
        Ok(MailLink::Organization(invitation)) => read(invitation),
        _ => T::default(),
    })
}

fn who(link: Held) -> (String, Option<String>) {
    with(link, |invitation| (invitation.organization_id.clone(), invitation.organization_name.clone()))
}

fn title(link: Held) -> AnyView {
    match with(link, |invitation| invitation.organization_name.clone()) {
        Some(name) => rich(text::org_title(&name)),
        None => text::org_title_unnamed().into_any(),
    }
}

/// What becomes of an invitation to an organisation.
#[component]
pub fn Organization(link: Held, declined: RwSignal<bool>) -> AnyView {
    let session = use_session();
    // The address only: unlocking must not accept a second time.
    let account = Memo::new(move |_| session.account().map(|account| account.email));
    let insists = RwSignal::new(false);
    let email = with(link, |invitation| invitation.email.clone());
    let wants_sso = with(link, |invitation| invitation.sso_identifier.is_some());
    let makes_keys = with(link, |invitation| invitation.makes_keys);
    (move || match account.get() {
        _ if wants_sso => view! { <Elsewhere link=link /> }.into_any(),
        None => {
            let lead = match &email {
                Some(email) => rich(text::org_lead(email)),
                None => text::org_lead_unknown().into_any(),
            };
            let words = Words { title: title(link), lead, claim: text::org_claim(), who: who(link) };
            let has_account = with(link, |invitation| invitation.has_account);
            let terms = view! { <Announced link=link /> }.into_any();
            view! {
                <Choice
                    words=words
                    has_account=has_account
                    terms=terms
                    inviter=Inviter::Organization
                    declined=declined
                />
            }
            .into_any()
        }
        Some(signed_in) if !insists.get() && !with(link, |invitation| invitation.is_for(&signed_in)) => {
            let insist = move || insists.set(true);
            let invited = email.clone().unwrap_or_default();
            view! {
                <OtherAccount
                    invited=invited
                    signed_in=signed_in
                    inviter=Inviter::Organization
                    on_insist=insist.into()
                />
            }
            .into_any()
        }
        Some(signed_in) if makes_keys => view! { <Begin link=link email=signed_in /> }.into_any(),
        Some(signed_in) => view! { <Accept link=link email=signed_in declined=declined /> }.into_any(),
    })
    .into_any()
}

/// Single sign-on is not offered here.
#[component]
fn Elsewhere(link: Held) -> AnyView {
    let session = use_session();
    let go = use_go();
    let leave = move || {
        go(routes::route(RouteId::Start).path);
        session.set_link(None);
    };
    view! {
        <Card title=title(link) top=top(&who(link)) take_focus=true>
            <Callout tone=Tone::Info title=text::org_elsewhere_title()>
                <p>{text::org_sso_required()}</p>
            </Callout>
            <Button variant=Variant::Primary size=Size::Large block=true on_click=leave>
                {text::go_to_portal()}
            </Button>
        </Card>
    }
    .into_any()
}

/// Confirmed as a plain user: there is nothing to manage here, and the page says where to go instead.
#[component]
pub fn Member(
    id: String,
    /// Name from the link, where there is one; the profile knows better.
    #[prop(optional_no_strip)]
    name: Option<String>,
) -> AnyView {
    let session = use_session();
    let known = untrack(|| session.workspace()).and_then(|workspace| {
        workspace.plain.iter().find(|member| member.organization_id == id).and_then(|member| member.name.clone())
    });
    let title = match known.or(name) {
        Some(name) => rich(organisation::member_title(&name)),
        None => organisation::member_title_unnamed().into_any(),
    };
    let go = use_go();
    let leave = move || {
        go(routes::route(RouteId::Providers).path);
        session.set_link(None);
    };
    view! {
        <Card title=title lead=organisation::member_text().into_any() take_focus=true>
            <Button size=Size::Large block=true on_click=leave>
                {text::go_to_portal()}
            </Button>
        </Card>
    }
    .into_any()
}
