//! Role and custom permissions: cards with what each role means, and the editor for single permissions (MEM-02, MEM-04).

use leptos::prelude::*;
use portal_contracts::{enums::OrganizationUserType, permissions::Permissions};

use super::{
    actions::Rules,
    fields::Fields,
    permissions::{GROUPS, Group, GroupId, Permission, set, set_all, ticked},
    words,
};
use crate::{
    i18n::text::members as text,
    ui::{Icon, RadioCards, icon},
};

/// The cards, and the permissions while the custom role is chosen.
#[component]
pub fn RoleFields(
    /// Unique in the page.
    id: &'static str,
    fields: Fields,
    rules: Memo<Rules>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(into)] disabled: Signal<bool>,
) -> AnyView {
    let choices = Signal::derive(move || {
        let mut choices = words::roles(&rules.get());
        if disabled.get() {
            for choice in &mut choices {
                choice.disabled = true;
            }
        }
        choices
    });
    let custom = Memo::new(move |_| fields.role() == OrganizationUserType::Custom);
    view! {
        <RadioCards id=id legend=text::role_label() value=fields.role choices=choices error=error />
        {move || {
            custom
                .get()
                .then(|| GROUPS.map(|group| permission_group(id, group, fields, rules, disabled)).into_iter().collect::<Vec<_>>())
        }}
    }
    .into_any()
}

fn permission_group(
    id: &'static str,
    group: Group,
    fields: Fields,
    rules: Memo<Rules>,
    disabled: Signal<bool>,
) -> AnyView {
    let held = fields.permissions;
    let boxes = group
        .permissions
        .iter()
        .map(|&permission| {
            let (label, help) = words::permission(permission);
            let lacks = Memo::new(move |_| !may_pass_on(permission, &rules.get()));
            tick(
                [id, "-", permission.name()].concat(),
                label,
                Signal::derive(move || if lacks.get() { Some(text::permission_not_held()) } else { help }),
                Signal::derive(move || held.with(|held| permission.is_in(held))),
                Signal::derive(move || disabled.get() || lacks.get()),
                Callback::new(move |(on,): (bool,)| held.update(|held| *held = set(*held, permission, on))),
            )
        })
        .collect::<Vec<_>>();
    // All collections at once is the usual wish; of the other groups all at once is not.
    let parent = (group.id == GroupId::Collections).then(|| {
        let all = move || held.with(|held| ticked(held, &group) == group.permissions.len());
        let may = move || group.permissions.iter().all(|permission| may_pass_on(*permission, &rules.get()));
        tick(
            [id, "-all-collections"].concat(),
            text::permissions_collections_all(),
            Signal::stored(None),
            Signal::derive(all),
            Signal::derive(move || disabled.get() || !may()),
            Callback::new(move |(on,): (bool,)| held.update(|held| *held = set_all(*held, &group, on))),
        )
    });
    view! {
        <fieldset class="field">
            <legend class="field__label">{words::group(group.id)}</legend>
            <div class="stack" data-gap="s">
                {parent}
                <div class="stack" data-gap="s" data-indent=(group.id == GroupId::Collections).then_some("")>
                    {boxes}
                </div>
            </div>
        </fieldset>
    }
    .into_any()
}

/// Whether somebody of this standing may give the permission: a custom role passes on only what it holds.
fn may_pass_on(permission: Permission, rules: &Rules) -> bool {
    rules.standing.acts_as() != OrganizationUserType::Custom || permission.is_in(&rules.standing.permissions)
}

fn tick(
    id: String,
    label: &'static str,
    help: Signal<Option<&'static str>>,
    on: Signal<bool>,
    disabled: Signal<bool>,
    set: Callback<(bool,)>,
) -> AnyView {
    let help_id = [&id, "-help"].concat();
    let described = help_id.clone();
    view! {
        <div class="choice">
            <span class="check">
                <input
                    type="checkbox"
                    id=id.clone()
                    aria-describedby=move || help.get().map(|_| described.clone())
                    disabled=move || disabled.get()
                    prop:checked=move || on.get()
                    on:change=move |event| set.run((event_target_checked(&event),))
                />
                {icon(Icon::Check)}
            </span>
            <label class="choice__label" for=id>
                {label}
            </label>
            {move || {
                let help_id = help_id.clone();
                help.get().map(|help| view! { <span class="choice__help" id=help_id>{help}</span> })
            }}
        </div>
    }
    .into_any()
}

/// The ticked permissions in words, for a comparison.
#[must_use]
pub fn in_words(held: &Permissions) -> Vec<String> {
    let all = GROUPS.iter().flat_map(|group| group.permissions);
    all.filter(|permission| permission.is_in(held))
        .map(|permission| words::permission(*permission).0.to_owned())
        .collect()
}
