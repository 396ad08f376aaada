//! When the waiting page asks the server again: soon at first, then less often (JOIN-06). Pure.

/// Milliseconds of the first pauses; the last one repeats.
const PAUSES: [u32; 6] = [4_000, 6_000, 10_000, 15_000, 30_000, 60_000];

/// How long to wait before the next check after so many that found nothing new.
#[must_use]
pub fn pause(checks: u32) -> u32 {
    let place = usize::try_from(checks).unwrap_or(usize::MAX).min(PAUSES.len() - 1);
    PAUSES.get(place).copied().unwrap_or(60_000)
}

/// What to do now, given what the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Ask after so many milliseconds.
    After(u32),
    /// Nobody looks: ask as soon as somebody does.
    WhenVisible,
}

/// The next check. `wait` is the server's own wish after a refusal for too many requests, in milliseconds.
#[must_use]
pub fn next(visible: bool, checks: u32, wait: Option<u32>) -> Next {
    if visible { Next::After(wait.unwrap_or(0).max(pause(checks))) } else { Next::WhenVisible }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_at_a_minute() {
        let all: Vec<u32> = (0..8).map(pause).collect();
        assert!(all.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!(pause(0), 4_000);
        assert_eq!(pause(u32::MAX), 60_000);
    }

    #[test]
    fn a_hidden_page_does_not_ask() {
        assert_eq!(next(false, 0, None), Next::WhenVisible);
        assert_eq!(next(true, 0, None), Next::After(4_000));
    }

    #[test]
    fn the_wish_of_the_server_is_kept() {
        assert_eq!(next(true, 0, Some(30_000)), Next::After(30_000));
        assert_eq!(next(true, 9, Some(1_000)), Next::After(60_000));
    }
}
