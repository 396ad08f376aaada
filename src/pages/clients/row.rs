//! One client as the list shows it: what the server's list says, joined with the profile and with what
//! the key agent found about the client's key. Pure.

use portal_agent::protocol::KeyRefusal;
use portal_client::{clients::Client, workspace};

use super::fold::fold;

/// What is known about a client's key after the agent looked at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum KeyState {
    /// It opens and is this client's alone.
    #[default]
    Good,
    /// The server sent none.
    Missing,
    /// It does not open with the provider key.
    Damaged,
    /// The provider's own key is missing, so nothing can be said.
    NoProviderKey,
    /// Another key than earlier in this session.
    Changed,
    /// The same key as other clients have: one of them is not what it seems.
    Shared,
    /// The own membership and the provider came with different keys.
    Differs,
}

impl From<workspace::KeyState> for KeyState {
    fn from(state: workspace::KeyState) -> Self {
        match state {
            // Locked: nothing is known against it, and no page of the console is shown.
            workspace::KeyState::Ready | workspace::KeyState::Locked => Self::Good,
            workspace::KeyState::Missing => Self::Missing,
            workspace::KeyState::Refused(KeyRefusal::Broken(_)) => Self::Damaged,
            workspace::KeyState::Refused(KeyRefusal::NoProviderKey) => Self::NoProviderKey,
            workspace::KeyState::Refused(KeyRefusal::Changed) => Self::Changed,
            workspace::KeyState::Refused(KeyRefusal::Shared) => Self::Shared,
            workspace::KeyState::Refused(KeyRefusal::Differs) => Self::Differs,
        }
    }
}

/// The one state that a row shows: the worst that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// The key cannot be trusted; see [`KeyState`].
    Key,
    /// Out of service.
    Suspended,
    /// More members than seats, or none free.
    Full,
    /// The profile does not list it yet: made a moment ago, or by somebody else since the last sync.
    Fresh,
    /// Nothing to say.
    Active,
}

/// How full a client is; decides the colour of its bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Enough seats are free.
    Room,
    /// At least 92 in 100 are in use.
    Nearly,
    /// None is free.
    Full,
}

/// A client of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Id of the link between provider and client; stands in the paths of seats, name and unlinking.
    pub link: String,
    /// Provider that manages it.
    pub provider: String,
    /// Id of the organisation.
    pub organisation: String,
    /// Its name, as the server has it.
    pub name: String,
    /// The name made comparable.
    pub folded: String,
    /// The plan, with its period, as the subscription names it.
    pub plan: String,
    /// Assigned seats; `None` = not counted.
    pub seats: Option<i64>,
    /// Seats in use.
    pub used: i64,
    /// In service; `None` = the profile does not say.
    pub enabled: Option<bool>,
    /// Its key.
    pub key: KeyState,
}

impl From<&Client> for Row {
    fn from(client: &Client) -> Self {
        Self {
            link: client.link_id.clone(),
            provider: client.provider_id.clone(),
            organisation: client.organization_id.clone(),
            folded: fold(&client.name),
            name: client.name.clone(),
            plan: client.plan.clone(),
            seats: client.seats,
            used: client.occupied_seats.max(0),
            enabled: client.enabled,
            key: client.key.into(),
        }
    }
}

impl Row {
    /// Free seats, never below nothing; `None` = not counted.
    #[must_use]
    pub fn free(&self) -> Option<i64> {
        self.seats.map(|seats| seats.saturating_sub(self.used).max(0))
    }

    /// How full it is.
    #[must_use]
    pub fn fill(&self) -> Fill {
        match self.seats {
            None => Fill::Room,
            Some(seats) if self.used >= seats => Fill::Full,
            // The same mark as where the bar turns amber.
            Some(seats) if self.used.saturating_mul(100) >= seats.saturating_mul(92) => Fill::Nearly,
            Some(_) => Fill::Room,
        }
    }

    /// The state to show.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.enabled {
            // Its key comes with the profile: that it is missing here says nothing yet.
            None if self.key == KeyState::Missing => Status::Fresh,
            _ if self.key != KeyState::Good => Status::Key,
            Some(false) => Status::Suspended,
            _ if self.fill() == Fill::Full => Status::Full,
            None => Status::Fresh,
            Some(true) => Status::Active,
        }
    }

    /// Whether somebody should look at it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        matches!(self.status(), Status::Key | Status::Suspended | Status::Full)
    }

    /// Whether its console can be opened: not while its key cannot be trusted.
    #[must_use]
    pub fn can_open(&self) -> bool {
        self.key == KeyState::Good
    }

    /// The plan without its period: `Teams (Monthly)` is `Teams`.
    #[must_use]
    pub fn short_plan(&self) -> &str {
        short_plan(&self.plan)
    }
}

/// A plan's name without its period.
#[must_use]
pub fn short_plan(plan: &str) -> &str {
    plan.split_once(" (").map_or(plan, |(name, _)| name).trim()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A client in service with an undisputed key.
    pub fn row(name: &str, plan: &str, used: i64, seats: i64) -> Row {
        Row {
            link: format!("link-{name}"),
            provider: "provider".to_owned(),
            organisation: format!("id-{name}"),
            name: name.to_owned(),
            folded: fold(name),
            plan: plan.to_owned(),
            seats: Some(seats),
            used,
            enabled: Some(true),
            key: KeyState::Good,
        }
    }

    #[test]
    fn nearly_full_begins_where_the_bar_turns_amber() {
        assert_eq!(row("a", "Teams", 9, 10).fill(), Fill::Room);
        assert_eq!(row("a", "Teams", 23, 25).fill(), Fill::Nearly);
        assert_eq!(row("a", "Teams", 33, 35).fill(), Fill::Nearly);
        assert_eq!(row("a", "Teams", 140, 140).fill(), Fill::Full);
        assert_eq!(row("a", "Teams", 3, 2).fill(), Fill::Full);
        assert_eq!(row("a", "Teams", 3, 2).free(), Some(0));
    }

    #[test]
    fn clients_without_a_seat_count_are_never_full() {
        let mut client = row("a", "Teams", 5, 5);
        client.seats = None;
        assert_eq!((client.fill(), client.free(), client.status()), (Fill::Room, None, Status::Active));
    }

    #[test]
    fn the_worst_state_wins() {
        let mut client = row("a", "Teams", 5, 5);
        assert_eq!(client.status(), Status::Full);
        client.enabled = Some(false);
        assert_eq!(client.status(), Status::Suspended);
        client.key = KeyState::Shared;
        assert_eq!(client.status(), Status::Key);
        assert!(client.needs_attention() && !client.can_open());
    }

    #[test]
    fn a_client_that_the_profile_does_not_know_is_new_not_broken() {
        let mut fresh = row("a", "Teams", 0, 5);
        (fresh.enabled, fresh.key) = (None, KeyState::Missing);
        assert_eq!(fresh.status(), Status::Fresh);
        assert!(!fresh.needs_attention() && !fresh.can_open());
    }

    #[test]
    fn plans_lose_their_period() {
        assert_eq!(short_plan("Teams (Monthly)"), "Teams");
        assert_eq!(short_plan("Enterprise"), "Enterprise");
    }
}
