//! What stands beside the role of a member: who it is, ids of directories, and, where the client claimed the domain, name
//! and address of the account (MEM-15).

use leptos::{prelude::*, task::spawn_local};
use portal_client::{
    addresses::is_address,
    members::{MemberNow, Reworded, read_sso_id},
};
use portal_contracts::limits;

use crate::{
    i18n::{self, text::members as text},
    pages::client::members::{desk::Desk, row::Row, words},
    platform::intl,
    ui::{Badge, CopyButton, Draft, Size, Status, TextField, avatar, dom},
};

const NAME: &str = "member-name";
const EMAIL: &str = "member-email";

/// What is wrong with name or address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactProblem {
    /// More characters than the server takes.
    NameLong,
    /// Not of the shape of an address.
    EmailBad,
}

/// Name and address of a claimed account, as typed.
#[derive(Clone, Copy)]
pub struct Facts {
    claimed: bool,
    /// Servers change the address only of accounts that have no master password: it is part of how that is hashed.
    may_change_email: bool,
    name: RwSignal<String>,
    email: RwSignal<String>,
    before: RwSignal<(String, String)>,
}

impl Facts {
    /// As the list says.
    #[must_use]
    pub fn new(row: &Row, draft: Draft) -> Self {
        let name = row.member.name.clone().unwrap_or_default();
        let email = row.member.email.clone();
        Self {
            claimed: row.member.claimed && row.member.user_id.is_some(),
            may_change_email: !row.member.has_password,
            name: draft.field("name", name.clone()),
            email: draft.field("email", email.clone()),
            before: RwSignal::new((name, email)),
        }
    }

    /// What is to be changed: name and address, where they are other ones; reactive.
    #[must_use]
    pub fn change(self) -> (Option<Reworded>, Option<Reworded>) {
        if !self.claimed {
            return (None, None);
        }
        let typed = |value: RwSignal<String>| value.with(|value| value.trim().to_owned());
        let (name, email) = (typed(self.name), typed(self.email));
        let reworded = |was: &String, to: String| (to != *was).then(|| Reworded { was: was.clone(), to });
        self.before.with(|(old_name, old_email)| {
            let email = reworded(old_email, email).filter(|_| self.may_change_email);
            (reworded(old_name, name), email)
        })
    }

    /// After a choice between two versions: goes on from the name and address as somebody else made them, and shows them
    /// when that version is taken.
    pub fn goes_on_from(self, now: &MemberNow, take: bool) {
        self.before.update(|(old_name, old_email)| {
            now.name.iter().for_each(|name| name.clone_into(old_name));
            now.email.iter().for_each(|email| email.clone_into(old_email));
        });
        if take {
            let (name, email) = self.before.get_untracked();
            self.name.set(name);
            self.email.set(email);
        }
    }

    /// Whether something was changed; reactive.
    #[must_use]
    pub fn changed(self) -> bool {
        self.change() != (None, None)
    }

    /// What is wrong; reactive.
    #[must_use]
    pub fn problem(self) -> Option<FactProblem> {
        judge(&self.change())
    }

    /// Puts the cursor where something is wrong.
    pub fn focus(self) {
        dom::focus_id(if untrack(|| self.problem()) == Some(FactProblem::NameLong) { NAME } else { EMAIL });
    }

    /// The fields of a claimed account, and what else is known.
    pub fn view(self, row: &Row, desk: Desk, disabled: Signal<bool>) -> AnyView {
        let member = &row.member;
        let fields = self.claimed.then(|| {
            let name_error = Signal::derive(move || {
                (self.problem() == Some(FactProblem::NameLong)).then(|| text::name_long().to_owned())
            });
            let email_error = Signal::derive(move || {
                (self.problem() == Some(FactProblem::EmailBad)).then(|| text::email_bad().to_owned())
            });
            let help = if self.may_change_email { text::claimed_email_help() } else { text::claimed_email_off() };
            view! {
                <p class="quiet t-12">{text::claimed_help()}</p>
                <TextField id=NAME label=text::name_label() value=self.name error=name_error disabled=disabled />
                <TextField
                    id=EMAIL
                    label=text::email_label()
                    value=self.email
                    kind="email"
                    help=Signal::stored(Some(help.to_owned()))
                    error=email_error
                    disabled=Signal::derive(move || disabled.get() || !self.may_change_email)
                />
            }
        });
        let external = member.external_id.clone().map(|id| copied(text::external_id(), id));
        let created = member.created.as_deref().and_then(intl::moment).map(|at| {
            view! {
                <dt>{text::created()}</dt>
                <dd>{i18n::date(at)}</dd>
            }
        });
        let sso = member.sso.then(|| {
            view! {
                <dt>{text::sso()}</dt>
                <dd>{text::sso_on()}</dd>
                {sso_id(row.id().to_owned(), desk)}
            }
        });
        view! {
            {fields}
            <dl class="facts">{external} {sso} {created}</dl>
        }
        .into_any()
    }
}

/// An id with a button that copies it.
fn copied(called: &'static str, id: String) -> AnyView {
    view! {
        <dt>{called}</dt>
        <dd>
            <span class="cluster">
                <code class="t-12">{id.clone()}</code>
                <CopyButton label=text::copy() content=id size=Size::Small />
            </span>
        </dd>
    }
    .into_any()
}

/// Under which id single sign-on knows the person. It does not come with the list, so it is read for the one who is shown.
fn sso_id(member: String, desk: Desk) -> AnyView {
    let read = RwSignal::new(None);
    let scope = desk.data.scope;
    spawn_local(async move {
        let found = read_sso_id(&scope.portal(), &scope.id(), &member).await;
        let _ = read.try_set(Some(found));
    });
    let said = |words: &'static str| {
        view! {
            <dt>{text::sso_id()}</dt>
            <dd class="quiet">{words}</dd>
        }
        .into_any()
    };
    (move || match read.get() {
        None => Some(said(text::sso_id_reading())),
        Some(Ok(id)) => id.map(|id| copied(text::sso_id(), id)),
        Some(Err(_)) => Some(said(text::sso_id_failed())),
    })
    .into_any()
}

fn judge((name, email): &(Option<Reworded>, Option<Reworded>)) -> Option<FactProblem> {
    if name.as_ref().is_some_and(|name| name.to.chars().count() > limits::NAME) {
        Some(FactProblem::NameLong)
    } else if email.as_ref().is_some_and(|email| !is_address(&email.to)) {
        Some(FactProblem::EmailBad)
    } else {
        None
    }
}

/// Who it is, and how far they have come.
pub fn who(row: &Row) -> AnyView {
    let member = &row.member;
    let (symbol, tone, word) = words::status(member.status);
    view! {
        <div class="who">
            {avatar::round(&member.email, row.called(), "l")}
            <span class="who__text">
                <span class="who__sub" dir="auto">
                    {member.email.clone()}
                </span>
                <span class="cluster">
                    <Status symbol=symbol tone=tone>
                        {word}
                    </Status>
                    {member.claimed.then(|| view! { <Badge line=true>{text::claimed()}</Badge> })}
                </span>
            </span>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_judged() {
        let to = |to: &str| Some(Reworded { was: String::new(), to: to.to_owned() });
        assert_eq!(judge(&(None, None)), None);
        assert_eq!(judge(&(to("Ada"), to("ada@fabrikam.example"))), None);
        assert_eq!(judge(&(to(&"x".repeat(51)), None)), Some(FactProblem::NameLong));
        assert_eq!(judge(&(None, to("ada@"))), Some(FactProblem::EmailBad));
    }
}
