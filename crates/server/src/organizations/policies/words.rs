//! Refusals in words: what is missing or in the way, and what to do about it.

use portal_contracts::policies::{FieldProblem, Obstacle, PolicyType, Wrong};

/// What a policy is called in a refusal.
pub const fn name(kind: PolicyType) -> &'static str {
    match kind {
        PolicyType::TwoFactor => "Require two-step login",
        PolicyType::MasterPassword => "Master password requirements",
        PolicyType::PasswordGenerator => "Password generator",
        PolicyType::SingleOrganization => "Single organization",
        PolicyType::RequireSso => "Require single sign-on",
        PolicyType::DataOwnership => "Organization data ownership",
        PolicyType::DisableSend => "Remove Send",
        PolicyType::SendOptions => "Send options",
        PolicyType::AccountRecovery => "Account recovery administration",
        PolicyType::SessionTimeout => "Session timeout",
        PolicyType::DisableVaultExport => "Remove individual vault export",
        PolicyType::ActivateAutofill => "Activate autofill",
        PolicyType::AutomaticLogin => "Automatic login with SSO",
        PolicyType::NoFamilySponsorship => "Remove free Families sponsorship",
        PolicyType::NoPinUnlock => "Remove unlock with PIN",
        PolicyType::RestrictedItemTypes => "Remove card item type",
        PolicyType::UriMatch => "Default URI match detection",
        PolicyType::Autotype => "Desktop autotype default",
        PolicyType::AutomaticConfirmation => "Automatic user confirmation",
        PolicyType::BlockClaimedAccounts => "Block account creation for claimed domains",
        PolicyType::VaultBanner => "Vault banner message",
        PolicyType::SendControls => "Send controls",
        PolicyType::FillAssist => "Fill Assist",
        PolicyType::Unknown(_) => "unknown",
    }
}

/// Why a policy cannot be switched on.
pub fn not_on(kind: PolicyType, obstacle: Obstacle) -> String {
    let this = name(kind);
    match obstacle {
        Obstacle::Needs(other) => {
            format!("Turn on the {} policy because it is required for the {this} policy.", name(other))
        }
        Obstacle::NoClaimedDomain => format!("Claim a domain before you turn on the {this} policy."),
        Obstacle::NotOpened => format!("The {this} policy is not available for this organization."),
        Obstacle::ForMembersOnly => format!("Provider users cannot turn on the {this} policy."),
        Obstacle::ProviderMembers => {
            format!("The {this} policy cannot be turned on while provider users are members of the organization.")
        }
        Obstacle::MembersElsewhere => {
            format!("The {this} policy cannot be turned on while members belong to other organizations.")
        }
        Obstacle::NeededBy(_) | Obstacle::ClaimedDomain | Obstacle::KeyConnector | Obstacle::TrustedDevices => {
            not_off(kind, obstacle)
        }
    }
}

/// Why a policy cannot be switched off.
pub fn not_off(kind: PolicyType, obstacle: Obstacle) -> String {
    let this = name(kind);
    match obstacle {
        Obstacle::NeededBy(other) => {
            format!("Turn off the {} policy because it requires the {this} policy.", name(other))
        }
        Obstacle::ClaimedDomain => {
            format!("The {this} policy is required because the organization has claimed domains.")
        }
        Obstacle::KeyConnector => format!("Key Connector is enabled and requires the {this} policy."),
        Obstacle::TrustedDevices => format!("Trusted device encryption is on and requires the {this} policy."),
        other => not_on(kind, other),
    }
}

/// Why several policies have to go off first.
pub fn not_off_all(kind: PolicyType, obstacles: &[Obstacle]) -> String {
    match obstacles {
        [one] => not_off(kind, *one),
        several => {
            let in_the_way: Vec<&str> = several
                .iter()
                .filter_map(|obstacle| match obstacle {
                    Obstacle::NeededBy(other) => Some(name(*other)),
                    _ => None,
                })
                .collect();
            match (in_the_way.as_slice(), several) {
                ([], [first, ..]) => not_off(kind, *first),
                _ => format!(
                    "Turn off all of the policies that require the {} policy: {}.",
                    name(kind),
                    in_the_way.join(", ")
                ),
            }
        }
    }
}

/// Automatic enrolment is needed.
pub const AUTO_ENROL_NEEDED: &str = "Trusted device encryption is on and requires the automatic enrollment of the Account recovery administration policy.";

/// Somebody would lose the account itself.
pub const LOCKED_OUT: &str = "The policy could not be turned on. Members without a master password who have not set up two-step login would lose access to their accounts.";

/// What is wrong with the settings.
pub fn invalid(kind: PolicyType, problems: &[FieldProblem]) -> String {
    let texts: Vec<String> = problems
        .iter()
        .map(|problem| {
            let field = problem.field.name;
            match problem.wrong {
                Wrong::Missing => format!("{field} is required"),
                Wrong::Value => format!("{field} has a value that is not allowed"),
                Wrong::Range { least, most } => format!("{field} must be between {least} and {most}"),
                Wrong::Long { most } => format!("{field} must have at most {most} characters"),
                Wrong::NotHttps => format!("{field} must be an https address"),
                Wrong::NotHosts => format!("{field} must be a list of hosts separated by commas"),
            }
        })
        .collect();
    format!("Invalid data for {kind:?} policy: {}.", texts.join("; "))
}
