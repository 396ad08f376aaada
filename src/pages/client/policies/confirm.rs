//! The questions before a policy is saved, where there are some (screens §2.13).

use leptos::prelude::*;

use super::{
    plan::{Plan, Question},
    save::Saver,
    words,
};
use crate::{
    i18n::{self, number, text::policies as text},
    ui::{Button, Checkbox, Dialog, DialogBody, DialogFoot, Variant, rich},
};

/// What is asked, and what is done when somebody agrees. Copy it freely.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Whether the dialog is open.
    pub open: RwSignal<bool>,
    what: RwSignal<Option<(Plan, Vec<Question>)>>,
}

impl Asking {
    /// Nothing is asked.
    #[must_use]
    pub fn new() -> Self {
        Self { open: RwSignal::new(false), what: RwSignal::new(None) }
    }

    /// Asks, and carries the plan out when there is nothing to ask.
    pub fn ask(self, plan: Plan, questions: Vec<Question>, saver: Saver) {
        if questions.is_empty() {
            saver.run(plan);
        } else {
            self.what.set(Some((plan, questions)));
            self.open.set(true);
        }
    }
}

/// The dialog. Its button says the same as the button of the form.
#[component]
pub fn ConfirmPolicy(asking: Asking, saver: Saver, #[prop(into)] action: Signal<String>) -> AnyView {
    let name = words::name(saver.form.kind);
    let title = Signal::derive(move || match asking.what.with(|what| what.as_ref().and_then(|(plan, _)| plan.turns)) {
        Some(true) => text::sure_title_on(&name),
        Some(false) => text::sure_title_off(&name),
        None => text::sure_title_save(&name),
    });
    view! {
        <Dialog open=asking.open title=title strip=saver.data.scope.strip()>
            {move || asking.what.get().map(|(plan, questions)| content(plan, &questions, asking, saver, action))}
        </Dialog>
    }
    .into_any()
}

fn content(plan: Plan, questions: &[Question], asking: Asking, saver: Saver, action: Signal<String>) -> AnyView {
    let understood = RwSignal::new(!questions.contains(&Question::Risk));
    let risky = questions.iter().any(|question| !matches!(question, Question::OwnershipEnds));
    let lines: Vec<_> = questions.iter().map(|question| line(question, understood)).collect();
    let go = move || {
        asking.open.set(false);
        saver.run(plan.clone());
    };
    view! {
        <DialogBody>{lines}</DialogBody>
        <DialogFoot>
            <Button on_click=move || asking.open.set(false)>{text::sure_cancel()}</Button>
            <Button
                variant=if risky { Variant::Danger } else { Variant::Primary }
                disabled=Signal::derive(move || !understood.get())
                on_click=go
            >
                {move || action.get()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

fn line(question: &Question, understood: RwSignal<bool>) -> AnyView {
    match question {
        Question::Revokes(people) => {
            let people = i64::try_from(*people).unwrap_or(i64::MAX);
            view! { <p>{rich(text::sure_revoke(people, &number(people)))}</p> }.into_any()
        }
        Question::RevokesUnknown => view! { <p>{text::sure_unknown()}</p> }.into_any(),
        Question::RevokesMore => view! { <p>{text::sure_more()}</p> }.into_any(),
        Question::ChainOff(kinds) => {
            let names: Vec<String> = kinds.iter().map(|kind| words::name(*kind)).collect();
            view! { <p>{text::sure_chain_off(&i18n::list(&names))}</p> }.into_any()
        }
        Question::OwnershipEnds => view! { <p>{text::sure_ownership()}</p> }.into_any(),
        Question::NeverEnds => view! { <p>{text::sure_never()}</p> }.into_any(),
        Question::EndsWithSystem => view! { <p>{text::sure_system_lock()}</p> }.into_any(),
        Question::Risk => view! { <Checkbox id="policy-risk" label=text::sure_risk() checked=understood /> }.into_any(),
    }
}
