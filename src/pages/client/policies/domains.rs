//! The domains for which a policy works, and the way to claim one.

use leptos::{prelude::*, task::spawn_local};
use portal_client::domains::list_domains;
use portal_contracts::permissions::{ClientAction, Feature};

use crate::{
    app::routes::{self, RouteId},
    i18n::text::policies as text,
    pages::client::scope::ClientScope,
    ui::LinkButton,
};

/// The claimed domains of the client. What cannot be read is left out: the server judges when the policy is saved.
pub fn claimed_domains(scope: ClientScope) -> AnyView {
    let claimed = RwSignal::new(None::<Vec<String>>);
    if untrack(|| scope.has(Feature::Domains)) {
        spawn_local(async move {
            if let Ok(domains) = list_domains(&scope.portal(), &scope.id()).await {
                let names = domains.into_iter().filter(|domain| domain.claimed.is_some()).map(|domain| domain.name);
                let _ = claimed.try_set(Some(names.collect()));
            }
        });
    }
    let way = move || {
        scope.allows(ClientAction::ManageSso).then(|| {
            let href = routes::path(RouteId::ClientDomains, &[("client", &scope.client.get())]);
            view! {
                <p>
                    <LinkButton href=href>{text::domains_way()}</LinkButton>
                </p>
            }
        })
    };
    (move || {
        claimed.get().map(|names| {
            let list = if names.is_empty() {
                view! { <p class="t-13">{text::domains_none()}</p> }.into_any()
            } else {
                let rows = names.into_iter().map(|name| view! { <li dir="auto">{name}</li> }).collect::<Vec<_>>();
                view! { <ul class="remarks t-13">{rows}</ul> }.into_any()
            };
            view! {
                <section class="stack" data-gap="s" aria-labelledby="policy-domains">
                    <h3 id="policy-domains" class="t-13">
                        {text::domains_title()}
                    </h3>
                    {list}
                    {way}
                </section>
            }
        })
    })
    .into_any()
}
