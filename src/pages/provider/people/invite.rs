//! The sheet that invites people (screens PPL-B).

use std::collections::BTreeSet;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::people::{InviteFailure, InviteOutcome, Invited, invite_people};
use portal_contracts::{enums::ProviderUserType, limits};

use super::{data::PeopleData, words};
use crate::{
    i18n::{self, number, text::people as text},
    pages::{
        clients::work::Work,
        people::{
            addresses::{Judged, judge},
            chips::{AddressChips, Kind},
        },
        problem::Problem,
    },
    ui::{Button, Callout, ClientStrip, Dialog, DialogBody, DialogFoot, Draft, RadioCards, Shape, Tone, Variant, dom},
};

const FIELD: &str = "invite-addresses";
const MOST: usize = limits::INVITATIONS_PER_CALL;

/// What became of those who were to be invited, by address.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Became {
    /// The mail is out.
    pub invited: Vec<String>,
    /// They were in the list already: nothing was sent.
    pub there: Vec<String>,
    /// The server says yes, but the list does not show them.
    pub left: Vec<String>,
}

impl Became {
    fn of(invited: Vec<Invited>) -> Self {
        let mut became = Self::default();
        for Invited { email, outcome } in invited {
            match outcome {
                InviteOutcome::Invited => became.invited.push(email),
                InviteOutcome::AlreadyThere => became.there.push(email),
                InviteOutcome::NotInvited => became.left.push(email),
            }
        }
        became
    }
}

/// What was typed. It belongs to the draft: a failure or a lock loses nothing, closing asks.
#[derive(Clone, Copy)]
struct Form {
    chips: RwSignal<Vec<String>>,
    repeated: RwSignal<Vec<String>>,
    role: RwSignal<String>,
    tried: RwSignal<bool>,
}

fn service_user() -> String {
    ProviderUserType::ServiceUser.number().to_string()
}

/// The sheet. `on_done` gets what became of each.
#[component]
pub fn InviteSheet(draft: Draft, data: PeopleData, on_done: Callback<(Became,)>) -> AnyView {
    let work = Work::new();
    let form = Form {
        chips: draft.field("addresses", Vec::new()),
        repeated: RwSignal::new(Vec::new()),
        role: draft.field("role", service_user()),
        tried: RwSignal::new(false),
    };
    let closed = Callback::new(move |()| {
        let _ = work.failure.try_set(None);
        let _ = form.repeated.try_set(Vec::new());
        let _ = form.tried.try_set(false);
    });
    let strip = move || view! { <ClientStrip id=data.scope.provider.get() name=data.scope.name() /> };
    view! {
        <Dialog
            open=draft.open()
            draft=draft
            title=text::invite_title()
            shape=Shape::Sheet
            strip=strip
            closable=work.idle()
            on_close=closed
        >
            {fields(form, work, draft, data, on_done)}
        </Dialog>
    }
    .into_any()
}

fn fields(form: Form, work: Work, draft: Draft, data: PeopleData, on_done: Callback<(Became,)>) -> AnyView {
    let listed = Memo::new(move |_| {
        data.rows()
            .map(|rows| rows.iter().map(|row| row.email.to_lowercase()).collect::<BTreeSet<_>>())
            .unwrap_or_default()
    });
    let judged = Memo::new(move |_| {
        form.chips.with(|chips| listed.with(|listed| judge(chips, |address| listed.contains(address), MOST)))
    });
    let kind = Callback::new(move |(address,): (String,)| {
        let one = listed.with(|listed| judge(std::slice::from_ref(&address), |address| listed.contains(address), MOST));
        if one.bad.is_empty() && one.known.is_empty() {
            Kind::Good
        } else if one.bad.is_empty() {
            Kind::Known
        } else {
            Kind::Bad
        }
    });
    let error = Signal::derive(move || judged.with(|judged| error_of(judged, form.tried.get())));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        if !judged.with_untracked(Judged::ready) {
            dom::focus_id(FIELD);
            return;
        }
        if work.start() {
            let addresses = judged.with_untracked(|judged| judged.good.clone());
            spawn_local(run(addresses, form, work, draft, data, on_done));
        }
    };
    let label = move || match judged.with(|judged| judged.good.len()) {
        0 => text::invite_plain().to_owned(),
        count => text::invite_send(i64::try_from(count).unwrap_or(i64::MAX)),
    };
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                <p class="quiet">{text::invite_lead()}</p>
                {work.failure_view()}
                {move || work.failure.with(Option::is_some).then(|| view! { <p class="quiet">{text::kept()}</p> })}
                <AddressChips
                    id=FIELD
                    chips=form.chips
                    repeated=form.repeated
                    most=MOST
                    kind=kind
                    error=error
                    disabled=work.busy
                />
                <div class="stack" data-gap="s" role="status">
                    {move || remarks(form, judged)}
                </div>
                <RadioCards id="invite-role" legend=text::role_label() value=form.role choices=words::roles() />
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || draft.open().set(false)>
                    {text::cancel()}
                </Button>
                <Button variant=Variant::Primary submit=true busy=work.busy>
                    {label}
                </Button>
            </DialogFoot>
        </form>
    }
    .into_any()
}

fn error_of(judged: &Judged, tried: bool) -> Option<String> {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match judged.bad.as_slice() {
        [] if judged.too_many > 0 => Some(text::addresses_many(count(judged.too_many))),
        [] if judged.good.is_empty() && tried => Some(text::addresses_missing().to_owned()),
        [] => None,
        [one] => Some(text::address_bad(one)),
        several => Some(text::addresses_bad(count(several.len()))),
    }
}

/// What is left out, by name, and a way to drop what cannot be used.
fn remarks(form: Form, judged: Memo<Judged>) -> AnyView {
    let judged = judged.get();
    let repeated = form.repeated.get();
    let count = |list: &Vec<String>| i64::try_from(list.len()).unwrap_or(i64::MAX);
    let bad = judged.bad.clone();
    view! {
        {(!bad.is_empty())
            .then(|| {
                let drop_bad = move || form.chips.update(|chips| chips.retain(|chip| !bad.contains(chip)));
                view! {
                    <p>
                        <Button variant=Variant::Link on_click=drop_bad>
                            {text::remove_bad()}
                        </Button>
                    </p>
                }
            })}
        {(!judged.known.is_empty())
            .then(|| {
                view! {
                    <Callout tone=Tone::Warning>
                        <p>{text::already(count(&judged.known), &i18n::list(&judged.known))}</p>
                    </Callout>
                }
            })}
        {(!repeated.is_empty())
            .then(|| view! { <p class="quiet t-12">{text::duplicates(count(&repeated), &i18n::list(&repeated))}</p> })}
    }
    .into_any()
}

async fn run(
    addresses: Vec<String>,
    form: Form,
    work: Work,
    draft: Draft,
    data: PeopleData,
    on_done: Callback<(Became,)>,
) {
    let provider = data.scope.provider.get_untracked();
    let role = words::chosen_role(&form.role.get_untracked());
    let outcome = invite_people(&data.scope.portal(), &provider, &addresses, role).await;
    let Some(invited) = work.finish(outcome, failure) else { return };
    data.reload();
    let became = Became::of(invited);
    if became.left.is_empty() {
        draft.close();
    } else {
        // Those who were not invited stay in the field, so that one can see and try them again.
        let left = i64::try_from(became.left.len()).unwrap_or(i64::MAX);
        let words = text::invite_left(left, &i18n::list(&became.left));
        form.chips.set(became.left.clone());
        let _ = work.failure.try_set(Some(Problem {
            title: text::invite_left_title(),
            text: words,
            said: None,
            quote: None,
            again: false,
        }));
    }
    let _ = on_done.try_run((became,));
}

fn failure(failure: &InviteFailure) -> Problem {
    match failure {
        InviteFailure::Api(error) => Problem::of(error),
        InviteFailure::Number => Problem {
            title: text::addresses_missing(),
            text: text::addresses_count("0", &number(i64::try_from(limits::INVITATIONS_PER_CALL).unwrap_or(i64::MAX))),
            said: None,
            quote: None,
            again: false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_got_a_mail_counts_as_invited() {
        let one = |email: &str, outcome| Invited { email: email.into(), outcome };
        let became = Became::of(vec![
            one("new@x.example", InviteOutcome::Invited),
            one("old@x.example", InviteOutcome::AlreadyThere),
            one("lost@x.example", InviteOutcome::NotInvited),
        ]);
        let expected = Became {
            invited: vec!["new@x.example".into()],
            there: vec!["old@x.example".into()],
            left: vec!["lost@x.example".into()],
        };
        assert_eq!(became, expected);
    }
}
