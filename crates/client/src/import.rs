//! Import into a client (IMP-01…04; screens §2.14): encrypted files are opened, items are sealed in the key agent part by
//! part, and everything is sent at once. Nothing leaves the browser before all of it is sealed.

use portal_agent::Fault;
use portal_agent::protocol::{ExportKey, OpenExport, OpenItems, SealItems, SealTexts};
use portal_contracts::SecretText;
use portal_contracts::ciphers::{CipherType, ImportCollection, PlainCipher, Relation};
use portal_contracts::policies::PolicyType;
use portal_importers::{Counts, Existing, Failure, Limit, Parsed, Plan, RestrictedFile};
use serde::Serialize;

use crate::bulk::Watch;
use crate::collections::list_collection_names;
use crate::error::ApiError;
use crate::organization::entry;
use crate::policies::read_policies;
use crate::portal::Portal;
use crate::send::Call;

/// Items that are sealed with one question: small enough that a cancel is heard at once.
pub const CHUNK: usize = 100;

/// Where the plain items are: in this process, or in the worker that read the file.
#[allow(async_fn_in_trait, reason = "callers are single-threaded on purpose; no Send bound is wanted")]
pub trait Items {
    /// Hands items over, by their places in the file; `None` when they are gone.
    async fn take(&self, places: &[usize]) -> Option<Vec<PlainCipher>>;
}

impl Items for Parsed {
    async fn take(&self, places: &[usize]) -> Option<Vec<PlainCipher>> {
        self.copies(places)
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What was planned is what was done: all or nothing.
    pub counts: Counts,
    /// How many items of each kind were imported.
    pub kinds: Vec<(CipherType, usize)>,
    /// Bytes that were sent, all of them encrypted but the numbers.
    pub bytes: usize,
}

/// An item that the server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedItem {
    /// Its place in the file's list of items.
    pub item: usize,
    /// The member, as the server names it.
    pub part: String,
    /// What the server says; cleaned for display.
    pub message: String,
}

/// Why nothing was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportFailure {
    /// There is nothing to import.
    #[error("nothing to import")]
    Nothing,
    /// More than any server takes at once.
    #[error("too much at once")]
    TooMuch(Limit),
    /// It was stopped; nothing was sent.
    #[error("stopped")]
    Stopped,
    /// The plain items are gone: the worker that held them has ended. Read the file again.
    #[error("items gone")]
    Gone,
    /// More bytes than this server reads in one request.
    #[error("too many bytes")]
    TooManyBytes(usize),
    /// The server refuses single items.
    #[error("items refused")]
    Items(Vec<RefusedItem>),
    /// There is no answer: it is not known whether the import arrived. Look before repeating it.
    #[error("outcome unknown")]
    Unknown(ApiError),
    /// Anything else; nothing was imported.
    #[error(transparent)]
    Api(#[from] ApiError),
}

/// Why an encrypted file was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenFailure {
    /// The password is not that of the file.
    #[error("wrong password")]
    WrongPassword,
    /// The file belongs to another organisation or account.
    #[error("wrong key")]
    WrongKey,
    /// It was stopped.
    #[error("stopped")]
    Stopped,
    /// It opens, but cannot be read.
    #[error(transparent)]
    File(#[from] Failure),
    /// What else went wrong in the key agent.
    #[error("keys")]
    Keys(Fault),
}

/// The collections of a client that an import may join, by the names they have now.
///
/// # Errors
/// What went wrong with the request; [`ApiError::Keys`] when the client's key is not at hand.
pub async fn import_targets(portal: &Portal, organization: &str) -> Result<Vec<Existing>, ApiError> {
    let collections = list_collection_names(portal, organization).await?;
    let readable = collections.into_iter().filter(|collection| !collection.own_items);
    let named = readable.filter_map(|collection| Some(Existing { id: collection.id, name: collection.path.ok()? }));
    Ok(named.collect())
}

/// Whether a policy keeps payment cards out of a client. Members who may not read policies hear it from the server.
///
/// # Errors
/// What went wrong with the request.
pub async fn forbids_cards(portal: &Portal, organization: &str) -> Result<bool, ApiError> {
    if !entry(portal, organization)?.features.use_policies {
        return Ok(false);
    }
    match read_policies(portal, organization).await {
        Ok(policies) => Ok(policies.is_on(PolicyType::RestrictedItemTypes)),
        Err(ApiError::NotFound { .. } | ApiError::Forbidden { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Opens an export that has a password of its own, to the text of an unencrypted one.
///
/// # Errors
/// See [`OpenFailure`].
pub async fn open_export(portal: &Portal, file: String, password: SecretText) -> Result<SecretText, OpenFailure> {
    match portal.ask(OpenExport { file, password }).await {
        Ok(opened) => Ok(opened.text),
        Err(Fault::Decrypt) => Err(OpenFailure::WrongPassword),
        Err(fault) => Err(OpenFailure::Keys(fault)),
    }
}

/// Opens a restricted export: one of an organisation under the key of this client, a personal one under the own key.
///
/// # Errors
/// See [`OpenFailure`].
pub async fn open_restricted(
    portal: &Portal,
    organization: &str,
    mut file: RestrictedFile,
    watch: Watch<'_>,
) -> Result<Parsed, OpenFailure> {
    let key = if file.organization { ExportKey::Client(organization.to_owned()) } else { ExportKey::Account };
    let ask = async |names, items| {
        let question = OpenItems { key: key.clone(), validation: file.validation.clone(), names, items };
        portal.ask(question).await.map_err(|fault| match fault {
            Fault::Decrypt => OpenFailure::WrongKey,
            fault => OpenFailure::Keys(fault),
        })
    };
    let opened = ask(std::mem::take(&mut file.names), Vec::new()).await?;
    let names: Vec<SecretText> = opened.names.into_iter().map(Result::unwrap_or_default).collect();
    let mut sealed = std::mem::take(&mut file.items);
    let mut items = Vec::with_capacity(sealed.len());
    while !sealed.is_empty() {
        if (watch.stop)() {
            return Err(OpenFailure::Stopped);
        }
        let rest = sealed.split_off(sealed.len().min(CHUNK));
        let opened = ask(Vec::new(), std::mem::replace(&mut sealed, rest)).await?;
        items.extend(opened.items.into_iter().map(Result::ok));
        (watch.done)(items.len());
    }
    Ok(file.opened(&names, items)?)
}

/// Carries a plan out. `watch` hears of every sealed part, and may stop until the request is sent.
///
/// # Errors
/// See [`ImportFailure`]: in every case but one nothing was imported.
pub async fn import_items(
    portal: &Portal,
    organization: &str,
    items: &impl Items,
    plan: &Plan,
    watch: Watch<'_>,
) -> Result<Receipt, ImportFailure> {
    if plan.items.is_empty() {
        return Err(ImportFailure::Nothing);
    }
    if let Some(limit) = plan.exceeds {
        return Err(ImportFailure::TooMuch(limit));
    }
    let mut body = Vec::from(*b"{\"ciphers\":[");
    for (at, places) in plan.items.chunks(CHUNK).enumerate() {
        if (watch.stop)() {
            return Err(ImportFailure::Stopped);
        }
        let plain = items.take(places).await.ok_or(ImportFailure::Gone)?;
        if plain.len() != places.len() {
            return Err(ImportFailure::Gone);
        }
        let question = SealItems { organization_id: organization.to_owned(), items: plain };
        let sealed = portal.ask(question).await.map_err(ApiError::from)?.items;
        if sealed.len() != places.len() {
            return Err(ApiError::Keys(Fault::Gone).into());
        }
        for item in sealed {
            if body.last() == Some(&b'}') {
                body.push(b',');
            }
            body.extend_from_slice(item.as_bytes());
        }
        if at == 0 {
            // Growing by doubling would hold the whole import twice and a half.
            let all = body.len().saturating_mul(plan.items.len().div_ceil(CHUNK));
            body.reserve_exact(all + all / 8);
        }
        (watch.done)(at * CHUNK + places.len());
    }
    append(&mut body, b"],\"collections\":", &seal_collections(portal, organization, plan).await?);
    let relations: Vec<Relation> =
        plan.relations.iter().map(|(key, value)| Relation { key: *key, value: *value }).collect();
    append(&mut body, b",\"collectionRelationships\":", &relations);
    body.extend_from_slice(b",\"folders\":[],\"folderRelationships\":[]}");
    if (watch.stop)() {
        return Err(ImportFailure::Stopped);
    }
    send(portal, organization, plan, body).await
}

fn append<T: Serialize>(body: &mut Vec<u8>, head: &[u8], value: &T) {
    body.extend_from_slice(head);
    // Our own types always serialise; an empty member would be refused by the server, not misread.
    body.extend(serde_json::to_vec(value).unwrap_or_default());
}

async fn seal_collections(
    portal: &Portal,
    organization: &str,
    plan: &Plan,
) -> Result<Vec<ImportCollection>, ImportFailure> {
    let texts = plan.collections.iter().map(|collection| collection.name.clone()).collect();
    let question = SealTexts { organization_id: organization.to_owned(), texts };
    let sealed = portal.ask(question).await.map_err(ApiError::from)?.texts;
    if sealed.len() != plan.collections.len() {
        return Err(ApiError::Keys(Fault::Gone).into());
    }
    let named = plan.collections.iter().zip(sealed);
    Ok(named
        .map(|(one, name)| ImportCollection { id: one.existing.clone(), name, ..ImportCollection::default() })
        .collect())
}

async fn send(portal: &Portal, organization: &str, plan: &Plan, body: Vec<u8>) -> Result<Receipt, ImportFailure> {
    let bytes = body.len();
    let path = ["ciphers/import-organization?organizationId=", organization].concat();
    match portal.run(Call::post(path).json_bytes(body)).await {
        Ok(()) => {}
        Err(ApiError::Refused { status: 413, .. }) => return Err(ImportFailure::TooManyBytes(bytes)),
        Err(ApiError::Validation { fields, message }) => {
            let refused: Vec<RefusedItem> = fields.iter().filter_map(|field| refused(plan, field)).collect();
            return Err(match refused.is_empty() {
                true => ImportFailure::Api(ApiError::Validation { fields, message }),
                false => ImportFailure::Items(refused),
            });
        }
        // Nothing can be gone that was open a moment ago: the right is missing.
        Err(ApiError::NotFound { message }) => return Err(ApiError::Forbidden { message }.into()),
        Err(error) if error.outcome_unknown() => return Err(ImportFailure::Unknown(error)),
        Err(error) => return Err(error.into()),
    }
    Ok(Receipt { counts: plan.counts, kinds: plan.kinds.clone(), bytes })
}

/// `ciphers[12].Login.Username` → the item that was sent as the twelfth, and the member.
fn refused(plan: &Plan, field: &crate::error::FieldError) -> Option<RefusedItem> {
    let rest = field.field.strip_prefix("ciphers[").or_else(|| field.field.strip_prefix("Ciphers["))?;
    let (index, part) = rest.split_once(']')?;
    let item = *plan.items.get(index.parse::<usize>().ok()?)?;
    Some(RefusedItem { item, part: part.trim_start_matches('.').to_owned(), message: field.message.clone() })
}
