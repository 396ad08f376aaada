//! The four settings of collection management: what each means now, and what switching it does to what exists.

use leptos::{prelude::*, task::spawn_local};
use portal_client::organization::{ManagementFailure, save_management};
use portal_contracts::permissions::ClientStanding;

use super::{data::SettingsData, section, setting::Setting};
use crate::{
    i18n::text::client_settings as text,
    pages::problem::{Problem, ProblemCallout},
    ui::{Button, Checkbox, Icon, Variant, icon_small, use_toasts},
};

/// The form.
#[component]
pub fn ManagementCard(data: SettingsData) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Problem>);
    let changed = Memo::new(move |_| data.management_changed());
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let base = data.base.get_untracked();
        let wanted = untrack(|| data.management());
        spawn_local(async move {
            let outcome = save_management(&data.scope.portal(), &base, wanted).await;
            data.scope.session.workspace_changed();
            if busy.try_set(false).is_some() {
                // The page is gone.
                return;
            }
            match outcome {
                Ok(saved) => {
                    data.take_over(saved);
                    data.settle_management();
                    toasts.success(text::management_saved());
                }
                Err(error) => failure.set(Some(problem(&error))),
            }
        });
    };
    let content = view! {
        <form
            class="stack"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                save();
            }
        >
            <p class="quiet">{move || lead(&data.scope.standing())}</p>
            {move || failure.get().map(|problem| view! { <ProblemCallout problem=problem /> })}
            {Setting::ALL
                .into_iter()
                .zip(data.ticked)
                .map(|(setting, ticked)| line(setting, ticked, data))
                .collect::<Vec<_>>()}
            <div class="cluster">
                <Button
                    variant=Variant::Primary
                    submit=true
                    busy=busy
                    disabled=Signal::derive(move || !changed.get())
                >
                    {text::management_save()}
                </Button>
                {move || {
                    changed
                        .get()
                        .then(|| {
                            view! {
                                <Button
                                    disabled=busy
                                    on_click=move || {
                                        data.settle_management();
                                        failure.set(None);
                                    }
                                >
                                    {text::undo()}
                                </Button>
                            }
                        })
                }}
            </div>
        </form>
    }
    .into_any();
    section(text::management_title(), content)
}

/// Members see the items of the collections that they reach; provider staff who are no members see none.
const fn lead(standing: &ClientStanding) -> &'static str {
    if standing.role.is_none() { text::management_lead_staff() } else { text::management_lead() }
}

fn line(setting: Setting, ticked: RwSignal<bool>, data: SettingsData) -> AnyView {
    let saved = Memo::new(move |_| data.base.with(|base| setting.of(&base.management)));
    let effect = move || {
        let on = ticked.get();
        (saved.get() != on).then(|| {
            view! {
                <p class="setting__effect">
                    {icon_small(Icon::Info)} <span>
                        <strong>{text::after_saving()}</strong>
                        " "
                        {setting.meaning(on)}
                        " "
                        {setting.effect(on)}
                    </span>
                </p>
            }
        })
    };
    view! {
        <div class="setting">
            <Checkbox id=setting.id() label=setting.label() checked=ticked />
            <p class="setting__now">{move || setting.meaning(saved.get())}</p>
            <div role="status">{effect}</div>
        </div>
    }
    .into_any()
}

fn problem(failure: &ManagementFailure) -> Problem {
    match failure {
        ManagementFailure::NotBuiltIn => Problem {
            title: text::management_missing_title(),
            text: text::management_missing_text().to_owned(),
            said: None,
            quote: None,
            again: false,
        },
        ManagementFailure::Api(error) => Problem::of(error),
    }
}

#[cfg(test)]
mod tests {
    use portal_contracts::{enums::OrganizationUserType::Owner, permissions::Permissions};

    use super::*;

    #[test]
    fn only_those_who_are_no_members_are_told_that_they_see_no_items() {
        let owner = ClientStanding { provider: false, role: Some(Owner), permissions: Permissions::NONE };
        assert_ne!(lead(&ClientStanding::PROVIDER), lead(&owner));
        assert!(!lead(&owner).contains("never"));
        assert_eq!(lead(&ClientStanding { provider: true, ..owner }), lead(&owner));
    }
}
