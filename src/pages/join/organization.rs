//! An invitation to an organisation: the portal makes the account; it is accepted where passwords are used.

use leptos::prelude::*;
use portal_client::invitation::{MailLink, OrganizationInvitation};

use super::{
    Held,
    choice::{Choice, OtherAccount, Words, top},
};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::join as text,
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

/// Choice while signed out; afterwards where to go on.
#[component]
pub fn Organization(link: Held, declined: RwSignal<bool>) -> AnyView {
    let session = use_session();
    let account = Memo::new(move |_| session.account().map(|account| account.email));
    let insists = RwSignal::new(false);
    let email = with(link, |invitation| invitation.email.clone());
    let wants_sso = with(link, |invitation| invitation.sso_identifier.is_some());
    (move || match account.get() {
        _ if wants_sso => view! { <Elsewhere link=link note=text::org_sso_required() /> }.into_any(),
        None => {
            let lead = match &email {
                Some(email) => rich(text::org_lead(email)),
                None => text::org_lead_unknown().into_any(),
            };
            let words = Words { title: title(link), lead, claim: text::org_claim(), who: who(link) };
            let has_account = with(link, |invitation| invitation.has_account);
            view! { <Choice words=words has_account=has_account declined=declined /> }.into_any()
        }
        Some(signed_in) if !insists.get() && !with(link, |invitation| invitation.is_for(&signed_in)) => {
            let insist = move || insists.set(true);
            let invited = email.clone().unwrap_or_default();
            view! { <OtherAccount invited=invited signed_in=signed_in on_insist=insist.into() /> }.into_any()
        }
        Some(_) => {
            let makes_keys = with(link, |invitation| invitation.makes_keys);
            let note = if makes_keys { text::org_init() } else { text::org_accept_elsewhere() };
            view! { <Elsewhere link=link note=note /> }.into_any()
        }
    })
    .into_any()
}

/// The next step is not here.
#[component]
fn Elsewhere(link: Held, note: &'static str) -> AnyView {
    let session = use_session();
    let go = use_go();
    let leave = move || {
        go(routes::route(RouteId::Start).path);
        session.set_link(None);
    };
    view! {
        <Card title=title(link) top=top(&who(link)) take_focus=true>
            <Callout tone=Tone::Info title=text::org_accept_elsewhere_title()>
                <p>{note}</p>
            </Callout>
            <Button variant=Variant::Primary size=Size::Large block=true on_click=leave>
                {text::go_to_portal()}
            </Button>
        </Card>
    }
    .into_any()
}
