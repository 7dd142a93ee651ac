//! A stand-in for HTTP in these tests: what the bank posts is handed to the market's webhook door directly. The server's
//! own tests go over the wire.

use async_trait::async_trait;
use market::Market;
use market::checkout::webhook;
use market::jobs::Courier;

pub struct FrontDoor(pub Market);

#[async_trait]
impl Courier for FrontDoor {
    async fn post(
        &self,
        url: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> anyhow::Result<u16> {
        assert!(
            url.ends_with("/webhooks/sandbox"),
            "unexpected address {url}"
        );
        let headers: Vec<(String, String)> = headers
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect();
        match webhook::receive(&self.0, "sandbox", &headers, &body).await {
            Ok(_) => Ok(200),
            Err(_) => Ok(400),
        }
    }
}
