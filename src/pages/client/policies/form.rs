//! What was typed into the form of one policy, and how it becomes settings. A draft, so that leaving asks and a lock
//! takes nothing.

use leptos::prelude::*;
use portal_contracts::policies::{Field, FieldKind, Policy, PolicyType, Settings, completed, fields, problems};
use serde_json::{Value, json};

use super::{bearing::Bearing, labels};
use crate::ui::Draft;

/// The form of one policy. Copy it freely.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is unsaved.
    pub draft: Draft,
    /// Which policy.
    pub kind: PolicyType,
    /// On or off.
    pub enabled: RwSignal<bool>,
    /// The policy as the server has it, as far as we know.
    pub seen: RwSignal<Policy>,
    /// Saving was tried: all that is wrong shows.
    pub tried: RwSignal<bool>,
    /// It came back after a lock with what was typed before: what was read may be newer.
    pub resumed: StoredValue<bool>,
    inputs: StoredValue<Vec<(Field, Input)>>,
    left: RwSignal<Vec<&'static str>>,
}

/// What one setting is typed into.
#[derive(Clone, Debug)]
pub enum Input {
    /// A check box.
    Flag(RwSignal<bool>),
    /// A text, a number, or what was chosen.
    Text(RwSignal<String>),
    /// A check box for each number.
    Any(Vec<(i64, RwSignal<bool>)>),
    /// Minutes as hours and minutes.
    Time {
        /// Hours.
        hours: RwSignal<String>,
        /// Minutes beyond.
        minutes: RwSignal<String>,
    },
}

/// Hours that stand in a new time-out.
const DEFAULT_HOURS: i64 = 8;
/// Names of check boxes for numbers; no policy has more than one such setting.
const ANY: [&str; 3] = ["any-0", "any-1", "any-2"];

impl Form {
    /// The form of a policy as it stands.
    #[must_use]
    pub fn new(policy: Policy) -> Self {
        let kind = policy.r#type;
        let draft = Draft::new(&format!("policy-{}", kind.number()));
        let resumed = draft.waits();
        let seen = draft.base("seen", policy);
        let policy = seen.get_untracked();
        let settings = completed(kind, policy.settings());
        let inputs = fields(kind).iter().map(|field| (*field, begin(draft, field, &settings))).collect();
        Self {
            draft,
            kind,
            enabled: draft.field("enabled", policy.enabled),
            seen,
            tried: RwSignal::new(false),
            resumed: StoredValue::new(resumed),
            inputs: StoredValue::new(inputs),
            left: RwSignal::new(Vec::new()),
        }
    }

    /// The settings of this policy with what they are typed into.
    #[must_use]
    pub fn inputs(self) -> Vec<(Field, Input)> {
        self.inputs.get_value()
    }

    /// The settings as they would be saved; reactive. What this version does not know stays in them.
    #[must_use]
    pub fn settings(self) -> Settings {
        let mut settings = self.seen.with(Policy::settings);
        self.inputs.with_value(|inputs| {
            for (field, input) in inputs {
                let value = typed(field, input, &settings);
                settings.put(field.name, value);
            }
        });
        completed(self.kind, settings)
    }

    /// What cannot be saved, with its words; reactive.
    #[must_use]
    pub fn wrong(self) -> Vec<(&'static str, String)> {
        let settings = self.settings();
        let found = problems(self.kind, self.enabled.get(), &settings);
        found.iter().map(|problem| (problem.field.name, labels::wrong(problem))).collect()
    }

    /// What shows below one setting now; reactive.
    #[must_use]
    pub fn error(self, name: &'static str) -> Option<String> {
        let shows = self.tried.get() || self.left.with(|left| left.contains(&name));
        let wrong = if shows { self.wrong() } else { Vec::new() };
        wrong.into_iter().find(|(field, _)| *field == name).map(|(_, words)| words)
    }

    /// A setting was left: what is wrong with it shows from now on.
    pub fn leave(self, name: &'static str) {
        self.left.update(|left| {
            if !left.contains(&name) {
                left.push(name);
            }
        });
    }

    /// Whether a setting has a meaning beside the others; reactive.
    #[must_use]
    pub fn applies(self, field: &Field) -> bool {
        field.applies(&self.settings())
    }

    /// It goes on, off, or stays: `Some(true)` when it would go on; reactive.
    #[must_use]
    pub fn turns(self) -> Option<bool> {
        let wanted = self.enabled.get();
        (self.seen.with(|seen| seen.enabled) != wanted).then_some(wanted)
    }

    /// What the settings bear on besides the policy itself; reactive.
    #[must_use]
    pub fn bearing(self) -> Bearing {
        let after = self.settings();
        let now = (self.enabled.get(), &after);
        self.seen.with(|seen| Bearing::of(self.kind, (seen.enabled, &seen.settings()), now))
    }

    /// What a setting of a text or a choice is typed into.
    #[must_use]
    pub fn text(self, name: &str) -> Option<RwSignal<String>> {
        self.inputs.with_value(|inputs| {
            inputs.iter().find_map(|(field, input)| match input {
                Input::Text(text) if field.name == name => Some(*text),
                _ => None,
            })
        })
    }

    /// Saved: what stands there is the new start.
    pub fn saved(self, policy: Policy) {
        let _ = self.seen.try_set(policy);
        let _ = self.resumed.try_set_value(false);
        let _ = self.tried.try_set(false);
        let _ = self.left.try_set(Vec::new());
        self.draft.saved();
    }
}

fn begin(draft: Draft, field: &Field, settings: &Settings) -> Input {
    let name = field.name;
    match field.kind {
        FieldKind::Flag => Input::Flag(draft.field(name, settings.flag(name))),
        FieldKind::Number { .. } if name == "minutes" => {
            let total = settings.number(name).unwrap_or(DEFAULT_HOURS * 60).max(0);
            Input::Time {
                hours: draft.field("hours", (total / 60).to_string()),
                minutes: draft.field("minutes", (total % 60).to_string()),
            }
        }
        FieldKind::Number { .. } => {
            Input::Text(draft.field(name, settings.number(name).map(|number| number.to_string()).unwrap_or_default()))
        }
        FieldKind::Text { .. } | FieldKind::Word(_) => {
            Input::Text(draft.field(name, settings.text(name).unwrap_or_else(|| unset(name)).to_owned()))
        }
        FieldKind::Choice(_) => {
            let start = settings.number(name).map(|number| number.to_string());
            Input::Text(draft.field(name, start.unwrap_or_else(|| unset(name).to_owned())))
        }
        FieldKind::Any(numbers) => {
            let chosen = settings.numbers(name);
            let boxes =
                numbers.iter().zip(ANY).map(|(number, key)| (*number, draft.field(key, chosen.contains(number))));
            Input::Any(boxes.collect())
        }
    }
}

/// What stands in a choice that was never made.
fn unset(name: &str) -> &'static str {
    match name {
        "whoCanAccess" => "0",
        // A time-out of which nothing is said is one of hours and minutes.
        "type" => "custom",
        _ => "",
    }
}

/// The value of a setting; what is typed but cannot be meant stays a text, and is found wrong.
fn typed(field: &Field, input: &Input, before: &Settings) -> Option<Value> {
    let was = before.value(field.name);
    match input {
        Input::Flag(on) => {
            let on = on.get();
            // Never set is the same as no, and stays as it is.
            (on || was.is_some()).then_some(json!(on))
        }
        Input::Text(text) => text.with(|text| of_text(field, text.trim(), was)),
        Input::Any(boxes) => {
            let known = |number: i64| boxes.iter().any(|(other, _)| *other == number);
            let mut chosen: Vec<i64> = boxes.iter().filter(|(_, on)| on.get()).map(|(number, _)| *number).collect();
            chosen.extend(before.numbers(field.name).into_iter().filter(|number| !known(*number)));
            (!chosen.is_empty()).then_some(json!(chosen))
        }
        Input::Time { hours, minutes } => {
            let read = |text: &String| match text.trim() {
                "" => Some(0),
                digits => digits.parse::<i64>().ok().filter(|number| (0..=1_000_000).contains(number)),
            };
            Some(match (hours.with(read), minutes.with(read)) {
                (Some(hours), Some(minutes)) => json!(hours * 60 + minutes),
                _ => json!("?"),
            })
        }
    }
}

fn of_text(field: &Field, text: &str, was: Option<&Value>) -> Option<Value> {
    if text.is_empty() || (was.is_none() && text == unset(field.name)) {
        return None;
    }
    Some(match field.kind {
        FieldKind::Number { .. } | FieldKind::Choice(_) => {
            text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
        }
        // Spaces around it were there before: the text is not touched.
        _ => was.filter(|was| was.as_str().map(str::trim) == Some(text)).cloned().unwrap_or_else(|| json!(text)),
    })
}
