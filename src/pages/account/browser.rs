//! What this browser remembers: when it locks, how it looks, which keys act.

use leptos::prelude::*;

use super::section;
use crate::{
    i18n::text,
    session::{
        idle,
        prefs::{self, Theme},
        timeout::{CHOICES, Timeout},
    },
    ui::{Checkbox, Choice, RadioCards, Select},
};

#[component]
pub fn Browser() -> AnyView {
    let timeout = RwSignal::new(Timeout::from_name(prefs::timeout().as_deref()).name());
    let theme = RwSignal::new(prefs::theme().name().to_owned());
    let compact = RwSignal::new(prefs::compact());
    let keys = RwSignal::new(prefs::single_keys());
    on_change(theme, |theme| prefs::set_theme(Theme::from_name(&theme)));
    on_change(compact, prefs::set_compact);
    on_change(keys, prefs::set_single_keys);
    on_change(timeout, |timeout| {
        prefs::set_timeout_setting(&timeout);
        idle::restart();
    });

    let timeouts: Vec<Choice> = CHOICES.into_iter().map(|choice| Choice::new(choice.name(), words(choice))).collect();
    let themes = vec![
        Choice::new(Theme::System.name(), text::app::theme_system()),
        Choice::new(Theme::Light.name(), text::app::theme_light()),
        Choice::new(Theme::Dark.name(), text::app::theme_dark()),
    ];
    let content = view! {
        <Select
            id="account-timeout"
            label=text::account::timeout_label()
            value=timeout
            choices=timeouts
            help=text::account::timeout_help()
        />
        <RadioCards id="account-theme" legend=text::account::theme_label() value=theme choices=themes />
        <Checkbox
            id="account-density"
            label=text::account::density_label()
            checked=compact
            help=text::account::density_help()
        />
        <Checkbox id="account-keys" label=text::account::keys_label() checked=keys help=text::account::keys_help() />
    }
    .into_any();
    section(text::account::browser_title(), content)
}

fn words(timeout: Timeout) -> String {
    match timeout {
        Timeout::Minutes(minutes) if minutes % 60 == 0 => text::account::timeout_hours(i64::from(minutes / 60)),
        Timeout::Minutes(minutes) => text::account::timeout_minutes(i64::from(minutes)),
        Timeout::OnRefresh => text::account::timeout_refresh().to_owned(),
    }
}

/// Acts on changes, not on the first value.
fn on_change<T: Clone + PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, act: impl Fn(T) + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = signal.get();
        if before.is_some_and(|before| before != now) {
            act(now.clone());
        }
        now
    });
}
