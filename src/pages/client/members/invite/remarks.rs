//! What is said about the typed addresses: what is wrong, and what is left out.

use leptos::prelude::*;

use super::{Inviting, guard, judge::Judged};
use crate::{
    i18n::{
        self,
        text::{members as text, people},
    },
    pages::client::members::data::MembersData,
    ui::{Button, Callout, Tone, Variant},
};

/// What is wrong with the field.
pub fn error_of(judged: &Judged, tried: bool, data: MembersData) -> Option<String> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match judged.bad.as_slice() {
        [] if judged.too_many > 0 => Some(text::addresses_many(count(judged.too_many))),
        [] if judged.good.is_empty() && tried => Some(people::addresses_missing().to_owned()),
        [] => None,
        [one] => Some(match guard::completed(one, data) {
            Some(whole) => text::address_completed(one, &whole),
            None => people::address_bad(one),
        }),
        several => Some(people::addresses_bad(count(several.len()))),
    }
}

/// What is left out, by name, and a way to drop what cannot be used.
pub fn remarks(inviting: Inviting) -> AnyView {
    let judged = inviting.judged.get();
    let repeated = inviting.repeated.get();
    let count = |list: &Vec<String>| i64::try_from(list.len()).unwrap_or(i64::MAX);
    let bad = judged.bad.clone();
    let warn = |words: String| {
        view! {
            <Callout tone=Tone::Warning>
                <p>{words}</p>
            </Callout>
        }
    };
    view! {
        {(!bad.is_empty())
            .then(|| {
                let drop_bad = move || inviting.chips.update(|chips| chips.retain(|chip| !bad.contains(chip)));
                view! {
                    <p>
                        <Button variant=Variant::Link on_click=drop_bad>
                            {people::remove_bad()}
                        </Button>
                    </p>
                }
            })}
        {(!judged.known.is_empty())
            .then(|| warn(people::already(count(&judged.known), &i18n::list(&judged.known))))}
        {(!judged.revoked.is_empty())
            .then(|| warn(text::revoked_addresses(count(&judged.revoked), &i18n::list(&judged.revoked))))}
        {(!repeated.is_empty())
            .then(|| {
                view! { <p class="quiet t-12">{people::duplicates(count(&repeated), &i18n::list(&repeated))}</p> }
            })}
    }
    .into_any()
}
