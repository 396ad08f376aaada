//! What a list page shows in the place of its rows: rows on their way, a failure, nothing yet, nothing that matches. What
//! stands there when there is nothing yet is the page's own.

use leptos::prelude::*;

use crate::{
    i18n::text::app as text,
    pages::problem::{Problem, said},
    ui::{Button, EmptyKind, EmptyState, Icon},
};

/// What stands in the place of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// The list is being read for the first time.
    Reading,
    /// It could not be read, and there is no older one.
    Failed,
    /// There are no rows.
    Nothing,
    /// There are rows, and search and filter show none of them.
    NoMatch,
    /// The rows.
    Table,
}

impl Face {
    /// The face of a list: how many rows it has once it is read, whether reading failed, and how many are shown. Rows of an
    /// earlier look stay while a later one fails.
    #[must_use]
    pub const fn of(rows: Option<usize>, failed: bool, shown: usize) -> Self {
        match rows {
            None if failed => Self::Failed,
            None => Self::Reading,
            Some(0) => Self::Nothing,
            Some(_) if shown == 0 => Self::NoMatch,
            Some(_) => Self::Table,
        }
    }
}

/// The list could not be read: why, and the way to try again.
pub fn failed(
    title: &'static str,
    failure: RwSignal<Option<Problem>>,
    reading: RwSignal<bool>,
    again: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    let words = Signal::derive(move || {
        failure.with(|failure| failure.as_ref().map(|failure| failure.text.clone())).unwrap_or_default()
    });
    view! {
        <EmptyState kind=EmptyKind::Failed title=title text=words>
            {move || failure.with(|failure| failure.as_ref().and_then(|failure| failure.said.clone()).map(said))}
            <Button symbol=Icon::Refresh busy=reading on_click=again>
                {text::try_again()}
            </Button>
        </EmptyState>
    }
    .into_any()
}

/// Search and filter show nothing: what to do, and the way back to all rows.
pub fn no_match(
    title: &'static str,
    words: &'static str,
    clear: &'static str,
    on_clear: impl Fn() + Send + Sync + 'static,
) -> AnyView {
    view! {
        <EmptyState kind=EmptyKind::NoMatch title=title text=words>
            <Button on_click=on_clear>{clear}</Button>
        </EmptyState>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_known_stay_whatever_fails_later() {
        assert_eq!(Face::of(None, false, 0), Face::Reading);
        assert_eq!(Face::of(None, true, 0), Face::Failed);
        assert_eq!(Face::of(Some(0), true, 0), Face::Nothing);
        assert_eq!(Face::of(Some(3), false, 0), Face::NoMatch);
        assert_eq!(Face::of(Some(3), true, 2), Face::Table);
    }
}
