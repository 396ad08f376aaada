//! The command palette: type a few letters, go there. Fed by the route table and by what the account can reach.

use leptos::{ev, prelude::*};

use super::{Scene, provider_name};
use crate::{
    app::routes::{self, Area, Need, ROUTES, RouteId},
    i18n::text,
    pages::client::scope::name_of,
    session::{place, prefs},
    ui::{Dialog, Drafts, Icon, dom, icon},
};

/// Most hits that are shown.
const SHOWN: usize = 12;

/// Somewhere to go.
#[derive(Clone, PartialEq, Eq)]
struct Target {
    kind: &'static str,
    symbol: Icon,
    label: String,
    href: String,
}

#[component]
pub fn Palette(scene: Scene, open: RwSignal<bool>) -> AnyView {
    let go = place::use_go();
    view! {
        <Dialog open=open title=text::app::palette_title()>
            {search(open, text::app::palette_title(), Memo::new(move |_| targets(scene)), go.clone())}
        </Dialog>
    }
    .into_any()
}

/// Another client, on the same kind of page: those open last come first.
#[component]
pub fn ClientSwitcher(scene: Scene, open: RwSignal<bool>) -> AnyView {
    let go = place::use_go();
    view! {
        <Dialog open=open title=text::app::switch_client_title()>
            {search(open, text::app::switch_client_title(), Memo::new(move |_| clients(scene)), go.clone())}
        </Dialog>
    }
    .into_any()
}

fn clients(scene: Scene) -> Vec<Target> {
    let Some(workspace) = scene.session.workspace() else { return Vec::new() };
    let here = scene.client.with(|client| client.as_ref().map(|client| client.organization_id.clone()));
    let recent = prefs::recent_clients();
    let place = |id: &str| recent.iter().position(|known| known == id);
    let mut all: Vec<_> =
        workspace.clients.iter().filter(|client| Some(&client.organization_id) != here.as_ref()).collect();
    all.sort_by_cached_key(|client| {
        (place(&client.organization_id).unwrap_or(recent.len()), name_of(Some(client)).to_lowercase())
    });
    let target = |client: &portal_client::workspace::ClientEntry| Target {
        kind: if place(&client.organization_id).is_some() { text::app::recent_client() } else { "" },
        symbol: Icon::Building,
        label: name_of(Some(client)),
        href: scene.client_href(&client.organization_id),
    };
    all.into_iter().map(target).collect()
}

fn targets(scene: Scene) -> Vec<Target> {
    let mut all = Vec::new();
    let (provider, here) = (scene.provider.get(), scene.client.get());
    for route in ROUTES.iter().filter(|route| route.area == Area::Console) {
        let href = match (route.needs, &provider) {
            // The set-up of a provider is reached through its mail.
            (None, _) if route.id != RouteId::ProviderSetup => route.path.to_owned(),
            (Some(Need::Provider(needed)), Some(provider)) if provider.allows(needed) => {
                routes::path(route.id, &[("provider", &provider.id)])
            }
            // Pages of a client are reached from inside of it.
            (Some(Need::Client(action, feature)), _) => match &here {
                Some(client)
                    if client.standing().allows(action)
                        && feature.is_none_or(|feature| feature.is_on(&client.features)) =>
                {
                    routes::path(route.id, &[("client", &client.organization_id)])
                }
                _ => continue,
            },
            _ => continue,
        };
        let symbol = route.nav.map_or(Icon::Arrow, |nav| nav.icon);
        all.push(Target { kind: text::app::palette_pages(), symbol, label: (route.title)().to_owned(), href });
    }
    let Some(workspace) = scene.session.workspace() else { return all };
    for client in &workspace.clients {
        all.push(Target {
            kind: text::app::palette_clients(),
            symbol: Icon::Building,
            label: name_of(Some(client)),
            href: routes::path(RouteId::Client, &[("client", &client.organization_id)]),
        });
    }
    for provider in workspace.providers.iter().filter(|provider| provider.may_enter()) {
        all.push(Target {
            kind: text::app::palette_providers(),
            symbol: Icon::UpDown,
            label: provider_name(provider),
            href: routes::path(RouteId::Clients, &[("provider", &provider.id)]),
        });
    }
    all
}

/// How well letters fit a name: none when they do not; a start of the name, then of a word, then anywhere, then scattered.
fn fit(letters: &str, name: &str) -> Option<u8> {
    let name = name.to_lowercase();
    if letters.is_empty() || name.starts_with(letters) {
        return Some(0);
    }
    if name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(letters)) {
        return Some(1);
    }
    if name.contains(letters) {
        return Some(2);
    }
    let mut rest = name.chars();
    letters.chars().filter(|c| !c.is_whitespace()).all(|letter| rest.any(|c| c == letter)).then_some(3)
}

/// `go` outlives the dialog: a question may come before one goes.
fn search(open: RwSignal<bool>, label: &'static str, all: Memo<Vec<Target>>, go: place::Go) -> AnyView {
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let list = dom::unique_id("palette");
    let hits = Memo::new(move |_| {
        let letters = typed.with(|typed| typed.trim().to_lowercase());
        let mut hits: Vec<(u8, Target)> = all.with(|all| {
            all.iter().filter_map(|target| Some((fit(&letters, &target.label)?, target.clone()))).collect()
        });
        hits.sort_by_key(|(fit, _)| *fit);
        hits.into_iter().take(SHOWN).map(|(_, target)| target).collect::<Vec<_>>()
    });
    let drafts = expect_context::<Drafts>();
    let choose = move |place: usize| {
        if let Some(target) = hits.with_untracked(|hits| hits.get(place).cloned()) {
            open.set(false);
            let go = go.clone();
            drafts.leave(move || go(&target.href));
        }
    };
    let by_key = choose.clone();
    let keys = move |event: ev::KeyboardEvent| {
        let count = hits.with_untracked(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => active.update(|at| *at = (*at + count - 1) % count),
            "Enter" => by_key(active.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    let option_id = {
        let list = list.clone();
        move |place: usize| [list.as_str(), "-", &place.to_string()].concat()
    };
    let active_id = {
        let option_id = option_id.clone();
        move || hits.with(|hits| active.get() < hits.len()).then(|| option_id(active.get()))
    };
    let controls = list.clone();
    view! {
        <div class="palette">
            <div class="input-group search">
                {icon(Icon::Search)}
                <input
                    class="input"
                    data-size="l"
                    type="text"
                    role="combobox"
                    aria-expanded="true"
                    aria-autocomplete="list"
                    aria-controls=controls
                    aria-activedescendant=active_id
                    aria-label=label
                    autocomplete="off"
                    spellcheck="false"
                    dir="auto"
                    autofocus=true
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        active.set(0);
                    }
                    on:keydown=keys
                />
            </div>
            <ul class="palette__list" id=list role="listbox" aria-label=label>
                {move || {
                    hits.get()
                        .into_iter()
                        .enumerate()
                        .map(|(place, target)| {
                            let choose = choose.clone();
                            view! {
                                <li
                                    class="menu__item"
                                    id=option_id(place)
                                    role="option"
                                    aria-selected=move || if active.get() == place { "true" } else { "false" }
                                    on:click=move |_| choose(place)
                                    on:pointermove=move |_| active.set(place)
                                >
                                    {icon(target.symbol)}
                                    <span dir="auto" class="truncate">
                                        {target.label}
                                    </span>
                                    <span class="push quiet t-12">{target.kind}</span>
                                </li>
                            }
                        })
                        .collect::<Vec<_>>()
                }}
            </ul>
            <p class="palette__none quiet" role="status">
                {move || hits.with(Vec::is_empty).then(text::app::palette_none)}
            </p>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn starts_fit_better_than_middles() {
        assert_eq!(fit("fab", "Fabrikam"), Some(0));
        assert_eq!(fit("wine", "Coho Winery"), Some(1));
        assert_eq!(fit("rik", "Fabrikam"), Some(2));
        assert_eq!(fit("fkm", "Fabrikam"), Some(3));
        assert_eq!(fit("xyz", "Fabrikam"), None);
    }
}
