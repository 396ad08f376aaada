//! The menu of the own account: settings, theme, lock, sign out.

use leptos::prelude::*;

use super::Scene;
use crate::{
    app::{
        routes::{self, RouteId},
        shortcuts::Overlays,
    },
    i18n::text,
    session::prefs::{self, Theme},
    ui::{Drafts, Entry, Icon, Menu, Trigger, avatar},
};

pub fn account_menu(scene: Scene) -> AnyView {
    let overlays = expect_context::<Overlays>();
    let drafts = expect_context::<Drafts>();
    let account = Memo::new(move |_| {
        let account = scene.session.account();
        account
            .map(|account| {
                let name = account.name.unwrap_or_else(|| account.email.clone());
                (account.user_id, name, account.email)
            })
            .unwrap_or_default()
    });
    let face = move || (move || account.with(|(id, name, _)| avatar::round(id, name, "m"))).into_any();
    let label = Signal::derive(move || account.with(|(_, name, _)| text::app::your_account(name)));
    let entries = Callback::new(move |()| {
        let session = scene.session;
        let email = account.with_untracked(|(_, _, email)| email.clone());
        let now = prefs::theme();
        let theme = |label: &str, theme: Theme| Entry::Setting {
            label: label.to_owned(),
            on: now == theme,
            run: Callback::new(move |()| prefs::set_theme(theme)),
        };
        vec![
            Entry::Title(email),
            Entry::Link {
                symbol: Icon::Sliders,
                label: text::app::account_settings().to_owned(),
                href: routes::path(RouteId::Account, &[]),
            },
            Entry::action(Icon::Help, text::app::keyboard(), move || overlays.help.set(true)),
            Entry::Separator,
            Entry::Title(text::app::theme().to_owned()),
            theme(text::app::theme_system(), Theme::System),
            theme(text::app::theme_light(), Theme::Light),
            theme(text::app::theme_dark(), Theme::Dark),
            Entry::Separator,
            Entry::action(Icon::Lock, text::app::lock_now(), move || session.lock()),
            Entry::action(Icon::Off, text::app::sign_out(), move || drafts.leave(move || session.sign_out())),
        ]
    });
    view! { <Menu label=label trigger=Trigger::Custom("account-button", face.into()) entries=entries /> }.into_any()
}
