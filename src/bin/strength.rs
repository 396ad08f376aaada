//! The worker that rates passwords with zxcvbn. It answers with codes, never with words: words are in `locales/`.

#[path = "../platform/strength_protocol.rs"]
mod strength_protocol;

use strength_protocol::{Rate, Rated, Suggestion, Warning};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};
use zeroize::Zeroizing;
use zxcvbn::{Score, feedback, zxcvbn};

fn main() {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let hear = {
        let scope = scope.clone();
        Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(text) = event.data().as_string().map(Zeroizing::new) else { return };
            let Ok(question) = serde_json::from_str::<Rate>(&text) else { return };
            if let Ok(answer) = serde_json::to_string(&rate(question)) {
                say(&scope, &answer);
            }
        })
    };
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    say(&scope, "ready");
}

fn say(scope: &DedicatedWorkerGlobalScope, text: &str) {
    // Text can always be cloned; only a closing worker loses it.
    let _ = scope.post_message(&JsValue::from_str(text));
}

fn rate(question: Rate) -> Rated {
    let password = Zeroizing::new(question.password);
    let inputs: Vec<&str> = question.inputs.iter().map(String::as_str).collect();
    let entropy = zxcvbn(&password, &inputs);
    let score = match entropy.score() {
        Score::Zero => 0,
        Score::One => 1,
        Score::Two => 2,
        Score::Three => 3,
        _ => 4,
    };
    let feedback = entropy.feedback();
    Rated {
        id: question.id,
        score,
        guesses_log10: entropy.guesses_log10(),
        warning: feedback.and_then(feedback::Feedback::warning).map(warning),
        suggestions: feedback.map(|f| f.suggestions().iter().copied().map(suggestion).collect()).unwrap_or_default(),
    }
}

const fn warning(warning: feedback::Warning) -> Warning {
    use feedback::Warning as W;
    match warning {
        W::StraightRowsOfKeysAreEasyToGuess => Warning::StraightRow,
        W::ShortKeyboardPatternsAreEasyToGuess => Warning::KeyboardPattern,
        W::RepeatsLikeAaaAreEasyToGuess => Warning::RepeatedCharacter,
        W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Warning::RepeatedPattern,
        W::ThisIsATop10Password => Warning::TopTen,
        W::ThisIsATop100Password => Warning::TopHundred,
        W::ThisIsACommonPassword => Warning::Common,
        W::ThisIsSimilarToACommonlyUsedPassword => Warning::LikeCommon,
        W::SequencesLikeAbcAreEasyToGuess => Warning::Sequence,
        W::RecentYearsAreEasyToGuess => Warning::RecentYear,
        W::AWordByItselfIsEasyToGuess => Warning::SingleWord,
        W::DatesAreOftenEasyToGuess => Warning::Date,
        W::NamesAndSurnamesByThemselvesAreEasyToGuess => Warning::SingleName,
        W::CommonNamesAndSurnamesAreEasyToGuess => Warning::CommonNames,
    }
}

const fn suggestion(suggestion: feedback::Suggestion) -> Suggestion {
    use feedback::Suggestion as S;
    match suggestion {
        S::UseAFewWordsAvoidCommonPhrases => Suggestion::UseAFewWords,
        S::NoNeedForSymbolsDigitsOrUppercaseLetters => Suggestion::NoNeedForSymbols,
        S::AddAnotherWordOrTwo => Suggestion::AddAWord,
        S::CapitalizationDoesntHelpVeryMuch => Suggestion::CapitalsDoNotHelp,
        S::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => Suggestion::AllCapitalsDoNotHelp,
        S::ReversedWordsArentMuchHarderToGuess => Suggestion::ReversedDoesNotHelp,
        S::PredictableSubstitutionsDontHelpVeryMuch => Suggestion::SubstitutionsDoNotHelp,
        S::UseALongerKeyboardPatternWithMoreTurns => Suggestion::LongerKeyboardPattern,
        S::AvoidRepeatedWordsAndCharacters => Suggestion::AvoidRepeats,
        S::AvoidSequences => Suggestion::AvoidSequences,
        S::AvoidRecentYears => Suggestion::AvoidRecentYears,
        S::AvoidYearsThatAreAssociatedWithYou => Suggestion::AvoidYearsOfYours,
        S::AvoidDatesAndYearsThatAreAssociatedWithYou => Suggestion::AvoidDatesOfYours,
    }
}
