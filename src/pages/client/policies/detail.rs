//! One policy: switch, settings, what it stands on, who would lose access, and the buttons below.

use leptos::{ev, html, prelude::*};
use portal_contracts::policies::{Footing, Policy, PolicyType};

use super::{
    chain::chain,
    confirm::{Asking, ConfirmPolicy},
    data::PoliciesData,
    domains::{claimed_domains, prefill_domains},
    fields::{id_of, settings},
    form::Form,
    impact::impact,
    look::Look,
    obstacles::obstacles,
    plan::{Plan, plan, questions},
    save::Saver,
    words,
};
use crate::{
    i18n::text::policies as text,
    pages::clients::work::Work,
    ui::{Button, Callout, ErrorSummary, Switch, Tone, Variant, dom, use_toasts},
};

/// The parts of one open policy. Copy it freely.
#[derive(Clone, Copy)]
struct Open {
    saver: Saver,
    plan: Memo<Plan>,
    footing: Memo<Footing>,
    looks: [Look; 3],
    asking: Asking,
    action: Signal<String>,
}

/// The open policy. `on_back` leads to the list where there is room for one of both only.
#[component]
pub fn PolicyDetail(kind: PolicyType, data: PoliciesData, on_back: Callback<()>) -> AnyView {
    let Some(read) = data.read.get_untracked() else { return ().into_any() };
    let form = Form::new(read.get(kind));
    let saver = Saver { data, form, work: Work::new(), conflict: RwSignal::new(None), toasts: use_toasts() };
    if kind == PolicyType::SendControls {
        prefill_domains(form, data.scope);
    }
    let footing = Memo::new(move |_| data.read.with(|read| read.as_ref().map(|read| read.footing)).unwrap_or_default());
    let planned = Memo::new(move |_| plan(kind, form.turns(), form.bearing(), &footing.get()));
    let scope = data.scope;
    let action = Signal::derive(move || {
        let plan = planned.get();
        let steps = i64::try_from(plan.steps.len()).unwrap_or(i64::MAX);
        match plan.turns {
            Some(true) => text::turn_on_many(steps, &scope.name()),
            Some(false) => text::turn_off_many(steps, &scope.name()),
            None => text::save().to_owned(),
        }
    });
    let looks = [PolicyType::TwoFactor, PolicyType::SingleOrganization, PolicyType::DataOwnership]
        .map(|kind| Look::new(kind, data.scope));
    let open = Open { saver, plan: planned, footing, looks, asking: Asking::new(), action };
    Effect::new(move |_| {
        for kind in wanted(open) {
            looks.iter().filter(|look| look.kind == kind).for_each(|look| look.want());
        }
    });
    // What was found before a save is no longer so after it.
    Effect::new(move |before: Option<()>| {
        form.seen.track();
        if before.is_some() {
            looks.iter().for_each(|look| look.forget());
            let again = untrack(|| wanted(open));
            looks.iter().filter(|look| again.contains(&look.kind)).for_each(|look| look.want());
        }
    });
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|element| dom::next_frame(move || drop(element.focus())));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        save(open);
    };
    view! {
        <section class="policy-detail" aria-labelledby="policy-name">
            <form class="policy-detail__form" novalidate on:submit=submit>
                <div class="policy-detail__body">
                    <div class="stack" data-gap="s">
                        <p class="policy-detail__back">
                            <Button variant=Variant::Link on_click=move || on_back.run(())>
                                {text::all()}
                            </Button>
                        </p>
                        <div class="between">
                            <h2 id="policy-name" tabindex="-1" node_ref=heading>
                                {words::name(kind)}
                            </h2>
                            <Switch
                                id="policy-enabled"
                                label=text::turn_on()
                                checked=form.enabled
                                disabled=Signal::derive(move || saver.work.busy.get())
                            />
                        </div>
                        <p class="quiet">{words::about(kind)}</p>
                    </div>
                    {errors(open)}
                    {saver.work.failure_view()}
                    {conflict(open)}
                    {obstacles(planned)}
                    {settings(form, with_my_items(data))}
                    {chain(form, footing, planned)}
                    {impacts(open)}
                    {(kind == PolicyType::BlockClaimedAccounts).then(|| claimed_domains(scope))}
                    {facts(kind, open)}
                </div>
                {foot(open)}
            </form>
            <ConfirmPolicy asking=open.asking saver=saver action=action />
        </section>
    }
    .into_any()
}

/// Whether the plan has "My items", without which nothing can be handed over.
fn with_my_items(data: PoliciesData) -> bool {
    data.scope.entry.with_untracked(|entry| entry.as_ref().is_some_and(|entry| entry.features.use_my_items))
}

/// For which policies the look is wanted now; reactive.
fn wanted(open: Open) -> Vec<PolicyType> {
    open.plan.with(Plan::takes_access)
}

fn save(open: Open) {
    let Open { saver, plan, looks, asking, .. } = open;
    let form = saver.form;
    form.tried.set(true);
    if untrack(|| !form.draft.changed() || !form.wrong().is_empty() || plan.with(Plan::is_blocked)) {
        return;
    }
    let plan = plan.get_untracked();
    let asked = untrack(|| {
        let found = |kind| {
            let look = looks.iter().find(|look| look.kind == kind)?;
            look.known().map(|impact| (*impact).clone())
        };
        let before = form.seen.with(Policy::settings);
        questions(form.kind, &plan, &before, &form.settings(), form.enabled.get(), found)
    });
    asking.ask(plan, asked, saver);
}

fn errors(open: Open) -> AnyView {
    let form = open.saver.form;
    let errors = Signal::derive(move || {
        let wrong = if form.tried.get() { form.wrong() } else { Vec::new() };
        wrong.into_iter().map(|(name, words)| (id_of(name), words)).collect::<Vec<_>>()
    });
    view! { <ErrorSummary errors=errors /> }.into_any()
}

/// Somebody else was quicker: what is there now, and whose state is to stay.
fn conflict(open: Open) -> AnyView {
    let saver = open.saver;
    (move || {
        saver.conflict.get().map(|now| {
            let words = if now.enabled { text::changed_on() } else { text::changed_off() };
            let mine = {
                let now = now.clone();
                move || {
                    saver.form.seen.set(now.clone());
                    saver.conflict.set(None);
                    save(open);
                }
            };
            let theirs = move || {
                saver.form.draft.reset();
                saver.conflict.set(None);
                saver.data.begin_anew();
            };
            view! {
                <Callout tone=Tone::Warning title=text::changed_title() alert=true>
                    <p>{words}</p>
                    <p class="callout__actions">
                        <Button variant=Variant::Link on_click=theirs>
                            {text::changed_theirs()}
                        </Button>
                        <Button variant=Variant::Link on_click=mine>
                            {text::changed_mine()}
                        </Button>
                    </p>
                </Callout>
            }
        })
    })
    .into_any()
}

fn impacts(open: Open) -> AnyView {
    let scope = open.saver.data.scope;
    let name = Signal::derive(move || scope.name());
    let shown = Memo::new(move |_| wanted(open));
    (move || {
        let kinds = shown.get();
        open.looks
            .into_iter()
            .filter(|look| kinds.contains(&look.kind))
            .map(|look| impact(look, name))
            .collect::<Vec<_>>()
    })
    .into_any()
}

fn facts(kind: PolicyType, open: Open) -> AnyView {
    let notes = words::notes(kind, open.footing.get_untracked().key_connector);
    let notes: Vec<_> = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect();
    view! {
        <section class="stack" data-gap="s" aria-labelledby="policy-bound">
            <h3 id="policy-bound" class="t-13">
                {text::bound_title()}
            </h3>
            <p class="t-13">{words::bound(kind)}</p>
        </section>
        {(!notes.is_empty())
            .then(|| {
                view! {
                    <section class="stack" data-gap="s" aria-labelledby="policy-notes">
                        <h3 id="policy-notes" class="t-13">
                            {text::notes_title()}
                        </h3>
                        <ul class="remarks t-13">{notes}</ul>
                    </section>
                }
            })}
    }
    .into_any()
}

fn foot(open: Open) -> AnyView {
    let Open { saver, plan, action, .. } = open;
    let draft = saver.form.draft;
    let changed = Memo::new(move |_| draft.changed());
    let off = Signal::derive(move || !changed.get() || plan.with(Plan::is_blocked));
    let discard = move || {
        draft.reset();
        saver.form.tried.set(false);
        saver.conflict.set(None);
        saver.work.failure.set(None);
        if saver.form.resumed.get_value() {
            saver.data.begin_anew();
        }
    };
    let note = move || match (changed.get(), plan.with(|plan| plan.turns)) {
        (false, _) => Some(text::unchanged()),
        (true, Some(true)) => Some(text::can_undo()),
        _ => None,
    };
    view! {
        <div class="policy-detail__foot">
            <Button variant=Variant::Primary submit=true busy=saver.work.busy disabled=off>
                {move || action.get()}
            </Button>
            {move || {
                changed
                    .get()
                    .then(|| {
                        view! {
                            <Button variant=Variant::Quiet disabled=saver.work.busy on_click=discard>
                                {text::discard()}
                            </Button>
                        }
                    })
            }}
            <span class="push quiet t-12">{note}</span>
        </div>
    }
    .into_any()
}
