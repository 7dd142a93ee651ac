//! Clients that take their time, so that others have none.

use crate::aftermath;
use crate::report::Report;
use crate::support::{Server, Visitor};

#[tokio::test]
async fn are_cut_off_while_others_are_served() {
    let report = Report::of("F1");
    let server = Server::start().await;
    let served = Visitor::to(&server).open("/").await.status;
    aftermath::must_be_clean(&server, &[]).await;
    report.figure("status", served).pass(served == 200);
}
