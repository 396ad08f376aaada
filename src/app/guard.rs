//! Who may be where. Pure: a place and a session in, a decision out.

use super::routes::{self, Area, RouteId};

/// What matters of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// A stored session is being looked at.
    Starting,
    /// Nobody is signed in.
    SignedOut,
    /// Signed in, keys not in memory.
    Locked,
    /// Opened just now; providers and clients are still being read.
    Entering,
    /// Signed in and open, but the master password has to be changed before anything else.
    Demanded,
    /// Signed in and open.
    Open,
}

/// What to do with an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Show this screen.
    Show(RouteId),
    /// No such screen.
    NotFound,
    /// Wait, show nothing that would be replaced in a moment.
    Wait,
    /// Go to a public screen; with `keep` the address is where one goes afterwards.
    Go {
        /// Where.
        to: RouteId,
        /// Whether the address that was asked for is kept for later.
        keep: bool,
    },
    /// Go where one belongs: an open invitation, the address one came for, or home.
    GoOn,
}

/// Decides about an address.
#[must_use]
pub fn decide(place: Option<RouteId>, standing: Standing) -> Decision {
    let Some(id) = place else { return Decision::NotFound };
    match (routes::route(id).area, standing) {
        (Area::Console, Standing::Demanded) => Decision::Go { to: RouteId::NewPassword, keep: true },
        (Area::Console, Standing::Open) => Decision::Show(id),
        (Area::Console, Standing::Starting | Standing::Entering) => Decision::Wait,
        (Area::Console, Standing::Locked) => Decision::Go { to: RouteId::Lock, keep: true },
        (Area::Console, Standing::SignedOut) => Decision::Go { to: RouteId::SignIn, keep: true },
        (Area::Public, _) => match (id, standing) {
            (RouteId::NewPassword | RouteId::Strength, Standing::Demanded) => Decision::Show(id),
            (_, Standing::Demanded) => Decision::Go { to: RouteId::NewPassword, keep: false },
            (RouteId::NewPassword, Standing::Starting | Standing::Entering) => Decision::Wait,
            (RouteId::NewPassword, Standing::Open) => Decision::GoOn,
            (RouteId::NewPassword, Standing::Locked) => Decision::Go { to: RouteId::Lock, keep: false },
            (RouteId::NewPassword, Standing::SignedOut) => Decision::Go { to: RouteId::SignIn, keep: false },
            (RouteId::Start | RouteId::SignIn | RouteId::Lock, Standing::Starting) => Decision::Wait,
            // The form stays, busy, until it is known where to go.
            (RouteId::Start, Standing::Entering) => Decision::Wait,
            (RouteId::Start | RouteId::SignIn | RouteId::Lock, Standing::Open) => Decision::GoOn,
            (RouteId::Start | RouteId::SignIn, Standing::Locked) => Decision::Go { to: RouteId::Lock, keep: false },
            (RouteId::Start | RouteId::Lock, Standing::SignedOut) => Decision::Go { to: RouteId::SignIn, keep: false },
            _ => Decision::Show(id),
        },
    }
}

/// Whether an address may be kept as a target: a path of our own table that needs a session, nothing from outside.
#[must_use]
pub fn may_be_target(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    query.len() <= 512
        && !query.contains(['#', '\\'])
        && routes::find(path).is_some_and(|found| routes::route(found.id).area == Area::Console)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn console_pages_need_an_open_session() {
        let clients = Some(RouteId::Clients);
        assert_eq!(decide(clients, Standing::Open), Decision::Show(RouteId::Clients));
        assert_eq!(decide(clients, Standing::Locked), Decision::Go { to: RouteId::Lock, keep: true });
        assert_eq!(decide(clients, Standing::SignedOut), Decision::Go { to: RouteId::SignIn, keep: true });
        assert_eq!(decide(clients, Standing::Starting), Decision::Wait);
    }

    #[test]
    fn an_invitation_and_the_strength_test_are_open_to_all() {
        for standing in [Standing::Starting, Standing::SignedOut, Standing::Locked, Standing::Entering, Standing::Open]
        {
            assert_eq!(decide(Some(RouteId::Join), standing), Decision::Show(RouteId::Join));
            assert_eq!(decide(Some(RouteId::Strength), standing), Decision::Show(RouteId::Strength));
        }
    }

    #[test]
    fn a_password_that_must_change_comes_before_everything_but_the_strength_test() {
        let forced = |keep| Decision::Go { to: RouteId::NewPassword, keep };
        assert_eq!(decide(Some(RouteId::Clients), Standing::Demanded), forced(true));
        for place in [RouteId::Start, RouteId::Join, RouteId::SignIn, RouteId::Lock, RouteId::SignUp] {
            assert_eq!(decide(Some(place), Standing::Demanded), forced(false), "{place:?}");
        }
        for place in [RouteId::NewPassword, RouteId::Strength] {
            assert_eq!(decide(Some(place), Standing::Demanded), Decision::Show(place));
        }
        // Nobody else has a use for the page.
        let page = Some(RouteId::NewPassword);
        assert_eq!(decide(page, Standing::Open), Decision::GoOn);
        assert_eq!(decide(page, Standing::Locked), Decision::Go { to: RouteId::Lock, keep: false });
        assert_eq!(decide(page, Standing::SignedOut), Decision::Go { to: RouteId::SignIn, keep: false });
        assert_eq!(decide(page, Standing::Entering), Decision::Wait);
    }

    #[test]
    fn nobody_signs_in_twice_or_unlocks_nothing() {
        assert_eq!(decide(Some(RouteId::SignIn), Standing::Entering), Decision::Show(RouteId::SignIn));
        assert_eq!(decide(Some(RouteId::SignIn), Standing::Open), Decision::GoOn);
        assert_eq!(decide(Some(RouteId::SignIn), Standing::Locked), Decision::Go { to: RouteId::Lock, keep: false });
        assert_eq!(decide(Some(RouteId::Lock), Standing::SignedOut), Decision::Go { to: RouteId::SignIn, keep: false });
    }

    #[test]
    fn only_our_own_console_addresses_are_targets() {
        assert!(may_be_target("/providers/p1/clients?status=full&sort=-seats"));
        assert!(may_be_target("/account"));
        for bad in [
            "https://evil.example",
            "//evil.example/account",
            "/\\evil.example",
            "javascript:alert(1)",
            "/sign-in",
            "/join",
            "",
        ] {
            assert!(!may_be_target(bad), "{bad}");
        }
    }
}
