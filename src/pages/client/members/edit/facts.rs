//! What stands beside the role of a member: who it is, ids of directories, and, where the client claimed the domain, name
//! and address of the account (MEM-15).

use leptos::prelude::*;
use portal_client::addresses::is_address;
use portal_contracts::limits;

use crate::{
    i18n::{self, text::members as text},
    pages::client::members::{row::Row, words},
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
    before: StoredValue<(String, String)>,
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
            before: StoredValue::new((name, email)),
        }
    }

    /// What is to be changed: name and address, where they are other ones; reactive.
    #[must_use]
    pub fn change(self) -> (Option<String>, Option<String>) {
        if !self.claimed {
            return (None, None);
        }
        let typed = |value: RwSignal<String>| value.with(|value| value.trim().to_owned());
        let (name, email) = (typed(self.name), typed(self.email));
        self.before.with_value(|(old_name, old_email)| {
            let email = (self.may_change_email && email != *old_email).then_some(email);
            ((name != *old_name).then_some(name), email)
        })
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
    pub fn view(self, row: &Row, disabled: Signal<bool>) -> AnyView {
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
        let external = member.external_id.clone().map(|id| {
            view! {
                <dt>{text::external_id()}</dt>
                <dd>
                    <span class="cluster">
                        <code class="t-12">{id.clone()}</code>
                        <CopyButton label=text::copy() content=id size=Size::Small />
                    </span>
                </dd>
            }
        });
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
            }
        });
        view! {
            {fields}
            <dl class="facts">{external} {sso} {created}</dl>
        }
        .into_any()
    }
}

fn judge((name, email): &(Option<String>, Option<String>)) -> Option<FactProblem> {
    if name.as_ref().is_some_and(|name| name.chars().count() > limits::NAME) {
        Some(FactProblem::NameLong)
    } else if email.as_ref().is_some_and(|email| !is_address(email)) {
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
        assert_eq!(judge(&(None, None)), None);
        assert_eq!(judge(&(Some("Ada".into()), Some("ada@fabrikam.example".into()))), None);
        assert_eq!(judge(&(Some("x".repeat(51)), None)), Some(FactProblem::NameLong));
        assert_eq!(judge(&(None, Some("ada@".into()))), Some(FactProblem::EmailBad));
    }
}
