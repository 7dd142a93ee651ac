//! The market's invariants, asked of the database. Every one must be broken by nothing, always – above all after a crash.

use sqlx::PgPool;

use crate::Result;

#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// A short name for it.
    pub invariant: &'static str,
    /// What should have been true.
    pub statement: &'static str,
    /// How many rows say otherwise.
    pub rows: i64,
}

macro_rules! invariants {
    ($($name:literal: $statement:literal => $sql:literal;)+) => {
        /// Every invariant that does not hold. Empty is good.
        pub async fn run(db: &PgPool) -> Result<Vec<Violation>> {
            let mut broken = Vec::new();
            $(
                let rows = sqlx::query_scalar!($sql).fetch_one(db).await?.unwrap_or(0);
                if rows > 0 {
                    broken.push(Violation { invariant: $name, statement: $statement, rows });
                }
            )+
            Ok(broken)
        }

        /// Name and statement of everything `run` looks at.
        pub const INVARIANTS: &[(&str, &str)] = &[$(($name, $statement),)+];
    };
}

invariants! {
    "group-totals": "the orders of a group sum to its total" =>
        "select count(*) from order_group g where gross_minor <>
            (select coalesce(sum(gross_minor), 0) from orders where group_id = g.id)";
    "order-totals": "the lines of an order sum to its net, tax and gross" =>
        "select count(*) from orders o where (net_minor, tax_minor, gross_minor) <>
            (select coalesce(sum(net_minor), 0)::bigint, coalesce(sum(tax_minor), 0)::bigint, coalesce(sum(gross_minor), 0)::bigint
             from order_line where order_id = o.id)";
    "paid-order-has-payment": "a paid order with a price has a succeeded payment of the group's total" =>
        "select count(*) from orders join order_group g on g.id = orders.group_id
         where orders.state = 'paid' and g.gross_minor > 0 and not exists
            (select from payment where group_id = g.id and state = 'succeeded' and amount_minor = g.gross_minor and currency = g.currency)";
    "payment-has-paid-order": "what a succeeded payment paid for is paid or refunded" =>
        "select count(*) from payment join orders on orders.group_id = payment.group_id
         where payment.state = 'succeeded' and orders.state in ('pending', 'void')";
    "provider-agrees": "what the sandbox bank took is a succeeded payment, or a webhook or job about it is under way" =>
        "select count(*) from sandbox_intent i join payment p on p.provider = 'sandbox' and p.provider_ref = i.id
         where i.state = 'succeeded' and p.state <> 'succeeded'
           and not exists (select from job where done_at is null and parked_at is null)
           and not exists (select from payment q where q.id = p.id and q.state in ('requires_action', 'processing'))";
    "paid-line-has-entitlement": "a line of a paid order has its entitlement, or the job that issues it is waiting" =>
        "select count(*) from order_line l join orders o on o.id = l.order_id
         where o.state = 'paid' and l.product_id is not null
           and not exists (select from entitlement where order_line_id = l.id)
           and not exists (select from job where dedupe_key = 'issue-licenses:' || o.id and done_at is null and parked_at is null)";
    "entitlement-has-license": "an entitlement has exactly one license" =>
        "select count(*) from entitlement e where (select count(*) from license where entitlement_id = e.id) <> 1";
    "entitlement-was-paid": "an entitlement from an order comes from a paid one" =>
        "select count(*) from entitlement e join order_line l on l.id = e.order_line_id join orders o on o.id = l.order_id
         where e.source = 'order' and o.state in ('pending', 'void')";
    "one-active-cart": "a cart that became an order is closed" =>
        "select count(*) from order_group g join cart c on c.id = g.cart_id where c.converted_at is null";
    "webhooks-settled": "no webhook waits for more than a job that was given up" =>
        "select count(*) from external_event e where processed_at is null and not exists
            (select from job where dedupe_key = 'process-webhook:' || e.provider || ':' || e.account || ':' || e.event_id
             and done_at is null)";
    "event-has-reaction": "every paid order has the jobs its event asks for" =>
        "select count(*) from event e where kind = 'order.paid' and exists (select from orders where id = e.object_id) and not exists
            (select from job where dedupe_key = 'issue-licenses:' || e.object_id)
            and exists (select from orders o join order_group g on g.id = o.group_id where o.id = e.object_id)
            and not exists (select from entitlement n join order_line l on l.id = n.order_line_id where l.order_id = e.object_id)";
    "receipt-was-sent": "a fulfilled order's buyer has a receipt, or it is on its way" =>
        "select count(distinct g.id) from order_group g join event e on e.kind = 'license.issued' and e.data ->> 'group' = g.id::text
         where not exists (select from sent_mail where dedupe_key = 'receipt:' || g.id)
           and not exists (select from job where dedupe_key = 'send-receipt:' || g.id and done_at is null)";
    "asset-is-whole": "every published version has at least one file" =>
        "select count(*) from version v where state = 'published' and not exists (select from asset where version_id = v.id)";
    "rating-counts": "a product's rating is the sum of its published reviews" =>
        "select count(*) from product p where (rating_sum, rating_count::bigint) <>
            (select coalesce(sum(rating), 0)::bigint, count(*) from review where product_id = p.id and state = 'published')";
    "sales-counts": "a product's sales are its paid lines, or the job that counts them is waiting" =>
        "select count(*) from product p where sales_count <>
            (select count(*) from order_line l join orders o on o.id = l.order_id where l.product_id = p.id and o.state = 'paid')
            and not exists (select from order_line l join job j on j.dedupe_key = 'count-sales:' || l.order_id
                            where l.product_id = p.id and j.done_at is null and j.parked_at is null)";
    "download-counts": "a product's downloads are the entitlements used for one, or the job that counts them is waiting" =>
        "select count(*) from product p where download_count <>
            (select count(distinct n.id) from download d join entitlement n on n.id = d.entitlement_id where n.product_id = p.id)
            and not exists (select from job where kind = 'count-downloads' and args ->> 'product' = p.id::text
                            and done_at is null and parked_at is null)";
    "vendor-has-owner": "every vendor that is not closed has an owner" =>
        "select count(*) from vendor v where state <> 'closed' and not exists
            (select from vendor_member where vendor_id = v.id and role = 'owner')";
    "market-has-admin": "where somebody was given a role at the market, somebody is its admin" =>
        "select count(*) from (select) market where not exists (select from account where role = 'admin')
            and exists (select from account where role_granted_by is not null)";
    "session-of-the-suspended": "no session of a suspended account lives" =>
        "select count(*) from session s join account a on a.id = s.account_id where a.suspended_at is not null";
    "erased-is-empty": "nothing personal is left of an erased account" =>
        "select count(*) from account a where erased_at is not null
            and (name <> 'Deleted account' or email not like 'deleted+%@deleted.invalid' or bio <> '' or avatar_id is not null
                 or password_hash is not null or email_verified_at is not null or role <> 'customer'
                 or exists (select from address where account_id = a.id)
                 or exists (select from email_change where account_id = a.id)
                 or exists (select from known_device where account_id = a.id)
                 or exists (select from mail_choice where account_id = a.id)
                 or exists (select from cart where account_id = a.id and converted_at is null)
                 or exists (select from vendor_member where account_id = a.id)
                 or exists (select from order_group where account_id = a.id and restricted_at is null))";
    "erased-has-no-way-in": "no session, token, key or way to sign in of an erased account is left" =>
        "select count(*) from account a where erased_at is not null
            and (exists (select from session where account_id = a.id)
                 or exists (select from account_link where account_id = a.id)
                 or exists (select from authenticator where account_id = a.id)
                 or exists (select from recovery_code where account_id = a.id)
                 or exists (select from passkey where account_id = a.id)
                 or exists (select from passkey_question where account_id = a.id)
                 or exists (select from federated_identity where account_id = a.id)
                 or exists (select from api_key where account_id = a.id))";
    "closing-has-its-job": "every account that is being closed has the job that erases it" =>
        "select count(*) from account a where closing_at is not null and not exists
            (select from job where kind = 'erase-account' and args ? 'account' and args ->> 'account' = a.id::text
               and done_at is null)";
}
