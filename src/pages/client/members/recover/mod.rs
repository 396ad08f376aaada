//! A new master password for a member (MEM-10): what happens, the own password as proof, a password that is suggested and
//! handed over by the person who sets it. It is never stored.

mod rules;
mod words;

use leptos::{ev, prelude::*, task::spawn_local};
use portal_client::{
    breach::suggest_passphrase,
    members::{PasswordRules, RecoverFailure, read_password_rules, recover_account},
};
use portal_contracts::SecretText;

use rules::{Unmet, judge};

use super::{desk::Desk, edit::who, row::Row};
use crate::{
    i18n::text::members as text,
    pages::{
        clients::work::Work,
        problem::Problem,
        strength::{Meter, StrengthMeter, own_words},
    },
    platform::clipboard,
    ui::{Button, Callout, Dialog, DialogBody, DialogFoot, Icon, Password, PasswordField, Tone, Variant, rich},
};

const OWN: &str = "recover-own";
const NEW: &str = "recover-new";

/// The dialog; it is about the member in `recover_of`.
#[component]
pub fn RecoverDialog(desk: Desk) -> AnyView {
    let work = Work::new();
    let title = Signal::derive(move || {
        desk.recover_of.with(|row| row.as_ref().map(|row| text::recover_title(row.called()))).unwrap_or_default()
    });
    view! {
        <Dialog
            open=desk.recover.open()
            draft=desk.recover
            title=title
            strip=desk.data.scope.strip()
            closable=work.idle()
            on_close=work.reset()
        >
            {move || desk.recover_of.get().map(|row| form(row, work, desk))}
        </Dialog>
    }
    .into_any()
}

/// What the parts of the form share. It holds no password.
#[derive(Clone, Copy)]
struct Form {
    own: Password,
    new: Password,
    meter: Meter,
    /// What the client demands.
    demands: RwSignal<PasswordRules>,
    tried: RwSignal<bool>,
    wrong_own: RwSignal<bool>,
    /// It is set; the field still shows it, so that it can be handed over.
    done: RwSignal<bool>,
    work: Work,
}

impl Form {
    /// What the new password lacks; reactive.
    fn unmet(self) -> Vec<Unmet> {
        let _ = self.new.version();
        self.demands.with(|demands| judge(&self.new.peek(), self.meter.score(), demands))
    }
}

fn form(row: Row, work: Work, desk: Desk) -> AnyView {
    let new = Password::new();
    let words = own_words(&row.member.email, row.called(), Some(&untrack(|| desk.data.scope.name())));
    let form = Form {
        own: Password::new(),
        new,
        meter: Meter::new(new, Signal::stored(words)),
        demands: RwSignal::new(PasswordRules::default()),
        tried: RwSignal::new(false),
        wrong_own: RwSignal::new(false),
        done: RwSignal::new(false),
        work,
    };
    // Asked once more by the draft when the dialog is gone already.
    desk.recover.watch("passwords", move || {
        form.done.try_get() == Some(false) && (form.new.length() > 0 || form.own.length() > 0)
    });
    let client = desk.data.scope.id();
    spawn_local(async move {
        // What the client demands is shown when it can be read; the server has the last word.
        if let Ok(Some(read)) = read_password_rules(&desk.data.scope.portal(), &client).await {
            let _ = form.demands.try_set(read);
        }
    });
    Effect::new(move |_| {
        let _ = form.own.version();
        form.wrong_own.set(false);
    });
    let target = StoredValue::new(row.clone());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        form.tried.set(true);
        if form.done.get_untracked() {
            return;
        }
        if !untrack(|| form.unmet()).is_empty() {
            return form.new.focus();
        }
        if form.own.peek().is_empty() {
            return form.own.focus();
        }
        if work.start() {
            spawn_local(send(target.get_value(), form, desk));
        }
    };
    let client = untrack(|| desk.data.scope.name());
    let button = text::recover_button(row.called(), &client);
    view! {
        <form novalidate on:submit=submit>
            <DialogBody>
                {who(&row)}
                {move || if form.done.get() { handed_over(&target.get_value()) } else { what_happens(&target.get_value()) }}
                {work.failure_view()}
                {new_password(form, desk)}
                {move || (!form.done.get()).then(|| own_password(form, desk))}
            </DialogBody>
            <DialogFoot>
                <Button disabled=work.busy on_click=move || desk.recover.open().set(false)>
                    {move || if form.done.get() { text::recover_close() } else { text::cancel() }}
                </Button>
                {move || {
                    let button = button.clone();
                    (!form.done.get())
                        .then(|| {
                            view! {
                                <Button variant=Variant::Danger symbol=Icon::Key submit=true busy=work.busy>
                                    {button}
                                </Button>
                            }
                        })
                }}
            </DialogFoot>
        </form>
    }
    .into_any()
}

fn what_happens(row: &Row) -> AnyView {
    let words = text::recover_text(row.called());
    view! {
        <Callout tone=Tone::Warning>
            <p>{rich(words)}</p>
        </Callout>
    }
    .into_any()
}

fn handed_over(row: &Row) -> AnyView {
    let words = text::recover_done_text(row.called());
    view! {
        <Callout tone=Tone::Success title=text::recover_done() alert=true>
            <p>{rich(words)}</p>
        </Callout>
    }
    .into_any()
}

fn new_password(form: Form, desk: Desk) -> AnyView {
    let copied = RwSignal::new(None::<bool>);
    let suggest = move || {
        spawn_local(async move {
            match suggest_passphrase(&desk.data.scope.portal()).await {
                Ok(passphrase) => {
                    form.new.put(passphrase.expose());
                    let _ = copied.try_set(None);
                }
                Err(error) => {
                    let _ = form.work.failure.try_set(Some(Problem::of(&error)));
                }
            }
        });
    };
    let copy = move || {
        spawn_local(async move {
            let done = clipboard::write(&form.new.peek()).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let error = Signal::derive(move || {
        if !form.tried.get() || form.done.get() {
            return None;
        }
        form.unmet().first().map(words::unmet)
    });
    let help = Signal::derive(move || Some(words::demands(&form.demands.get())));
    let empty = Signal::derive(move || form.new.length() == 0);
    let off = Signal::derive(move || form.work.busy.get() || form.done.get());
    view! {
        <div class="stack" data-gap="s">
            <PasswordField
                id=NEW
                label=text::recover_new()
                password=form.new
                autocomplete="off"
                large=false
                disabled=form.work.busy
                help=help
                error=error
                on_focus=form.meter.warm_up()
            />
            <div class="cluster">
                <Button symbol=Icon::Refresh disabled=off on_click=suggest>
                    {text::recover_suggest()}
                </Button>
                <Button symbol=Icon::Copy disabled=empty on_click=copy>
                    {text::copy()}
                </Button>
                <span class="t-12 quiet" role="status">
                    {move || match copied.get() {
                        None => "",
                        Some(true) => text::recover_copied(),
                        Some(false) => text::recover_not_copied(),
                    }}
                </span>
            </div>
            <StrengthMeter meter=form.meter />
        </div>
    }
    .into_any()
}

fn own_password(form: Form, desk: Desk) -> AnyView {
    let error = Signal::derive(move || {
        if form.wrong_own.get() {
            Some(text::recover_own_wrong().to_owned())
        } else {
            (form.tried.get() && form.own.length() == 0).then(|| text::recover_own_missing().to_owned())
        }
    });
    let session = desk.data.scope.session;
    view! {
        <PasswordField
            id=OWN
            label=text::recover_own()
            password=form.own
            large=false
            disabled=form.work.busy
            help=Signal::stored(Some(text::recover_own_help().to_owned()))
            error=error
            on_focus=move || session.expect_password()
        />
    }
    .into_any()
}

async fn send(row: Row, form: Form, desk: Desk) {
    let secret = |password: Password| SecretText::new(password.peek().to_string());
    // The meter may still be rating: judged once more, by exactly what is sent.
    let score = form.meter.score_of(&form.new.peek()).await;
    let unmet = form.demands.try_with_untracked(|demands| judge(&form.new.peek(), score, demands));
    if unmet.is_none_or(|unmet| !unmet.is_empty()) {
        let _ = form.work.busy.try_set(false);
        return;
    }
    let client = desk.data.scope.id();
    let portal = desk.data.scope.portal();
    let outcome = recover_account(&portal, &client, &row.member, secret(form.own), secret(form.new)).await;
    if matches!(outcome, Err(RecoverFailure::WrongPassword)) {
        let _ = form.work.busy.try_set(false);
        let _ = form.wrong_own.try_set(true);
        form.own.focus();
        return;
    }
    if form.work.finish(outcome, words::failure).is_some() {
        form.own.clear();
        let _ = form.done.try_set(true);
        desk.data.reload();
    }
}
