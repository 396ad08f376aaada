//! What a client of the demo is made of besides its people: collections, groups, and who reaches what. Names of
//! collections are sealed under the client's own key.

use portal_contracts::access::Access;
use portal_contracts::enums::{OrganizationUserStatus, OrganizationUserType};
use portal_crypto::{OrgKey, SealingKey};
use rusqlite::{Transaction, params};
use uuid::Uuid;

use super::keys::broken;
use crate::ApiResult;
use crate::clock::Millis;
use crate::secrets::new_id;

/// Names of collections: parents before what is in them.
const COLLECTIONS: [&str; 12] = [
    "IT",
    "IT/Servers",
    "IT/Network",
    "Finance",
    "Finance/Banking",
    "Front office",
    "IT/Servers/Backup",
    "Marketing",
    "Marketing/Social media",
    "Human resources",
    "Finance/Payroll",
    "Suppliers",
];
const GROUPS: [&str; 6] = ["Management", "Front office", "IT", "Finance", "Marketing", "Human resources"];

/// A member as far as groups and collections are concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) id: Uuid,
    pub(super) kind: OrganizationUserType,
    pub(super) status: OrganizationUserStatus,
}

/// Collections and groups of one client, ready to be written.
pub(super) struct Structure {
    collections: Vec<(Uuid, String)>,
    groups: Vec<(Uuid, String)>,
    /// Of so many collections all but one are managed by their first group; 0 leaves managing to the owner.
    group_manages: usize,
}

impl Structure {
    /// A handful for so many people.
    pub(super) fn small(key: &OrgKey, people: usize) -> ApiResult<Self> {
        let collections = (3 + people / 5).min(COLLECTIONS.len());
        let groups = (2 + people / 15).min(GROUPS.len());
        Self::of(key, COLLECTIONS.iter().take(collections), GROUPS.iter().take(groups).map(|name| (*name).to_owned()))
    }

    /// So many of both that a list has to be windowed: with the first collection, which every client has, 500.
    pub(super) fn large(key: &OrgKey) -> ApiResult<Self> {
        let mut names = Vec::new();
        for faculty in 1..=20 {
            names.push(format!("Faculty {faculty}"));
            for institute in 1..=4 {
                names.push(format!("Faculty {faculty}/Institute {institute}"));
                names.extend((1..=5).map(|desk| format!("Faculty {faculty}/Institute {institute}/Desk {desk}")));
            }
        }
        names.truncate(499);
        let groups = (1..=60).map(|number| format!("Team {number:02}"));
        Ok(Self { group_manages: 25, ..Self::of(key, names.iter(), groups)? })
    }

    fn of<T: AsRef<str>>(
        key: &OrgKey,
        collections: impl Iterator<Item = T>,
        groups: impl Iterator<Item = String>,
    ) -> ApiResult<Self> {
        let seal = |name: T| Ok((new_id(), key.seal_text(name.as_ref()).map_err(broken)?.to_text()));
        Ok(Self {
            collections: collections.map(seal).collect::<ApiResult<_>>()?,
            groups: groups.map(|name| (new_id(), name)).collect(),
            group_manages: 0,
        })
    }

    /// Writes all of it. The owner manages every collection but the last one, which nobody manages: there is always one
    /// that needs access.
    pub(super) fn write(
        &self,
        tx: &Transaction<'_>,
        organization: Uuid,
        people: &[Placed],
        at: Millis,
    ) -> ApiResult<()> {
        for (id, name) in &self.collections {
            tx.prepare_cached(
                "INSERT INTO collection (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            )?
            .execute(params![id, organization, name, at])?;
        }
        for (id, name) in &self.groups {
            tx.prepare_cached(
                "INSERT INTO groups (id, organization_id, name, created_at, revised_at) VALUES (?1, ?2, ?3, ?4, ?4)",
            )?
            .execute(params![id, organization, name, at])?;
        }
        self.give_to_groups(tx)?;
        self.give_to_people(tx, people)
    }

    /// Each collection to one group, every fourth to a second one, with all permissions but managing in turn.
    fn give_to_groups(&self, tx: &Transaction<'_>) -> ApiResult<()> {
        let mut permissions = Access::ALL.into_iter().filter(|access| *access != Access::Manage).cycle();
        for (number, (collection, _)) in self.collections.iter().enumerate() {
            let second = number.is_multiple_of(4).then_some(number + 1);
            let manages = self.group_manages > 0 && (number + 1) % self.group_manages != 0;
            for group in std::iter::once(number).chain(second) {
                let (Some((found, _)), Some(access)) = (self.groups.get(group % self.groups.len()), permissions.next())
                else {
                    continue;
                };
                let access = if manages && group == number { Access::Manage } else { access };
                give(tx, "collection_group", "group_id", (*collection, *found), access)?;
            }
        }
        Ok(())
    }

    fn give_to_people(&self, tx: &Transaction<'_>, people: &[Placed]) -> ApiResult<()> {
        let managed = self.collections.get(..self.collections.len().saturating_sub(1)).unwrap_or_default();
        for (number, person) in people.iter().enumerate() {
            if person.kind == OrganizationUserType::Owner {
                if person.status == OrganizationUserStatus::Confirmed {
                    for (collection, _) in managed {
                        give(tx, "collection_user", "organization_user_id", (*collection, person.id), Access::Manage)?;
                    }
                }
                continue;
            }
            let second = number.is_multiple_of(4).then_some(number + 1);
            for group in std::iter::once(number).chain(second) {
                if let Some((group, _)) = self.groups.get(group % self.groups.len()) {
                    tx.prepare_cached(
                        "INSERT OR IGNORE INTO group_user (group_id, organization_user_id) VALUES (?1, ?2)",
                    )?
                    .execute([group, &person.id])?;
                }
            }
            if number.is_multiple_of(5)
                && let Some((collection, _)) = self.collections.get(number % self.collections.len())
            {
                give(tx, "collection_user", "organization_user_id", (*collection, person.id), Access::Edit)?;
            }
        }
        Ok(())
    }
}

fn give(
    tx: &Transaction<'_>,
    table: &'static str,
    column: &'static str,
    (collection, receiver): (Uuid, Uuid),
    access: Access,
) -> ApiResult<()> {
    let entry = access.entry("");
    tx.prepare_cached(&format!(
        "INSERT OR IGNORE INTO {table} (collection_id, {column}, read_only, hide_passwords, manage)
         VALUES (?1, ?2, ?3, ?4, ?5)"
    ))?
    .execute(params![collection, receiver, entry.read_only, entry.hide_passwords, entry.manage])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_before_what_is_in_them_and_the_large_one_has_its_numbers() {
        for (place, name) in COLLECTIONS.iter().enumerate() {
            if let Some((parent, _)) = name.rsplit_once('/') {
                assert!(COLLECTIONS[..place].contains(&parent), "{name}");
            }
        }
        let large = Structure::large(&OrgKey::generate().unwrap()).unwrap();
        assert_eq!((large.collections.len(), large.groups.len()), (499, 60));
    }
}
