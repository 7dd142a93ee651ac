//! The way to the database, which a test can make silent, or cut.

use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Wire {
    /// The database's address, by way of this wire.
    pub url: String,
    state: watch::Sender<State>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Whole,
    Silent,
    Cut,
}

impl Wire {
    pub async fn to(database_url: &str) -> Self {
        let there = PgConnectOptions::from_str(database_url).unwrap();
        let address = (there.get_host().to_owned(), there.get_port());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = watch::Sender::new(State::Whole);
        let states = state.clone();
        tokio::spawn(async move {
            while let Ok((here, _)) = listener.accept().await {
                if *states.borrow() != State::Cut {
                    let there = TcpStream::connect(&address).await.unwrap();
                    tokio::spawn(carry_both(here, there, states.subscribe()));
                }
            }
        });
        let url = there.host("127.0.0.1").port(port).to_url_lossy();
        Self {
            url: url.to_string(),
            state,
        }
    }

    /// Nothing comes through any more; what was sent arrives when it is mended.
    pub fn fall_silent(&self) {
        self.state.send_replace(State::Silent);
    }

    /// Ends all connections, and new ones as soon as they are there.
    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    pub fn mend(&self) {
        self.state.send_replace(State::Whole);
    }
}

async fn carry_both(here: TcpStream, there: TcpStream, state: watch::Receiver<State>) {
    let (from_here, to_here) = here.into_split();
    let (from_there, to_there) = there.into_split();
    tokio::select! {
        _ = carry(from_here, to_there, state.clone()) => {}
        _ = carry(from_there, to_here, state) => {}
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut state: watch::Receiver<State>,
) -> Option<()> {
    let mut bytes = [0_u8; 16 << 10];
    loop {
        let read = tokio::select! {
            read = from.read(&mut bytes) => read.ok()?,
            _ = state.wait_for(|state| *state == State::Cut) => return None,
        };
        let open = *state.wait_for(|state| *state != State::Silent).await.ok()?;
        if read == 0 || open == State::Cut {
            return None;
        }
        to.write_all(&bytes[..read]).await.ok()?;
    }
}
