//! Finding out who has an account: by what is said, by the status, by where one is led, by how long it takes.

use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use market::demo::SIGN_INS;

use crate::aftermath;
use crate::console::Console;
use crate::report::{Report, quick};
use crate::support::{Answer, Server, Visitor};

/// Medians this far apart can be told from each other over a network, with patience.
const TELLING: Duration = Duration::from_millis(5);
/// Chance alone makes two samples of the same thing look more different than this once in a hundred times.
const CHANCE: f64 = 0.01;

/// A question that could give somebody away, and what of the answer has to be the same. `{}` is the address.
struct Question {
    name: &'static str,
    act: &'static str,
    body: &'static str,
    /// Whether the owner of a shop asks, who may.
    by_vendor: bool,
}

const QUESTIONS: [Question; 4] = [
    Question {
        name: "sign_in",
        act: "/api/sign-in",
        body: "email={}&password=not+the+right+password&next=",
        by_vendor: false,
    },
    Question {
        name: "reset",
        act: "/api/ask-reset",
        body: "email={}",
        by_vendor: false,
    },
    Question {
        name: "invitation",
        act: "/api/invite-member",
        body: "email={}&role=support",
        by_vendor: true,
    },
    Question {
        name: "sign_up",
        act: "/api/sign-up",
        body: "name=Somebody&email={}&password=a+perfectly+fine+password&next=",
        by_vendor: false,
    },
];

/// Questions whose answers still tell. None may come to this list, and what leaves it is checked like the others.
const STILL_TELLING: &[&str] = &[];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Known,
    Suspended,
    Unknown,
}

const PEOPLE: usize = 200;

fn address(who: Who, nth: usize) -> String {
    let name = match who {
        Who::Known => "kn",
        Who::Suspended => "su",
        Who::Unknown => "un",
    };
    // As long as any other, whoever it is.
    format!("{name}{nth:06}@knowing.example")
}

async fn people(console: &Console) {
    for who in [Who::Known, Who::Suspended] {
        for nth in 0..PEOPLE {
            console.opens_account("Somebody", &address(who, nth)).await;
        }
    }
    console
        .run(
            "update account set suspended_at = now() where email like 'su%@knowing.example'",
            &[],
        )
        .await;
}

/// What could be told apart, but for what is different each time.
fn told(answer: &Answer, asked: &str) -> String {
    let headers = answer.headers.iter().filter(|(name, _)| {
        // Ids and marks are random; what is left of a limit is counted for the one who asks.
        !matches!(
            name.as_str(),
            "x-request-id" | "date" | "set-cookie" | "ratelimit" | "content-security-policy"
        )
    });
    let cookies: Vec<_> = answer
        .set_cookies
        .iter()
        .map(|set| set.split('=').next())
        .collect();
    let text = format!(
        "{} {:?} {cookies:?} {}",
        answer.status,
        headers.collect::<Vec<_>>(),
        answer.body
    );
    text.replace(asked, "{}")
        .replace(&asked.replace('@', "%40"), "{}")
        .replace(answer.header("x-request-id"), "{id}")
}

/// Kolmogorov and Smirnov: how likely two samples of one and the same are at least as far apart as these.
fn likeness(one: &[Duration], other: &[Duration]) -> f64 {
    let (mut a, mut b) = (one.to_vec(), other.to_vec());
    a.sort();
    b.sort();
    let (mut i, mut j, mut apart) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let at = a[i].min(b[j]);
        while i < a.len() && a[i] <= at {
            i += 1;
        }
        while j < b.len() && b[j] <= at {
            j += 1;
        }
        apart = apart.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    let n = (a.len() * b.len()) as f64 / (a.len() + b.len()) as f64;
    let x = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * apart;
    let sum: f64 = (1..100)
        .map(|k| {
            let k = f64::from(k);
            (if k as u32 % 2 == 1 { 2.0 } else { -2.0 }) * (-2.0 * k * k * x * x).exp()
        })
        .sum();
    if x < 0.2 { 1.0 } else { sum.clamp(0.0, 1.0) }
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

struct Asking<'a> {
    server: &'a Server,
    console: Console,
    owner: Visitor,
    rng: StdRng,
    asked: usize,
}

impl Asking<'_> {
    async fn ask(
        &mut self,
        question: &Question,
        who: Who,
        accept: &str,
    ) -> (Answer, String, Duration) {
        self.asked += 1;
        let nth = self.asked;
        if nth.is_multiple_of(8) {
            self.console.run("delete from limit_bucket", &[]).await;
            self.console
                .run(
                    "delete from team_invitation where email like '%@knowing.example'",
                    &[],
                )
                .await;
        }
        let email = address(
            who,
            if who == Who::Unknown {
                nth
            } else {
                nth % PEOPLE
            },
        );
        let body = question.body.replace("{}", &email.replace('@', "%40"));
        let network = format!("198.18.{}.{}", (nth >> 8) & 255, nth & 255);
        let headers = [
            ("accept", accept),
            ("sec-fetch-site", "same-origin"),
            ("x-forwarded-for", network.as_str()),
        ];
        let stranger = Visitor::to(self.server);
        let asker = if question.by_vendor {
            &self.owner
        } else {
            &stranger
        };
        // First a connection is made, and what the last answer left to be said is said.
        let page = if question.by_vendor {
            "/vendor/team"
        } else {
            "/health/live"
        };
        asker.ask("GET", page, &[]).await.unwrap();
        let began = Instant::now();
        let answer = asker.post_with(question.act, &headers, &body).await;
        (answer, email, began.elapsed())
    }

    /// In pairs, in either order, so that whatever the machine does besides is everybody's.
    async fn times(&mut self, question: &Question, pairs: usize) -> [Vec<Duration>; 2] {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..pairs {
            let first = self.rng.random_range(0..2);
            for nth in [first, 1 - first] {
                let who = [Who::Known, Who::Unknown][nth];
                let (_, _, took) = self.ask(question, who, "application/json").await;
                times[nth].push(took);
            }
        }
        times
    }
}

#[tokio::test]
async fn nothing_tells_who_has_an_account() {
    let mut report = Report::of("H4");
    let server = Server::start().await;
    let console = Console::of(&server).await;
    people(&console).await;
    let owner = Visitor::to(&server);
    owner
        .signs_in(SIGN_INS[1].email, SIGN_INS[1].password)
        .await;
    let mut asking = Asking {
        server: &server,
        console,
        owner,
        rng: StdRng::seed_from_u64(report.seed()),
        asked: 0,
    };
    let pairs = if quick() { 100 } else { 1_000 };
    let mut wrong = Vec::new();
    let looked_at = QUESTIONS
        .iter()
        .filter(|question| !STILL_TELLING.contains(&question.name));
    for question in looked_at {
        for accept in ["text/html", "application/json"] {
            let mut said = Vec::new();
            for who in [Who::Known, Who::Suspended, Who::Unknown] {
                let (answer, email, _) = asking.ask(question, who, accept).await;
                said.push(told(&answer, &email));
            }
            if said[0] != said[2] || said[1] != said[2] {
                wrong.push(format!(
                    "{} ({accept}) is answered differently: {said:#?}",
                    question.name
                ));
            }
        }
        let mut round = asking.times(question, pairs).await;
        let mut like = likeness(&round[0], &round[1]);
        // Four questions, and chance: what looks different has to do so twice.
        if like <= CHANCE {
            round = asking.times(question, pairs).await;
            like = like.max(likeness(&round[0], &round[1]));
        }
        let [known, unknown] = [median(&round[0]), median(&round[1])];
        let apart = known.abs_diff(unknown);
        report = report
            .figure(
                &format!("{}_known_ms", question.name),
                known.as_secs_f64() * 1e3,
            )
            .figure(
                &format!("{}_apart_ms", question.name),
                apart.as_secs_f64() * 1e3,
            )
            .figure(&format!("{}_ks_p", question.name), like);
        if apart >= TELLING || like <= CHANCE {
            wrong.push(format!(
                "{} takes {known:?} and {unknown:?} (p = {like:.4})",
                question.name
            ));
        }
    }
    aftermath::must_be_clean(&server, &["knowing.example"]).await;
    println!("{wrong:#?}");
    report
        .figure("pairs", pairs)
        .figure("still_telling", STILL_TELLING.join(", "))
        .pass(wrong.is_empty());
}

#[test]
fn samples_of_the_same_are_alike_and_others_are_not() {
    let from = |first: u64| {
        (first..first + 400)
            .map(Duration::from_micros)
            .collect::<Vec<_>>()
    };
    assert!(likeness(&from(0), &from(0)) > 0.99);
    assert!(likeness(&from(0), &from(10)) > CHANCE);
    assert!(likeness(&from(0), &from(100)) < CHANCE);
}
