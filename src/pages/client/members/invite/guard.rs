//! The guard against inviting people into the wrong client: addresses that seem to belong to another client of the
//! provider raise a question before anything is sent.

use std::collections::BTreeSet;

use leptos::prelude::*;
use portal_client::{
    addresses::is_address,
    belonging::{Foreign, NamedClient, Sign, ask_for_claims, look_at},
};
use portal_contracts::permissions::Feature;

use crate::{
    app::routes::{self, RouteId},
    i18n::{self, text::members as text},
    pages::client::members::data::{MembersData, with_domains},
    ui::{Button, Callout, Checkbox, LinkButton, Tone, Variant, rich},
};

/// Id of the question, to put the focus there.
pub const QUESTION: &str = "invite-wrong-client";

/// What is known about the addresses, and what the person says about it. Copy it freely.
#[derive(Clone, Copy)]
pub struct Guard {
    data: MembersData,
    foreign: Memo<Vec<Foreign>>,
    /// The person says that it is meant.
    meant: RwSignal<bool>,
    /// Counts looks at other clients.
    looks: RwSignal<u32>,
    good: Signal<Vec<String>>,
}

impl Guard {
    /// Watches the usable addresses.
    #[must_use]
    pub fn new(data: MembersData, good: Signal<Vec<String>>) -> Self {
        let looks = RwSignal::new(0);
        let foreign = Memo::new(move |_| {
            looks.track();
            let clients = siblings(data);
            if clients.is_empty() {
                return Vec::new();
            }
            let client = data.scope.client.get();
            good.with(|good| with_domains(&data.user(), |known| known.foreign(&client, good, &clients)))
        });
        let meant = RwSignal::new(false);
        Effect::new(move |before: Option<BTreeSet<String>>| {
            let now: BTreeSet<String> =
                foreign.with(|foreign| foreign.iter().map(|one| one.client_id.clone()).collect());
            // What was said about one client says nothing about another.
            if before.is_some_and(|before| !now.is_subset(&before)) {
                meant.set(false);
            }
            now
        });
        Self { data, foreign, meant, looks, good }
    }

    /// Whether an address seems to belong elsewhere; reactive.
    #[must_use]
    pub fn is_foreign(self, address: &str) -> bool {
        self.foreign.with(|foreign| foreign.iter().any(|one| one.email == address))
    }

    /// Whether there is a question that was not answered.
    #[must_use]
    pub fn waits_for_an_answer(self) -> bool {
        !self.meant.get_untracked() && self.foreign.with_untracked(|foreign| !foreign.is_empty())
    }

    /// Reads which domains the other clients claimed, and in short form who the members of those are whose names resemble
    /// the domains.
    pub async fn look(self) {
        let clients = untrack(|| siblings(self.data));
        let client = self.data.scope.id();
        let user = self.data.user();
        // Once: the page may be gone when the answers come.
        let (good, portal) = (self.good.get_untracked(), self.data.scope.portal());
        let to_ask = with_domains(&user, |known| known.worth_asking(&client, &good, &clients));
        for (other, domains) in ask_for_claims(&portal, &to_ask).await {
            with_domains(&user, |known| known.learn_claims(&other, domains));
        }
        let wanted = with_domains(&user, |known| known.worth_a_look(&client, &good, &clients));
        for other in wanted {
            // A client that cannot be read is judged by its name.
            if let Ok(emails) = look_at(&portal, &other).await {
                with_domains(&user, |known| known.learn(&other, emails.iter().map(String::as_str)));
            }
        }
        let _ = self.looks.try_update(|looks| *looks = looks.wrapping_add(1));
    }

    /// The question; nothing while no address seems to belong elsewhere.
    pub fn question(self, chips: RwSignal<Vec<String>>) -> AnyView {
        let some = Memo::new(move |_| self.foreign.with(|foreign| !foreign.is_empty()));
        (move || {
            some.get().then(|| {
                let count = move || self.foreign.with(|foreign| i64::try_from(foreign.len()).unwrap_or(i64::MAX));
                let drop_them = move || {
                    let foreign: BTreeSet<String> =
                        self.foreign.with_untracked(|foreign| foreign.iter().map(|one| one.email.clone()).collect());
                    chips.update(|chips| chips.retain(|chip| !foreign.contains(chip)));
                };
                let meant_label = Signal::derive(move || text::guard_meant(&self.data.scope.name()));
                view! {
                    <div id=QUESTION tabindex="-1">
                        <Callout tone=Tone::Warning title=text::guard_title(untrack(count)) alert=true>
                            {move || self.lines()}
                            <Checkbox id="invite-meant" label=meant_label checked=self.meant />
                            <p class="callout__actions">
                                <Button variant=Variant::Link on_click=drop_them>
                                    {move || text::guard_remove(count())}
                                </Button>
                            </p>
                        </Callout>
                    </div>
                }
            })
        })
        .into_any()
    }

    /// One line for each of the other clients: which addresses, why, and the way there.
    fn lines(self) -> Vec<AnyView> {
        let clients = siblings(self.data);
        let foreign = self.foreign.get();
        let ids: BTreeSet<&str> = foreign.iter().map(|one| one.client_id.as_str()).collect();
        ids.into_iter()
            .map(|id| {
                let client = clients.iter().find(|client| client.id == id);
                let name = client.map(|client| client.name.clone()).unwrap_or_default();
                let theirs: Vec<&Foreign> = foreign.iter().filter(|one| one.client_id == id).collect();
                let emails: Vec<String> = theirs.iter().map(|one| one.email.clone()).collect();
                let list = i18n::list(&emails);
                // The surest sign is told.
                let words = if theirs.iter().any(|one| one.sign == Sign::Claimed) {
                    text::guard_claimed(&list, &name)
                } else if theirs.iter().any(|one| matches!(one.sign, Sign::Members(_))) {
                    text::guard_members(&list, &name)
                } else {
                    text::guard_name(&list, &name)
                };
                let href = routes::path(RouteId::Members, &[("client", id)]);
                let switch = text::guard_switch(&name);
                view! {
                    <p>
                        {rich(words)} " "
                        <LinkButton href=href variant=Variant::Link>
                            {switch}
                        </LinkButton>
                    </p>
                }
                .into_any()
            })
            .collect()
    }
}

/// The clients of the same provider, this one included; none for somebody who reaches the client by a membership only.
fn siblings(data: MembersData) -> Vec<NamedClient> {
    let provider = data.scope.entry.with(|entry| entry.as_ref().and_then(|entry| entry.provider_id.clone()));
    let (Some(provider), Some(workspace)) = (provider, data.scope.session.workspace()) else { return Vec::new() };
    workspace
        .clients
        .iter()
        .filter(|client| client.provider_id.as_ref() == Some(&provider))
        .map(|client| NamedClient {
            id: client.organization_id.clone(),
            name: client.name.clone().unwrap_or_default(),
            may_claim: Feature::Domains.is_on(&client.features),
        })
        .collect()
}

/// An address without the end of its domain, completed by the domain that most people of the client have.
#[must_use]
pub fn completed(typed: &str, data: MembersData) -> Option<String> {
    let (local, start) = typed.rsplit_once('@')?;
    let client = data.scope.client.get();
    let domain = with_domains(&data.user(), |known| known.usual(&client).map(str::to_owned))?;
    let whole = [local, "@", &domain].concat();
    (domain.starts_with(&start.to_lowercase()) && is_address(&whole)).then_some(whole)
}
