//! The accept loop's patience.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{Server, Visitor};

#[tokio::test]
async fn headers_that_never_end_are_cut_off_while_others_are_served() {
    let server = Server::start().await;
    let address = server.url.trim_start_matches("http://").to_owned();
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream
            .write_all(b"GET / HTTP/1.1\r\nHost: shop\r\nX-Slow: ")
            .await
            .unwrap();
        slow.push(stream);
    }
    let began = Instant::now();
    assert_eq!(Visitor::to(&server).open("/").await.status, 200);
    for mut stream in slow {
        let mut rest = Vec::new();
        let ended =
            tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await;
        assert!(
            ended.is_ok(),
            "a slow connection is still open after {:?}",
            began.elapsed()
        );
    }
}
