//! Who would lose access: the number, a bar, the people, and a message to them.

use leptos::prelude::*;
use portal_client::policies::{Affected, Impact, Why};
use portal_contracts::policies::PolicyType;

use super::look::{Look, State};
use crate::{
    i18n::{self, number, text::policies as text},
    ui::{Button, Callout, CopyButton, Icon, Size, Status, Tone, Variant, avatar, rich},
};

/// Most people who are listed; the message names all.
const SHOWN: usize = 50;

/// The part of the page for one policy that may take access.
pub fn impact(look: Look, client: Signal<String>) -> AnyView {
    let asks = look.kind == PolicyType::DataOwnership;
    let title = if asks { text::impact_title_5() } else { text::impact_title() };
    let id = format!("policy-impact-{}", look.kind.number());
    let labelled = id.clone();
    let content = move || match look.state.get() {
        State::Idle => ().into_any(),
        State::Offered(clients) => offered(look, clients),
        State::Looking { done, all } => looking(look, done, all),
        State::Failed(problem) => view! {
            <Callout tone=Tone::Warning title=text::impact_failed()>
                <p>{problem.line()}</p>
                <p class="callout__actions">
                    <Button variant=Variant::Link on_click=move || look.start()>
                        {text::impact_again()}
                    </Button>
                </p>
            </Callout>
        }
        .into_any(),
        State::Known(found) => known(look, &found, &client.get()),
    };
    view! {
        <section class="blast" aria-labelledby=labelled>
            <h3 id=id class="t-13">
                {title}
            </h3>
            {content}
        </section>
    }
    .into_any()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn offered(look: Look, clients: usize) -> AnyView {
    view! {
        <p class="quiet t-13">{text::impact_start_text()}</p>
        <p>
            <Button symbol=Icon::Search on_click=move || look.start()>
                {text::impact_start(count(clients))}
            </Button>
        </p>
    }
    .into_any()
}

fn looking(look: Look, done: usize, all: usize) -> AnyView {
    let words = if all == 0 {
        text::impact_looking().to_owned()
    } else {
        text::impact_looking_clients(&number(count(done)), &number(count(all)))
    };
    view! {
        <div class="cluster">
            <p class="quiet t-13" role="status">
                {words}
            </p>
            {(all > 0)
                .then(|| {
                    view! {
                        <Button size=Size::Small on_click=move || look.stop()>
                            {text::impact_stop()}
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

fn known(look: Look, found: &Impact, client: &str) -> AnyView {
    let locked = found.affected.iter().filter(|person| person.why == Why::LockedOut).count();
    let rows: Vec<_> = found.affected.iter().take(SHOWN).map(row).collect();
    let more = found.affected.len().saturating_sub(SHOWN);
    view! {
        <p class="blast__sum" role="status">
            {sum(look.kind, found)}
        </p>
        {meter(look.kind, found)}
        {(locked > 0)
            .then(|| {
                view! {
                    <Callout tone=Tone::Danger title=text::locked_title()>
                        <p>{text::locked_text(count(locked))}</p>
                    </Callout>
                }
            })}
        {(!rows.is_empty()).then(|| view! { <ul class="rows">{rows}</ul> })}
        {(more > 0).then(|| view! { <p class="quiet t-12">{text::impact_more(count(more))}</p> })}
        {message(look.kind, found, client)}
        {remarks(look, found)}
    }
    .into_any()
}

fn sum(kind: PolicyType, found: &Impact) -> AnyView {
    let people = count(found.affected.len());
    let (shown, all) = (number(people), number(count(found.members)));
    match (people, kind) {
        (0, _) => text::impact_nobody().into_any(),
        (_, PolicyType::DataOwnership) => rich(text::impact_asked(people, &shown, &all)),
        _ => rich(text::impact_lose(people, &shown, &all)),
    }
}

/// A bar of all members: who is hit, who is exempt, the rest. It says the same as the list below it.
fn meter(kind: PolicyType, found: &Impact) -> AnyView {
    if found.members == 0 {
        return ().into_any();
    }
    let hit = found.affected.len();
    let exempt = found.exempt.saturating_add(found.staff);
    let rest = found.members.saturating_sub(hit).saturating_sub(exempt);
    let words = [
        (
            hit,
            Some("danger"),
            if kind == PolicyType::DataOwnership {
                text::impact_hit_5(count(hit))
            } else {
                text::impact_hit(count(hit))
            },
        ),
        (found.exempt, Some("muted"), text::impact_exempt(count(found.exempt))),
        (found.staff, Some("muted"), text::impact_staff(count(found.staff))),
        (rest, None, text::impact_rest(count(rest))),
    ];
    let legend: Vec<_> = words
        .into_iter()
        .filter(|(people, ..)| *people > 0)
        .map(|(_, tone, words)| {
            view! {
                <li>
                    <svg class="legend__key" data-tone=tone viewBox="0 0 1 1" aria-hidden="true">
                        <rect width="1" height="1" />
                    </svg>
                    {words}
                </li>
            }
        })
        .collect();
    view! {
        <svg
            class="bar"
            data-size="l"
            viewBox=format!("0 0 {} 1", found.members)
            preserveAspectRatio="none"
            aria-hidden="true"
        >
            <rect class="bar__fill" data-tone="danger" x="0" width=hit.to_string() height="1" />
            <rect
                class="bar__fill"
                data-tone="muted"
                x=hit.to_string()
                width=exempt.to_string()
                height="1"
            />
        </svg>
        <ul class="legend">{legend}</ul>
    }
    .into_any()
}

fn row(person: &Affected) -> AnyView {
    let (why, symbol, tone, then) = match &person.why {
        Why::NoTwoStep => (text::impact_none().to_owned(), Icon::Off, Tone::Danger, text::impact_revoked()),
        Why::LockedOut => (text::impact_locked().to_owned(), Icon::Lock, Tone::Danger, text::impact_would_lock()),
        Why::AlsoIn(clients) => {
            (text::impact_also(&i18n::list(clients)), Icon::Off, Tone::Danger, text::impact_revoked())
        }
        Why::Asked => (person.email.clone(), Icon::Warning, Tone::Warning, text::impact_declines()),
    };
    view! {
        <li class="rows__row">
            <span class="who">
                {avatar::round(&person.id, &person.called, "m")}
                <span class="who__text">
                    <span class="who__name" dir="auto">
                        {person.called.clone()}
                    </span>
                    <span class="who__sub" dir="auto">
                        {why}
                    </span>
                </span>
            </span>
            <span class="rows__end">
                <Status symbol=symbol tone=tone>
                    {then}
                </Status>
            </span>
        </li>
    }
    .into_any()
}

/// A message to copy: servers mail people only after it happened.
fn message(kind: PolicyType, found: &Impact, client: &str) -> AnyView {
    if found.affected.is_empty() {
        return ().into_any();
    }
    let content = letter(kind, found, client);
    view! {
        <div class="cluster">
            <CopyButton label=text::copy_message(count(found.affected.len())) content=content />
            {(kind != PolicyType::DataOwnership)
                .then(|| view! { <span class="quiet t-12">{text::keeps_data()}</span> })}
        </div>
    }
    .into_any()
}

fn letter(kind: PolicyType, found: &Impact, client: &str) -> String {
    let people: Vec<&str> = found.affected.iter().map(|person| person.email.as_str()).collect();
    let body = match kind {
        PolicyType::TwoFactor => text::message_two_step(client),
        PolicyType::SingleOrganization => text::message_single(client),
        _ => text::message_ownership(client),
    };
    [text::message_to(&people.join(", ")), body].join("\n\n")
}

/// What is not known, and what else follows.
fn remarks(look: Look, found: &Impact) -> AnyView {
    let unknown = match look.kind {
        PolicyType::SingleOrganization => Some(text::not_known_elsewhere()),
        PolicyType::TwoFactor => Some(text::not_known_two_step()),
        _ => None,
    };
    let unread = (!found.looked.unread.is_empty()).then(|| text::not_read(&i18n::list(&found.looked.unread)));
    let invited = (found.invited > 0 && look.kind != PolicyType::DataOwnership)
        .then(|| text::impact_invited(count(found.invited)));
    view! {
        <ul class="remarks quiet t-12">
            {unread
                .map(|unread| {
                    view! {
                        <li>
                            {unread} " "
                            <Button variant=Variant::Link on_click=move || look.start()>
                                {text::impact_again()}
                            </Button>
                        </li>
                    }
                })}
            {found.staff_unknown.then(|| view! { <li>{text::not_known_staff()}</li> })}
            {unknown.map(|words| view! { <li>{words}</li> })}
            {invited.map(|words| view! { <li>{words}</li> })}
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_names_everybody_and_the_client() {
        let person =
            |email: &str| Affected { id: email.into(), called: email.into(), email: email.into(), why: Why::NoTwoStep };
        let found = Impact { affected: vec![person("a@x.example"), person("b@x.example")], ..Impact::default() };
        let letter = letter(PolicyType::TwoFactor, &found, "Fabrikam");
        assert!(
            letter.starts_with("To: a@x.example, b@x.example\n\n")
                && letter.contains("Fabrikam requires two-step login")
        );
    }
}
