//! The table of a log: when, what, who, from where; things lead to their pages.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    log::LogData,
    query::Query,
    row::{Row, Thing, label},
    source::Owner,
};
use crate::{
    app::routes::{self, RouteId},
    i18n::{self, text::event_log as text},
    pages::list_state::{InAddress, encode},
    platform::intl,
    ui::{Cell, Cells, Column, DataTable},
};

/// The table; `keys` are places of rows.
pub fn table(data: LogData, owner: Owner, keys: Memo<Vec<String>>) -> AnyView {
    let columns = vec![
        Column::name("", text::column_what()),
        Column::new("", text::column_when()),
        Column::new("", text::column_who()),
        Column::new("", text::column_from()).drop(2),
    ];
    let owner = Arc::new(owner);
    let cells: Cells = Arc::new(move |key: &str| {
        let key = key.to_owned();
        let owner = Arc::clone(&owner);
        // An event never changes once it is read; its names may come later.
        let row = Memo::new(move |_| data.row(&key));
        vec![
            Cell::new(move || {
                row.with(|row| row.as_ref().map(|row| untrack(|| data.list.with(|query| told(row, &owner, query)))))
            }),
            Cell::new(move || row.with(|row| row.as_ref().map(when))),
            Cell::new(move || {
                row.with(|row| row.as_ref().map(|row| view! { <span dir="auto">{row.who.clone()}</span> }))
            }),
            Cell::new(move || {
                row.with(|row| row.as_ref().map(|row| view! { <span class="quiet">{row.from()}</span> }))
            })
            .hide_on_card(true),
        ]
    });
    view! { <DataTable label=text::table() columns=columns keys=keys cells=cells /> }.into_any()
}

fn when(row: &Row) -> AnyView {
    let words = intl::moment(&row.date).map(i18n::date_time);
    view! { <time class="num" datetime=row.date.clone()>{words}</time> }.into_any()
}

/// What happened and to whom or what, with the way there.
pub fn what(row: &Row, owner: &Owner) -> AnyView {
    told(row, owner, &Query::default())
}

/// As [`what`], in a log of which the query is shown.
fn told(row: &Row, owner: &Owner, shown: &Query) -> AnyView {
    let called = label(&row.thing).to_owned();
    let thing = (!called.is_empty()).then(|| match href(row, owner, shown) {
        Some(href) => view! { <a href=href dir="auto">{called}</a> }.into_any(),
        None => view! { <span class="quiet" dir="auto">{called}</span> }.into_any(),
    });
    view! {
        <span class="event">
            <span>{row.what.clone()}</span>
            {thing}
        </span>
    }
    .into_any()
}

/// The page where a thing can be seen; none for what is gone.
fn href(row: &Row, owner: &Owner, shown: &Query) -> Option<String> {
    let (id, params) = match owner {
        Owner::Client(id) => (id, "client"),
        Owner::Provider(id) => (id, "provider"),
    };
    let to = |route, query: String| Some([routes::path(route, &[(params, id)]).as_str(), &query].concat());
    match (owner, &row.thing) {
        (Owner::Provider(_), Thing::Client(_, Some(client))) => {
            Some(routes::path(RouteId::Client, &[("client", &client.organization_id)]))
        }
        (Owner::Provider(_), Thing::Staff(_, Some(name))) => to(RouteId::People, ["?q=", &encode(name)].concat()),
        (Owner::Provider(_), _) => None,
        // By id: the search of the members finds it, whatever the name is.
        (_, Thing::Member(id, Some(_))) => to(RouteId::Members, ["?q=", &encode(id)].concat()),
        (_, Thing::Group(id, Some(_))) => to(RouteId::ClientGroups, ["?group=", &encode(id)].concat()),
        (_, Thing::Collection(id)) if row.kind != COLLECTION_DELETED => {
            to(RouteId::ClientCollections, ["?open=", &encode(id)].concat())
        }
        // Items have no page here, but a log of their own; in it they need not lead to it.
        (_, Thing::Item(id)) if row.kind != ITEM_DELETED && *id != shown.item => {
            let query = Query { span: shown.span.clone(), item: id.clone(), ..Query::default() };
            to(RouteId::ClientEvents, query.write())
        }
        (_, Thing::Policy(_)) => to(RouteId::Policies, String::new()),
        (_, Thing::Domain(_)) => to(RouteId::ClientDomains, String::new()),
        _ => None,
    }
}

/// What is deleted has no page any more.
const COLLECTION_DELETED: i64 = 1302;
/// Servers tell nothing of an item that is gone.
const ITEM_DELETED: i64 = 1102;

#[cfg(test)]
mod tests {
    use portal_client::events::{NamedClient, Names};
    use portal_contracts::events::Event;

    use super::*;
    use crate::pages::events::query::Span;

    #[test]
    fn things_lead_to_their_pages_and_what_is_gone_leads_nowhere() {
        let mut names = Names::default();
        names.members.insert("m".into(), "Ada".into());
        names.groups.insert("g".into(), "Sales".into());
        names.staff.insert("s".into(), "Tom Berger".into());
        let client = NamedClient { organization_id: "o".into(), name: "Fabrikam".into() };
        names.clients.insert("l".into(), client);
        let way = |owner: Owner, event: Event| href(&Row::new(0, &event, &names, "me"), &owner, &Query::default());
        let in_client = |event| way(Owner::Client("c".into()), event);
        let id = |id: &str| Some(id.to_owned());
        let of = |kind| Event { r#type: kind, ..Event::default() };
        let member = |member: &str| Event { organization_user_id: id(member), ..of(1502) };
        assert_eq!(in_client(member("m")).as_deref(), Some("/clients/c/members?q=m"));
        assert_eq!(in_client(member("gone")), None);
        assert_eq!(in_client(Event { group_id: id("g"), ..of(1401) }).as_deref(), Some("/clients/c/groups?group=g"));
        let collection = |kind| Event { collection_id: id("k"), ..of(kind) };
        assert_eq!(in_client(collection(1301)).as_deref(), Some("/clients/c/collections?open=k"));
        assert_eq!(in_client(collection(1302)), None);
        assert_eq!(in_client(Event { policy_id: id("p"), ..of(1700) }).as_deref(), Some("/clients/c/policies"));
        let domain = Event { domain_name: id("x.example"), ..of(2002) };
        assert_eq!(in_client(domain).as_deref(), Some("/clients/c/domains"));
        let in_provider = |event| way(Owner::Provider("n".into()), event);
        let link = |link: &str| Event { provider_organization_id: id(link), ..of(1903) };
        assert_eq!(in_provider(link("l")).as_deref(), Some("/clients/o"));
        assert_eq!(in_provider(link("unlinked")), None);
        let staff = Event { provider_user_id: id("s"), ..of(1802) };
        assert_eq!(in_provider(staff).as_deref(), Some("/providers/n/people?q=Tom%20Berger"));
    }

    #[test]
    fn an_item_leads_to_its_own_log_in_the_same_time() {
        let owner = Owner::Client("c".into());
        let item = |kind| Event { r#type: kind, cipher_id: Some("i-1".into()), ..Event::default() };
        let way = |event: Event, shown: &Query| href(&Row::new(0, &event, &Names::default(), "me"), &owner, shown);
        let year = Query { span: Span::Year, search: "x".into(), ..Query::default() };
        assert_eq!(way(item(1107), &year).as_deref(), Some("/clients/c/events?span=year&item=i-1"));
        assert_eq!(way(item(1107), &Query::default()).as_deref(), Some("/clients/c/events?item=i-1"));
        assert_eq!(way(item(1102), &year), None, "deleted for good");
        assert_eq!(way(item(1107), &Query { item: "i-1".into(), ..year }), None, "one is there");
    }
}
