//! The ways mail leaves: to a folder while developing, over SMTP for real.

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use async_trait::async_trait;
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart, header};
use lettre::transport::smtp;
use lettre::transport::smtp::response::{Category, Severity};
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

/// A mail in both forms it is sent in.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to_name: String,
    pub to_email: String,
    pub subject: String,
    pub text: String,
    pub html: String,
    /// Those that `html` shows.
    pub pictures: Vec<Picture>,
    /// Where mails of this kind can be ended with one click; only what one can do without has it.
    pub unsubscribe: Option<String>,
    /// The same for every attempt, so that a mail server can drop a second copy.
    pub message_id: String,
}

/// A picture inside a mail.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What `html` calls it, as in `cid:name`.
    pub name: String,
    pub png: Vec<u8>,
}

#[async_trait]
pub trait Post: Send + Sync {
    /// Hands the mail over; an error means it may be tried again.
    async fn send(&self, mail: &Mail) -> anyhow::Result<()>;

    /// As it is called in `doctor` and on health pages.
    fn name(&self) -> &'static str;
}

/// Writes each mail as an `.eml` file.
pub struct FilePost {
    from: Mailbox,
    folder: PathBuf,
}

impl FilePost {
    pub fn new(folder: impl Into<PathBuf>, from: &str) -> anyhow::Result<Self> {
        let folder = folder.into();
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the mail folder {}", folder.display()))?;
        Ok(Self {
            from: from.parse().context("MAIL_FROM is not a mail address")?,
            folder,
        })
    }
}

#[async_trait]
impl Post for FilePost {
    async fn send(&self, mail: &Mail) -> anyhow::Result<()> {
        let transport = AsyncFileTransport::<Tokio1Executor>::new(&self.folder);
        transport.send(message(&self.from, mail)?).await?;
        Ok(())
    }

    fn name(&self) -> &'static str {
        "files"
    }
}

/// For a whole mail, from connecting to the server's yes. It must end before the lease of the job that waits for it.
const DEADLINE: Duration = Duration::from_secs(20);
const CONNECT: Duration = Duration::from_secs(5);

/// Sends over SMTP, each mail by a connection of its own: one that was left at its deadline says nothing to the next.
pub struct SmtpPost {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpPost {
    /// `url` as in `smtp://user:secret@host:587?tls=required` or `smtps://host`.
    pub fn new(url: &str, from: &str) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .context("SMTP_URL cannot be used")?
            .timeout(Some(CONNECT))
            .build();
        Ok(Self {
            from: from.parse().context("MAIL_FROM is not a mail address")?,
            transport,
        })
    }

    /// Connects and says who we are; the error says why that did not work.
    pub async fn try_out(&self) -> anyhow::Result<()> {
        let well = in_time(self.transport.test_connection()).await?;
        anyhow::ensure!(well, "it ended the connection");
        Ok(())
    }
}

#[async_trait]
impl Post for SmtpPost {
    async fn send(&self, mail: &Mail) -> anyhow::Result<()> {
        in_time(self.transport.send(message(&self.from, mail)?)).await?;
        Ok(())
    }

    fn name(&self) -> &'static str {
        "smtp"
    }
}

/// The transport itself keeps a deadline only while it connects.
async fn in_time<T>(talk: impl Future<Output = Result<T, smtp::Error>>) -> anyhow::Result<T> {
    let talked = tokio::time::timeout(DEADLINE, talk).await;
    Ok(talked.context("the mail server does not answer")??)
}

/// Whether a mail server has had its last word on this mail: a 55x (RFC 5321, 4.2.1). Other refusals are about our
/// settings or about the connection, and the same mail may pass once those are mended.
pub(crate) fn refused_for_good(error: &anyhow::Error) -> bool {
    let said = error.downcast_ref::<smtp::Error>();
    said.and_then(smtp::Error::status).is_some_and(|code| {
        code.severity == Severity::PermanentNegativeCompletion
            && code.category == Category::MailSystem
    })
}

fn message(from: &Mailbox, mail: &Mail) -> anyhow::Result<Message> {
    // A header has one line; the library panics over a name with more.
    let name: String = mail
        .to_name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let name = Some(name).filter(|name| !name.trim().is_empty());
    let to = Mailbox::new(name, mail.to_email.parse()?);
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .subject(mail.subject.clone())
        .message_id(Some(format!("<{}@autopilot.monster>", mail.message_id)))
        .header(header::MIME_VERSION_1_0);
    let message = match &mail.unsubscribe {
        Some(url) => message
            .header(ListUnsubscribe(format!("<{url}>")))
            .header(ListUnsubscribePost),
        None => message,
    };
    Ok(message.multipart(body(mail)?)?)
}

/// RFC 2369: where mails of this kind can be ended.
#[derive(Clone)]
struct ListUnsubscribe(String);

impl header::Header for ListUnsubscribe {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(said: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self(said.to_owned()))
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// RFC 8058: a mail program may do it there by itself.
#[derive(Clone)]
struct ListUnsubscribePost;

impl header::Header for ListUnsubscribePost {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_said: &str) -> Result<Self, Box<dyn Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        let said = "List-Unsubscribe=One-Click".to_owned();
        header::HeaderValue::new(Self::name(), said)
    }
}

fn body(mail: &Mail) -> anyhow::Result<MultiPart> {
    if mail.pictures.is_empty() {
        let (text, html) = (mail.text.clone(), mail.html.clone());
        return Ok(MultiPart::alternative_plain_html(text, html));
    }
    let png = header::ContentType::parse("image/png")?;
    let shown = MultiPart::related().singlepart(SinglePart::html(mail.html.clone()));
    let shown = mail.pictures.iter().fold(shown, |parts, picture| {
        let attached = Attachment::new_inline(picture.name.clone());
        parts.singlepart(attached.body(picture.png.clone(), png.clone()))
    });
    Ok(MultiPart::alternative()
        .singlepart(SinglePart::plain(mail.text.clone()))
        .multipart(shown))
}
