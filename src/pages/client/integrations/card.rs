//! One card: what a thing is, what is done here and what elsewhere, and the ways to the pages that belong to it.

use leptos::prelude::*;
use portal_client::workspace::ClientEntry;

use crate::{
    app::routes::{self, Need, RouteId},
    i18n::{list, text::integrations as text},
    ui::{Badge, CopyButton, Icon, LinkButton, Size, Status, Tone, icon},
};

/// One card.
pub struct Card {
    /// Id of its heading.
    pub id: &'static str,
    /// Its icon.
    pub symbol: Icon,
    /// Its heading.
    pub title: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Whether it is on, where that is known, and the word for it.
    pub state: Option<(bool, &'static str)>,
    /// What is done where.
    pub parts: Vec<Part>,
    /// What the plan lacks: then nothing else of the card helps.
    pub lacks: Option<&'static str>,
    /// Pages that belong to it.
    pub ways: Vec<Way>,
}

/// What is done where.
pub enum Part {
    /// In the portal.
    Here(&'static str),
    /// In the other product.
    There(&'static str),
    /// Something to type in over there.
    Value(&'static str, String),
}

/// A page that belongs to a card.
pub struct Way {
    /// The page.
    pub route: RouteId,
    /// What the button says.
    pub label: &'static str,
}

impl Card {
    /// Draws it for somebody in a client.
    pub fn draw(self, client: &ClientEntry) -> AnyView {
        let state = self.state.map(|(on, word)| {
            let (symbol, tone) = if on { (Icon::Success, Tone::Success) } else { (Icon::Off, Tone::Neutral) };
            view! {
                <Status symbol=symbol tone=tone>
                    {word}
                </Status>
            }
        });
        let (lacking, head) = match self.lacks {
            Some(_) => (true, view! { <Badge line=true>{text::not_in_plan()}</Badge> }.into_any()),
            None => (false, state.into_any()),
        };
        let body = match self.lacks {
            Some(why) => view! { <p class="quiet">{why}</p> }.into_any(),
            None => self.parts.into_iter().map(part).collect_view().into_any(),
        };
        let foot = if lacking { ().into_any() } else { ways(&self.ways, client) };
        view! {
            <section class="card integration" aria-labelledby=self.id>
                <div class="card__head">
                    {icon(self.symbol)}
                    <h2 id=self.id>{self.title}</h2>
                    <span class="push">{head}</span>
                </div>
                <div class="card__body stack">
                    <p>{self.what}</p>
                    {body}
                </div>
                {foot}
            </section>
        }
        .into_any()
    }
}

fn part(part: Part) -> AnyView {
    match part {
        Part::Here(words) => told(text::here(), words),
        Part::There(words) => told(text::there(), words),
        Part::Value(label, value) => view! {
            <div class="integration__part">
                <p class="integration__where">{label}</p>
                <p class="integration__value">
                    <code dir="ltr">{value.clone()}</code>
                    <CopyButton label=text::copy() content=Signal::stored(value) size=Size::Small />
                </p>
            </div>
        }
        .into_any(),
    }
}

fn told(label: &'static str, words: &'static str) -> AnyView {
    view! {
        <div class="integration__part">
            <p class="integration__where">{label}</p>
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// Buttons to the pages that one may open; the others are named with what is missing.
fn ways(ways: &[Way], client: &ClientEntry) -> AnyView {
    let (open, closed): (Vec<&Way>, Vec<&Way>) = ways.iter().partition(|way| may_open(way.route, client));
    if ways.is_empty() {
        return ().into_any();
    }
    let links = open
        .into_iter()
        .map(|way| {
            let href = routes::path(way.route, &[("client", &client.organization_id)]);
            let label = way.label;
            view! { <LinkButton href=href>{label}</LinkButton> }
        })
        .collect_view();
    let titles: Vec<String> = closed.iter().map(|way| (routes::route(way.route).title)().to_owned()).collect();
    let note = (!titles.is_empty()).then(|| view! { <p class="quiet t-12">{text::not_in_role(&list(&titles))}</p> });
    view! { <div class="card__foot">{links} {note}</div> }.into_any()
}

fn may_open(route: RouteId, client: &ClientEntry) -> bool {
    match routes::route(route).needs {
        Some(Need::Client(action, feature)) => {
            client.standing().allows(action) && feature.is_none_or(|feature| feature.is_on(&client.features))
        }
        _ => true,
    }
}
