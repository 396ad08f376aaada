//! The master password as a part of the account page.

use leptos::prelude::*;

use super::{change_form::ChangeForm, section};
use crate::{i18n::text, ui::Button};

#[component]
pub fn MasterPassword() -> AnyView {
    let open = RwSignal::new(false);
    let content = view! {
        <p class="quiet">{text::account::password_lead()}</p>
        {move || {
            if open.get() {
                view! { <ChangeForm on_cancel=move || open.set(false) /> }.into_any()
            } else {
                view! {
                    <div class="cluster">
                        <Button on_click=move || open.set(true)>{text::account::password_change()}</Button>
                    </div>
                }
                    .into_any()
            }
        }}
    }
    .into_any();
    section(text::account::password_title(), content)
}
