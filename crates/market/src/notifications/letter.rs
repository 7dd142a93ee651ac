//! How a mail to one person is laid out: a greeting, a few sentences, at most one thing to press.

use std::fmt::Write;

use super::Mail;

pub(super) struct Letter<'a> {
    /// Empty where nobody knows it.
    pub name: &'a str,
    pub email: &'a str,
    pub subject: &'a str,
    pub message_id: String,
    /// Before the button.
    pub sentences: Vec<String>,
    /// What the button says, and where it leads.
    pub button: Option<(&'a str, String)>,
    /// After it.
    pub postscript: String,
}

impl Letter<'_> {
    pub fn mail(self) -> Mail {
        Mail {
            pictures: Vec::new(),
            unsubscribe: None,
            text: self.text(),
            html: self.html(),
            subject: self.subject.to_owned(),
            message_id: self.message_id,
            to_name: self.name.to_owned(),
            to_email: self.email.to_owned(),
        }
    }

    fn greeting(&self) -> String {
        match self.name {
            "" => "Hello,".to_owned(),
            name => format!("Hello {name},"),
        }
    }

    fn text(&self) -> String {
        let (greeting, said) = (self.greeting(), self.sentences.join("\n\n"));
        let mut out = format!("{greeting}\n\n{said}\n");
        if let Some((label, url)) = &self.button {
            let _ = write!(out, "\n{label}:\n{url}\n");
        }
        let _ = write!(out, "\n{}\n", self.postscript);
        out
    }

    fn html(&self) -> String {
        let clean = ammonia::clean_text;
        let mut out = format!(
            "<div style=\"font:16px/1.5 system-ui,sans-serif;color:#1d1b2e;max-width:520px\"><p>{}</p>",
            clean(&self.greeting())
        );
        for sentence in &self.sentences {
            let _ = write!(out, "<p>{}</p>", clean(sentence));
        }
        if let Some((label, url)) = &self.button {
            let _ = write!(
                out,
                "<p><a href=\"{url}\" style=\"display:inline-block;background:#4b2fbf;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none\">{}</a></p>",
                clean(label)
            );
        }
        let _ = write!(
            out,
            "<p style=\"color:#5b5b70\">{}</p></div>",
            clean(&self.postscript)
        );
        out
    }
}
