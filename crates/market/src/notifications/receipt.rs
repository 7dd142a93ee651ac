//! The receipt: what was bought, for how much, and how to get it.

use anyhow::anyhow;
use std::fmt::Write;

use super::picture::{SHOWN, painted};
use super::{Mail, Picture, send_once, was_sent};
use crate::{Market, Money, OrderGroupId, Result};

struct Receipt {
    number: String,
    name: String,
    email: String,
    total: Money,
    paid_on: String,
    lines: Vec<Line>,
}

struct Line {
    title: String,
    version: String,
    vendor: String,
    gross: Money,
    issued: bool,
    /// The structure of what was bought, as on cards.
    miniature: Option<String>,
}

/// Sends the buyer's receipt, once everything on it has been issued.
pub(crate) async fn send(market: &Market, group: OrderGroupId) -> Result<()> {
    let key = format!("receipt:{group}");
    if was_sent(&market.db, &key).await? {
        return Ok(());
    }
    let receipt = load(market, group).await?;
    if receipt.lines.iter().any(|line| !line.issued) {
        return Err(anyhow!(
            "licenses of order {} are still being issued",
            receipt.number
        )
        .into());
    }
    let pictures = painted(miniatures(&receipt)).await;
    let mail = Mail {
        subject: format!("Your order {}", receipt.number),
        text: text(&receipt, &market.public_url),
        html: html(&receipt, &pictures, &market.public_url),
        pictures,
        unsubscribe: None,
        message_id: format!("receipt-{group}"),
        to_name: receipt.name,
        to_email: receipt.email,
    };
    send_once(market, &key, "receipt", mail).await
}

async fn load(market: &Market, group: OrderGroupId) -> Result<Receipt> {
    let rows = sqlx::query!(
        r#"select order_group.number, order_group.gross_minor as total_minor, order_group.currency, account.name, account.email,
                  line.title, line.version_number, line.vendor_name, line.gross_minor, orders.paid_at,
                  entitlement.id is not null as "issued!", preview.miniature as "miniature?"
           from order_group join account on account.id = order_group.account_id
           join orders on orders.group_id = order_group.id join order_line line on line.order_id = orders.id
           left join entitlement on entitlement.order_line_id = line.id
           left join version_preview preview on preview.version_id = line.version_id
           where order_group.id = $1 order by orders.id, line.position"#,
        group.0
    )
    .fetch_all(&market.db)
    .await?;
    let first = rows
        .first()
        .ok_or_else(|| anyhow!("order group {group} has no lines"))?;
    let day = first.paid_at.unwrap_or_else(|| market.now()).date();
    Ok(Receipt {
        number: first.number.clone(),
        name: first.name.clone(),
        email: first.email.clone(),
        total: Money::stored(first.total_minor, &first.currency),
        paid_on: format!("{} {} {} (UTC)", day.day(), day.month(), day.year()),
        lines: rows
            .into_iter()
            .map(|row| Line {
                gross: Money::stored(row.gross_minor, &row.currency),
                title: row.title,
                version: row.version_number,
                vendor: row.vendor_name,
                issued: row.issued,
                miniature: row.miniature,
            })
            .collect(),
    })
}

/// Each by the name its line shows it under.
fn miniatures(receipt: &Receipt) -> Vec<(String, String)> {
    let lines = receipt.lines.iter().enumerate();
    let drawn = lines.filter_map(|(place, line)| Some((name(place), line.miniature.clone()?)));
    drawn.collect()
}

fn name(place: usize) -> String {
    format!("workflow-{place}")
}

fn text(receipt: &Receipt, shop: &str) -> String {
    let mut out = format!(
        "Hello {},\n\nthank you for your order {}.\n\n",
        receipt.name, receipt.number
    );
    for line in &receipt.lines {
        let _ = writeln!(
            out,
            "- {} {} by {}: {}",
            line.title, line.version, line.vendor, line.gross
        );
    }
    let _ = write!(
        out,
        "\nTotal: {}, paid on {}\n\nYour files and license keys are in your library:\n{shop}/library\n\nThe order: {shop}/orders/{}\n",
        receipt.total, receipt.paid_on, receipt.number
    );
    out
}

fn html(receipt: &Receipt, pictures: &[Picture], shop: &str) -> String {
    let mut rows = String::new();
    let (wide, high) = SHOWN;
    for (place, line) in receipt.lines.iter().enumerate() {
        let name = name(place);
        let shown = match pictures.iter().any(|picture| picture.name == name) {
            true => format!(
                "<img src=\"cid:{name}\" width=\"{wide}\" height=\"{high}\" alt=\"\" style=\"display:block;border-radius:8px\">"
            ),
            false => String::new(),
        };
        let _ = write!(
            rows,
            "<tr><td width=\"{wide}\" style=\"padding:8px 16px 8px 0\">{shown}</td><td style=\"padding:8px 0\">{} {}<br><small style=\"color:#5b5b70\">by {}</small></td><td align=\"right\">{}</td></tr>",
            ammonia::clean_text(&line.title),
            ammonia::clean_text(&line.version),
            ammonia::clean_text(&line.vendor),
            line.gross
        );
    }
    format!(
        "<div style=\"font:16px/1.5 system-ui,sans-serif;color:#1d1b2e;max-width:520px\">\
         <p>Hello {name},</p><p>thank you for your order <strong>{number}</strong>.</p>\
         <table width=\"100%\" style=\"border-collapse:collapse\">{rows}\
         <tr><td colspan=\"2\" style=\"border-top:1px solid #ddd;padding:8px 0\"><strong>Total</strong><br><small style=\"color:#5b5b70\">paid on {day}</small></td>\
         <td align=\"right\" style=\"border-top:1px solid #ddd\"><strong>{total}</strong></td></tr></table>\
         <p><a href=\"{shop}/library\" style=\"display:inline-block;background:#4b2fbf;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none\">Open your library</a></p>\
         <p><small><a href=\"{shop}/orders/{number}\">See the order</a></small></p></div>",
        name = ammonia::clean_text(&receipt.name),
        number = receipt.number,
        day = receipt.paid_on,
        total = receipt.total,
    )
}
