//! The form that sets a provider up (JOIN-09). Its key is made in the key agent; success is shown only when the key that
//! comes back is the one that was made.

use std::rc::Rc;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    ApiError,
    invitation::MailLink,
    join::{self, ProviderDetails, SetUpFailure},
};
use portal_contracts::{enums::ProviderStatus, limits, providers::BillingAddress};

use crate::{
    app::routes::{self, RouteId},
    i18n::{number, text::join as text},
    pages::{
        card::WaitingCard,
        problem::{Problem, ProblemCallout},
        sign_up::check_email,
    },
    session::{
        Opened,
        place::{param, use_go, use_replace},
        use_session,
    },
    ui::{
        Button, Callout, Draft, EmptyKind, EmptyState, ErrorSummary, LinkButton, TextField, Tone, Variant, dom,
        use_toasts,
    },
};

/// Sets the provider of the open set-up link up.
#[component]
pub fn ProviderSetupPage() -> AnyView {
    let session = use_session();
    let id = param("provider");
    // Asked once: the link is dropped when the work is done, and the page is left then.
    let link = untrack(|| session.link()).filter(
        |link| matches!(&**link, Ok(MailLink::ProviderSetUp(set_up)) if set_up.provider_id == id.get_untracked()),
    );
    // A link that is opened again: the work is done, and the portal is what one wants (JOIN-C).
    let done = untrack(|| session.workspace())
        .and_then(|known| Some(known.provider(&id.get_untracked())?.stage != ProviderStatus::Pending))
        .unwrap_or_default();
    if done {
        let replace = use_replace();
        Effect::new(move |_| {
            untrack(|| session.set_link(None));
            replace(&portal_of(&id.get_untracked()));
        });
        return view! { <WaitingCard text=text::reading() /> }.into_any();
    }
    let content = match link {
        Some(link) => view! { <Form link=StoredValue::new_local(link) /> }.into_any(),
        None => view! {
            <EmptyState kind=EmptyKind::NothingYet title=text::form_no_link_title() text=text::form_no_link_text()>
                <LinkButton href=routes::route(RouteId::Join).path>{text::paste_submit()}</LinkButton>
            </EmptyState>
        }
        .into_any(),
    };
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1 tabindex="-1">{text::form_title()}</h1>
            </div>
            <p class="page-head__lead">{text::form_lead()}</p>
        </div>
        <div class="page-body" data-width="settings">
            {content}
        </div>
    }
    .into_any()
}

fn portal_of(provider: &str) -> String {
    routes::path(RouteId::Clients, &[("provider", provider)])
}

#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    email: RwSignal<String>,
    country: RwSignal<String>,
    postcode: RwSignal<String>,
}

impl Fields {
    /// Field ids with what is wrong.
    fn findings(self) -> Vec<(&'static str, String)> {
        let name = self.name.get().trim().chars().count();
        let country = self.country.get();
        let country_fits = country.trim().len() == 2 && country.trim().bytes().all(|b| b.is_ascii_alphabetic());
        let found = [
            ("provider-name", (name == 0).then(|| text::form_name_missing().to_owned())),
            (
                "provider-name",
                (name > limits::NAME).then(|| text::form_name_long(&number(i64::try_from(name).unwrap_or(i64::MAX)))),
            ),
            (
                "billing-email",
                check_email(&self.email.get()).map(|_| {
                    let empty = self.email.get().trim().is_empty();
                    if empty { text::form_email_missing() } else { text::form_email_invalid() }.to_owned()
                }),
            ),
            ("country", (!country_fits).then(|| text::form_country_invalid().to_owned())),
            ("postcode", self.postcode.get().trim().is_empty().then(|| text::form_postcode_missing().to_owned())),
        ];
        found.into_iter().filter_map(|(id, problem)| Some((id, problem?))).collect()
    }

    fn details(self) -> ProviderDetails {
        ProviderDetails {
            name: self.name.get_untracked().trim().to_owned(),
            business_name: None,
            billing_email: self.email.get_untracked().trim().to_owned(),
            billing_address: Some(BillingAddress {
                country: self.country.get_untracked().trim().to_ascii_uppercase(),
                postal_code: self.postcode.get_untracked().trim().to_owned(),
                ..BillingAddress::default()
            }),
        }
    }
}

#[component]
fn Form(link: StoredValue<Rc<Opened>, LocalStorage>) -> AnyView {
    let session = use_session();
    let toasts = use_toasts();
    let go = use_go();
    let own = untrack(|| session.account()).map(|account| account.email).unwrap_or_default();
    let draft = Draft::new("set-up");
    let fields = Fields {
        name: draft.field("name", String::new()),
        email: draft.field("email", own),
        country: draft.field("country", String::new()),
        postcode: draft.field("postcode", String::new()),
    };
    let judged = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<SetUpFailure>);
    // After these another try would only hide what happened.
    let over = Memo::new(move |_| {
        failure.with(|why| matches!(why, Some(SetUpFailure::AlreadySetUp | SetUpFailure::KeyReplaced)))
    });
    let error = move |id: &'static str| {
        Signal::derive(move || {
            let found = if judged.get() { fields.findings() } else { Vec::new() };
            found.into_iter().find(|(field, _)| *field == id).map(|(_, words)| words)
        })
    };
    let summary = Signal::derive(move || {
        let found = if judged.get() { fields.findings() } else { Vec::new() };
        found.into_iter().map(|(id, words)| (id.to_owned(), words)).collect::<Vec<_>>()
    });
    let provider = StoredValue::new(param("provider").get_untracked());
    let send = Callback::new(move |()| {
        if busy.get_untracked() || over.get_untracked() {
            return;
        }
        if !untrack(|| fields.findings()).is_empty() {
            judged.set(false);
            dom::next_frame(move || {
                let _ = judged.try_set(true);
            });
            return;
        }
        failure.set(None);
        busy.set(true);
        let go = go.clone();
        spawn_local(async move {
            let held = link.get_value();
            let Ok(MailLink::ProviderSetUp(set_up)) = &*held else { return };
            let outcome = join::set_up_provider(&session.portal(), set_up, &fields.details()).await;
            session.workspace_changed();
            let _ = busy.try_set(false);
            match outcome {
                Ok(()) => {
                    draft.saved();
                    session.set_link(None);
                    toasts.success(text::form_done());
                    go(&portal_of(&set_up.provider_id));
                }
                Err(why) => {
                    if why == SetUpFailure::AlreadySetUp {
                        // There is nothing left to do with what was typed.
                        draft.saved();
                    }
                    let _ = failure.try_set(Some(why));
                }
            }
        });
    });
    view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event: ev::SubmitEvent| {
                event.prevent_default();
                send.run(());
            }
        >
            <TextField
                id="provider-name"
                label=text::form_name()
                value=fields.name
                autocomplete="organization"
                help=text::form_name_help().to_owned()
                error=error("provider-name")
            />
            <TextField
                id="billing-email"
                label=text::form_billing_email()
                value=fields.email
                kind="email"
                autocomplete="email"
                help=text::form_billing_email_help().to_owned()
                error=error("billing-email")
            />
            <TextField
                id="country"
                label=text::form_country()
                value=fields.country
                autocomplete="country"
                help=text::form_country_help().to_owned()
                error=error("country")
            />
            <TextField
                id="postcode"
                label=text::form_postcode()
                value=fields.postcode
                autocomplete="postal-code"
                error=error("postcode")
            />
            <Callout tone=Tone::Info>
                <p>{text::form_payment()}</p>
            </Callout>
            <ErrorSummary errors=summary />
            {move || failure.get().map(|why| refused(why, &provider.get_value(), send))}
            <div class="cluster">
                <Show when=move || !over.get()>
                    <Button variant=Variant::Primary submit=true busy=busy>
                        {text::form_submit()}
                    </Button>
                </Show>
                <span class="t-12 quiet" role="status">
                    {move || busy.get().then(text::form_busy)}
                </span>
            </div>
        </form>
    }
    .into_any()
}

/// Why the provider was not set up, with a way on.
fn refused(why: SetUpFailure, provider: &str, again: Callback<()>) -> AnyView {
    let way_on = (why == SetUpFailure::AlreadySetUp).then(|| {
        view! {
            <p class="callout__actions">
                <LinkButton variant=Variant::Link href=portal_of(provider)>
                    {text::form_already_open()}
                </LinkButton>
            </p>
        }
    });
    let (tone, title, words) = match why {
        SetUpFailure::LinkRefused => (Tone::Danger, text::unusable_title(), text::form_link_refused()),
        // Servers that judge the right before the link answer in general words only.
        SetUpFailure::OtherAccount | SetUpFailure::Api(ApiError::Forbidden { .. } | ApiError::NotFound { .. }) => {
            (Tone::Danger, text::mismatch_title(), text::form_other_account())
        }
        SetUpFailure::AlreadySetUp => (Tone::Warning, text::form_already_title(), text::form_already_text()),
        SetUpFailure::KeyReplaced => (Tone::Danger, text::form_replaced_title(), text::form_replaced_text()),
        SetUpFailure::Api(error) => {
            return view! { <ProblemCallout problem=Problem::of(&error) on_again=again /> }.into_any();
        }
    };
    view! {
        <Callout tone=tone title=title alert=true>
            <p>{words}</p>
            {way_on}
        </Callout>
    }
    .into_any()
}
