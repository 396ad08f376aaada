//! Zip archives, as far as exports use them: entries stored or deflated, sizes below 4 GiB, no passwords. Nothing is
//! unpacked that is not asked for, and never more than the limits allow.

use std::cell::Cell;

use zeroize::Zeroizing;

use crate::failure::{Failure, Limit};
use crate::limits;

const LOCAL: u32 = 0x0403_4b50;
const CENTRAL: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
/// Bytes of the record at the end, without its comment.
const END_LENGTH: usize = 22;

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    checksum: u32,
    packed: usize,
    unpacked: usize,
    at: usize,
}

/// An archive whose list of entries was read.
pub(crate) struct Archive {
    bytes: Zeroizing<Vec<u8>>,
    entries: Vec<Entry>,
    left: Cell<usize>,
}

/// Whether a file begins like an archive.
pub(crate) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl Archive {
    pub(crate) fn open(bytes: Zeroizing<Vec<u8>>) -> Result<Self, Failure> {
        let entries = list(&bytes)?;
        Ok(Self { bytes, entries, left: Cell::new(limits::UNPACKED) })
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The full name of the entry with this file name, in whatever folder.
    pub(crate) fn find(&self, file: &str) -> Option<&str> {
        self.names().find(|name| name.rsplit(['/', '\\']).next().is_some_and(|own| own.eq_ignore_ascii_case(file)))
    }

    /// Unpacks one entry.
    pub(crate) fn read(&self, name: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let entry = self.entries.iter().find(|entry| entry.name == name).ok_or(Failure::DAMAGED)?;
        if entry.flags & 1 != 0 {
            return Err(Failure::Protected);
        }
        let bomb = entry.unpacked > limits::RATIO_FROM && entry.unpacked / limits::RATIO > entry.packed;
        let left = self.left.get().checked_sub(entry.unpacked);
        let (Some(left), false) = (left, bomb) else { return Err(Failure::too_large(Limit::Unpacked)) };
        self.left.set(left);
        let packed = self.packed(entry)?;
        let unpacked = match entry.method {
            0 => packed.to_vec(),
            // The limit is the size that the archive claims: a claim that is too small ends in an error, not in memory.
            8 => miniz_oxide::inflate::decompress_to_vec_with_limit(packed, entry.unpacked)
                .map_err(|error| Zeroizing::new(error.output))
                .map_err(|_| Failure::DAMAGED)?,
            _ => return Err(Failure::Unsupported),
        };
        let unpacked = Zeroizing::new(unpacked);
        if unpacked.len() == entry.unpacked && crc32(&unpacked) == entry.checksum {
            Ok(unpacked)
        } else {
            Err(Failure::DAMAGED)
        }
    }

    fn packed(&self, entry: &Entry) -> Result<&[u8], Failure> {
        let head = self.bytes.get(entry.at..).ok_or(Failure::DAMAGED)?;
        if u32_at(head, 0)? != LOCAL {
            return Err(Failure::DAMAGED);
        }
        let start = 30 + usize::from(u16_at(head, 26)?) + usize::from(u16_at(head, 28)?);
        head.get(start..).and_then(|rest| rest.get(..entry.packed)).ok_or(Failure::DAMAGED)
    }
}

fn list(bytes: &[u8]) -> Result<Vec<Entry>, Failure> {
    // The record at the end may be followed by a comment of up to 65,535 bytes.
    let last = bytes.len().checked_sub(END_LENGTH).ok_or(Failure::DAMAGED)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let at = (first..=last).rev().find(|at| u32_at(bytes, *at) == Ok(END)).ok_or(Failure::DAMAGED)?;
    let count = usize::from(u16_at(bytes, at + 10)?);
    if count > limits::ENTRIES {
        return Err(Failure::too_large(Limit::Entries));
    }
    let mut place = size_at(bytes, at + 16)?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let head = bytes.get(place..at).ok_or(Failure::DAMAGED)?;
        if u32_at(head, 0)? != CENTRAL {
            return Err(Failure::DAMAGED);
        }
        let name_length = usize::from(u16_at(head, 28)?);
        let name = head.get(46..46 + name_length).ok_or(Failure::DAMAGED)?;
        entries.push(Entry {
            name: String::from_utf8_lossy(name).into_owned(),
            flags: u16_at(head, 8)?,
            method: u16_at(head, 10)?,
            checksum: u32_at(head, 16)?,
            packed: size_at(head, 20)?,
            unpacked: size_at(head, 24)?,
            at: size_at(head, 42)?,
        });
        place += 46 + name_length + usize::from(u16_at(head, 30)?) + usize::from(u16_at(head, 32)?);
    }
    Ok(entries)
}

fn u16_at(bytes: &[u8], at: usize) -> Result<u16, Failure> {
    let part = bytes.get(at..).and_then(|rest| rest.first_chunk::<2>()).ok_or(Failure::DAMAGED)?;
    Ok(u16::from_le_bytes(*part))
}

fn u32_at(bytes: &[u8], at: usize) -> Result<u32, Failure> {
    let part = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).ok_or(Failure::DAMAGED)?;
    Ok(u32::from_le_bytes(*part))
}

fn size_at(bytes: &[u8], at: usize) -> Result<usize, Failure> {
    usize::try_from(u32_at(bytes, at)?).map_err(|_| Failure::DAMAGED)
}

const CRC: [u32; 256] = {
    let mut table = [0; 256];
    let mut at = 0_u32;
    while at < 256 {
        let mut value = at;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        #[allow(clippy::indexing_slicing, reason = "in a constant: a wrong index does not compile")]
        {
            table[at as usize] = value;
        }
        at += 1;
    }
    table
};

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, byte| {
        let [low, ..] = sum.to_le_bytes();
        CRC.get(usize::from(low ^ byte)).copied().unwrap_or_default() ^ (sum >> 8)
    })
}

/// An archive of deflated entries, for tests and samples.
#[cfg(test)]
pub(crate) fn pack(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut central) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let packed = miniz_oxide::deflate::compress_to_vec(content, 6);
        let at = u32::try_from(out.len()).unwrap();
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 8, 0, 0, 0, 0, 0]);
        common.extend(crc32(content).to_le_bytes());
        common.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
        common.extend(u32::try_from(content.len()).unwrap().to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        out.extend(LOCAL.to_le_bytes());
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(packed);
        central.extend(CENTRAL.to_le_bytes());
        central.extend([20, 0]);
        central.extend(&common);
        central.extend([0; 10]);
        central.extend(at.to_le_bytes());
        central.extend(name.as_bytes());
    }
    let (at, length, count) = (out.len(), central.len(), u16::try_from(entries.len()).unwrap());
    out.extend(central);
    out.extend(END.to_le_bytes());
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(u32::try_from(length).unwrap().to_le_bytes());
    out.extend(u32::try_from(at).unwrap().to_le_bytes());
    out.extend([0, 0]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(bytes: Vec<u8>) -> Result<Archive, Failure> {
        Archive::open(Zeroizing::new(bytes))
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn entries_are_found_and_unpacked() {
        let archive = open(pack(&[("a/one.txt", b"hello hello hello"), ("two", b"")])).unwrap();
        assert_eq!(archive.find("ONE.TXT"), Some("a/one.txt"));
        assert_eq!(archive.read("a/one.txt").unwrap().as_slice(), b"hello hello hello");
        assert_eq!(archive.read("two").unwrap().as_slice(), b"");
    }

    #[test]
    fn a_cut_archive_is_damaged_wherever_it_is_cut() {
        let whole = pack(&[("one", b"hello hello hello"), ("two", b"x")]);
        for length in 0..whole.len() {
            assert!(open(whole[..length].to_vec()).is_err(), "{length}");
        }
    }

    #[test]
    fn a_flipped_byte_of_content_is_noticed() {
        let mut bytes = pack(&[("one", b"hello hello hello")]);
        bytes[35] ^= 0xFF;
        assert_eq!(open(bytes).unwrap().read("one").err(), Some(Failure::DAMAGED));
    }

    #[test]
    fn a_bomb_is_refused_without_unpacking() {
        let bytes = pack(&[("bomb", &vec![0; 4 << 20])]);
        assert!(bytes.len() < 10_000);
        assert_eq!(open(bytes).unwrap().read("bomb").err(), Some(Failure::too_large(Limit::Unpacked)));
    }

    #[test]
    fn a_bomb_that_claims_to_be_small_is_damaged() {
        let mut bytes = pack(&[("bomb", &vec![0; 1 << 20])]);
        let at = bytes.len() - 22 - 46 - 4 + 24;
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        assert_eq!(open(bytes).unwrap().read("bomb").err(), Some(Failure::DAMAGED));
    }
}
