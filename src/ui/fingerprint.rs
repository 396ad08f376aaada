//! The five words of a fingerprint, as a list to read out and as a QR code to scan.

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

use crate::i18n::text;

/// Words to compare: below each other, numbered.
#[component]
pub fn FingerprintWords(
    #[prop(into)] words: Vec<String>,
    /// Below each other even where there is room for a row.
    #[prop(optional)]
    list: bool,
    /// Name of the list, where no heading says whose words these are.
    #[prop(into, optional)]
    label: Option<String>,
) -> AnyView {
    view! {
        <ol class="words" aria-label=label data-layout=list.then_some("list") lang="en" dir="ltr">
            {words
                .into_iter()
                .zip(1..)
                .map(|(word, place)| {
                    view! {
                        <li class="word">
                            <span class="word__no" aria-hidden="true">
                                {place.to_string()}
                            </span>
                            <span class="word__text">{word}</span>
                        </li>
                    }
                })
                .collect::<Vec<_>>()}
        </ol>
    }
    .into_any()
}

/// The words with a QR code of the same text beside them.
#[component]
pub fn KeyProof(
    #[prop(into)] words: Vec<String>,
    #[prop(into)] caption: String,
    /// Name of the list of words.
    #[prop(into, optional)]
    label: Option<String>,
) -> AnyView {
    let phrase = words.join("-");
    view! {
        <div class="key-proof">
            <FingerprintWords words=words list=true label=label.unwrap_or_default() />
            <div class="stack" data-gap="s">
                <Qr content=phrase label=text::ui::qr_same_words() />
                <p class="t-12 quiet">{caption}</p>
            </div>
        </div>
    }
    .into_any()
}

/// A QR code. Nothing is drawn for a text too long for one.
#[component]
pub fn Qr(#[prop(into)] content: String, #[prop(into)] label: String) -> AnyView {
    let Ok(code) = QrCode::with_error_correction_level(content.as_bytes(), EcLevel::M) else {
        return ().into_any();
    };
    let width = code.width();
    let mut path = String::new();
    for (row, line) in code.to_colors().chunks(width).enumerate() {
        for (column, module) in line.iter().enumerate() {
            if *module == Color::Dark {
                path.push_str(&format!("M{column} {row}h1v1h-1z"));
            }
        }
    }
    view! {
        <svg
            class="qr"
            viewBox=format!("0 0 {width} {width}")
            role="img"
            aria-label=label
            shape-rendering="crispEdges"
        >
            <path d=path />
        </svg>
    }
    .into_any()
}
