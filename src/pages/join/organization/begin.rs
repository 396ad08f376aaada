//! The first owner makes the keys of the organisation and goes on into its console.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    invitation::MailLink,
    join::{self, BeginFailure},
};

use super::{Held, who, with};
use crate::{
    app::routes::{self, RouteId},
    i18n::text::{join as shared, join_organisation as text},
    pages::{
        card::Card,
        join::{choice::top, failed::Failed, refuse::Inviter},
        lock::UnlockForm,
    },
    session::{
        place::{use_go, use_replace},
        use_session,
    },
    ui::{Button, Callout, Size, Tone, Variant, rich, use_toasts},
};

/// Begins the organisation with the account that is signed in.
#[component]
pub fn Begin(
    link: Held,
    /// Address signed in with.
    email: String,
) -> AnyView {
    let session = use_session();
    let toasts = use_toasts();
    let replace = use_replace();
    let open = Memo::new(move |_| session.is_open());
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<BeginFailure>);
    let begin = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        busy.set(true);
        let replace = replace.clone();
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::Organization(invitation)) = &*held else { return };
            let outcome = join::begin_organization(&session.portal(), invitation, text::collection_name()).await;
            session.workspace_changed();
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    toasts.success(text::begin_done());
                    replace(&routes::path(RouteId::Client, &[("client", &invitation.organization_id)]));
                    session.set_link(None);
                }
                Err(why) => {
                    let _ = failure.try_set(Some(why));
                }
            }
        });
    });
    (move || match failure.get() {
        Some(BeginFailure::Join(failure)) => view! {
            <Failed failure=failure email=email.clone() who=who(link) inviter=Inviter::Organization on_again=begin />
        }
        .into_any(),
        Some(other) => view! { <Stopped why=other on_again=begin /> }.into_any(),
        None => {
            let title = match with(link, |invitation| invitation.organization_name.clone()) {
                Some(name) => rich(text::begin_title(&name)),
                None => text::begin_title_unnamed().into_any(),
            };
            let content = move || {
                if !open.get() {
                    return view! {
                        <Callout tone=Tone::Info>
                            <p>{text::begin_unlock()}</p>
                        </Callout>
                        <UnlockForm />
                    }
                    .into_any();
                }
                view! {
                    <Button
                        variant=Variant::Primary
                        size=Size::Large
                        block=true
                        busy=busy
                        on_click=move || begin.run(())
                    >
                        {text::begin_submit()}
                    </Button>
                    <p class="t-12 quiet" role="status">
                        {move || busy.get().then(text::begin_busy)}
                    </p>
                }
                .into_any()
            };
            view! {
                <Card title=title top=top(&who(link)) lead=text::begin_lead().into_any() take_focus=true>
                    {content}
                </Card>
            }
            .into_any()
        }
    })
    .into_any()
}

/// It did not begin, for a reason that only beginnings have.
#[component]
fn Stopped(why: BeginFailure, on_again: Callback<()>) -> AnyView {
    let session = use_session();
    let (tone, title, words) = match why {
        BeginFailure::KeyReplaced => (Tone::Danger, text::replaced_title(), text::replaced_text()),
        BeginFailure::NotVisibleYet => (Tone::Warning, text::unseen_title(), text::unseen_text()),
        BeginFailure::BegunAlready | BeginFailure::Join(_) => (Tone::Warning, text::begun_title(), text::begun_text()),
    };
    let again = (why == BeginFailure::NotVisibleYet).then(|| {
        view! {
            <Button variant=Variant::Primary size=Size::Large block=true on_click=move || on_again.run(())>
                {shared::try_again()}
            </Button>
        }
    });
    let go = use_go();
    let leave = move || {
        go(routes::route(RouteId::Start).path);
        session.set_link(None);
    };
    view! {
        <Card title=title.into_any() take_focus=true>
            <Callout tone=tone alert=true>
                <p>{words}</p>
            </Callout>
            {again}
            <Button size=Size::Large block=true on_click=leave>
                {shared::go_to_portal()}
            </Button>
        </Card>
    }
    .into_any()
}
