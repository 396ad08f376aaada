//! Links of real servers' mails, in every spelling (API contract §16; JOIN-01, REG-10).
//!
//! Everything in a link is a claim: names are cleaned and shown as unverified. Tokens stay byte-exact.

use portal_contracts::SecretText;

use crate::{encode, text};

/// A mail link that the portal can act on.
#[derive(Debug, PartialEq, Eq)]
pub enum MailLink {
    /// Invitation to a provider.
    Provider(ProviderInvitation),
    /// First set-up of a provider by its first admin (JOIN-09).
    ProviderSetUp(ProviderSetUp),
    /// Invitation to an organisation.
    Organization(OrganizationInvitation),
    /// Proof of an address at sign-up.
    SignUp(SignUpLink),
}

/// Invitation to a provider.
#[derive(Debug, PartialEq, Eq)]
pub struct ProviderInvitation {
    /// Provider id.
    pub provider_id: String,
    /// Membership id.
    pub provider_user_id: String,
    /// Token, byte-exact.
    pub token: SecretText,
    /// Invited address, when the link says it.
    pub email: Option<String>,
    /// Claimed name of the provider, cleaned.
    pub provider_name: Option<String>,
}

/// Set-up mail of a new provider.
#[derive(Debug, PartialEq, Eq)]
pub struct ProviderSetUp {
    /// Provider id.
    pub provider_id: String,
    /// Token, byte-exact.
    pub token: SecretText,
    /// Address of the first admin, when the link says it.
    pub email: Option<String>,
}

/// Invitation to an organisation.
#[derive(Debug, PartialEq, Eq)]
pub struct OrganizationInvitation {
    /// Organisation id.
    pub organization_id: String,
    /// Membership id.
    pub organization_user_id: String,
    /// Token, byte-exact.
    pub token: SecretText,
    /// Invited address, when the link says it.
    pub email: Option<String>,
    /// Claimed name of the organisation, cleaned.
    pub organization_name: Option<String>,
    /// The organisation has no keys yet.
    pub makes_keys: bool,
    /// The server knows an account of this address.
    pub has_account: bool,
    /// The organisation demands single sign-on.
    pub sso_identifier: Option<String>,
}

/// Proof of an address at sign-up.
#[derive(Debug, PartialEq, Eq)]
pub struct SignUpLink {
    /// Address.
    pub email: String,
    /// Token, byte-exact.
    pub token: SecretText,
}

/// Why a text is no usable link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// A known link with a missing or broken part: copied only in part, or damaged by a mail program.
    #[error("the link is incomplete")]
    Incomplete,
    /// No link that the portal knows.
    #[error("not an invitation link")]
    Unknown,
}

/// Longest text that is looked at.
const LONGEST: usize = 8_192;

/// Reads a link: a whole address, pasted text around it, or just what follows the origin, with or
/// without `#`. Nothing is decoded twice.
///
/// # Errors
/// [`LinkError`].
pub fn parse_link(pasted: &str) -> Result<MailLink, LinkError> {
    if pasted.len() > LONGEST {
        return Err(LinkError::Unknown);
    }
    for piece in pasted.split(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>' | '"' | '\'')) {
        match parse_one(piece) {
            Err(LinkError::Unknown) => {}
            found => return found,
        }
    }
    Err(LinkError::Unknown)
}

fn parse_one(link: &str) -> Result<MailLink, LinkError> {
    let (route, query) = link.split_once('?').ok_or(LinkError::Unknown)?;
    // `…/#/route`, `…connector.html#route`, `/route`: what counts is the end of the path.
    let route = route.trim_end_matches('/');
    let route = route.rsplit_once('#').map_or(route, |(_, after)| after);
    let last = route.rsplit('/').next().unwrap_or(route);
    let query = query.split('#').next().unwrap_or(query);
    let parameters = Parameters(query);
    match last {
        "accept-provider" => Ok(MailLink::Provider(ProviderInvitation {
            provider_id: parameters.id("providerId")?,
            provider_user_id: parameters.id("providerUserId")?,
            token: parameters.token("token")?,
            email: parameters.email(),
            provider_name: parameters.name("providerName"),
        })),
        "setup-provider" | "setup-business-unit" => Ok(MailLink::ProviderSetUp(ProviderSetUp {
            provider_id: parameters.id("providerId")?,
            token: parameters.token("token")?,
            email: parameters.email(),
        })),
        "accept-organization" => Ok(MailLink::Organization(OrganizationInvitation {
            organization_id: parameters.id("organizationId")?,
            organization_user_id: parameters.id("organizationUserId")?,
            token: parameters.token("token")?,
            email: parameters.email(),
            organization_name: parameters.name("organizationName"),
            makes_keys: parameters.flag("initOrganization"),
            has_account: parameters.flag("orgUserHasExistingUser"),
            sso_identifier: parameters.name("orgSsoIdentifier"),
        })),
        "finish-signup" => Ok(MailLink::SignUp(SignUpLink {
            email: parameters.email().ok_or(LinkError::Incomplete)?,
            token: parameters.token("token")?,
        })),
        _ => Err(LinkError::Unknown),
    }
}

impl MailLink {
    /// Claimed name of who invites, when the link says it.
    #[must_use]
    pub fn inviter(&self) -> Option<&str> {
        match self {
            Self::Provider(invitation) => invitation.provider_name.as_deref(),
            Self::Organization(invitation) => invitation.organization_name.as_deref(),
            Self::ProviderSetUp(_) | Self::SignUp(_) => None,
        }
    }
}

impl ProviderInvitation {
    /// Whether the link was sent to this address; `true` when the link does not say. Says nothing
    /// about whether the server agrees.
    #[must_use]
    pub fn is_for(&self, email: &str) -> bool {
        same_address(self.email.as_deref(), email)
    }
}

impl OrganizationInvitation {
    /// As [`ProviderInvitation::is_for`].
    #[must_use]
    pub fn is_for(&self, email: &str) -> bool {
        same_address(self.email.as_deref(), email)
    }

    /// Whether it makes a member and nothing else: no keys of the organisation have to be made first, and no single sign-on
    /// stands before it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.makes_keys && self.sso_identifier.is_none()
    }
}

impl ProviderSetUp {
    /// As [`ProviderInvitation::is_for`].
    #[must_use]
    pub fn is_for(&self, email: &str) -> bool {
        same_address(self.email.as_deref(), email)
    }
}

fn same_address(invited: Option<&str>, email: &str) -> bool {
    invited.is_none_or(|invited| invited.trim().to_lowercase() == email.trim().to_lowercase())
}

struct Parameters<'a>(&'a str);

impl Parameters<'_> {
    /// The value of a parameter, decoded once. `&amp;` comes from links copied out of mail source.
    fn get(&self, name: &str) -> Option<String> {
        self.0.split('&').find_map(|pair| {
            let (found, value) = pair.strip_prefix("amp;").unwrap_or(pair).split_once('=')?;
            found.eq_ignore_ascii_case(name).then(|| encode::decode(value))?
        })
    }

    fn token(&self, name: &str) -> Result<SecretText, LinkError> {
        self.get(name).filter(|token| !token.is_empty()).map(SecretText::new).ok_or(LinkError::Incomplete)
    }

    /// An id goes into a path: only what a GUID consists of.
    fn id(&self, name: &str) -> Result<String, LinkError> {
        self.get(name).filter(|id| is_guid(id)).map(|id| id.to_ascii_lowercase()).ok_or(LinkError::Incomplete)
    }

    fn email(&self) -> Option<String> {
        let email = self.get("email")?;
        let email = email.trim();
        let plausible = email.contains('@') && email.len() <= 256 && text::clean(email, 256) == email;
        plausible.then(|| email.to_owned())
    }

    fn name(&self, name: &str) -> Option<String> {
        text::name(self.get(name).as_deref())
    }

    fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

/// Whether a text is a GUID in the hyphenated spelling.
pub(crate) fn is_guid(id: &str) -> bool {
    id.len() == 36
        && id.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: &str = "11111111-2222-3333-4444-555555555555";
    const U: &str = "AAAAAAAA-bbbb-cccc-dddd-eeeeeeeeeeee";

    fn provider(link: &str) -> ProviderInvitation {
        match parse_link(link) {
            Ok(MailLink::Provider(invitation)) => invitation,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_provider_invitation_is_read_from_every_spelling() {
        let query = format!(
            "providerId={P}&providerUserId={U}&email=sam%2Bnew%40msp.example&providerName=North+%26+Sons&token=CfDJ8%2Ba%2F%3D%25"
        );
        for prefix in [
            "https://vault.example/#/providers/accept-provider?",
            "https://vault.example/#/providers/accept-provider/?",
            "http://localhost:8080/providers/accept-provider?",
            "#/providers/accept-provider?",
            "/providers/accept-provider?",
            "Dear Sam,\n join here: <https://vault.example/#/providers/accept-provider?",
        ] {
            let invitation = provider(&format!("{prefix}{query}"));
            assert_eq!(invitation.provider_id, P);
            assert_eq!(invitation.provider_user_id, U.to_lowercase());
            assert_eq!(invitation.token.expose(), "CfDJ8+a/=%", "{prefix}");
            assert_eq!(invitation.email.as_deref(), Some("sam+new@msp.example"));
            assert_eq!(invitation.provider_name.as_deref(), Some("North & Sons"));
        }
    }

    #[test]
    fn both_sign_up_mails_work() {
        for link in [
            "https://vault.example/redirect-connector.html#finish-signup?token=t%2Bt&email=a%40b.example&fromEmail=true",
            "https://vault.example/#/finish-signup/?email=a%40b.example&token=t%2Bt",
        ] {
            let Ok(MailLink::SignUp(found)) = parse_link(link) else { unreachable!("{link}") };
            assert_eq!((found.email.as_str(), found.token.expose()), ("a@b.example", "t+t"));
        }
    }

    #[test]
    fn an_organisation_invitation_reads_its_flags_in_any_case() {
        let link = format!(
            "https://v/#/accept-organization/?email=a%40b.c&organizationName=%E2%80%AEX&organizationId={P}&organizationUserId={U}&token=j.w.t&initOrganization=True&orgUserHasExistingUser=false"
        );
        let Ok(MailLink::Organization(found)) = parse_link(&link) else { unreachable!() };
        assert!(found.makes_keys && !found.has_account);
        assert_eq!(found.organization_name.as_deref(), Some("X"));
        assert!(found.is_for(" A@B.c ") && !found.is_for("z@b.c"));
        assert!(!found.is_plain(), "its keys come first");
        assert_eq!(MailLink::Organization(found).inviter(), Some("X"));
    }

    #[test]
    fn cut_and_foreign_links_are_told_apart() {
        let cut = format!("https://v/#/providers/accept-provider?providerId={P}&providerUserId={U}&email=a%40b.c");
        assert_eq!(parse_link(&cut), Err(LinkError::Incomplete));
        let path_trick = format!("https://v/#/providers/accept-provider?providerId=../../x&providerUserId={U}&token=t");
        assert_eq!(parse_link(&path_trick), Err(LinkError::Incomplete));
        for foreign in ["", "hello", "https://v/#/login?token=x", "https://v/#/providers/accept-provider"] {
            assert_eq!(parse_link(foreign), Err(LinkError::Unknown), "{foreign}");
        }
        assert_eq!(parse_link(&"x?".repeat(100_000)), Err(LinkError::Unknown));
    }
}
