//! The own account: who one is, the words of the key, the master password, and how this browser behaves (LOCK-03, LOCK-06).

mod browser;
mod change;
mod change_form;
mod password;
mod password_form;
mod profile;
mod proof;

use leptos::prelude::*;

pub use self::change_form::ChangeForm;

use crate::i18n::text;

/// The page.
#[component]
pub fn AccountPage() -> AnyView {
    view! {
        <div class="page-head">
            <div class="page-head__title">
                <h1>{text::titles::account()}</h1>
            </div>
            <p class="page-head__lead">{text::account::lead()}</p>
        </div>
        <div class="page-body stack" data-width="settings" data-gap="l">
            <profile::Profile />
            <proof::Proof />
            <password::MasterPassword />
            <browser::Browser />
        </div>
    }
    .into_any()
}

/// A part of the page.
fn section(title: &'static str, content: AnyView) -> AnyView {
    let id = crate::ui::dom::unique_id("section");
    let labelled = id.clone();
    view! {
        <section class="card" aria-labelledby=labelled>
            <div class="card__head">
                <h2 id=id>{title}</h2>
            </div>
            <div class="card__body stack">{content}</div>
        </section>
    }
    .into_any()
}
