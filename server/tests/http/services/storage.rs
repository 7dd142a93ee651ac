//! Files in an S3-compatible bucket: they come as from a folder, and when storage is away nothing is lost.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::purchase::{download_link, library_with, orders};
use crate::support::{Answer, Server, Storage, Visitor, an_empty_database};

/// A shop whose files are in the bucket, and nowhere else.
async fn shop() -> (Storage, Server) {
    let storage = Storage::start().await;
    let settings = storage.settings();
    let settings: Vec<_> = settings
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    let server = Server::start_with(&[], &settings).await;
    std::fs::rename(server.stock.data.path().join("files"), storage.bucket()).unwrap();
    (storage, server)
}

/// A shop, a customer, and the link to the large file they got; last, what is in it.
async fn shop_with_a_large_file() -> (Storage, Server, Visitor, String, Vec<u8>) {
    let (storage, server) = shop().await;
    let visitor = Visitor::to(&server);
    let library = buys(&visitor, "price=free&kind=n8n-workflow").await;
    let link = download_link(&visitor, &library).await;
    let content = make_large(&storage, &server, &visitor.open(&link).await).await;
    (storage, server, visitor, link, content)
}

/// A customer with something to download. Returns the library.
async fn buys(visitor: &Visitor, filter: &str) -> Answer {
    visitor.signs_up("Ada").await;
    orders(visitor, filter).await;
    library_with(visitor, 1).await
}

fn objects(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(objects(&entry.path()));
        } else {
            found.push(entry.path());
        }
    }
    found
}

#[tokio::test]
async fn what_the_shop_sells_is_put_into_the_bucket() {
    let storage = Storage::start().await;
    let data = tempfile::tempdir().unwrap();
    let seeded = Server::binary("seed")
        .env("DATABASE_URL", an_empty_database().await)
        .env("DATA_DIR", data.path())
        .envs(storage.settings())
        .output()
        .unwrap();
    assert!(seeded.status.success(), "{seeded:?}");
    let objects = objects(&storage.bucket());
    assert!(objects.len() > 100, "{} files", objects.len());
    for object in objects {
        let hash = hex::encode(Sha256::digest(std::fs::read(&object).unwrap()));
        let key = format!("sha256/{}/{}", &hash[..2], &hash[2..]);
        assert!(
            object.ends_with(&key),
            "{object:?} is not its content, {key}"
        );
    }
    assert!(
        !data.path().join("files").exists(),
        "nothing beside the bucket"
    );
}

#[tokio::test]
async fn a_file_from_the_bucket_comes_whole_and_in_parts_to_its_owner_only() {
    let (_storage, server) = shop().await;
    let visitor = Visitor::to(&server);
    let library = buys(&visitor, "price=free&kind=n8n-workflow").await;
    let link = download_link(&visitor, &library).await;
    let whole = visitor.open(&link).await;
    assert_eq!(whole.status, 200);
    let hash = hex::encode(Sha256::digest(&whole.body));
    assert_eq!(whole.header("etag"), format!("\"{hash}\""));
    assert_eq!(whole.header("content-length"), whole.body.len().to_string());
    assert!(
        whole
            .header("content-disposition")
            .starts_with("attachment")
    );

    let ask = async |method, range| {
        visitor
            .ask(method, &link, &[("range", range)])
            .await
            .unwrap()
    };
    let part = ask("GET", "bytes=10-29").await;
    assert_eq!(
        (part.status, part.body.as_str()),
        (206, &whole.body[10..30])
    );
    let size = whole.body.len();
    assert_eq!(part.header("content-range"), format!("bytes 10-29/{size}"));
    let rest = ask("GET", "bytes=-7").await;
    assert_eq!(
        (rest.status, rest.body.as_str()),
        (206, &whole.body[size - 7..])
    );
    assert_eq!(ask("GET", "bytes=99999999-").await.status, 416);

    let (start, end) = link.split_at(link.len() - 1);
    let forged = format!("{start}{}", if end == "A" { "B" } else { "A" });
    assert_eq!(visitor.open(&forged).await.status, 404);
    let eve = Visitor::to(&server);
    eve.signs_up("Eve").await;
    assert_eq!(eve.open(&link).await.status, 404);
}

/// Every try is answered at once and in the shop's own words, and none costs a use of the link.
async fn downloads_say_so(visitor: &Visitor, link: &str, tries: usize) {
    for _ in 0..tries {
        let began = Instant::now();
        let page = visitor.open(link).await;
        assert_eq!(page.status, 503, "{}", page.text());
        assert!(
            began.elapsed() < Duration::from_secs(6),
            "{:?}",
            began.elapsed()
        );
        assert!(!page.header("retry-after").is_empty());
        assert!(page.text().contains("cannot be fetched"), "{}", page.text());
        let accept = [("accept", "application/json")];
        let told = visitor.ask("GET", link, &accept).await.unwrap();
        assert!(told.body.contains("storage-away"), "{}", told.body);
    }
}

async fn health_says(server: &Server, said: &str) {
    let patience = Instant::now() + Duration::from_secs(20);
    loop {
        let answer = Visitor::to(server).open("/health").await;
        if answer.body.contains(said) {
            return;
        }
        assert!(Instant::now() < patience, "{said}: {}", answer.body);
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

#[tokio::test]
async fn while_storage_is_down_downloads_say_so_and_the_shop_sells_on() {
    let (mut storage, server) = shop().await;
    let visitor = Visitor::to(&server);
    let library = buys(&visitor, "price=free&kind=n8n-workflow").await;
    let link = download_link(&visitor, &library).await;
    storage.die();
    downloads_say_so(&visitor, &link, 6).await;
    orders(&visitor, "price=free&kind=ai-agent").await;
    let licenses = library_with(&visitor, 2).await.forms("/api/reveal-license");
    assert_eq!(licenses.len(), 2);
    health_says(&server, "\"storage\":\"down\"").await;

    storage.run().await;
    let file = visitor.open(&link).await;
    assert_eq!(file.status, 200, "the same link: {}", file.text());
    health_says(&server, "\"storage\":\"up\"").await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn while_storage_is_silent_downloads_say_so_in_seconds() {
    let (storage, server) = shop().await;
    let visitor = Visitor::to(&server);
    let library = buys(&visitor, "price=free&kind=n8n-workflow").await;
    let link = download_link(&visitor, &library).await;
    storage.freeze();
    downloads_say_so(&visitor, &link, 1).await;
    assert_eq!(visitor.open("/library").await.status, 200);
    storage.thaw();
    assert_eq!(visitor.open(&link).await.status, 200, "the same link");
}

/// Replaces the file behind the link by one that no buffers on the way can hold. Returns its content.
async fn make_large(storage: &Storage, server: &Server, file: &Answer) -> Vec<u8> {
    let hash = file.header("etag").trim_matches('"').to_owned();
    let content: Vec<u8> = (0..48_u32 << 20).map(|nth| (nth / 999) as u8).collect();
    let object = storage
        .bucket()
        .join("sha256")
        .join(&hash[..2])
        .join(&hash[2..]);
    std::fs::write(object, &content).unwrap();
    let sql = format!(
        "update asset set bytes = {} where encode(sha256, 'hex') = '{hash}'",
        content.len()
    );
    let db = server.database().await;
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&db)
        .await
        .unwrap();
    content
}

#[tokio::test]
async fn a_large_file_reaches_whole_a_visitor_who_takes_longer_than_storage_may_take_to_answer() {
    let (_storage, server, visitor, link, content) = shop_with_a_large_file().await;
    let mut transfer = begin(&server, &visitor, &link).await;
    tokio::time::sleep(Duration::from_secs(12)).await;
    let mut answer = Vec::new();
    transfer.read_to_end(&mut answer).await.unwrap();
    let body = answer.len().saturating_sub(content.len());
    assert!(
        answer[body..] == content,
        "{} of {} bytes",
        answer.len(),
        content.len()
    );
    assert!(answer.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test]
async fn a_transfer_that_storage_leaves_hanging_ends_and_can_be_resumed() {
    let (storage, server, visitor, link, content) = shop_with_a_large_file().await;
    let mut transfer = begin(&server, &visitor, &link).await;
    let mut answer = vec![0; 1 << 20];
    transfer.read_exact(&mut answer).await.unwrap();
    storage.freeze();
    let end = transfer.read_to_end(&mut answer);
    let ended = tokio::time::timeout(Duration::from_secs(20), end).await;
    assert!(ended.is_ok() && answer.len() < content.len());
    storage.thaw();
    let range = format!("bytes={}-", content.len() - 100);
    let rest = visitor
        .ask("GET", &link, &[("range", &range)])
        .await
        .unwrap();
    assert_eq!((rest.status, rest.header("content-length")), (206, "100"));
}

/// Asks for the file as it comes over the wire, and leaves the reading to the test.
async fn begin(server: &Server, visitor: &Visitor, link: &str) -> TcpStream {
    let address = server.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let cookies = visitor.cookies();
    let cookies: Vec<_> = cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let head = format!(
        "GET {link} HTTP/1.1\r\nHost: {address}\r\nCookie: {}\r\nConnection: close\r\n\r\n",
        cookies.join("; ")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn health_notices_a_bucket_that_is_not_the_shops() {
    let (_storage, mut server) = shop().await;
    health_says(&server, "\"storage\":\"up\"").await;
    server.stop();
    server.set("S3_BUCKET", "nowhere");
    server.run(&[]).await;
    health_says(&server, "\"storage\":\"down\"").await;
}

#[tokio::test]
async fn doctor_names_what_is_wrong_with_the_storage() {
    let (mut storage, server) = shop().await;
    let (_, said) = server.doctor(&[]);
    assert!(
        said.contains("the bucket shop: written, read, deleted"),
        "{said}"
    );
    for (setting, wrong, words) in [
        ("S3_BUCKET", "nowhere", "there is no bucket `nowhere`"),
        ("S3_ACCESS_KEY", "somebody", "refuses the keys"),
        ("S3_SECRET_KEY", "a-guess", "refuses the keys"),
    ] {
        let (well, said) = server.doctor(&[(setting, wrong)]);
        assert!(!well && said.contains(words), "{setting}: {said}");
        assert!(
            !said.contains("a-guess") && !said.contains("correct-horse"),
            "no secrets: {said}"
        );
        assert!(
            !said.contains("<?xml") && !said.contains("Code>"),
            "no XML: {said}"
        );
    }
    storage.freeze();
    let (well, said) = server.doctor(&[]);
    assert!(!well && said.contains("no answer"), "{said}");
    storage.thaw();
    storage.die();
    let (well, said) = server.doctor(&[]);
    assert!(!well && said.contains("cannot be reached"), "{said}");
}
