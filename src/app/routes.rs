//! THE route table: path, title, who may see it, and its place in the side bar. Router, guards, side bar, command palette
//! and the accessibility run read it; nothing else knows a path.
//!
//! A client has an address of its own, without its provider: whoever reaches it only by a membership has no provider, and
//! a link to a client works for both (decision record 0008).

use portal_contracts::permissions::{ClientAction, Feature, ProviderAction};

use crate::{i18n::text, ui::Icon};

/// A screen of the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteId {
    /// Sends on to where one belongs.
    Start,
    /// An invitation and what becomes of it (JOIN).
    Join,
    /// A new account (REG).
    SignUp,
    /// Sign in, second step, new device (AUTH).
    SignIn,
    /// Unlock (LOCK-01).
    Lock,
    /// A master password that has to be changed before anything else (REG-C).
    NewPassword,
    /// The public strength test (PWD).
    Strength,
    /// The providers one works for (PROV-01).
    Providers,
    /// First set-up of a provider (JOIN-09).
    ProviderSetup,
    /// The clients of a provider (CLI).
    Clients,
    /// One client (CLI-08).
    Client,
    /// The collections of a client (COL).
    ClientCollections,
    /// The groups of a client (GRP).
    ClientGroups,
    /// The settings of a client (ORG).
    ClientSettings,
    /// What a client subscribes to (BILL-01).
    ClientSubscription,
    /// The policies of a client (POL).
    Policies,
    /// Single sign-on of a client (SSO).
    Sso,
    /// Devices that ask to be let in (DEV-01).
    DeviceApprovals,
    /// What else works with a client (INT-01).
    Integrations,
    /// Claimed domains of a client (DOM-01).
    ClientDomains,
    /// Provisioning of a client's people (SCIM-01).
    ClientScim,
    /// The people of a provider (PPL).
    People,
    /// The event log of a provider (PEV-01).
    ProviderEvents,
    /// The event log of a client (EVT).
    ClientEvents,
    /// Who reaches what in a client (REP-01).
    ClientReports,
    /// Import into a client (IMP).
    ClientImport,
    /// The own account (LOCK-06).
    Account,
    /// The members of a client (MEM).
    Members,
}

/// Who a route is for and in which part of the program it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Needs no session; part of the first download.
    Public,
    /// Needs an unlocked session; part of the console's chunk.
    Console,
}

/// What one must be allowed to do; without it the page says who can.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// For the provider in the path.
    Provider(ProviderAction),
    /// In the client in the path, whose plan must have the feature.
    Client(ClientAction, Option<Feature>),
}

/// A place in the side bar, in the part of the provider or of the client, as [`Need`] says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NavEntry {
    /// Its icon.
    pub icon: Icon,
    /// Order from the top.
    pub order: u8,
}

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// Which screen.
    pub id: RouteId,
    /// Path with `:name` for parts that vary.
    pub path: &'static str,
    /// Title of the page and of the document.
    pub title: fn() -> &'static str,
    /// Who may see it.
    pub area: Area,
    /// What one must be allowed to do.
    pub needs: Option<Need>,
    /// Its place in the side bar.
    pub nav: Option<NavEntry>,
}

const fn public(id: RouteId, path: &'static str, title: fn() -> &'static str) -> Route {
    Route { id, path, title, area: Area::Public, needs: None, nav: None }
}

const fn console(id: RouteId, path: &'static str, title: fn() -> &'static str) -> Route {
    Route { id, path, title, area: Area::Console, needs: None, nav: None }
}

impl Route {
    const fn needs(mut self, action: ProviderAction) -> Self {
        self.needs = Some(Need::Provider(action));
        self
    }

    const fn in_client(mut self, action: ClientAction, feature: Option<Feature>) -> Self {
        self.needs = Some(Need::Client(action, feature));
        self
    }

    /// Whether it is a page of a client.
    #[must_use]
    pub const fn is_of_client(&self) -> bool {
        matches!(self.needs, Some(Need::Client(..)))
    }

    const fn nav(mut self, icon: Icon, order: u8) -> Self {
        self.nav = Some(NavEntry { icon, order });
        self
    }
}

const START: Route = public(RouteId::Start, "/", text::titles::start);

/// Every screen.
pub static ROUTES: &[Route] = &[
    START,
    public(RouteId::Join, "/join", text::titles::join),
    public(RouteId::SignUp, "/sign-up", text::titles::sign_up),
    public(RouteId::SignIn, "/sign-in", text::titles::sign_in),
    public(RouteId::Lock, "/lock", text::titles::lock),
    public(RouteId::NewPassword, "/new-password", text::titles::new_password),
    public(RouteId::Strength, "/strength", text::titles::strength),
    console(RouteId::Providers, "/providers", text::titles::providers),
    console(RouteId::ProviderSetup, "/providers/:provider/setup", text::titles::provider_setup),
    console(RouteId::Clients, "/providers/:provider/clients", text::titles::clients)
        .needs(ProviderAction::SeeClients)
        .nav(Icon::Building, 1),
    console(RouteId::People, "/providers/:provider/people", text::titles::people)
        .needs(ProviderAction::ManagePeople)
        .nav(Icon::People, 2),
    console(RouteId::ProviderEvents, "/providers/:provider/events", text::titles::provider_events)
        .needs(ProviderAction::ReadProviderEvents)
        .nav(Icon::Clock, 3),
    console(RouteId::Account, "/account", text::titles::account),
    // The console of a client, in the order of its side bar.
    console(RouteId::Client, "/clients/:client", text::titles::client)
        .in_client(ClientAction::Enter, None)
        .nav(Icon::Checklist, 1),
    console(RouteId::ClientCollections, "/clients/:client/collections", text::titles::collections)
        .in_client(ClientAction::SeeCollections, None)
        .nav(Icon::Folder, 2),
    console(RouteId::Members, "/clients/:client/members", text::titles::members)
        .in_client(ClientAction::SeeMembers, None)
        .nav(Icon::People, 3),
    console(RouteId::ClientImport, "/clients/:client/import", text::titles::import)
        .in_client(ClientAction::Import, None)
        .nav(Icon::Import, 60),
    console(RouteId::ClientReports, "/clients/:client/reports", text::titles::client_reports)
        .in_client(ClientAction::ReadMemberReport, None)
        .nav(Icon::File, 75),
    console(RouteId::ClientEvents, "/clients/:client/events", text::titles::client_events)
        .in_client(ClientAction::ReadEvents, Some(Feature::Events))
        .nav(Icon::Clock, 70),
    console(RouteId::ClientGroups, "/clients/:client/groups", text::titles::groups)
        .in_client(ClientAction::ManageGroups, Some(Feature::Groups))
        .nav(Icon::Groups, 4),
    console(RouteId::Policies, "/clients/:client/policies", text::titles::policies)
        .in_client(ClientAction::ManagePolicies, Some(Feature::Policies))
        .nav(Icon::Shield, 5),
    console(RouteId::Sso, "/clients/:client/sso", text::titles::sso)
        .in_client(ClientAction::ManageSso, Some(Feature::Sso))
        .nav(Icon::Globe, 7),
    console(RouteId::DeviceApprovals, "/clients/:client/device-approvals", text::titles::device_approvals)
        .in_client(ClientAction::RecoverAccounts, Some(Feature::Sso))
        .nav(Icon::Device, 12),
    console(RouteId::Integrations, "/clients/:client/integrations", text::titles::integrations)
        .in_client(ClientAction::Enter, None)
        .nav(Icon::Plug, 78),
    console(RouteId::ClientDomains, "/clients/:client/domains", text::titles::domains)
        .in_client(ClientAction::ManageSso, Some(Feature::Domains))
        .nav(Icon::At, 8),
    console(RouteId::ClientScim, "/clients/:client/scim", text::titles::scim)
        .in_client(ClientAction::ManageScim, Some(Feature::Scim))
        .nav(Icon::Refresh, 9),
    console(RouteId::ClientSubscription, "/clients/:client/subscription", text::titles::subscription)
        .in_client(ClientAction::ManageOrganization, None)
        .nav(Icon::Seat, 80),
    console(RouteId::ClientSettings, "/clients/:client/settings", text::titles::client_settings)
        .in_client(ClientAction::ManageOrganization, None)
        .nav(Icon::Sliders, 90),
];

/// A page of a client by the last part of its path; the first page has none.
#[must_use]
pub fn page_of_client(last: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path.strip_prefix("/clients/:client/") == Some(last))
}

/// A route and the parts of the path that vary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which screen.
    pub id: RouteId,
    /// Names and values.
    pub params: Vec<(&'static str, String)>,
}

/// The line of a screen.
#[must_use]
pub fn route(id: RouteId) -> &'static Route {
    // Every id has a line; a test says so.
    ROUTES.iter().find(|route| route.id == id).unwrap_or(&const { START })
}

/// Finds the screen of a path; one slash at the end is passed over.
#[must_use]
pub fn find(path: &str) -> Option<Match> {
    let path = path.strip_suffix('/').unwrap_or(path);
    ROUTES.iter().find_map(|route| {
        let mut params = Vec::new();
        let mut have = path.split('/');
        for want in route.path.strip_suffix('/').unwrap_or(route.path).split('/') {
            let part = have.next()?;
            match want.strip_prefix(':') {
                Some(name) if is_id(part) => params.push((name, part.to_owned())),
                None if want == part => {}
                _ => return None,
            }
        }
        have.next().is_none().then_some(Match { id: route.id, params })
    })
}

/// Parts that vary are ids: letters, digits and hyphens. Nothing else from an address reaches a request or a selector.
fn is_id(part: &str) -> bool {
    !part.is_empty() && part.len() <= 64 && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The path of a screen, with its parts filled in.
#[must_use]
pub fn path(id: RouteId, params: &[(&str, &str)]) -> String {
    let mut out = route(id).path.to_owned();
    for (name, value) in params {
        out = out.replace(&[":", name].concat(), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ALL: [RouteId; 28] = [
        RouteId::Start,
        RouteId::Join,
        RouteId::SignUp,
        RouteId::SignIn,
        RouteId::Lock,
        RouteId::NewPassword,
        RouteId::Strength,
        RouteId::Providers,
        RouteId::ProviderSetup,
        RouteId::Clients,
        RouteId::Client,
        RouteId::ClientCollections,
        RouteId::ClientGroups,
        RouteId::ClientSettings,
        RouteId::ClientSubscription,
        RouteId::Policies,
        RouteId::Sso,
        RouteId::DeviceApprovals,
        RouteId::Integrations,
        RouteId::ClientDomains,
        RouteId::ClientScim,
        RouteId::People,
        RouteId::Account,
        RouteId::Members,
        RouteId::ClientEvents,
        RouteId::ProviderEvents,
        RouteId::ClientReports,
        RouteId::ClientImport,
    ];

    #[test]
    fn every_screen_has_one_line_and_its_own_path() {
        assert_eq!(ROUTES.len(), ALL.len());
        for id in ALL {
            assert_eq!(route(id).id, id);
        }
        let paths: BTreeSet<_> = ROUTES.iter().map(|route| route.path).collect();
        assert_eq!(paths.len(), ROUTES.len());
    }

    #[test]
    fn paths_lead_back_to_their_screen() {
        let filled = path(RouteId::Clients, &[("provider", "p-1")]);
        assert_eq!(filled, "/providers/p-1/clients");
        let found = find(&filled).unwrap();
        assert_eq!(found.id, RouteId::Clients);
        assert_eq!(found.params, [("provider", "p-1".to_owned())]);
        assert_eq!(find(&path(RouteId::Client, &[("client", "c2")])).unwrap().id, RouteId::Client);
        assert_eq!(find("/").unwrap().id, RouteId::Start);
        assert_eq!(find("/sign-in/").unwrap().id, RouteId::SignIn);
    }

    #[test]
    fn strange_addresses_lead_nowhere() {
        for path in
            ["/nowhere", "/providers/../clients", "/providers/a%2Fb/clients", "//evil.example", "/providers//clients"]
        {
            assert_eq!(find(path), None, "{path}");
        }
    }

    #[test]
    fn only_console_routes_ask_for_rights() {
        for route in ROUTES {
            assert!(route.area == Area::Console || (route.needs.is_none() && route.nav.is_none()), "{}", route.path);
            assert_eq!(route.path.contains(":client"), route.is_of_client(), "{}", route.path);
        }
    }
}
