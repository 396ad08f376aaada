//! Delivery of the outbox, against a relay that speaks just enough SMTP.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use portal_server::mail::{relay, templates};
use time::Duration;

use crate::support::Server;

/// Takes one message per connection; `refuse` answers the sender's address with an error instead.
fn start(refuse: bool) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut out = stream.unwrap();
            let mut lines = BufReader::new(out.try_clone().unwrap()).lines();
            out.write_all(b"220 test\r\n").unwrap();
            while let Some(Ok(line)) = lines.next() {
                let answer = match line.split([' ', ':']).next().unwrap() {
                    "EHLO" => "250 test",
                    "MAIL" if refuse => {
                        let _ = sender.send(line);
                        "451 later"
                    }
                    "DATA" => {
                        out.write_all(b"354 go on\r\n").unwrap();
                        let text: Vec<_> = lines.by_ref().map(Result::unwrap).take_while(|line| line != ".").collect();
                        sender.send(text.join("\n")).unwrap();
                        "250 taken"
                    }
                    _ => "250 ok",
                };
                out.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
            }
        }
    });
    (url, receiver)
}

const FROM: &str = "Portal <no-reply@portal.invalid>";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_reaches_the_relay_once_and_stays_in_the_outbox() {
    let server = Server::start().await;
    let mailer = server.app.state().mailer.clone();
    mailer.send(templates::sign_up("http://localhost:8080", "ada@example.org", "the-token")).await.unwrap();
    let (url, received) = start(false);
    let running = relay::start(&url, FROM, mailer.clone()).unwrap();
    let text = tokio::task::spawn_blocking(move || received.recv().unwrap()).await.unwrap();
    assert!(text.contains("To: ada@example.org") && text.contains("Subject: Verify your e-mail address"), "{text}");
    assert!(text.contains("multipart/alternative"));
    while mailer.get(1).await.unwrap().unwrap().sent_at.is_none() {
        tokio::task::yield_now().await;
    }
    running.abort();
    assert!(mailer.due(10).await.unwrap().is_empty());
    assert_eq!(server.mail_count().await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refused_mail_is_tried_again_later() {
    let server = Server::start().await;
    let mailer = server.app.state().mailer.clone();
    mailer.send(templates::sign_up("http://localhost:8080", "ada@example.org", "t")).await.unwrap();
    let (url, received) = start(true);
    let running = relay::start(&url, FROM, mailer.clone()).unwrap();
    tokio::task::spawn_blocking(move || received.recv().unwrap()).await.unwrap();
    while !mailer.due(10).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    running.abort();
    assert_eq!(mailer.get(1).await.unwrap().unwrap().sent_at, None);
    server.advance(Duration::seconds(5));
    assert_eq!(mailer.due(10).await.unwrap().len(), 1);
    assert!(relay::start("no address", FROM, mailer.clone()).is_err());
    assert!(relay::start(&url, "no address", mailer).is_err());
}
