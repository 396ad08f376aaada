//! The accept loop, over real sockets.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use portal_server::faults::{CutAt, Rule};
use portal_server::tls;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::support::Server;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<std::io::Result<()>>,
}

async fn run(server: &Server, tls: Option<tls::Tls>) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let app = server.app.clone();
    let task = tokio::spawn(async move {
        app.serve(listener, tls, async {
            let _ = stopped.await;
        })
        .await
    });
    Running { address, stop, task }
}

/// Sends a request and reads until the server closes.
fn talk(address: SocketAddr, request: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

async fn get(address: SocketAddr, path: &str) -> Vec<u8> {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    tokio::task::spawn_blocking(move || talk(address, &request)).await.unwrap()
}

#[tokio::test]
async fn answers_over_a_socket_and_stops_when_asked() {
    let server = Server::start().await;
    let running = run(&server, None).await;
    assert!(get(running.address, "/api/version").await.starts_with(b"HTTP/1.1 200"));
    running.stop.send(()).unwrap();
    running.task.await.unwrap().unwrap();
    assert!(TcpStream::connect(running.address).is_err());
}

#[tokio::test]
async fn an_open_request_is_finished_before_the_end() {
    let server = Server::start().await;
    server.app.state().faults.add(Rule { path: "/api/version".into(), delay_ms: 300, ..Rule::default() });
    let running = run(&server, None).await;
    let answer = tokio::spawn(get(running.address, "/api/version"));
    while server.app.state().faults.list()[0].matched == 0 {
        tokio::task::yield_now().await;
    }
    running.stop.send(()).unwrap();
    assert!(answer.await.unwrap().starts_with(b"HTTP/1.1 200"));
    running.task.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_cut_connection_brings_no_byte() {
    let server = Server::start().await;
    for cut in [CutAt::Before, CutAt::After] {
        server.app.state().faults.clear();
        server.app.state().faults.add(Rule { path: "/api/version".into(), cut: Some(cut), ..Rule::default() });
        let running = run(&server, None).await;
        assert!(get(running.address, "/api/version").await.is_empty());
        assert!(get(running.address, "/api/alive").await.starts_with(b"HTTP/1.1 200"));
    }
}

#[tokio::test]
async fn requests_have_their_time() {
    let server = Server::with(|config| config.request_timeout = Duration::from_millis(50)).await;
    let running = run(&server, None).await;
    // The head promises a body that never comes.
    let request =
        "POST /identity/accounts/prelogin HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
    let address = running.address;
    let answer = tokio::task::spawn_blocking(move || talk(address, request)).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn a_certificate_is_made_once_and_serves() {
    let folder = tempfile::tempdir().unwrap();
    let made = tls::load_or_make(folder.path(), "portal.test").unwrap();
    let before = std::fs::read(&made.certificate).unwrap();
    assert!(before.starts_with(b"-----BEGIN CERTIFICATE-----"));
    let again = tls::load_or_make(folder.path(), "portal.test").unwrap();
    assert_eq!(std::fs::read(&again.certificate).unwrap(), before);
    let key = folder.path().join("tls/key.pem");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o077, 0);
    let server = Server::start().await;
    let running = run(&server, Some(again)).await;
    let answer = over_tls(running.address, &made.certificate).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));
}

async fn over_tls(address: SocketAddr, certificate: &std::path::Path) -> Vec<u8> {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(certificate).unwrap()).unwrap();
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let mut stream = connector.connect(ServerName::try_from("portal.test").unwrap(), stream).await.unwrap();
    stream.write_all(b"GET /api/version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    answer
}
