use axum::Router;
use axum::routing::get;

use super::*;

fn quick() -> Patience {
    let short = Duration::from_millis(300);
    Patience {
        head: short,
        idle: Duration::from_millis(600),
        stalled: short,
        crowded: short,
    }
}

async fn listening(connections: usize) -> (SocketAddr, Phases) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("port");
    let address = listener.local_addr().expect("address");
    let phases = Phases::starting();
    let front = Front::new();
    let slow = || async { tokio::time::sleep(Duration::from_millis(900)).await };
    front.open(
        Router::new()
            .route("/", get(|| async { "hello" }))
            .route("/slow", get(slow)),
    );
    let limits = Limits {
        connections,
        patience: quick(),
        finish: Duration::from_secs(5),
    };
    tokio::spawn(serve(listener, front, phases.clone(), limits));
    (address, phases)
}

/// Everything the server says until it closes; None when it does not close within two seconds.
async fn said(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let reading = stream.read_to_end(&mut text);
    tokio::time::timeout(Duration::from_secs(2), reading)
        .await
        .ok()?
        .ok();
    Some(String::from_utf8_lossy(&text).into_owned())
}

#[tokio::test]
async fn who_sends_a_head_byte_by_byte_is_closed() {
    let (address, _phases) = listening(10).await;
    let mut stream = TcpStream::connect(address).await.expect("connect");
    for byte in b"GET / HT" {
        stream.write_all(&[*byte]).await.ok();
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    assert_eq!(said(&mut stream).await.as_deref(), Some(""));
}

#[tokio::test]
async fn who_says_nothing_or_half_a_preface_is_closed() {
    let (address, _phases) = listening(10).await;
    for opening in ["", "PRI * HTTP/2.0"] {
        let mut stream = TcpStream::connect(address).await.expect("connect");
        stream.write_all(opening.as_bytes()).await.expect("write");
        assert!(
            said(&mut stream).await.is_some(),
            "{opening:?} is still open"
        );
    }
}

#[tokio::test]
async fn a_slow_answer_is_not_a_slow_visitor() {
    let (address, _phases) = listening(10).await;
    let mut stream = TcpStream::connect(address).await.expect("connect");
    stream
        .write_all(b"GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n")
        .await
        .expect("write");
    let said = said(&mut stream).await.expect("closed when idle");
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
}

#[tokio::test]
async fn one_visitor_too_many_is_told_so_at_once() {
    let (address, _phases) = listening(1).await;
    let _first = TcpStream::connect(address).await.expect("connect");
    tokio::time::sleep(Duration::from_millis(50)).await;
    let mut second = TcpStream::connect(address).await.expect("connect");
    let said = said(&mut second).await.expect("closed");
    assert!(said.starts_with("HTTP/1.1 503"), "{said}");
}

#[tokio::test]
async fn a_stopping_server_finishes_what_is_under_way_and_accepts_nothing_more() {
    let (address, phases) = listening(10).await;
    let mut stream = TcpStream::connect(address).await.expect("connect");
    stream
        .write_all(b"GET /slow HTTP/1.1\r\nHost: shop\r\n\r\n")
        .await
        .expect("write");
    tokio::time::sleep(Duration::from_millis(100)).await;
    phases.enter(Phase::Draining);
    phases.enter(Phase::Stopping);
    let said = said(&mut stream).await.expect("finished");
    assert!(
        said.starts_with("HTTP/1.1 200") && said.contains("connection: close"),
        "{said}"
    );
    assert!(TcpStream::connect(address).await.is_err());
}
/// Comes again and again with a new connection, until nobody listens. How often that was neither answered nor refused.
async fn knocks(address: SocketAddr) -> usize {
    let mut wronged = 0;
    while let Ok(mut stream) = TcpStream::connect(address).await {
        let asked = stream
            .write_all(b"GET / HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
            .await;
        let said = said(&mut stream).await;
        if asked.is_err() || !said.is_some_and(|said| said.starts_with("HTTP/1.1 200")) {
            wronged += 1;
        }
    }
    wronged
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_gets_a_connection_gets_an_answer_also_while_the_server_stops() {
    for _ in 0..5 {
        let (address, phases) = listening(100).await;
        let visitors: Vec<_> = (0..16).map(|_| tokio::spawn(knocks(address))).collect();
        tokio::time::sleep(Duration::from_millis(30)).await;
        phases.enter(Phase::Stopping);
        for visitor in visitors {
            assert_eq!(visitor.await.expect("visitor"), 0);
        }
    }
}
