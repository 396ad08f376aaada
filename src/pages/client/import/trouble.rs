//! What can go wrong with a file, in words.

use leptos::prelude::*;
use portal_client::import::{ImportFailure, OpenFailure};
use portal_importers::{Failure, Limit, Origin};

use crate::{
    i18n::{number, text::import as text},
    pages::problem::{Problem, ProblemCallout},
    platform::importer::Refusal,
    ui::{Callout, Tone},
};

/// Something went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What happened.
    title: &'static str,
    /// Why, and what to do.
    text: String,
    /// Single items, where it is about them.
    items: Vec<String>,
    /// A failed call.
    problem: Option<Problem>,
}

impl Trouble {
    fn plain(title: &'static str, text: impl Into<String>) -> Self {
        Self { title, text: text.into(), items: Vec::new(), problem: None }
    }

    /// A file that cannot be read.
    pub fn of_file(failure: Failure) -> Self {
        Self::plain(text::trouble_title(), words(failure))
    }

    /// A question to the worker.
    pub fn of_refusal(refusal: Refusal) -> Self {
        match refusal {
            Refusal::File(failure) => Self::of_file(failure),
            Refusal::Gone => Self::plain(text::trouble_title(), text::trouble_worker()),
        }
    }

    /// Nothing that could be recognised.
    pub fn unrecognised() -> Self {
        Self::plain(text::trouble_title(), text::trouble_unknown_format())
    }

    /// An encrypted file that was not opened; a wrong password is told at its field.
    pub fn of_opening(failure: OpenFailure) -> Self {
        match failure {
            OpenFailure::WrongPassword => Self::plain(text::trouble_title(), text::password_wrong()),
            OpenFailure::WrongKey => Self::plain(text::trouble_title(), text::trouble_wrong_key()),
            OpenFailure::Stopped => Self::plain(text::trouble_import(), text::stopped()),
            OpenFailure::File(failure) => Self::of_file(failure),
            OpenFailure::Keys(fault) => {
                Self { problem: Some(Problem::of_fault(fault)), ..Self::plain(text::trouble_title(), "") }
            }
        }
    }

    /// An import that did not happen. `whose` names refused items, in their order.
    pub fn of_import(failure: &ImportFailure, whose: &[(Origin, String)]) -> Self {
        match failure {
            ImportFailure::Nothing => Self::plain(text::trouble_import(), text::nothing_to_import()),
            ImportFailure::TooMuch(_) => Self::plain(text::trouble_import(), text::too_much()),
            ImportFailure::Stopped => Self::plain(text::trouble_import(), text::stopped()),
            ImportFailure::Gone => Self::plain(text::trouble_import(), text::trouble_worker()),
            ImportFailure::TooManyBytes(bytes) => {
                let megabytes = number(i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX));
                Self::plain(text::trouble_import(), text::trouble_bytes(&megabytes))
            }
            ImportFailure::Items(refused) => {
                let named = refused.iter().enumerate().map(|(at, item)| {
                    let (place, name) = whose
                        .get(at)
                        .map_or_else(Default::default, |(origin, name)| (super::words::place(origin), name.clone()));
                    text::refused_item(&place, &name, &super::words::part(&item.part), &item.message)
                });
                Self { items: named.collect(), ..Self::plain(text::trouble_import(), text::trouble_items_refused()) }
            }
            ImportFailure::Unknown(_) => Self::plain(text::trouble_unknown(), text::trouble_unknown_text()),
            ImportFailure::Api(error) => {
                Self { problem: Some(Problem::of(error)), ..Self::plain(text::trouble_import(), "") }
            }
        }
    }
}

fn words(failure: Failure) -> String {
    match failure {
        Failure::Empty => text::trouble_empty(),
        Failure::WrongFormat => text::trouble_format(),
        Failure::Damaged { line: Some(line) } => {
            return text::trouble_damaged_line(&number(i64::try_from(line).unwrap_or(i64::MAX)));
        }
        Failure::Damaged { line: None } => text::trouble_damaged(),
        Failure::TooLarge { limit } => match limit {
            Limit::FileSize => text::trouble_size(),
            Limit::Unpacked => text::trouble_unpacked(),
            Limit::Entries => text::trouble_entries(),
            Limit::Depth => text::trouble_depth(),
            Limit::Nodes => text::trouble_nodes(),
            Limit::Columns => text::trouble_columns(),
            Limit::Items => text::trouble_items(),
            Limit::Collections => text::trouble_collections(),
            Limit::Relations => text::trouble_relations(),
        },
        Failure::Entities => text::trouble_entities(),
        Failure::Protected => text::trouble_protected(),
        Failure::Unsupported => text::trouble_unsupported(),
        Failure::Encrypted => text::trouble_encrypted(),
        Failure::Unverifiable => text::trouble_unverifiable(),
        Failure::NoColumns => text::trouble_no_columns(),
        Failure::NoItems => text::trouble_no_items(),
    }
    .to_owned()
}

/// Shows trouble where it happened; read out when it appears.
pub fn view(trouble: RwSignal<Option<Trouble>>) -> AnyView {
    (move || {
        trouble.get().map(|trouble| match trouble.problem {
            Some(problem) => view! { <ProblemCallout problem=problem /> }.into_any(),
            None => view! {
                <Callout tone=Tone::Danger title=trouble.title alert=true>
                    <p>{trouble.text}</p>
                    {(!trouble.items.is_empty())
                        .then(|| {
                            view! {
                                <ul class="bullets">
                                    {trouble
                                        .items
                                        .into_iter()
                                        .map(|item| view! { <li dir="auto">{item}</li> })
                                        .collect::<Vec<_>>()}
                                </ul>
                            }
                        })}
                </Callout>
            }
            .into_any(),
        })
    })
    .into_any()
}
