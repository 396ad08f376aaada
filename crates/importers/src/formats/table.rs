//! What all formats with a head have in common: which columns they need, read and pass over, and how a row becomes an
//! item.

use crate::build::Builder;
use crate::draft::Draft;
use crate::failure::Failure;
use crate::format::Format;
use crate::model::Origin;
use crate::problem::{ProblemKind, Skip};
use crate::read::table::{Head, Row, Table};

/// A table with a head. Heads are compared in lower case.
pub(crate) struct Layout {
    pub(crate) format: Format,
    /// All of one of these lists must be there.
    pub(crate) needs: &'static [&'static [&'static str]],
    /// Read when there.
    pub(crate) reads: &'static [&'static str],
    /// Known, and of no use in a vault.
    pub(crate) ignores: &'static [&'static str],
    /// Turns a row into an item.
    pub(crate) row: fn(&Record<'_>, &mut Builder) -> Outcome,
}

/// What became of a row.
pub(crate) enum Outcome {
    Item(Box<Draft>),
    Skip(Skip),
    /// It was no item and is used otherwise.
    Used,
}

impl From<Draft> for Outcome {
    fn from(draft: Draft) -> Self {
        Self::Item(Box::new(draft))
    }
}

/// A row with its head.
pub(crate) struct Record<'a> {
    head: &'a Head,
    row: &'a Row,
    entry: Option<&'a str>,
}

impl Record<'_> {
    /// The cell of a column; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.head.place(name).map_or("", |at| self.row.cell(at))
    }

    /// The first of these columns with content.
    pub(crate) fn first(&self, names: &[&str]) -> &str {
        names.iter().map(|name| self.get(name)).find(|cell| !cell.trim().is_empty()).unwrap_or_default()
    }

    /// Cells beyond the head.
    pub(crate) fn extra(&self) -> impl Iterator<Item = &str> {
        (self.head.names.len()..self.row.cells.len()).map(|at| self.row.cell(at))
    }

    pub(crate) fn origin(&self) -> Origin {
        match self.entry {
            Some(entry) => Origin::Entry(entry.to_owned(), self.row.line),
            None => Origin::Line(self.row.line),
        }
    }

    /// A yes in whatever form tables have it.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.get(name).trim().to_lowercase().as_str(), "1" | "true" | "yes" | "y" | "x")
    }
}

impl Layout {
    /// How well a head fits: none when a needed column is missing, more for each known column.
    pub(crate) fn score(&self, table: &Table) -> Option<u32> {
        let head = Head::of(table.rows.first()?);
        let fits = |needs: &&&[&str]| needs.iter().all(|name| head.has(name));
        let needed = self.needs.iter().filter(fits).map(|needs| needs.len()).max()?;
        let known = head.names.iter().filter(|name| self.knows(&name.to_lowercase())).count();
        let unknown = head.names.len().saturating_sub(known);
        u32::try_from((needed * 10 + known * 2).saturating_sub(unknown * 4).max(1)).ok()
    }

    fn knows(&self, name: &str) -> bool {
        let needed = self.needs.iter().any(|needs| needs.contains(&name));
        needed || self.reads.contains(&name) || self.ignores.contains(&name) || name.is_empty()
    }

    /// Reads every row into the builder. `entry` names the file inside of an archive.
    pub(crate) fn read(&self, table: &Table, entry: Option<&str>, builder: &mut Builder) -> Result<(), Failure> {
        let Some((first, rows)) = table.rows.split_first() else { return Err(Failure::Empty) };
        if self.score(table).is_none() {
            return Err(Failure::WrongFormat);
        }
        let head = Head::of(first);
        let unknown: Vec<usize> = (0..head.names.len())
            .filter(|at| head.names.get(*at).is_some_and(|name| !self.knows(&name.to_lowercase())))
            .collect();
        for at in &unknown {
            let name = head.names.get(*at).cloned().unwrap_or_default();
            builder.problem(None, None, ProblemKind::UnknownColumn { name });
        }
        for row in rows {
            let record = Record { head: &head, row, entry };
            if row.is_blank() {
                builder.problem(Some(record.origin()), None, ProblemKind::EmptyRow);
                continue;
            }
            let outcome = (self.row)(&record, builder);
            let (expected, found) = (head.names.len(), row.cells.len());
            let ragged = found < expected || record.extra().any(|cell| !cell.trim().is_empty());
            if ragged && self.format != Format::RoboFormCsv {
                builder.problem(Some(record.origin()), None, ProblemKind::RaggedRow { expected, found });
            }
            match outcome {
                Outcome::Used => {}
                Outcome::Skip(why) => builder.skipped(record.origin(), "", why),
                Outcome::Item(mut draft) => {
                    for at in &unknown {
                        draft.field(head.names.get(*at).map_or("", String::as_str), row.cell(*at));
                    }
                    if self.format != Format::RoboFormCsv {
                        for cell in record.extra() {
                            draft.field("", cell);
                        }
                    }
                    builder.add(*draft)?;
                }
            }
        }
        Ok(())
    }
}
