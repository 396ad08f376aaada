//! Who has access.

use leptos::prelude::*;
use portal_contracts::permissions::Feature;

use super::form::Form;
use crate::{
    i18n::text::collections as text,
    pages::client::{
        access::AccessSelector,
        collections::items::{grants, items, note},
    },
};

/// Id of the field that adds somebody.
pub const FIELD: &str = "collection-access-add";

/// The second tab.
pub fn access(form: Form) -> AnyView {
    let before = Signal::derive(move || form.before.with(|before| before.as_ref().map(grants).unwrap_or_default()));
    let groups = untrack(|| form.desk.data.scope.has(Feature::Groups));
    let manages = form.manages_by_making();
    view! {
        {note(form.desk.data)}
        <AccessSelector
            id=FIELD
            label=text::give_access()
            placeholder=if groups { text::person_or_group() } else { text::person() }
            items=items(form.desk.data)
            value=form.grants
            before=before
            empty=text::nobody_yet()
            error=Signal::derive(move || form.access_error())
            disabled=form.work.busy
        />
        {manages.then(|| view! { <p class="field__help">{text::manager_yourself()}</p> })}
    }
    .into_any()
}
