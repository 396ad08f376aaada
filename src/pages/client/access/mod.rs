//! The access selector (COL-C): who or what gets which permission. Shared by the sheets of collections (people and groups),
//! groups (members without a permission; collections with one) and members (groups; collections).
//!
//! The form that uses it owns two lists of [`Grant`]: `before`, as it was read, and `value`, as it is now. What is in
//! `value` but not among the `items` is shown without a name and stays in `value`: nobody loses access because a name could
//! not be read.
//!
//! ```ignore
//! let value = RwSignal::new(model::grants(Kind::Person, &users));
//! let before = Signal::stored(value.get_untracked());
//! view! {
//!     <AccessSelector id="collection-access" label=text::give_access() placeholder=text::person_or_group()
//!         items=items value=value before=before empty=text::nobody() error=error disabled=work.busy />
//! }
//! // When it is saved:
//! let users = value.with_untracked(|grants| model::entries(Kind::Person, grants));
//! ```

pub mod model;
mod offer;
mod picker;
mod rows;
mod words;

use std::{collections::HashMap, sync::Arc};

use leptos::prelude::*;

pub use model::{Fixed, Grant, Item, Kind};
pub use offer::{Items, Offer, names_problem, note};
pub use words::permission;

use crate::{
    i18n::text::access as text,
    ui::{Icon, icon},
};

/// Why a line cannot be changed, for example because one may not change one's own access; `None` = it can.
pub type Locked = Callback<(Grant,), Option<String>>;

/// What the parts of the selector share.
#[derive(Clone, Copy)]
pub(crate) struct Parts {
    id: &'static str,
    items: Signal<Arc<Vec<Item>>>,
    /// Place in `items` of each id.
    places: Memo<HashMap<(Kind, String), usize>>,
    value: RwSignal<Vec<Grant>>,
    before: Signal<Vec<Grant>>,
    fixed: Signal<Vec<Fixed>>,
    plain: bool,
    locked: Option<Locked>,
    disabled: Signal<bool>,
    /// The last thing that was done, for assistive technology.
    said: RwSignal<String>,
}

impl Parts {
    fn item(self, kind: Kind, id: &str) -> Option<Item> {
        let place = self.places.with(|places| places.get(&(kind, id.to_owned())).copied())?;
        self.items.with(|items| items.get(place).cloned())
    }

    fn name(self, kind: Kind, id: &str) -> String {
        self.item(kind, id).map_or_else(|| words::not_listed(kind).to_owned(), |item| item.name)
    }
}

/// Field to add to the list, and the list by kind.
#[component]
pub fn AccessSelector(
    /// Unique in the page; an error summary can link to it.
    id: &'static str,
    /// The label of the field ("Give access to").
    #[prop(into)]
    label: Signal<String>,
    /// What can be typed ("Person or group").
    #[prop(into)]
    placeholder: String,
    /// Everybody and everything that can be chosen, in any order.
    #[prop(into)]
    items: Signal<Arc<Vec<Item>>>,
    /// The list.
    value: RwSignal<Vec<Grant>>,
    /// The list as it was read, to mark what changed. Leave it out for something new.
    #[prop(into, optional)]
    before: Signal<Vec<Grant>>,
    /// Further lines that cannot be changed here.
    #[prop(into, optional)]
    fixed: Signal<Vec<Fixed>>,
    /// Only who or what, without permissions: members of a group, groups of a member.
    #[prop(optional)]
    plain: bool,
    /// Why a line cannot be changed.
    #[prop(into, optional)]
    locked: Option<Locked>,
    /// What stands where the list is empty.
    #[prop(into)]
    empty: Signal<String>,
    #[prop(into, optional)] error: Signal<Option<String>>,
    #[prop(into, optional)] disabled: Signal<bool>,
) -> AnyView {
    let places = Memo::new(move |_| {
        items.with(|items| items.iter().enumerate().map(|(at, item)| ((item.kind, item.id.clone()), at)).collect())
    });
    let said = RwSignal::new(String::new());
    let parts = Parts { id, items, places, value, before, fixed, plain, locked, disabled, said };
    let hides = Memo::new(move |_| {
        use portal_contracts::access::Access::{EditHidden, ViewHidden};
        !plain && value.with(|grants| grants.iter().any(|grant| matches!(grant.access, ViewHidden | EditHidden)))
    });
    let bare = Memo::new(move |_| value.with(Vec::is_empty) && fixed.with(Vec::is_empty));
    let error_id = [id, "-error"].concat();
    view! {
        <div class="stack access-selector">
            {picker::picker(parts, label, placeholder, error)}
            {move || {
                let error_id = error_id.clone();
                error
                    .get()
                    .map(|error| {
                        view! {
                            <p class="field__error" id=error_id>
                                {icon(Icon::Error)} <span>{error}</span>
                            </p>
                        }
                    })
            }}
            {[Kind::Group, Kind::Person, Kind::Collection].map(|kind| rows::section(parts, kind)).collect_view()}
            {move || bare.get().then(|| view! { <p class="access__none quiet">{move || empty.get()}</p> })}
            {move || hides.get().then(|| view! { <p class="field__help">{text::hidden_help()}</p> })}
            <p class="visually-hidden" role="status">
                {move || said.get()}
            </p>
        </div>
    }
    .into_any()
}
