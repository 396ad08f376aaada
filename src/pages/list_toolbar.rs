//! The bar above a list: filters with their counts, search, and another look at the server.

use leptos::prelude::*;

use super::{
    list_query::{ListQuery, Named},
    list_state::{InAddress, ListState},
};
use crate::ui::{Filter, Filters, Icon, IconButton, SearchField};

/// The state of a list that can be searched, with one filter.
pub trait Narrowed: InAddress {
    /// The filter.
    type Filter: Named;

    /// What is searched for, and the filter.
    fn narrowing(&self) -> (&str, Self::Filter);

    /// Both, to be changed.
    fn narrow(&mut self) -> (&mut String, &mut Self::Filter);
}

impl<F: Named, C: Named> Narrowed for ListQuery<F, C> {
    type Filter = F;

    fn narrowing(&self) -> (&str, F) {
        (&self.search, self.filter)
    }

    fn narrow(&mut self) -> (&mut String, &mut F) {
        (&mut self.search, &mut self.filter)
    }
}

/// What the parts of the bar are called.
#[derive(Clone, Copy)]
pub struct Words {
    /// The group of filters.
    pub filters: &'static str,
    /// The search.
    pub search: &'static str,
    /// The button that reads the list again.
    pub again: &'static str,
}

/// All filters as they are offered, with how many rows each would show.
pub fn options<F: Named>(counts: Option<&[usize]>, label: fn(F) -> &'static str) -> Vec<Filter> {
    let count = |place: usize| counts.and_then(|counts| counts.get(place).copied());
    let all = F::ALL.iter().enumerate();
    all.map(|(place, filter)| Filter { value: filter.name(), label: label(*filter), count: count(place) }).collect()
}

/// The bar. `more` stands between the search and the button that reads again.
pub fn list_toolbar<Q: Narrowed>(
    list: ListState<Q>,
    words: Words,
    options: Signal<Vec<Filter>>,
    more: Option<AnyView>,
    reading: RwSignal<bool>,
    again: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let choose = Callback::new(move |(name,): (String,)| list.set(|query| *query.narrow().1 = Named::named(&name)));
    let typed = Callback::new(move |(typed,): (String,)| list.set_soon(|query| *query.narrow().0 = typed));
    view! {
        <div class="toolbar">
            <Filters
                label=words.filters
                value=Signal::derive(move || list.with(|query| query.narrowing().1.name().to_owned()))
                on_change=choose
                options=options
            />
            <div class="toolbar__end">
                <SearchField
                    label=words.search
                    value=Signal::derive(move || list.with(|query| query.narrowing().0.to_owned()))
                    on_change=typed
                />
                {more}
                <IconButton symbol=Icon::Refresh label=words.again disabled=reading on_click=again />
            </div>
        </div>
    }
    .into_any()
}
