//! The TXT record of a domain, to be copied into its DNS.

use leptos::prelude::*;

use super::row::Row;
use crate::{
    i18n::text::domains as text,
    ui::{Callout, CopyButton, Size, Tone, rich},
};

/// The record in its parts.
pub fn record(row: &Row) -> AnyView {
    let Some(txt) = row.domain.txt.clone() else {
        return view! {
            <Callout tone=Tone::Danger>
                <p>{text::record_missing()}</p>
            </Callout>
        }
        .into_any();
    };
    let name = row.domain.name.clone();
    view! {
        <section class="stack" data-gap="s" aria-labelledby="domain-record">
            <h3 id="domain-record" class="t-13">
                {text::record_title()}
            </h3>
            <p>{rich(text::record_text(&name))}</p>
            <dl class="domain-record">
                <dt>{text::record_type()}</dt>
                <dd>
                    <code>{text::record_kind()}</code>
                </dd>
                {part(text::record_name(), name, "name")}
                {part(text::record_value(), txt, "value")}
            </dl>
        </section>
    }
    .into_any()
}

fn part(label: &'static str, value: String, kind: &'static str) -> AnyView {
    view! {
        <dt>{label}</dt>
        <dd>
            <code class="domain-record__value" dir="ltr" data-part=kind>
                {value.clone()}
            </code>
            <CopyButton label=text::copy() content=value size=Size::Small />
        </dd>
    }
    .into_any()
}
