//! Rules for a master password, each with whether it is met (REG-05); for every form that sets one.

use leptos::prelude::*;

use super::{
    rules::{self, Holds, Rule},
    words,
};
use crate::{
    i18n::text::sign_up as text,
    pages::strength::Meter,
    ui::{Icon, Password, icon},
};

/// The rules as a list that follows the typing.
#[component]
pub fn RuleList(#[prop(into)] rules: Signal<Vec<Rule>>, password: Password, meter: Meter) -> AnyView {
    let lines = move || {
        let _ = password.version();
        let typed = password.peek();
        let score = meter.score();
        rules
            .get()
            .into_iter()
            .map(|rule| {
                let met = rules::holds(rule, &typed, score) == Holds::Yes;
                let (symbol, state) =
                    if met { (Icon::Check, text::rule_met()) } else { (Icon::Minus, text::rule_open()) };
                view! {
                    <li data-tone=met.then_some("success")>
                        {icon(symbol)}
                        <span>
                            {words::rule(rule)} <span class="visually-hidden">", " {state}</span>
                        </span>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! { <ul class="checklist">{lines}</ul> }.into_any()
}
