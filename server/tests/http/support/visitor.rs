//! A browser without JavaScript: it keeps cookies, says where a form was, and follows redirects when told to.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use scraper::{Html, Selector};

use super::server::mails_in;
use super::{Form, Server};

pub struct Visitor {
    url: String,
    client: Client,
    cookies: Mutex<BTreeMap<String, String>>,
    last_page: Mutex<String>,
    network: Option<String>,
    /// Where the shop's mails lie.
    mail: PathBuf,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    /// The path it was asked for.
    pub path: String,
    pub headers: BTreeMap<String, String>,
    pub set_cookies: Vec<String>,
    pub body: String,
}

impl Visitor {
    pub fn to(server: &Server) -> Self {
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self {
            url: server.url.clone(),
            client,
            cookies: Mutex::default(),
            last_page: Mutex::default(),
            network: None,
            mail: server.mail_folder(),
        }
    }

    /// Comes by way of a proxy on this machine, which says from where.
    pub fn in_network(mut self, address: &str) -> Self {
        self.network = Some(address.to_owned());
        self
    }

    /// A second window of the same browser.
    pub fn another_tab(&self) -> Self {
        Self {
            url: self.url.clone(),
            client: self.client.clone(),
            cookies: Mutex::new(self.cookies.lock().unwrap().clone()),
            last_page: Mutex::default(),
            network: self.network.clone(),
            mail: self.mail.clone(),
        }
    }

    /// The same browser, sent to another server of the shop.
    pub fn at(&self, server: &Server) -> Self {
        Self {
            url: server.url.clone(),
            ..self.another_tab()
        }
    }

    /// Asks once, without following anything.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Answer> {
        self.send(method, path, headers, None).await
    }

    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> reqwest::Result<Answer> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("{}{path}", self.url));
        let cookies = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect::<Vec<_>>()
            .join("; ");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if let Some(network) = &self.network {
            request = request.header("x-forwarded-for", network);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            if !headers.iter().any(|(name, _)| *name == "content-type") {
                request = request.header("content-type", "application/x-www-form-urlencoded");
            }
            request = request.body(body);
        }
        let response = request.send().await?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            path: path.to_owned(),
            headers: BTreeMap::new(),
            set_cookies: Vec::new(),
            body: String::new(),
        };
        for (name, value) in response.headers() {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            if name == "set-cookie" {
                self.keep(&value);
                answer.set_cookies.push(value.clone());
            }
            answer.headers.insert(name.to_string(), value);
        }
        answer.body = String::from_utf8_lossy(&response.bytes().await?).into_owned();
        Ok(answer)
    }

    fn keep(&self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            let mut cookies = self.cookies.lock().unwrap();
            if value.is_empty() || set_cookie.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    pub fn cookies(&self) -> BTreeMap<String, String> {
        self.cookies.lock().unwrap().clone()
    }

    /// Opens a page and follows redirects within the shop to where they end.
    pub async fn open(&self, path: &str) -> Answer {
        let answer = self
            .ask("GET", path, &[("accept", "text/html")])
            .await
            .unwrap();
        self.follow(answer).await
    }

    pub async fn follow(&self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            let (301..=303 | 307 | 308, Some(location)) =
                (answer.status, answer.headers.get("location"))
            else {
                *self.last_page.lock().unwrap() = answer.path.clone();
                return answer;
            };
            let path = location
                .strip_prefix(&self.url)
                .unwrap_or(location)
                .to_owned();
            assert!(
                path.starts_with('/'),
                "a redirect away from the shop: {location}"
            );
            answer = self
                .ask("GET", &path, &[("accept", "text/html")])
                .await
                .unwrap();
        }
        panic!("redirects without end at {}", answer.path);
    }

    /// Posts a form as it is, without following where it leads.
    pub async fn post(&self, form: &Form) -> Answer {
        self.tries_to_post(form).await.unwrap()
    }

    /// The same, to a server that may die over it.
    pub async fn tries_to_post(&self, form: &Form) -> reqwest::Result<Answer> {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&form.fields);
        let body = body.finish().into_bytes();
        let kind = "application/x-www-form-urlencoded";
        self.post_from_page(&form.action, kind, body).await
    }

    /// As a browser posts what stands on the page it shows.
    async fn post_from_page(
        &self,
        action: &str,
        kind: &str,
        body: Vec<u8>,
    ) -> reqwest::Result<Answer> {
        let referer = format!("{}{}", self.url, self.last_page.lock().unwrap());
        let headers = [
            ("accept", "text/html"),
            ("origin", self.url.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("referer", referer.as_str()),
            ("content-type", kind),
        ];
        self.send("POST", action, &headers, Some(body)).await
    }

    /// Sends a file with a form and goes where it leads.
    pub async fn uploads(&self, form: &Form, field: &str, file: &[u8]) -> Answer {
        let mut body = format!(
            "--part\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"file\"\r\n\r\n"
        )
        .into_bytes();
        body.extend(file);
        body.extend(b"\r\n--part--\r\n");
        let kind = "multipart/form-data; boundary=part";
        let answer = self.post_from_page(&form.action, kind, body).await.unwrap();
        self.follow(answer).await
    }

    /// Posts a form and goes where it leads.
    pub async fn submit(&self, form: &Form) -> Answer {
        let answer = self.post(form).await;
        self.follow(answer).await
    }

    /// Posts what no page offered: somebody else's tools.
    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send("POST", path, headers, Some(body.to_owned().into_bytes()))
            .await
            .unwrap()
    }

    /// Posts JSON, as programs do.
    pub async fn post_json(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let kind = [("content-type", "application/json")];
        let headers: Vec<_> = headers.iter().copied().chain(kind).collect();
        self.post_with(path, &headers, body).await
    }

    /// The server refuses an unknown visitor; this one opens an account on the way.
    pub async fn signs_up(&self, name: &str) -> Answer {
        let page = self.open("/account/sign-up").await;
        self.opens_account(&signed_up(&page, name)).await
    }

    /// Sends the sign-up form, and types the code that is mailed. A form that is refused comes back.
    pub async fn opens_account(&self, form: &Form) -> Answer {
        let page = self.submit(form).await;
        if !page.path.starts_with("/account/sign-up/code") {
            return page;
        }
        let code = self.code_mailed_to(form.value("email")).await;
        self.submit(&page.form("/api/sign-up-code").with("code", &code))
            .await
    }

    /// The newest code for an account that was mailed there, within ten seconds.
    pub async fn code_mailed_to(&self, email: &str) -> String {
        let patience = Instant::now() + Duration::from_secs(10);
        let to = format!("To: {}", email.to_lowercase());
        loop {
            let mut mails = mails_in(&self.mail);
            mails.retain(|mail| mail.contains(&to));
            mails.sort_by_key(|mail| mail.split("Message-ID:").nth(1).map(str::to_owned));
            if let Some(code) = mails.last().and_then(|mail| code_in(mail)) {
                return code;
            }
            assert!(Instant::now() < patience, "no code was mailed to {email}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn signs_in(&self, email: &str, password: &str) -> Answer {
        let page = self.open("/account/sign-in").await;
        self.submit(
            &page
                .form("/api/sign-in")
                .with("email", email)
                .with("password", password),
        )
        .await
    }
}

/// The six digits of a mail, which stand on a line of their own.
pub fn code_in(mail: &str) -> Option<String> {
    let is_half = |half: &str| half.len() == 3 && half.bytes().all(|b| b.is_ascii_digit());
    let lines = mail.lines().filter_map(|line| line.trim().split_once(' '));
    let mut codes = lines.filter(|(a, b)| is_half(a) && is_half(b));
    codes.next().map(|(a, b)| format!("{a}{b}"))
}

/// The sign-up form of this page, filled in.
pub fn signed_up(page: &Answer, name: &str) -> Form {
    page.form("/api/sign-up")
        .with("name", name)
        .with(
            "email",
            &format!("{}@example.com", name.to_lowercase().replace(' ', ".")),
        )
        .with("password", "a perfectly fine password")
}

impl Answer {
    /// The first form in the page that posts there.
    pub fn form(&self, action: &str) -> Form {
        let forms = Form::all(&self.body, action);
        forms.into_iter().next().unwrap_or_else(|| {
            panic!(
                "no form for {action} on {} ({}): {}",
                self.path,
                self.status,
                self.text()
            )
        })
    }

    pub fn forms(&self, action: &str) -> Vec<Form> {
        Form::all(&self.body, action)
    }

    /// What a reader sees.
    pub fn text(&self) -> String {
        let page = Html::parse_document(&self.body);
        let main = Selector::parse("main").unwrap();
        let words = page
            .select(&main)
            .flat_map(|main| main.text())
            .collect::<Vec<_>>()
            .join(" ");
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where the links of this selector lead.
    pub fn links(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let links = Selector::parse(selector).unwrap();
        page.select(&links)
            .filter_map(|link| link.attr("href"))
            .map(str::to_owned)
            .collect()
    }

    /// The text of each element of this selector.
    pub fn words(&self, selector: &str) -> Vec<String> {
        let page = Html::parse_document(&self.body);
        let elements = Selector::parse(selector).unwrap();
        page.select(&elements)
            .map(|element| element.text().collect())
            .collect()
    }

    /// How a cookie was set, if it was.
    pub fn cookie(&self, name: &str) -> &str {
        let begin = format!("{name}=");
        let set = self
            .set_cookies
            .iter()
            .find(|cookie| cookie.starts_with(&begin));
        set.map_or("", String::as_str)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}
