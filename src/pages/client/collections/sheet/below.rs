//! What another name or place would meet below: collections that nobody manages, which servers refuse to save, and those
//! that one may not change. Both are said before anything is written: half a branch helps nobody.

use leptos::prelude::*;
use portal_client::collections::AccessLists;
use portal_contracts::{access::Access, permissions::Feature};

use super::{
    super::{actions::Action, desk::Target, items, words},
    form::Form,
};
use crate::{
    i18n::text::collections as text,
    pages::client::access::{AccessSelector, Grant},
    ui::{Button, Callout, Tone, Variant},
};

/// Id of the field for who is to manage what nobody manages.
pub const HEIRS: &str = "collection-heirs";

/// Most names that the callout spells out.
const NAMED: usize = 8;

/// What stands in the way of a move, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Below {
    /// Nobody manages these, and here somebody has to.
    pub unmanaged: Vec<String>,
    /// These may not be changed.
    pub locked: Vec<String>,
}

impl Below {
    /// Looks at everything that would come along; reactive.
    pub fn of(form: Form) -> Self {
        let Ok(steps) = form.steps() else { return Self::default() };
        // The collection itself is saved with its own access.
        let own = usize::from(matches!(form.target(), Target::Edit(_)));
        let rights = form.desk.rights();
        let mut below = Self::default();
        form.desk.data.with(|shelf| {
            for found in steps.iter().skip(own).filter_map(|step| shelf.by_id(&step.id)) {
                if rights.why_not(Action::Edit, found).is_some() {
                    below.locked.push(found.id.clone());
                } else if rights.needs_manager() && found.unmanaged {
                    below.unmanaged.push(found.id.clone());
                }
            }
        });
        below
    }
}

/// Who is to manage what nobody manages.
pub fn heirs(form: Form) -> AccessLists {
    let manage = |grant: Grant| Grant { access: Access::Manage, ..grant };
    items::lists(&form.heirs.get_untracked().into_iter().map(manage).collect::<Vec<_>>())
}

/// Names what nobody manages and asks who is to; nothing as long as there is none.
pub fn below(form: Form) -> AnyView {
    let needs = Memo::new(move |_| !form.below.with(|below| below.unmanaged.is_empty()));
    (move || needs.get().then(|| ask(form))).into_any()
}

fn ask(form: Form) -> AnyView {
    let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let ids = Memo::new(move |_| form.below.with(|below| below.unmanaged.clone()));
    let callout = move || {
        let ids = ids.get();
        let more = ids.len().saturating_sub(NAMED);
        let named = form.desk.data.with(|shelf| {
            let place = |id: &String| view! { <li dir="auto">{words::place(shelf, id)}</li> };
            ids.iter().take(NAMED).map(place).collect::<Vec<_>>()
        });
        let more = (more > 0).then(|| view! { <li>{text::more_groups(int(more))}</li> });
        view! {
            <Callout tone=Tone::Warning title=text::heirs_title(int(ids.len()))>
                <p>{text::heirs_text()}</p>
                <ul class="names">{named} {more}</ul>
            </Callout>
        }
    };
    let managers = Memo::new(move |_| {
        let managers = form
            .grants
            .with(|grants| grants.iter().filter(|grant| grant.access == Access::Manage).cloned().collect::<Vec<_>>());
        if form.heirs.with(Vec::is_empty) { managers } else { Vec::new() }
    });
    let groups = untrack(|| form.desk.data.scope.has(Feature::Groups));
    view! {
        {callout}
        {items::note(form.desk.data)}
        <AccessSelector
            id=HEIRS
            label=text::heirs_label()
            placeholder=if groups { text::person_or_group() } else { text::person() }
            items=items::items(form.desk.data)
            value=form.heirs
            plain=true
            empty=text::heirs_none()
            error=Signal::derive(move || form.heirs_error())
            disabled=form.work.busy
        />
        {move || {
            (!managers.with(Vec::is_empty))
                .then(|| {
                    view! {
                        <p>
                            <Button
                                variant=Variant::Link
                                disabled=form.work.busy
                                on_click=move || form.heirs.set(managers.get_untracked())
                            >
                                {text::heirs_same()}
                            </Button>
                        </p>
                    }
                })
        }}
    }
    .into_any()
}
