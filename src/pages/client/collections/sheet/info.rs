//! Name, place and external id.

use leptos::prelude::*;

use super::{super::desk::Target, below, form::Form};
use crate::{
    i18n::text::collections as text,
    pages::client::collections::row::shown_path,
    ui::{Callout, Choice, Select, TextField, Tone},
};

/// Id of the field for the name.
pub const NAME: &str = "collection-name";
/// Id of the field for the place.
pub const PARENT: &str = "collection-parent";

/// The first tab.
pub fn info(form: Form) -> AnyView {
    let int = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let target = form.target();
    let count_below = {
        let target = target.clone();
        Memo::new(move |_| match &target {
            Target::Edit(key) | Target::Part(key) => form
                .desk
                .data
                .with(|shelf| shelf.tree.find(key).map(|at| shelf.below(at)))
                .flatten()
                .unwrap_or_default(),
            Target::New(_) | Target::Real(_) => 0,
        })
    };
    let part = matches!(target, Target::Part(_));
    let damaged = untrack(|| form.before.with(|before| before.as_ref().is_some_and(|before| before.path.is_err())));
    let place_error = Signal::derive(move || form.place_error());
    let error = Signal::derive(move || if place_error.with(Option::is_some) { None } else { form.name_error() });
    let help = Signal::derive(move || Some(text::name_help().to_owned()));
    let moves = move || {
        let count = int(count_below.get());
        (!part && count > 0 && form.renames()).then(|| view! { <p class="quiet t-13">{text::moves_along(count)}</p> })
    };
    let provider = untrack(|| form.desk.rights().standing.role.is_none());
    let not_assigned = !provider && !part && !form.is_new() && untrack(|| !is_assigned(form));
    view! {
        {part.then(|| view! { <Callout><p>{text::part_text(int(count_below.get_untracked()))}</p></Callout> })}
        {damaged
            .then(|| {
                view! {
                    <Callout tone=Tone::Warning title=text::damaged()>
                        <p>{text::damaged_help()}</p>
                    </Callout>
                }
            })}
        <TextField id=NAME label=text::name() value=form.name help=help error=error disabled=form.work.busy />
        <Select
            id=PARENT
            label=text::parent()
            value=form.parent
            choices=places(form, target)
            help=Signal::derive(move || Some(text::parent_help().to_owned()))
            error=place_error
            disabled=form.work.busy
        />
        {moves}
        {below::below(form)}
        {external_id(form)}
        {provider.then(|| view! { <p class="field__help">{text::provider_note()}</p> })}
        {not_assigned
            .then(|| {
                view! {
                    <Callout tone=Tone::Warning>
                        <p>{text::not_assigned()}</p>
                    </Callout>
                }
            })}
    }
    .into_any()
}

/// Whether one's own membership has access, directly.
fn is_assigned(form: Form) -> bool {
    let own = form.desk.data.scope.entry.with(|entry| {
        entry.as_ref().and_then(|entry| entry.membership.as_ref()).map(|membership| membership.id.clone())
    });
    own.is_some_and(|own| form.grants.with(|grants| grants.iter().any(|grant| grant.id == own)))
}

/// Where it can be nested: everywhere but in itself, in what is below it, in "My items" and in damaged names. A place that
/// was chosen and is gone stands there as well, off, so that the field does not show another one.
fn places(form: Form, target: Target) -> Signal<Vec<Choice>> {
    let choices = Memo::new(move |_| {
        let top = Choice::new("", text::parent_top());
        let others = form.desk.data.with(|shelf| {
            let own = match &target {
                Target::Edit(key) | Target::Part(key) => {
                    shelf.tree.find(key).map(|at| shelf.tree.below(at)).unwrap_or_default()
                }
                Target::New(_) | Target::Real(_) => Vec::new(),
            };
            let own: std::collections::BTreeSet<_> = own.into_iter().collect();
            shelf
                .tree
                .all()
                .into_iter()
                .filter(|at| !own.contains(at))
                .filter(|at| shelf.collection(*at).is_none_or(|found| !found.own_items))
                .filter_map(|at| Some((at, shelf.tree.node(at)?)))
                .filter(|(_, node)| !node.damaged && !node.name.is_empty())
                .map(|(at, node)| Choice::new(node.key.clone(), shown_path(&shelf.tree, at)))
                .collect::<Vec<_>>()
        });
        let why = text::parent_gone();
        let gone = form.place_gone().then(|| Choice::new(form.parent.get(), text::parent_was()).off(why));
        std::iter::once(top).chain(others.unwrap_or_default()).chain(gone).collect::<Vec<_>>()
    });
    choices.into()
}

fn external_id(form: Form) -> Option<AnyView> {
    let id = untrack(|| form.before.with(|before| before.as_ref().and_then(|before| before.external_id.clone())))?;
    if id.is_empty() {
        return None;
    }
    let value = RwSignal::new(id);
    let help = Signal::derive(move || Some(text::external_id_help().to_owned()));
    Some(
        view! {
            <TextField id="collection-external" label=text::external_id() value=value readonly=true help=help />
        }
        .into_any(),
    )
}
