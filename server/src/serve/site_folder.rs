//! Where the built site lies, in the words of the framework.

use std::net::SocketAddr;
use std::path::PathBuf;

use leptos::config::{Env, LeptosOptions};

use crate::config::{Config, Mail};
use crate::http::MailFolder;

pub fn options(config: &Config, address: SocketAddr) -> LeptosOptions {
    let site = &config.site;
    let env = if config.production() {
        Env::PROD
    } else {
        Env::DEV
    };
    LeptosOptions::builder()
        .output_name(site.output_name.as_str())
        .site_root(site.root.to_string_lossy().into_owned())
        .site_pkg_dir(site.pkg_dir.as_str())
        .env(env)
        .site_addr(address)
        .reload_port(site.reload_port)
        .hash_files(site.hash_files)
        .hash_file(site.hash_file.as_str().into())
        .build()
}

/// The folder that mails are written to; an unused one where they really leave.
pub fn mails(config: &Config) -> MailFolder {
    MailFolder(match &config.mail {
        Mail::Folder(folder) => folder.clone(),
        Mail::Smtp(_) => PathBuf::from(&config.data_dir).join("mail"),
    })
}
