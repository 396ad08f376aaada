//! What the sign-in page shows next, for every outcome of a step (AUTH-01, 02, 03, 05, 07). Pure.

use portal_agent::Fault;
use portal_client::{
    ApiError,
    kdf_judgement::{KdfConcern, KdfRefusal},
    sign_in::{Arrival, SignInFailure, SignInStep, TwoStep},
};
use portal_contracts::{enums::TwoFactorProvider, kdf::KdfSettings};

/// What is on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Asks for the address.
    Email,
    /// Asks for the master password.
    Password,
    /// Asks for a code of one of the methods.
    SecondStep(TwoStep),
    /// The account has second steps, and none of them works here.
    NoSecondStep(Vec<TwoFactorProvider>),
    /// Asks for the code that proves a new device.
    NewDevice,
    /// The attempt waited too long.
    TimedOut,
    /// Goes no further, and says why.
    Stopped(Stop),
}

/// Why it goes no further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Settings that no honest server sends.
    Downgrade(Downgrade),
    /// Single sign-on is enforced.
    Sso,
    /// Account of the second version.
    NewerAccount,
    /// Account without user key.
    OldAccount,
    /// Account without master password.
    NoPassword,
    /// The server refuses this version of the portal.
    Version,
    /// Keys that do not open, or are not what the server claims.
    DamagedKeys,
    /// Private and public key do not belong together.
    ForeignKeys,
    /// Not enough memory, or no secure surroundings.
    Memory,
    /// The key worker stopped.
    Worker,
}

/// What is wrong with the derivation that a server asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Downgrade {
    /// Missing or unknown settings.
    Unknown,
    /// Far below the floor.
    Low(KdfSettings),
    /// Would freeze the device.
    High(KdfSettings),
    /// Weaker than last time here.
    SinceLastTime {
        /// Last time.
        before: KdfSettings,
        /// Now.
        now: KdfSettings,
    },
}

/// A message beside the form; the form stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Wrong password or unknown address.
    Wrong,
    /// Wrong or stale code.
    WrongCode,
    /// Too many attempts, with the seconds to wait if known.
    Limited(Option<u32>),
    /// No connection of this device.
    Offline,
    /// The server does not answer.
    Away,
    /// The local clock is off.
    Clock,
    /// The answer makes no sense.
    Unreadable,
    /// The address cannot be used.
    AddressUnsupported,
    /// The server refuses in its own words.
    Refused(Option<String>),
}

/// What to do after a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Signed in.
    Arrive(Arrival),
    /// Show something else.
    Show(Screen),
    /// Stay and say something.
    Stay(Note),
    /// Stay and ask for a deliberate yes.
    Ask(KdfConcern),
}

/// The turn after an outcome. `online` is what the browser believes about its own connection.
#[must_use]
pub fn turn(outcome: Result<SignInStep, SignInFailure>, online: bool) -> Turn {
    match outcome {
        Ok(SignInStep::SignedIn(arrival)) => Turn::Arrive(arrival),
        Ok(SignInStep::TwoStep(step)) if step.usable.is_empty() => Turn::Show(Screen::NoSecondStep(step.other)),
        Ok(SignInStep::TwoStep(step)) => Turn::Show(Screen::SecondStep(step)),
        Ok(SignInStep::NewDevice) => Turn::Show(Screen::NewDevice),
        Err(failure) => after_failure(failure, online),
    }
}

/// The turn after a failure.
#[must_use]
pub fn after_failure(failure: SignInFailure, online: bool) -> Turn {
    let stop = |why| Turn::Show(Screen::Stopped(why));
    match failure {
        SignInFailure::WrongPassword => Turn::Stay(Note::Wrong),
        SignInFailure::WrongCode => Turn::Stay(Note::WrongCode),
        SignInFailure::RateLimited { retry_after } => Turn::Stay(Note::Limited(retry_after)),
        SignInFailure::AddressUnsupported => Turn::Stay(Note::AddressUnsupported),
        SignInFailure::KdfNeedsYes(concern) => Turn::Ask(concern),
        SignInFailure::AttemptOver => Turn::Show(Screen::TimedOut),
        SignInFailure::KdfRefused(refusal) => stop(Stop::Downgrade(match refusal {
            KdfRefusal::Malformed => Downgrade::Unknown,
            KdfRefusal::TooWeak(settings) => Downgrade::Low(settings),
            KdfRefusal::TooCostly(settings) => Downgrade::High(settings),
            KdfRefusal::WeakerThanBefore { before, now } => Downgrade::SinceLastTime { before, now },
        })),
        SignInFailure::SsoRequired => stop(Stop::Sso),
        SignInFailure::NoMasterPassword => stop(Stop::NoPassword),
        SignInFailure::AccountTooOld => stop(Stop::OldAccount),
        SignInFailure::NewerEncryption => stop(Stop::NewerAccount),
        SignInFailure::Keys(fault) => stop(of_fault(fault)),
        SignInFailure::Api(error) => after_error(error, online),
    }
}

fn after_error(error: ApiError, online: bool) -> Turn {
    match error {
        ApiError::Offline if !online => Turn::Stay(Note::Offline),
        ApiError::Offline | ApiError::Timeout | ApiError::Server { .. } | ApiError::Cancelled => Turn::Stay(Note::Away),
        ApiError::RateLimited { retry_after } => Turn::Stay(Note::Limited(retry_after)),
        ApiError::ClockWrong { .. } => Turn::Stay(Note::Clock),
        ApiError::BadAnswer => Turn::Stay(Note::Unreadable),
        ApiError::Keys(fault) => Turn::Show(Screen::Stopped(of_fault(fault))),
        ApiError::Forbidden { message } | ApiError::NotFound { message } | ApiError::Refused { message, .. } => {
            refused(message)
        }
        ApiError::Validation { message, .. } => refused(Some(message)),
        ApiError::SessionOver | ApiError::SignedOut => Turn::Show(Screen::TimedOut),
    }
}

/// Servers that refuse a version say so in words that the client has no kind for.
fn refused(message: Option<String>) -> Turn {
    let version = message.as_deref().is_some_and(|said| said.to_ascii_lowercase().contains("version"));
    if version { Turn::Show(Screen::Stopped(Stop::Version)) } else { Turn::Stay(Note::Refused(message)) }
}

fn of_fault(fault: Fault) -> Stop {
    match fault {
        Fault::Key => Stop::ForeignKeys,
        Fault::Parse | Fault::Decrypt | Fault::Utf8 => Stop::DamagedKeys,
        Fault::Unsupported => Stop::NewerAccount,
        Fault::Kdf => Stop::Downgrade(Downgrade::Unknown),
        Fault::Environment => Stop::Memory,
        Fault::Gone | Fault::Locked | Fault::Stale => Stop::Worker,
    }
}

/// What is wrong with a typed code, before anything is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeProblem {
    /// Nothing typed.
    Missing,
    /// The app's codes have six digits.
    Digits,
}

/// Judges a code. Spaces inside are fine: apps show "123 456".
///
/// # Errors
/// What to say at the field.
pub fn check_code(method: TwoFactorProvider, code: &str) -> Result<String, CodeProblem> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.is_empty() {
        return Err(CodeProblem::Missing);
    }
    let six = code.len() == 6 && code.bytes().all(|b| b.is_ascii_digit());
    if method == TwoFactorProvider::Authenticator && !six {
        return Err(CodeProblem::Digits);
    }
    Ok(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal_contracts::kdf::KdfType;

    fn api(error: ApiError) -> Result<SignInStep, SignInFailure> {
        Err(SignInFailure::Api(error))
    }

    fn pbkdf2(iterations: i64) -> KdfSettings {
        KdfSettings { kdf_type: KdfType::Pbkdf2Sha256, iterations, memory: None, parallelism: None }
    }

    #[test]
    fn each_refusal_of_issue_two_has_its_own_message() {
        let notes = [
            turn(Err(SignInFailure::WrongPassword), true),
            turn(Err(SignInFailure::RateLimited { retry_after: Some(30) }), true),
            turn(api(ApiError::Offline), true),
            turn(api(ApiError::Offline), false),
            turn(api(ApiError::ClockWrong { seconds: 900 }), true),
            turn(api(ApiError::Refused { status: 400, message: Some("This user has been disabled".into()) }), true),
            turn(Err(SignInFailure::SsoRequired), true),
            turn(Err(SignInFailure::NewerEncryption), true),
            turn(Err(SignInFailure::AccountTooOld), true),
            turn(
                api(ApiError::Refused { status: 400, message: Some("Please update. Client version too old".into()) }),
                true,
            ),
        ];
        for (place, note) in notes.iter().enumerate() {
            assert!(!notes[place + 1..].contains(note), "{note:?} twice");
        }
    }

    #[test]
    fn settings_below_the_floor_ask_and_impossible_ones_stop() {
        let concern = KdfConcern { kdf: pbkdf2(100_000), below_floor: true, foreign_salt: None };
        assert_eq!(turn(Err(SignInFailure::KdfNeedsYes(concern.clone())), true), Turn::Ask(concern));
        let low = SignInFailure::KdfRefused(KdfRefusal::TooWeak(pbkdf2(1)));
        assert_eq!(turn(Err(low), true), Turn::Show(Screen::Stopped(Stop::Downgrade(Downgrade::Low(pbkdf2(1))))));
    }

    #[test]
    fn second_steps_without_a_usable_one_are_explained() {
        let step = TwoStep { usable: vec![], other: vec![TwoFactorProvider::WebAuthn], masked_email: None };
        assert_eq!(
            turn(Ok(SignInStep::TwoStep(step)), true),
            Turn::Show(Screen::NoSecondStep(vec![TwoFactorProvider::WebAuthn]))
        );
    }

    #[test]
    fn a_server_failure_is_not_a_wrong_password() {
        assert_eq!(turn(api(ApiError::Server { status: 503, id: None, message: None }), true), Turn::Stay(Note::Away));
        assert_eq!(turn(api(ApiError::Timeout), true), Turn::Stay(Note::Away));
    }

    #[test]
    fn codes() {
        let app = TwoFactorProvider::Authenticator;
        assert_eq!(check_code(app, "123 456").as_deref(), Ok("123456"));
        assert_eq!(check_code(app, " "), Err(CodeProblem::Missing));
        assert_eq!(check_code(app, "12345"), Err(CodeProblem::Digits));
        assert_eq!(check_code(app, "12345a"), Err(CodeProblem::Digits));
        assert_eq!(check_code(TwoFactorProvider::Email, "ab 12").as_deref(), Ok("ab12"));
    }
}
