//! Opens an invitation by its link, for people whose mail leads elsewhere.

use leptos::{ev, prelude::*};
use portal_client::invitation::{LinkError, parse_link};

use crate::{
    app::routes::{self, RouteId},
    i18n::text::join as text,
    pages::card::Card,
    session::use_session,
    ui::{Button, Icon, Size, TextArea, Variant, dom, icon},
};

/// Longest text that can be a link in a mail, in bytes.
const LONGEST: usize = 8_192;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Problem {
    Empty,
    TooLong,
    Link(LinkError),
}

const fn words(problem: Problem) -> &'static str {
    match problem {
        Problem::Empty => text::paste_empty(),
        Problem::TooLong => text::paste_too_long(),
        Problem::Link(LinkError::Incomplete) => text::paste_incomplete(),
        Problem::Link(LinkError::Unknown) => text::paste_not_link(),
    }
}

/// The page without a link.
#[component]
pub fn Paste(signed_in: Memo<bool>) -> AnyView {
    view! {
        <Card title=text::paste_title().into_any() lead=text::paste_lead().into_any()>
            <PasteForm />
            <hr />
            <ul class="checklist">
                <li>
                    {icon(Icon::Person)}
                    <span>
                        {move || {
                            if signed_in.get() {
                                view! { <a href=routes::route(RouteId::Start).path>{text::go_to_portal()}</a> }.into_any()
                            } else {
                                view! {
                                    {text::have_account()}
                                    " "
                                    <a href=routes::route(RouteId::SignIn).path>{text::go_to_sign_in()}</a>
                                }
                                    .into_any()
                            }
                        }}
                    </span>
                </li>
            </ul>
        </Card>
    }
    .into_any()
}

/// Field and button.
#[component]
pub fn PasteForm() -> AnyView {
    let session = use_session();
    let value = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<Problem>);
    let open = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let pasted = value.get_untracked();
        let found = if pasted.trim().is_empty() {
            Err(Problem::Empty)
        } else if pasted.len() > LONGEST {
            Err(Problem::TooLong)
        } else {
            parse_link(&pasted).map_err(Problem::Link)
        };
        match found {
            Ok(link) => {
                value.set(String::new());
                session.set_link(Some(Ok(link)));
            }
            Err(why) => {
                problem.set(Some(why));
                dom::focus_id("link");
            }
        }
    };
    let error = Signal::derive(move || problem.get().map(|problem| words(problem).to_owned()));
    view! {
        <form class="stack" novalidate on:submit=open>
            <TextArea
                id="link"
                label=text::paste_label()
                value=value
                help=text::paste_help().to_owned()
                error=error
            />
            <Button variant=Variant::Primary size=Size::Large block=true submit=true>
                {text::paste_submit()}
            </Button>
        </form>
    }
    .into_any()
}
