//! Type 2: AES-256-CBC with HMAC-SHA-256, as text and as file (spec §6.3, §6.4). Encrypt-then-MAC; the MAC is compared
//! in constant time before anything is decrypted, and every failure looks the same.

use aes::Aes256;
use aes::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::Error;
use crate::enc_string::{EncString, Parts};
use crate::secret::{Key64, fill_random};

const BLOCK: usize = 16;
/// First byte of the binary form.
const FILE_TYPE: u8 = 2;
/// Type, IV, MAC and the data of one byte: shorter is not a file (spec §6.4).
const FILE_MIN: usize = 50;

/// Seals under a fresh random IV.
pub(crate) fn seal(key: &Key64, plaintext: &[u8]) -> Result<EncString, Error> {
    let mut iv = [0; BLOCK];
    fill_random(&mut iv)?;
    seal_under(key, iv, plaintext)
}

/// The one place that encrypts. Reusing an IV would leak equal beginnings of texts, so only [`seal`] and the vector
/// runner's feature reach it.
pub(crate) fn seal_under(key: &Key64, iv: [u8; BLOCK], plaintext: &[u8]) -> Result<EncString, Error> {
    let mut data = vec![0; (plaintext.len() / BLOCK + 1) * BLOCK];
    data.get_mut(..plaintext.len()).ok_or(Error::Environment)?.copy_from_slice(plaintext);
    let encryptor = cbc::Encryptor::<Aes256>::new(key.enc().into(), &iv.into());
    encryptor.encrypt_padded::<Pkcs7>(&mut data, plaintext.len()).map_err(|_| Error::Environment)?;
    let mac = mac(key.mac(), &iv, &data)?;
    Ok(EncString(Parts::Authenticated { iv, data, mac }))
}

/// Opens type 2 and nothing else: type 0 would allow cutting the MAC off (spec §6.3).
pub(crate) fn open(key: &Key64, text: &EncString) -> Result<Zeroizing<Vec<u8>>, Error> {
    let Parts::Authenticated { iv, data, mac } = &text.0 else { return Err(Error::Unsupported) };
    open_parts(key, iv, data, mac)
}

/// Opens a very old protected user key (spec §8.2): no MAC, so the caller checks the length and nothing else uses it.
pub(crate) fn open_unauthenticated(key: &[u8; 32], text: &EncString) -> Result<Zeroizing<Vec<u8>>, Error> {
    let Parts::Unauthenticated { iv, data } = &text.0 else { return Err(Error::Unsupported) };
    decrypt(key, iv, data)
}

/// Binary form: `02 || iv || mac || data`, the MAC before the data.
pub(crate) fn seal_file(key: &Key64, plaintext: &[u8]) -> Result<Vec<u8>, Error> {
    let mut iv = [0; BLOCK];
    fill_random(&mut iv)?;
    seal_file_under(key, iv, plaintext)
}

pub(crate) fn seal_file_under(key: &Key64, iv: [u8; BLOCK], plaintext: &[u8]) -> Result<Vec<u8>, Error> {
    let sealed = seal_under(key, iv, plaintext)?;
    let mut out = Vec::with_capacity(FILE_MIN + sealed.data().len());
    out.push(FILE_TYPE);
    out.extend_from_slice(&iv);
    out.extend_from_slice(sealed.mac().ok_or(Error::Environment)?);
    out.extend_from_slice(sealed.data());
    Ok(out)
}

/// Opens the binary form.
pub(crate) fn open_file(key: &Key64, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (kind, rest) = file.split_first().ok_or(Error::Parse)?;
    if *kind != FILE_TYPE {
        return Err(Error::Unsupported);
    }
    if file.len() < FILE_MIN {
        return Err(Error::Parse);
    }
    let (iv, rest) = rest.split_first_chunk::<BLOCK>().ok_or(Error::Parse)?;
    let (mac, data) = rest.split_first_chunk::<32>().ok_or(Error::Parse)?;
    open_parts(key, iv, data, mac)
}

fn open_parts(key: &Key64, iv: &[u8; BLOCK], data: &[u8], expected: &[u8; 32]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let actual = mac(key.mac(), iv, data)?;
    if !bool::from(actual.ct_eq(expected)) {
        return Err(Error::Decrypt);
    }
    decrypt(key.enc(), iv, data)
}

fn decrypt(key: &[u8; 32], iv: &[u8; BLOCK], data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let mut buffer = Zeroizing::new(data.to_vec());
    let decryptor = cbc::Decryptor::<Aes256>::new(key.into(), iv.into());
    let length = decryptor.decrypt_padded::<Pkcs7>(&mut buffer).map_err(|_| Error::Decrypt)?.len();
    buffer.truncate(length);
    Ok(buffer)
}

fn mac(key: &[u8; 32], iv: &[u8; BLOCK], data: &[u8]) -> Result<[u8; 32], Error> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| Error::Key)?;
    mac.update(iv);
    mac.update(data);
    Ok(mac.finalize().into_bytes().into())
}
