//! The one door out: every HTTP request this server makes goes through here, to nobody but those it may talk to.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use async_trait::async_trait;
use market::jobs::Courier;
use reqwest::header::HOST;
use reqwest::redirect::Policy;
use tokio::sync::Semaphore;
use url::Url;

/// The whole exchange, from the name's look-up to the answer's end.
const DEADLINE: Duration = Duration::from_secs(10);
/// A visitor waits for these.
const DEADLINE_FOR_VISITORS: Duration = Duration::from_secs(4);
/// As much of an answer as is read.
const ANSWER_BYTES: usize = 64 << 10;
/// As large as an answer may be where all of it counts: a list of keys, say.
const WHOLE_ANSWER_BYTES: usize = 512 << 10;
/// Requests under way at a time.
const CONCURRENT: usize = 16;

#[derive(Clone, Debug)]
pub struct Egress {
    client: reqwest::Client,
    /// The origins of those it may talk to.
    listed: Vec<url::Origin>,
    /// Where this process listens itself: its own address from outside may not work from inside.
    here: Option<SocketAddr>,
    places: Arc<Semaphore>,
}

impl Egress {
    /// First-party calls only: the shop's own address is all that may be reached.
    pub fn to_ourselves(public_url: &str, here: Option<SocketAddr>) -> Result<Self> {
        let shop = Url::parse(public_url).context("PUBLIC_URL is not an address")?;
        Self::open(vec![shop.origin()], here, DEADLINE)
    }

    /// To the services somebody configured, each by its address.
    pub fn to(services: &[Url]) -> Result<Self> {
        let listed = services.iter().map(Url::origin).collect();
        Self::open(listed, None, DEADLINE_FOR_VISITORS)
    }

    fn open(
        listed: Vec<url::Origin>,
        here: Option<SocketAddr>,
        deadline: Duration,
    ) -> Result<Self> {
        let client = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .user_agent("autopilot-monster")
            .timeout(deadline)
            .connect_timeout(Duration::from_secs(3))
            .pool_max_idle_per_host(4)
            .pool_idle_timeout(Duration::from_secs(30))
            .build()
            .context("the client for outgoing requests cannot be built")?;
        Ok(Self {
            client,
            listed,
            here,
            places: Arc::new(Semaphore::new(CONCURRENT)),
        })
    }

    /// The address to connect to and the host to ask for; refuses everyone who is not on the list.
    fn admit(&self, url: &str) -> Result<(Url, String)> {
        let mut target = Url::parse(url).context("not an address")?;
        if !self.listed.contains(&target.origin())
            || !target.username().is_empty()
            || target.password().is_some()
        {
            bail!(
                "{} is not on the list of those this server may talk to",
                target.origin().ascii_serialization()
            );
        }
        let host = match (target.host_str(), target.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => bail!("an address without a host"),
        };
        if let Some(here) = self.here {
            let direct = format!("http://{here}");
            let direct = Url::parse(&direct).context("our own address")?;
            let rest = target[url::Position::BeforePath..].to_owned();
            target = direct.join(&rest)?;
        }
        Ok((target, host))
    }

    /// Sends a request and reads the whole answer, if it is not too large to be one.
    pub async fn exchange(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>> {
        let (parts, body) = request.into_parts();
        let (target, host) = self.admit(&parts.uri.to_string())?;
        let _place = self.places.acquire().await?;
        let sent = self.client.request(parts.method, target);
        let sent = sent.headers(parts.headers).header(HOST, host).body(body);
        let mut answer = sent.send().await?;
        let mut read = Vec::new();
        while let Some(piece) = answer.chunk().await? {
            if read.len() + piece.len() > WHOLE_ANSWER_BYTES {
                bail!("the answer is too large");
            }
            read.extend_from_slice(&piece);
        }
        let mut response = http::Response::builder().status(answer.status());
        if let Some(headers) = response.headers_mut() {
            *headers = answer.headers().clone();
        }
        Ok(response.body(read)?)
    }
}

#[async_trait]
impl Courier for Egress {
    async fn post(&self, url: &str, headers: &[(&str, String)], body: Vec<u8>) -> Result<u16> {
        let (target, host) = self.admit(url)?;
        let _place = self.places.acquire().await?;
        let mut request = self.client.post(target).header(HOST, host).body(body);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let mut answer = request.send().await?;
        let status = answer.status().as_u16();
        let mut read = 0;
        while let Some(piece) = answer.chunk().await? {
            read += piece.len();
            if read > ANSWER_BYTES {
                break;
            }
        }
        Ok(status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_tls() {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
    }

    fn egress(here: Option<&str>) -> Egress {
        with_tls();
        let here = here.map(|address| address.parse().expect("address"));
        Egress::to_ourselves("https://shop.example", here).expect("client")
    }

    #[tokio::test]
    async fn nobody_else_can_be_reached() {
        let egress = egress(None);
        for url in [
            "http://169.254.169.254/latest",
            "https://shop.example.evil/",
            "http://shop.example/",
            "https://shop.example:8443/",
            "https://a@shop.example/",
            "file:///etc/passwd",
            "nonsense",
        ] {
            assert!(egress.admit(url).is_err(), "{url}");
        }
        assert!(
            egress
                .admit("https://shop.example/webhooks/sandbox")
                .is_ok()
        );
    }

    #[tokio::test]
    async fn a_service_is_reached_at_its_own_address_only() {
        with_tls();
        let service = Url::parse("https://id.example/tenant/v2.0").expect("address");
        let egress = Egress::to(&[service]).expect("client");
        assert!(egress.admit("https://id.example/keys").is_ok());
        for url in [
            "http://id.example/keys",
            "https://shop.example/",
            "http://127.0.0.1/",
        ] {
            assert!(egress.admit(url).is_err(), "{url}");
        }
    }

    #[tokio::test]
    async fn our_own_address_is_reached_from_inside() {
        let (target, host) = egress(Some("127.0.0.1:4100"))
            .admit("https://shop.example/webhooks/sandbox")
            .expect("admitted");
        assert_eq!(target.as_str(), "http://127.0.0.1:4100/webhooks/sandbox");
        assert_eq!(host, "shop.example");
    }
}
