//! Mail over SMTP: each receipt once, late when the mail server is, and never in the way of a purchase.

use std::time::{Duration, Instant};

use sqlx::Row;

use crate::purchase::{decision, library_with, orders};
use crate::support::{MailServer, Server, Visitor, code_in, signed_up};

const ADA: &str = "ada@example.com";

async fn shop(answers: &[(&str, &str)]) -> (MailServer, Server) {
    let mail = MailServer::start(answers).await;
    let server = Server::start_with(&[], &[("SMTP_URL", &mail.url())]).await;
    (mail, server)
}

/// Ada, who opened her account under another address: mail about that does not go to the one that is watched here.
async fn ada(mail: &MailServer, server: &Server) -> Visitor {
    let ada = Visitor::to(server);
    let form = signed_up(&ada.open("/account/sign-up").await, "Ada Elsewhere");
    let page = ada.submit(&form).await;
    let code = code(mail, form.value("email")).await;
    ada.submit(&page.form("/api/sign-up-code").with("code", &code))
        .await;
    let sql = "update account set name = 'Ada', email = 'ada@example.com' where email = 'ada.elsewhere@example.com'";
    let moved = sqlx::raw_sql(sql).execute(&server.database().await).await;
    assert_eq!(moved.unwrap().rows_affected(), 1);
    ada
}

/// The code that was mailed there, within ten seconds.
async fn code(mail: &MailServer, to: &str) -> String {
    let began = Instant::now();
    loop {
        let mailed = mail.mails(to).pop();
        if let Some(code) = mailed.and_then(|mail| code_in(&mail.raw)) {
            return code;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "no code came");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Ada pays for something and has it. Returns the order's number.
async fn ada_buys(mail: &MailServer, server: &Server) -> String {
    let ada = ada(mail, server).await;
    buys(&ada, "price=one-time", 1).await
}

async fn buys(visitor: &Visitor, filter: &str, licenses: usize) -> String {
    let bank = orders(visitor, filter).await;
    let order = visitor.submit(&decision(&bank, "pay")).await;
    assert!(order.text().contains("Paid"), "{}", order.text());
    let began = Instant::now();
    let library = library_with(visitor, licenses).await;
    assert_eq!(
        library.forms("/api/reveal-license").len(),
        licenses,
        "after {:?}",
        began.elapsed()
    );
    order.path.trim_start_matches("/orders/").to_owned()
}

async fn within(seconds: u64, what: &str, mut done: impl FnMut() -> bool) {
    let patience = Instant::now() + Duration::from_secs(seconds);
    while !done() {
        assert!(Instant::now() < patience, "{what}: not within {seconds} s");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

struct Job {
    attempts: i32,
    done: bool,
    parked: bool,
    error: String,
}

async fn receipt_job(server: &Server) -> Job {
    let sql = "select attempts, done_at is not null as done, parked_at is not null as parked,
                      coalesce(last_error, '') as error from job where kind = 'send-receipt'";
    let db = server.database().await;
    let row = sqlx::raw_sql(sql).fetch_one(&db).await.unwrap();
    Job {
        attempts: row.get("attempts"),
        done: row.get("done"),
        parked: row.get("parked"),
        error: row.get("error"),
    }
}

/// Lets what waits for its next try be tried now.
async fn hurry(server: &Server) {
    let sql = "update job set run_at = now() where done_at is null and parked_at is null and lease_until is null;
               select pg_notify('job', '')";
    sqlx::raw_sql(sql)
        .execute(&server.database().await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_purchase_sends_its_buyer_one_receipt_that_everyone_can_read() {
    let (mail, server) = shop(&[]).await;
    let number = ada_buys(&mail, &server).await;
    within(10, "the receipt", || !mail.mails(ADA).is_empty()).await;
    // Time enough for a second one.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mails = mail.mails(ADA);
    assert_eq!(mails.len(), 1);
    let receipt = &mails[0];
    assert_eq!(receipt.header("To"), "Ada <ada@example.com>");
    assert_eq!(receipt.header("Subject"), format!("Your order {number}"));
    assert!(receipt.header("From").contains("shop@localhost"));
    assert!(
        receipt
            .header("Content-Type")
            .starts_with("multipart/alternative")
    );
    let text = receipt.text();
    let (plain, html) = text.split_once("Content-Type: text/html").unwrap();
    for part in [plain, html] {
        assert!(
            part.contains(&number) && part.contains("/library"),
            "{part}"
        );
        assert!(part.contains("Total") && part.contains('$'), "{part}");
    }
    assert!(plain.contains("Content-Type: text/plain") && html.contains("<table"));
    // The workflow comes with the mail: nothing has to be fetched to see it.
    assert!(html.contains("src=\"cid:workflow-0\""), "{html}");
    for part in ["<workflow-0>", "Content-Type: image/png", "iVBORw0KGgo"] {
        assert!(html.contains(part), "{part} is missing");
    }
    assert!(receipt_job(&server).await.done);
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_receipt_the_mail_server_puts_off_is_delivered_later_and_once() {
    let later = [
        (ADA, "451 4.7.1 Greylisted"),
        (ADA, "data 452 4.3.1 No space"),
    ];
    let (mail, server) = shop(&later).await;
    ada_buys(&mail, &server).await;
    within(10, "a second try", || mail.attempts(ADA) == 2).await;
    assert!(mail.mails(ADA).is_empty());
    tokio::time::sleep(Duration::from_millis(500)).await;
    let job = receipt_job(&server).await;
    assert!(!job.parked && job.error.contains("452"), "{}", job.error);
    hurry(&server).await;
    within(10, "the receipt", || mail.mails(ADA).len() == 1).await;
    within(5, "no more tries", || mail.attempts(ADA) == 3).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let job = receipt_job(&server).await;
    assert!(job.done && job.attempts == 3, "{} attempts", job.attempts);
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_receipt_refused_for_good_is_tried_once_and_shown_to_those_who_keep_the_market() {
    let (mail, server) = shop(&[(ADA, "550 5.1.1 No such mailbox")]).await;
    ada_buys(&mail, &server).await;
    within(10, "a try", || mail.attempts(ADA) == 1).await;
    // The next try would come after two seconds.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!((mail.attempts(ADA), mail.mails(ADA).len()), (1, 0));
    let job = receipt_job(&server).await;
    assert!(job.parked && job.attempts == 1, "{} attempts", job.attempts);
    assert!(
        job.error.contains("550") && job.error.contains("No such mailbox"),
        "{}",
        job.error
    );
    assert!(server.log().contains("job parked"));

    let keeper = Visitor::to(&server);
    let [.., admin] = market::demo::SIGN_INS;
    keeper.signs_in(admin.email, admin.password).await;
    let overview = keeper.open("/admin").await.text();
    assert!(overview.contains("Jobs parked 1"), "{overview}");
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_wrong_password_for_the_mail_server_parks_no_mail() {
    let (mail, mut server) = shop(&[]).await;
    let ada = ada(&mail, &server).await;
    server.stop();
    let wrong = format!("smtp://shop:wrong@127.0.0.1:{}", mail.port);
    server.set("SMTP_URL", &wrong);
    server.run(&[]).await;
    buys(&ada, "price=one-time", 1).await;
    for _ in 0..40 {
        if receipt_job(&server).await.attempts > 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let job = receipt_job(&server).await;
    assert!(!job.parked && job.error.contains("535"), "{}", job.error);
    server.stop();
    let right = format!("smtp://shop:right@127.0.0.1:{}", mail.port);
    server.set("SMTP_URL", &right);
    server.run(&[]).await;
    hurry(&server).await;
    within(10, "the receipt", || mail.mails(ADA).len() == 1).await;
}

#[tokio::test]
async fn a_receipt_whose_acknowledgement_is_lost_comes_again_under_the_same_id() {
    let (mail, server) = shop(&[(ADA, "lost")]).await;
    ada_buys(&mail, &server).await;
    within(10, "two mails", || mail.mails(ADA).len() == 2).await;
    let mails = mail.mails(ADA);
    assert!(!mails[0].header("Message-ID").is_empty());
    assert_eq!(mails[0].header("Message-ID"), mails[1].header("Message-ID"));
    assert_eq!(mails[0].header("Subject"), mails[1].header("Subject"));
}

#[tokio::test]
async fn a_mail_server_that_is_down_holds_up_mails_and_nothing_else() {
    let (mut mail, server) = shop(&[]).await;
    let ada = ada(&mail, &server).await;
    mail.die();
    buys(&ada, "price=one-time", 1).await;
    mail.run().await;
    hurry(&server).await;
    within(20, "the receipt", || mail.mails(ADA).len() == 1).await;
    server.must_be_sound().await;
}

#[tokio::test]
async fn a_mail_server_that_is_silent_holds_up_mails_and_nothing_else() {
    let (mail, server) = shop(&[]).await;
    let ada = ada(&mail, &server).await;
    mail.freeze();
    for (nth, kind) in ["n8n-workflow", "ai-agent", "automation-asset"]
        .iter()
        .enumerate()
    {
        let began = Instant::now();
        buys(&ada, &format!("price=one-time&kind={kind}"), nth + 1).await;
        assert!(
            began.elapsed() < Duration::from_secs(8),
            "{:?}",
            began.elapsed()
        );
    }
    mail.thaw();
    // Tries under way may have to run into their deadline first.
    for _ in 0..60 {
        hurry(&server).await;
        if mail.mails(ADA).len() >= 3 {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(mail.mails(ADA).len() >= 3);
    server.must_be_sound().await;
}

#[tokio::test]
async fn doctor_says_what_is_wrong_with_the_mail_server() {
    let (mut mail, server) = shop(&[]).await;
    let (_, said) = server.doctor(&[]);
    assert!(said.contains("the mail server answers"), "{said}");
    let wrong = format!("smtp://shop:wrong@127.0.0.1:{}", mail.port);
    let (well, said) = server.doctor(&[("SMTP_URL", &wrong)]);
    assert!(!well && said.contains("535"), "{said}");
    assert!(
        !said.contains(":wrong@"),
        "no password in what it says: {said}"
    );
    mail.die();
    let (well, said) = server.doctor(&[]);
    assert!(!well && said.contains("BROKEN"), "{said}");
}
