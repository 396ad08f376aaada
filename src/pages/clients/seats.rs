//! What a wish for seats means, for the dialogs that assign them (screens CLI-B, CLI-D). The arithmetic itself is
//! in the contracts, shared with the server. Pure.

use portal_contracts::billing::{ProviderPlan, ProviderSubscription};
use portal_contracts::enums::ProviderUserType;
use portal_contracts::seats::{SeatEffect, SeatPool, SeatRefusal};

use super::row::short_plan;

/// What people put between thousands: comma, point, spaces that break and that do not, apostrophes.
const SEPARATORS: [char; 7] = [',', '.', ' ', '\u{a0}', '\u{202f}', '\'', '’'];

/// Most seats that the form takes: far above any contract, far below where numbers end.
pub const MOST: i64 = 1_000_000;

/// What is wrong with what stands in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing.
    Missing,
    /// Not a whole number.
    NotANumber,
    /// Above [`MOST`].
    TooMany,
    /// The rules of seats and roles refuse it.
    Refused(SeatRefusal),
}

/// Reads the field: digits, alone or in groups of thousands.
///
/// # Errors
/// What is wrong with it.
pub fn read(typed: &str) -> Result<i64, Problem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Problem::Missing);
    }
    match digits(typed).ok_or(Problem::NotANumber)?.parse::<i64>() {
        Ok(number) if number <= MOST => Ok(number),
        _ => Err(Problem::TooMany),
    }
}

/// The digits of a whole number, without what groups them. All groups are parted by the same separator and have three
/// digits, the first one to three: "2.5" is no number of seats and must never become 25.
fn digits(typed: &str) -> Option<String> {
    let Some(separator) = typed.chars().find(|c| !c.is_ascii_digit()) else { return Some(typed.to_owned()) };
    let is_group = |group: &str| group.len() <= 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = typed.split(separator);
    let first = groups.next().filter(|first| !first.is_empty() && !first.starts_with('0') && is_group(first));
    let grouped =
        SEPARATORS.contains(&separator) && first.is_some() && groups.all(|group| group.len() == 3 && is_group(group));
    grouped.then(|| typed.replace(separator, ""))
}

/// A wish judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The wanted seats.
    pub seats: i64,
    /// What it does to the provider's plan; `None` while the subscription is not known.
    pub effect: Option<SeatEffect>,
}

/// Judges a wish to go from `from` seats (a new client: 0) to what was typed. Without the numbers of the
/// subscription only the floor is checked and the server decides the rest.
///
/// # Errors
/// What is wrong with it.
pub fn judge(
    typed: &str,
    from: i64,
    occupied: i64,
    pool: Option<SeatPool>,
    role: ProviderUserType,
) -> Result<Judged, Problem> {
    let seats = read(typed)?;
    let refusal = match pool {
        Some(pool) => pool.refusal(from, seats, occupied, role),
        None => {
            let least = occupied.max(1);
            (seats < least).then_some(SeatRefusal::BelowOccupied { least })
        }
    };
    match refusal {
        Some(refusal) => Err(Problem::Refused(refusal)),
        None => Ok(Judged { seats, effect: pool.map(|pool| pool.change(from, seats)) }),
    }
}

/// The line of the subscription that a client's plan belongs to: by its full name, else by its family when
/// that is not ambiguous.
#[must_use]
pub fn line<'a>(subscription: &'a ProviderSubscription, plan: &str) -> Option<&'a ProviderPlan> {
    let lines = &subscription.plans;
    if let Some(exact) = lines.iter().find(|line| line.plan_name == plan) {
        return Some(exact);
    }
    let mut family = lines.iter().filter(|line| short_plan(&line.plan_name) == short_plan(plan));
    match (family.next(), family.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: ProviderUserType = ProviderUserType::ServiceUser;
    const ADMIN: ProviderUserType = ProviderUserType::ProviderAdmin;
    const POOL: SeatPool = SeatPool { minimum: 50, assigned: 48, purchased: 0 };

    fn plan(name: &str) -> ProviderPlan {
        ProviderPlan {
            plan_name: name.to_owned(),
            r#type: None,
            product_tier: None,
            seat_minimum: 10,
            purchased_seats: 0,
            assigned_seats: 3,
            cost: 0.0,
            cadence: String::new(),
        }
    }

    #[test]
    fn numbers_may_be_grouped_but_nothing_else() {
        assert_eq!(read(" 1,200 "), Ok(1_200));
        for grouped in ["1200", "1.200", "1 200", "1\u{a0}200", "1\u{202f}200", "1'200", "1’200"] {
            assert_eq!(read(grouped), Ok(1_200), "{grouped}");
        }
        assert_eq!(read("1,000,000"), Ok(1_000_000));
        assert_eq!(read(""), Err(Problem::Missing));
        assert_eq!(read(" "), Err(Problem::Missing));
        assert_eq!(read("-3"), Err(Problem::NotANumber));
        assert_eq!(read("1e9"), Err(Problem::NotANumber));
        assert_eq!(read("99999999999999999999"), Err(Problem::TooMany));
    }

    #[test]
    fn what_is_no_grouping_is_never_read_as_one() {
        let odd = [
            "2.5",
            "0.500",
            "00,100",
            "2,50",
            "1,2000",
            "1200,000",
            ",200",
            "1,",
            "1,,200",
            "1.200,000",
            "1,200.000",
            "1 2",
            ".",
            "１２",
        ];
        for typed in odd {
            assert_eq!(read(typed), Err(Problem::NotANumber), "{typed}");
        }
    }

    #[test]
    fn service_users_meet_the_reason_before_the_server_does() {
        assert_eq!(judge("12", 10, 5, Some(POOL), SERVICE).map(|ok| ok.seats), Ok(12));
        assert_eq!(
            judge("13", 10, 5, Some(POOL), SERVICE),
            Err(Problem::Refused(SeatRefusal::WouldPurchase { most: 12 }))
        );
        let bought = judge("15", 10, 5, Some(POOL), ADMIN).unwrap();
        assert_eq!(bought.effect.map(|effect| effect.to_purchase), Some(3));
    }

    #[test]
    fn without_the_subscription_only_the_floor_is_known() {
        assert_eq!(judge("99", 10, 5, None, SERVICE), Ok(Judged { seats: 99, effect: None }));
        assert_eq!(judge("4", 10, 5, None, ADMIN), Err(Problem::Refused(SeatRefusal::BelowOccupied { least: 5 })));
    }

    #[test]
    fn a_client_finds_the_line_of_its_plan() {
        let subscription = ProviderSubscription {
            plans: vec![plan("Teams (Monthly)"), plan("Enterprise (Monthly)"), plan("Enterprise (Annually)")],
            ..ProviderSubscription::default()
        };
        assert_eq!(line(&subscription, "Teams").map(|l| l.plan_name.as_str()), Some("Teams (Monthly)"));
        assert_eq!(
            line(&subscription, "Enterprise (Annually)").map(|l| l.plan_name.as_str()),
            Some("Enterprise (Annually)")
        );
        assert!(line(&subscription, "Enterprise").is_none());
        assert!(line(&subscription, "Families").is_none());
    }
}
