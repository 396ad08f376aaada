//! The questions before a weak or leaked password is used (REG-04). The safe answer comes first and has the focus.

use leptos::prelude::*;

use super::{
    form::Question,
    form_state::FormState,
    submit::{Way, submit},
};
use crate::{
    i18n::text::sign_up as text,
    ui::{Button, Dialog, DialogBody, DialogFoot, Variant},
};

fn title(question: Question) -> &'static str {
    match question {
        Question::Weak => text::weak_title(),
        Question::Exposed(_) => text::exposed_title(),
        Question::WeakAndExposed(_) => text::both_title(),
        Question::Unchecked => text::unchecked_title(),
        Question::WeakUnchecked => text::weak_unchecked_title(),
    }
}

fn paragraphs(question: Question) -> Vec<String> {
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    match question {
        Question::Weak => vec![text::weak_text().to_owned()],
        Question::Exposed(count) => vec![text::exposed_text(number(count))],
        Question::WeakAndExposed(count) => vec![text::both_text(number(count))],
        Question::Unchecked => vec![text::unchecked_text().to_owned()],
        Question::WeakUnchecked => vec![text::weak_text().to_owned(), text::unchecked_text().to_owned()],
    }
}

/// Asks while there is a question.
#[component]
pub fn Questions(form: FormState, way: StoredValue<Way, LocalStorage>) -> AnyView {
    let open = RwSignal::new(false);
    // Kept while the dialog closes, so that its words do not vanish before it does.
    let last = RwSignal::new(Question::Weak);
    Effect::new(move |_| {
        if let Some(question) = form.question.get() {
            last.set(question);
            open.set(true);
        }
    });
    let close = move || {
        form.question.set(None);
        open.set(false);
    };
    let back = move || {
        close();
        form.password.focus();
    };
    let unchecked = move || matches!(last.get(), Question::Unchecked | Question::WeakUnchecked);
    view! {
        <Dialog
            open=open
            title=Signal::derive(move || title(last.get()).to_owned())
            on_close=move || {
                let _ = form.question.try_set(None);
            }
        >
            <DialogBody>
                <div class="stack">
                    {move || {
                        paragraphs(last.get()).into_iter().map(|words| view! { <p>{words}</p> }).collect::<Vec<_>>()
                    }}
                </div>
            </DialogBody>
            <DialogFoot>
                <Button
                    variant=Variant::DangerQuiet
                    on_click=move || {
                        close();
                        submit(form, way.get_value(), true);
                    }
                >
                    {move || {
                        if last.get() == Question::Unchecked { text::unchecked_use() } else { text::use_anyway() }
                    }}
                </Button>
                {move || {
                    unchecked()
                        .then(|| {
                            view! {
                                <Button on_click=move || {
                                    close();
                                    submit(form, way.get_value(), false);
                                }>{text::unchecked_retry()}</Button>
                            }
                        })
                }}
                <Button variant=Variant::Primary on_click=back>
                    {text::change_it()}
                </Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}
