//! What was answered with 2xx survives `kill -9`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use portal_server::{App, Config, Storage};
use serde_json::json;

struct Process {
    child: Child,
    port: u16,
}

impl Process {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_portal-server"))
            .args(["--port", "0", "--no-rate-limit", "--no-delay", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().unwrap().parse().unwrap();
        Self { child, port }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn post(port: u16, path: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
}

#[tokio::test]
async fn a_killed_server_has_lost_nothing_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let answered = tokio::task::spawn_blocking(move || write_until_killed(&data)).await.unwrap();
    assert!(answered.len() >= 20, "only {} answers", answered.len());
    let app = App::open(Config { storage: Storage::Directory(folder.path().to_owned()), ..Config::in_memory() });
    let mails = app.await.unwrap().state().mailer.list(100_000).await.unwrap();
    for email in answered {
        assert!(mails.iter().any(|stored| stored.mail.to == email), "{email} was answered and is gone");
    }
}

/// Several writers at once; the process is killed in the middle of their work. Returns what was answered with 2xx.
fn write_until_killed(data: &Path) -> Vec<String> {
    let process = Process::start(data);
    let port = process.port;
    let over = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = std::sync::mpsc::channel();
    let writers: Vec<_> = (0..3)
        .map(|writer| {
            let (over, sender) = (Arc::clone(&over), sender.clone());
            std::thread::spawn(move || {
                for number in 0.. {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    let email = format!("writer{writer}.{number}@example.org");
                    let body = json!({"email": email}).to_string();
                    let path = "/identity/accounts/register/send-verification-email";
                    match post(port, path, &body) {
                        Some((204, _)) => sender.send(email).unwrap(),
                        Some((status, body)) => panic!("{status} {body}"),
                        None => return,
                    }
                }
            })
        })
        .collect();
    drop(sender);
    let mut answered: Vec<String> = (0..20).map(|_| receiver.recv().unwrap()).collect();
    process.kill();
    over.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.join().unwrap();
    }
    answered.extend(receiver.iter());
    answered
}

#[tokio::test]
async fn a_second_start_goes_on_where_the_first_ended() {
    let folder = tempfile::tempdir().unwrap();
    let open = || async {
        App::open(Config { storage: Storage::Directory(folder.path().to_owned()), ..Config::in_memory() })
            .await
            .unwrap()
    };
    let first = crate::support::Server { app: open().await };
    let ada = first.sign_up("ada@example.org").await;
    let refresh =
        first.password_grant(&ada, &[]).await.expect(200).json()["refresh_token"].as_str().unwrap().to_owned();
    drop(first);
    let second = crate::support::Server { app: open().await };
    let access = second.refresh_grant(&refresh).await.expect(200).json();
    second.get("/api/accounts/profile", access["access_token"].as_str().unwrap()).await.expect(200);
    // The files open no session: neither token nor received hash stands in them, though the address does.
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        files.extend(std::fs::read(entry.unwrap().path()).unwrap());
    }
    let holds = |text: &str| files.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&ada.email) && !holds(&refresh) && !holds(&ada.hash));
}

#[tokio::test]
async fn a_clean_end_leaves_one_private_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let config = Config { storage: Storage::Directory(data.clone()), ..Config::in_memory() };
    let server = crate::support::Server { app: App::open(config).await.unwrap() };
    server.sign_up("ada@example.org").await;
    drop(server);
    let names: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["portal.sqlite3"]);
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&data).unwrap().permissions());
    assert_eq!(mode & 0o077, 0);
}
