//! The domains for which a policy works, and the way to claim one.

use leptos::{prelude::*, task::spawn_local};
use portal_client::domains::list_domains;
use portal_contracts::{
    permissions::{ClientAction, Feature},
    policies::{FieldKind, fields},
};

use super::form::Form;
use crate::{
    app::routes::{self, RouteId},
    i18n::text::policies as text,
    pages::client::scope::ClientScope,
    ui::LinkButton,
};

const WHO: &str = "whoCanAccess";
const SPECIFIC_PEOPLE: &str = "2";
const DOMAINS: &str = "allowedDomains";

/// Reads the claimed domains of the client. What cannot be read stays unknown: the server judges when a policy is saved.
fn read_claimed(scope: ClientScope) -> RwSignal<Option<Vec<String>>> {
    let claimed = RwSignal::new(None::<Vec<String>>);
    if untrack(|| scope.has(Feature::Domains)) {
        spawn_local(async move {
            if let Ok(domains) = list_domains(&scope.portal(), &scope.id()).await {
                let names = domains.into_iter().filter(|domain| domain.claimed.is_some()).map(|domain| domain.name);
                let _ = claimed.try_set(Some(names.collect()));
            }
        });
    }
    claimed
}

/// As many names as fit, separated by commas.
fn joined(names: &[String], most: usize) -> String {
    let mut all = String::new();
    for name in names {
        let comma = if all.is_empty() { "" } else { ", " };
        if all.chars().count() + comma.len() + name.chars().count() > most {
            break;
        }
        all.push_str(comma);
        all.push_str(name);
    }
    all
}

/// Where only specific people may open a Send, they are those of the claimed domains until somebody says otherwise
/// (screens §2.13): the empty field is filled at the moment that they are chosen, or when the domains are known.
pub fn prefill_domains(form: Form, scope: ClientScope) {
    let (Some(who), Some(domains)) = (form.text(WHO), form.text(DOMAINS)) else { return };
    let claimed = read_claimed(scope);
    let most = fields(form.kind).iter().find_map(|field| match field.kind {
        FieldKind::Text { most, .. } if field.name == DOMAINS => Some(most),
        _ => None,
    });
    // Whether they were chosen before, and whether the field waits for the domains.
    Effect::new(move |before: Option<(bool, bool)>| {
        let chosen = who.with(|who| who == SPECIFIC_PEOPLE);
        let names = claimed.get();
        let (was, waits) = before.unwrap_or((chosen, false));
        let waits = chosen && (waits || !was);
        let Some(names) = names.filter(|_| waits) else { return (chosen, waits) };
        // Back by "Discard" is no choice.
        if untrack(|| form.draft.changed()) && domains.with_untracked(|typed| typed.trim().is_empty()) {
            domains.set(joined(&names, most.unwrap_or(usize::MAX)));
        }
        (chosen, false)
    });
}

/// The claimed domains of the client.
pub fn claimed_domains(scope: ClientScope) -> AnyView {
    let claimed = read_claimed(scope);
    let way = move || {
        scope.allows(ClientAction::ManageSso).then(|| {
            let href = routes::path(RouteId::ClientDomains, &[("client", &scope.client.get())]);
            view! {
                <p>
                    <LinkButton href=href>{text::domains_way()}</LinkButton>
                </p>
            }
        })
    };
    (move || {
        claimed.get().map(|names| {
            let list = if names.is_empty() {
                view! { <p class="t-13">{text::domains_none()}</p> }.into_any()
            } else {
                let rows = names.into_iter().map(|name| view! { <li dir="auto">{name}</li> }).collect::<Vec<_>>();
                view! { <ul class="remarks t-13">{rows}</ul> }.into_any()
            };
            view! {
                <section class="stack" data-gap="s" aria-labelledby="policy-domains">
                    <h3 id="policy-domains" class="t-13">
                        {text::domains_title()}
                    </h3>
                    {list}
                    {way}
                </section>
            }
        })
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_domains_as_fit() {
        let names = ["a.example", "b.example"].map(str::to_owned);
        assert_eq!(joined(&names, 20), "a.example, b.example");
        assert_eq!(joined(&names, 19), "a.example");
        assert_eq!(joined(&[], 19), "");
    }
}
