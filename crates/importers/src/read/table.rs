//! Tables of text: separators , ; and tab, quoted newlines, ragged and empty rows.

use std::collections::HashMap;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use portal_contracts::SecretText;
use zeroize::Zeroizing;

use crate::failure::{Failure, Limit};
use crate::limits;

/// A row with the line it begins on.
pub(crate) struct Row {
    pub(crate) line: u64,
    pub(crate) cells: Vec<SecretText>,
}

/// A table whose first row may be its head.
pub(crate) struct Table {
    pub(crate) rows: Vec<Row>,
    /// A quotation mark without its partner.
    pub(crate) open_quote: bool,
}

impl Row {
    pub(crate) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", SecretText::expose)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.expose().trim().is_empty())
    }
}

/// Where each column is, by its head in lower case.
pub(crate) struct Head {
    pub(crate) names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Head {
    pub(crate) fn of(row: &Row) -> Self {
        let names: Vec<String> = row.cells.iter().map(|cell| cell.expose().trim().to_owned()).collect();
        let mut places = HashMap::new();
        for (at, name) in names.iter().enumerate() {
            places.entry(name.to_lowercase()).or_insert(at);
        }
        Self { names, places }
    }

    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }
}

/// Reads a whole table.
pub(crate) fn read(text: &str) -> Result<Table, Failure> {
    let mut reader = ReaderBuilder::new().delimiter(separator(text)).build();
    let mut rows = Vec::new();
    let mut rest = text.as_bytes();
    let mut cells = Zeroizing::new(vec![0; 4096]);
    let mut ends = vec![0; 64];
    loop {
        // The reader passes over blank lines, and over the second half of a line end, only now.
        let blank = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
        let line = reader.line() + u64::try_from(blank).unwrap_or_default();
        let Some((length, count)) = record(&mut reader, &mut rest, &mut cells, &mut ends)? else { break };
        if rows.len() > limits::ITEMS {
            return Err(Failure::too_large(Limit::Items));
        }
        let mut start = 0;
        let mut row = Vec::with_capacity(count);
        for end in ends.get(..count).unwrap_or_default() {
            let bytes = cells.get(start..*end).filter(|_| *end <= length).unwrap_or_default();
            row.push(SecretText::new(String::from_utf8_lossy(bytes).into_owned()));
            start = *end;
        }
        rows.push(Row { line, cells: row });
    }
    let open_quote = text.bytes().filter(|byte| *byte == b'"').count() % 2 == 1;
    Ok(Table { rows, open_quote })
}

/// One record: the length of its text and the number of its cells; `None` at the end.
fn record(
    reader: &mut Reader,
    rest: &mut &[u8],
    cells: &mut Zeroizing<Vec<u8>>,
    ends: &mut Vec<usize>,
) -> Result<Option<(usize, usize)>, Failure> {
    let (mut length, mut count) = (0, 0);
    loop {
        let (Some(out), Some(out_ends)) = (cells.get_mut(length..), ends.get_mut(count..)) else {
            return Err(Failure::DAMAGED);
        };
        let (result, read, written, ended) = reader.read_record(rest, out, out_ends);
        *rest = rest.get(read..).unwrap_or_default();
        length += written;
        count += ended;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => {
                let mut larger = Zeroizing::new(vec![0; cells.len() * 2]);
                if let Some(start) = larger.get_mut(..cells.len()) {
                    start.copy_from_slice(cells);
                }
                *cells = larger;
            }
            ReadRecordResult::OutputEndsFull if ends.len() > limits::COLUMNS => {
                return Err(Failure::too_large(Limit::Columns));
            }
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record => return Ok(Some((length, count))),
            ReadRecordResult::End => return Ok(None),
        }
    }
}

/// The separator that the first line has most of, outside of quotes.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            other if !quoted => {
                for (separator, count) in &mut counts {
                    *count += usize::from(*separator == other);
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let table = read(text).unwrap();
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.expose().to_owned()).collect()).collect()
    }

    #[test]
    fn separators_quotes_and_newlines() {
        let wanted = vec![vec!["a", "b"], vec!["1,;", "two\nlines \"q\""]];
        assert_eq!(cells("a,b\r\n\"1,;\",\"two\nlines \"\"q\"\"\"\r\n"), wanted);
        assert_eq!(cells("a;b\n\"1,;\";\"two\nlines \"\"q\"\"\""), wanted);
        assert_eq!(cells("a\tb\n1,;\t\"two\nlines \"\"q\"\"\"\n"), wanted);
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let table = read("a,b\n\"x\ny\",2\n\n\n3,4\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 6]);
        let table = read("a,b\r\n1,2\r\n\r\n3,4\r\n").unwrap();
        assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [1, 2, 4]);
    }

    #[test]
    fn too_many_rows_and_columns_are_refused() {
        let rows = "a\n".repeat(limits::ITEMS + 2);
        assert_eq!(read(&rows).err(), Some(Failure::too_large(Limit::Items)));
        assert_eq!(read(&",".repeat(2_000)).err(), Some(Failure::too_large(Limit::Columns)));
        assert_eq!(read(&"a\n".repeat(limits::ITEMS + 1)).unwrap().rows.len(), limits::ITEMS + 1);
    }

    #[test]
    fn an_open_quote_is_noticed() {
        assert!(read("a,b\n\"x,2\n3,4\n").unwrap().open_quote);
    }
}
