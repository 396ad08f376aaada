//! The choice of somebody who is signed out: a new account or an existing one (JOIN-02), and the screen for an invitation
//! that was sent to another address than the one signed in with (JOIN-07).

use leptos::prelude::*;

use super::refuse::{AskLine, Inviter, RefuseLines};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::join as text,
    pages::card::{Card, Slot},
    session::use_session,
    ui::{Badge, Button, Callout, Icon, LinkButton, Size, Tone, Variant, avatar, rich},
};

/// What the card says.
pub struct Words {
    /// Heading.
    pub title: AnyView,
    /// Who is invited to what.
    pub lead: AnyView,
    /// That names are a claim, or what else has to be known first.
    pub claim: &'static str,
    /// Id and claimed name, for the picture.
    pub who: (String, Option<String>),
}

/// Picture and lifetime above the heading.
pub fn top(who: &(String, Option<String>)) -> AnyView {
    let (id, name) = who;
    view! {
        <div class="between">
            {name.as_deref().map_or_else(|| ().into_any(), |name| avatar::square(id, name, "xl"))}
            <Badge symbol=Icon::Clock>{text::valid_for()}</Badge>
        </div>
    }
    .into_any()
}

/// New account or existing one.
#[component]
pub fn Choice(
    words: Words,
    /// The server is known to have an account of the invited address: signing in comes first.
    #[prop(optional)]
    has_account: bool,
    /// What the inviting side asks for, announced before anything is accepted.
    #[prop(into, optional)]
    terms: Slot,
    /// Who can send another invitation.
    #[prop(optional)]
    inviter: Inviter,
    declined: RwSignal<bool>,
) -> AnyView {
    let create = |variant: Variant| {
        view! {
            <LinkButton variant=variant size=Size::Large block=true href=routes::route(RouteId::SignUp).path>
                {text::create_account()}
            </LinkButton>
        }
    };
    let sign_in = |variant: Variant| {
        view! {
            <LinkButton variant=variant size=Size::Large block=true href=routes::route(RouteId::SignIn).path>
                {text::sign_in_existing()}
            </LinkButton>
        }
    };
    let buttons = if has_account {
        (sign_in(Variant::Primary), create(Variant::Plain)).into_any()
    } else {
        (create(Variant::Primary), sign_in(Variant::Plain)).into_any()
    };
    view! {
        <Card title=words.title top=top(&words.who) lead=words.lead>
            {terms}
            <div class="stack" data-gap="s">
                {buttons}
            </div>
            <Callout tone=Tone::Info>
                <p>{words.claim}</p>
            </Callout>
            <hr />
            <RefuseLines inviter=inviter declined=declined />
        </Card>
    }
    .into_any()
}

/// The invitation is for another address.
#[component]
pub fn OtherAccount(
    invited: String,
    signed_in: String,
    /// Who can send another invitation.
    #[prop(optional)]
    inviter: Inviter,
    /// Goes on all the same; the server has the last word.
    on_insist: Callback<()>,
) -> AnyView {
    let session = use_session();
    view! {
        <Card
            title=text::other_account_title().into_any()
            lead=rich(text::other_account_lead(&invited, &signed_in))
            take_focus=true
        >
            <div class="stack" data-gap="s">
                <Button
                    variant=Variant::Primary
                    size=Size::Large
                    block=true
                    on_click=move || session.sign_out()
                >
                    {text::switch_account()}
                </Button>
                <Button size=Size::Large block=true on_click=move || on_insist.run(())>
                    {text::use_this_account()}
                </Button>
            </div>
            <AskLine inviter=inviter />
        </Card>
    }
    .into_any()
}
