//! From the address to the page: finds the route, asks the guard, shows the page, sets the title and moves the focus.

use leptos::{ev, prelude::*};
use leptos_router::{
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
    params::ParamsMap,
};

use super::{
    console,
    guard::{self, Decision, Standing},
    links,
    public::{self, PublicFrame},
    routes::{self, Area, RouteId},
};
use crate::{
    i18n::text,
    pages::{join::JoinPage, sign_in::SignInPage},
    session::{Session, place, prefs, use_session},
    ui::dom,
};
use portal_client::{SessionState, session::SignedOutReason};

/// The page that belongs to the address.
#[component]
pub fn RouteView() -> AnyView {
    let session = use_session();
    let location = use_location();
    let matched = Memo::new(move |_| location.pathname.with(|path| routes::find(path)));
    provide_params(matched);
    complete_navigation(location.pathname);

    let standing = Memo::new(move |_| {
        if session.is_restoring() || session.unrestored().is_some() {
            return Standing::Starting;
        }
        match session.state() {
            SessionState::SignedOut(_) => Standing::SignedOut,
            SessionState::Locked(_) => Standing::Locked,
            SessionState::Open(_) if session.is_entering() => Standing::Entering,
            SessionState::Open(_) if session.demand().is_some() => Standing::Demanded,
            SessionState::Open(_) => Standing::Open,
        }
    });
    let decision = Memo::new(move |_| guard::decide(matched.with(|m| m.as_ref().map(|m| m.id)), standing.get()));
    follow(session, decision, location.pathname, location.search);
    hear_links(session);

    // All console pages are one view, so that side bar and scroll positions stay while one goes from page to page.
    let screen = Memo::new(move |_| match decision.get() {
        Decision::Show(id) if routes::route(id).area == Area::Console => Screen::Console,
        Decision::Show(id) => Screen::Public(id),
        Decision::NotFound => Screen::NotFound,
        Decision::Wait | Decision::Go { .. } | Decision::GoOn => Screen::Waiting,
    });
    announce(decision);

    (move || match screen.get() {
        Screen::Console => console::view(matched),
        Screen::Public(RouteId::SignIn) => view! {
            <PublicFrame>
                <SignInPage doors=console::SIGN_IN />
            </PublicFrame>
        }
        .into_any(),
        Screen::Public(RouteId::Join) => view! {
            <PublicFrame>
                <JoinPage late=console::after_invitation />
            </PublicFrame>
        }
        .into_any(),
        Screen::Public(id) => console::public_page(id),
        Screen::NotFound => public::not_found(),
        Screen::Waiting => public::waiting(session),
    })
    .into_any()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Screen {
    Console,
    Public(RouteId),
    NotFound,
    Waiting,
}

/// Hands the varying parts of the path to `session::place::param`.
fn provide_params(matched: Memo<Option<routes::Match>>) {
    let params = ArcMemo::new(move |_| {
        matched.with(|matched| {
            let mut map = ParamsMap::new();
            for (name, value) in matched.iter().flat_map(|matched| &matched.params) {
                map.insert(*name, value.clone());
            }
            map
        })
    });
    provide_context(params);
}

/// The router writes the address bar once somebody says that the page is there; ours is there at once.
fn complete_navigation(path: Memo<String>) {
    let browser = use_context::<BrowserUrl>();
    Effect::new(move |_| {
        path.track();
        if let Some(browser) = &browser {
            browser.ready_to_complete();
        }
    });
}

/// Goes where the guard sends.
fn follow(session: Session, decision: Memo<Decision>, path: Memo<String>, search: Memo<String>) {
    let replace = place::use_replace();
    Effect::new(move |_| match decision.get() {
        Decision::Show(_) | Decision::NotFound | Decision::Wait => {}
        Decision::Go { to, keep } => {
            // Whoever signed out on purpose has finished; the next person starts at home.
            let left = untrack(|| session.signed_out_reason()) == Some(SignedOutReason::ByPerson);
            if keep && !left {
                let search = search.get_untracked();
                let mark = if search.is_empty() { "" } else { "?" };
                let asked = [path.get_untracked().as_str(), mark, &search].concat();
                session.keep_target(guard::may_be_target(&asked).then_some(asked));
            }
            replace(&routes::path(to, &[]));
        }
        Decision::GoOn => replace(&untrack(|| destination(session))),
    });
}

/// A mail link pasted into the address bar of an open portal changes the fragment only; nothing is loaded anew.
fn hear_links(session: Session) {
    let replace = place::use_replace();
    let listener = window_event_listener(ev::hashchange, move |_| {
        if let Some(link) = links::take_from_address() {
            session.set_link(Some(link));
            replace(&routes::path(RouteId::Join, &[]));
        }
    });
    on_cleanup(move || listener.remove());
}

/// Where one belongs once the session is open: an invitation that is still open, the address one came for, or home.
fn destination(session: Session) -> String {
    if session.link().is_some() {
        return routes::path(RouteId::Join, &[]);
    }
    if let Some(target) = session.take_target().filter(|target| guard::may_be_target(target)) {
        return target;
    }
    home(session)
}

/// The clients of the provider worked for last, of the only one, the only organisation of somebody without a provider, or
/// the list to choose from.
pub fn home(session: Session) -> String {
    let clients = session.workspace().and_then(|workspace| {
        if workspace.providers.is_empty() {
            let mut own = workspace.own_organizations();
            let only = own.next().filter(|_| own.next().is_none())?;
            return Some(routes::path(RouteId::Client, &[("client", &only.organization_id)]));
        }
        let mut open = workspace.providers.iter().filter(|provider| provider.may_enter());
        let last = prefs::last_provider();
        let chosen = match open.clone().find(|provider| Some(&provider.id) == last.as_ref()) {
            Some(last) => last,
            None => match (open.next(), open.next()) {
                (Some(only), None) => only,
                _ => return None,
            },
        };
        Some(routes::path(RouteId::Clients, &[("provider", &chosen.id)]))
    });
    clients.unwrap_or_else(|| routes::path(RouteId::Providers, &[]))
}

/// Sets the document's title and puts the focus on the new page's heading, so that people who do not see the screen
/// know that something changed.
fn announce(decision: Memo<Decision>) {
    Effect::new(move |before: Option<Decision>| {
        let now = decision.get();
        let title = match now {
            Decision::Show(id) => (routes::route(id).title)(),
            Decision::NotFound => text::titles::not_found(),
            Decision::Wait | Decision::Go { .. } | Decision::GoOn => return now,
        };
        document().set_title(&text::titles::of_page(title));
        if before.is_some_and(|before| before != now) {
            dom::next_frame(dom::focus_heading);
        }
        now
    });
}
