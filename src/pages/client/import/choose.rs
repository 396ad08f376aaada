//! The first step: a file, or pasted text; and the password of an encrypted one.

use leptos::prelude::*;
use portal_contracts::SecretText;

use super::{how, state::ImportState, work::Chosen};
use crate::{
    i18n::text::import as text,
    platform::files::LocalFile,
    ui::{Button, FileField, Password, PasswordField, Pasted, SecretArea, Variant, dom},
};

/// Endings of exports.
const ENDINGS: &str = ".json,.csv,.xml,.zip,.1pux,.txt,.tsv";

/// Choose a file.
pub fn choose(state: ImportState) -> AnyView {
    let pasted = Pasted::new();
    let error = RwSignal::new(None::<String>);
    let paste = move || {
        // The field keeps no copy.
        let mut content = pasted.take();
        if content.trim().is_empty() {
            error.set(Some(text::paste_empty().to_owned()));
            dom::focus_id("import-paste");
            return;
        }
        error.set(None);
        state.open(Chosen::Text(SecretText::new(std::mem::take(&mut *content))));
    };
    view! {
        <div class="split" data-layout="aside">
            <div class="stack">
                <section class="card" aria-labelledby="import-choose">
                    <div class="card__head">
                        <h2 id="import-choose">{text::choose_title()}</h2>
                    </div>
                    <div class="card__body stack">
                        <FileField
                            id="import-file"
                            label=text::choose_label()
                            help=Some(text::choose_help().to_owned())
                            accept=ENDINGS
                            disabled=state.busy
                            on_file=Callback::new(move |(file,): (LocalFile,)| state.open(Chosen::File(file)))
                        />
                        // The region is there before it speaks, and takes no room while it is silent.
                        <p role="status" class="visually-hidden">
                            {move || state.busy.get().then(text::choose_busy)}
                        </p>
                        {move || state.busy.get().then(|| view! { <p class="quiet" aria-hidden="true">{text::choose_busy()}</p> })}
                        <details>
                            <summary>{text::paste_title()}</summary>
                            <div class="stack">
                                <SecretArea
                                    id="import-paste"
                                    label=text::paste_label()
                                    pasted=pasted
                                    help=Some(text::paste_help().to_owned())
                                    error=error
                                />
                                <div class="cluster">
                                    <Button busy=state.busy on_click=paste>
                                        {text::paste_button()}
                                    </Button>
                                </div>
                            </div>
                        </details>
                    </div>
                </section>
            </div>
            <div class="stack">
                {how::guide()}
                <p class="t-13 quiet">{text::afterwards()}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The password of the file.
pub fn password(state: ImportState) -> AnyView {
    let password = Password::new();
    let error = RwSignal::new(None::<String>);
    let wrong = Callback::new(move |()| {
        error.set(Some(text::password_wrong().to_owned()));
        dom::focus_id("import-password");
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if password.peek().is_empty() {
            error.set(Some(text::password_missing().to_owned()));
            dom::focus_id("import-password");
            return;
        }
        error.set(None);
        state.unlock(SecretText::new(std::mem::take(&mut *password.take())), wrong);
    };
    view! {
        <section class="card" aria-labelledby="import-sealed">
            <div class="card__head">
                <h2 id="import-sealed">{text::password_title()}</h2>
            </div>
            <form class="card__body stack" novalidate on:submit=submit>
                <p class="quiet">{text::password_text()}</p>
                <PasswordField id="import-password" label=text::password_label() password=password error=error autocomplete="off" large=false />
                <div class="cluster">
                    <Button variant=Variant::Primary submit=true busy=state.busy>
                        {text::password_button()}
                    </Button>
                    <Button on_click=move || state.start_over()>{text::another()}</Button>
                </div>
            </form>
        </section>
    }
    .into_any()
}
