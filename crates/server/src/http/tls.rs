//! A self-signed certificate for trying things out: official clients refuse plain http.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Apple's systems trust no certificate that is good for longer than 825 days.
const GOOD_FOR: Duration = Duration::days(800);

/// The certificate in use and what accepts connections with it.
pub struct Tls {
    /// Accepts connections.
    pub acceptor: TlsAcceptor,
    /// The certificate's file, to be imported where it has to be trusted.
    pub certificate: PathBuf,
}

/// Loads `tls/cert.pem` and `tls/key.pem` below `directory`; makes them when they are missing.
///
/// # Errors
/// When files cannot be read or written, or hold something else.
pub fn load_or_make(directory: &Path, host: &str) -> io::Result<Tls> {
    let folder = directory.join("tls");
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    if !certificate.exists() || !key.exists() || outlived(&certificate) {
        std::fs::create_dir_all(&folder)?;
        let mut names = vec![host.to_owned()];
        names.extend(["localhost", "127.0.0.1", "::1"].into_iter().filter(|name| *name != host).map(str::to_owned));
        let (made, own) = make(names).map_err(io::Error::other)?;
        write_private(&key, &own)?;
        std::fs::write(&certificate, made)?;
    }
    let chain: Vec<_> = CertificateDer::pem_file_iter(&certificate)
        .map_err(io::Error::other)?
        .collect::<Result<_, _>>()
        .map_err(io::Error::other)?;
    let key = PrivateKeyDer::from_pem_file(&key).map_err(io::Error::other)?;
    let mut config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Tls { acceptor: TlsAcceptor::from(Arc::new(config)), certificate })
}

/// The certificate and its key, as PEM.
fn make(names: Vec<String>) -> Result<(String, String), rcgen::Error> {
    let mut wanted = CertificateParams::new(names)?;
    let now = OffsetDateTime::now_utc();
    wanted.not_before = now - Duration::days(1);
    wanted.not_after = now + GOOD_FOR;
    wanted.distinguished_name = DistinguishedName::new();
    wanted.distinguished_name.push(DnType::CommonName, "Provider Portal, for trying out");
    wanted.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let own = KeyPair::generate()?;
    let made = wanted.self_signed(&own)?;
    Ok((made.pem(), own.serialize_pem()))
}

/// Whether a certificate made by us has run out, judged by the age of its file.
fn outlived(certificate: &Path) -> bool {
    let age = std::fs::metadata(certificate).and_then(|data| data.modified()).map(|made| made.elapsed());
    age.is_ok_and(|age| age.is_ok_and(|age| age >= GOOD_FOR.unsigned_abs()))
}

/// Only the owner may read the key.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)?.write_all(text.as_bytes())
}
