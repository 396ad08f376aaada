//! What an organisation asks of whoever joins it, announced before anything is accepted.

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    invitation::MailLink,
    join::{self, Terms},
};

use super::Held;
use crate::{
    i18n::text::join_organisation as text,
    session::use_session,
    ui::{Icon, dom, icon},
};

/// The terms, for somebody who has not decided yet. Nothing is shown until they are known, or when there are none: whoever
/// goes on is told again.
#[component]
pub fn Announced(link: Held) -> AnyView {
    let session = use_session();
    let terms = RwSignal::new(Terms::default());
    spawn_local(async move {
        let held = link.get_value();
        let Ok(MailLink::Organization(invitation)) = &*held else { return };
        if let Ok(found) = join::read_terms(&session.portal(), invitation).await {
            let _ = terms.try_set(found);
        }
    });
    (move || terms.with(list)).into_any()
}

fn list(terms: &Terms) -> Option<AnyView> {
    let lines: Vec<_> = lines(terms)
        .into_iter()
        .map(|(symbol, words)| view! { <li>{icon(symbol)} <span>{words}</span></li> })
        .collect();
    if lines.is_empty() {
        return None;
    }
    let id = dom::unique_id("terms");
    let labelled = id.clone();
    Some(
        view! {
            <section class="stack" data-gap="s" aria-labelledby=labelled>
                <h2 class="t-13" id=id>
                    {text::terms_title()}
                </h2>
                <ul class="checklist">{lines}</ul>
            </section>
        }
        .into_any(),
    )
}

fn lines(terms: &Terms) -> Vec<(Icon, &'static str)> {
    let mut lines = Vec::new();
    if !terms.password.is_empty() {
        lines.push((Icon::Key, text::term_password()));
    }
    if terms.two_step {
        lines.push((Icon::Shield, text::term_two_step()));
    }
    if terms.only_one {
        lines.push((Icon::Building, text::term_only_one()));
    }
    if terms.recovery {
        lines.push((Icon::Undo, text::term_recovery()));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_asked_for_is_announced() {
        assert!(lines(&Terms::default()).is_empty());
        let recovery = Terms { recovery: true, ..Terms::default() };
        assert_eq!(lines(&recovery).len(), 1);
        let all = Terms {
            password: portal_contracts::token::MasterPasswordPolicy {
                min_length: Some(14),
                ..portal_contracts::token::MasterPasswordPolicy::default()
            },
            two_step: true,
            only_one: true,
            recovery: true,
        };
        assert_eq!(lines(&all).len(), 4);
    }
}
