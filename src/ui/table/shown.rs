//! Which of the rows near the screen are made now. Pure.

use std::collections::HashSet;

/// New rows of the frame that takes the old ones away, which costs about as much as four new ones.
const FIRST: usize = 1;

/// The rows that exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// Their places and keys, in order.
    pub rows: Vec<(usize, String)>,
    /// How many of them are new.
    pub fresh: usize,
    /// How many others went.
    pub gone: usize,
    /// Some are still to come with the next frame.
    pub cut: bool,
    start: usize,
}

impl Shown {
    /// The rows of `range` that exist next. Those that exist already stay; of new ones at most `most` come at once
    /// ([`FIRST`] where others go), unless the range begins elsewhere: then somebody scrolls or jumps and must find what is there.
    pub fn next(before: Option<&Self>, keys: &[String], range: (usize, usize), most: usize) -> Self {
        let moved = before.is_some_and(|before| before.start != range.0);
        let known: HashSet<&str> =
            before.into_iter().flat_map(|before| &before.rows).map(|(_, key)| key.as_str()).collect();
        let (start, end) = range;
        let wanted = keys.iter().enumerate().skip(start).take(end.saturating_sub(start));
        let stay = wanted.clone().filter(|(_, key)| known.contains(key.as_str())).count();
        let gone = known.len() - stay;
        let most = if gone > 0 { FIRST } else { most };
        let mut rows = Vec::new();
        let mut fresh = 0;
        let mut cut = false;
        for (place, key) in wanted {
            if !known.contains(key.as_str()) {
                if !moved && fresh == most {
                    // What exists further down stays: it would only have to be made again.
                    cut = true;
                    continue;
                }
                fresh += 1;
            }
            rows.push((place, key.clone()));
        }
        Self { rows, fresh, gone, cut, start }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 4;

    fn keys(prefix: &str, count: usize) -> Vec<String> {
        (0..count).map(|n| format!("{prefix}{n}")).collect()
    }

    #[test]
    fn another_list_comes_in_parts_until_it_is_whole() {
        let old = Shown::next(None, &keys("a", 100), (0, 4), MOST);
        assert!(!old.cut && old.rows.len() == 4);
        let new = keys("b", 100);
        let mut shown = old;
        let mut lengths = Vec::new();
        loop {
            shown = Shown::next(Some(&shown), &new, (0, 40), MOST);
            lengths.push(shown.rows.len());
            if !shown.cut {
                break;
            }
        }
        assert_eq!(lengths, [1, 5, 9, 13, 17, 21, 25, 29, 33, 37, 40]);
    }

    #[test]
    fn rows_that_stay_cost_nothing() {
        let all = keys("a", 40);
        let mut shown = Shown::next(None, &all, (0, 40), MOST);
        while shown.cut {
            shown = Shown::next(Some(&shown), &all, (0, 40), MOST);
        }
        let turned: Vec<String> = all.iter().rev().cloned().collect();
        let next = Shown::next(Some(&shown), &turned, (0, 40), MOST);
        assert!(!next.cut && next.rows.len() == 40);
    }

    #[test]
    fn a_wider_search_keeps_the_rows_it_had() {
        let all = keys("a", 40);
        let odd: Vec<String> = all.iter().skip(1).step_by(10).cloned().collect();
        let narrow = Shown::next(None, &odd, (0, 40), MOST);
        assert!(!narrow.cut);
        let wide = Shown::next(Some(&narrow), &all, (0, 40), MOST);
        assert!(wide.cut);
        assert!(odd.iter().all(|key| wide.rows.iter().any(|(_, shown)| shown == key)));
        assert_eq!(wide.rows.len(), odd.len() + MOST);
    }

    #[test]
    fn whoever_jumps_finds_every_row() {
        let all = keys("a", 1_000);
        let top = Shown::next(None, &all, (0, 10), MOST);
        let end = Shown::next(Some(&top), &all, (940, 1_000), MOST);
        assert!(!end.cut);
        assert_eq!(end.rows.len(), 60);
    }
}
