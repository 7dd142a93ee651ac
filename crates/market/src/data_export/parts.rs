//! What is stored about an account, file by file. A test compares this with the tables there are.

use futures::TryStreamExt;
use serde_json::Value;

use super::archive::Archive;
use crate::keys::Purpose;
use crate::{AccountId, Keys, LicenseId, Market, Result, Tx};

/// One file of the archive.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    pub file: &'static str,
    pub about: &'static str,
    /// The columns that name an account, and whose rows it shows.
    pub covers: &'static [&'static str],
}

/// Columns that name an account and whose rows are in no file, each with the reason.
pub const LEFT_OUT: &[(&str, &str)] = &[
    (
        "account.role_granted_by",
        "says who gave somebody else a role; the act is in activity.json",
    ),
    (
        "erasure.account_id",
        "written when the account is erased, so nobody is there to ask for it",
    ),
    (
        "impersonation.actor_id",
        "says whom somebody who keeps the market helped; the act is in activity.json",
    ),
    (
        "vendor.closed_with",
        "set while somebody's account is being closed; teams.json says for whom they act",
    ),
    (
        "vendor_member.granted_by",
        "says who gave somebody else a role; the act is in activity.json",
    ),
    (
        "passkey_question.account_id",
        "a random question, answered or forgotten within ten minutes",
    ),
];

macro_rules! parts {
    ($($file:literal, $about:literal, [$($column:literal),*] => $sql:literal;)+) => {
        /// The lists in the archive, in their order.
        pub const PARTS: &[Part] = &[$(Part { file: $file, about: $about, covers: &[$($column),*] },)+];

        pub(super) async fn write(market: &Market, tx: &mut Tx, archive: &mut Archive, account: AccountId) -> Result<()> {
            $({
                archive.begin_list($file, $about)?;
                let mut rows = sqlx::query_scalar!($sql, account.0).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    archive.row(&with_key(&market.keys, row)?).await?;
                }
                drop(rows);
                archive.end_list().await?;
            })+
            Ok(())
        }
    };
}

/// License keys lie sealed; they are their owner's.
fn with_key(keys: &Keys, mut row: Value) -> Result<Value> {
    let Some(sealed) = row.get("key").and_then(|key| key.get("sealed")) else {
        return Ok(row);
    };
    let license: Option<LicenseId> = row
        .get("license")
        .and_then(Value::as_str)
        .and_then(|id| id.parse().ok());
    let (Some(license), Some(sealed)) = (license, sealed.as_str()) else {
        return Ok(row);
    };
    let sealed = hex::decode(sealed).map_err(anyhow::Error::from)?;
    let key = keys.unseal(Purpose::LicenseSeal, license.0.as_bytes(), &sealed)?;
    row["key"] = Value::from(key);
    Ok(row)
}

// `json`, not `jsonb`: the fields keep their order.
parts! {
    "profile.json", "Your account and how you describe yourself", ["account.id"] =>
        r#"select json_build_object('account', id, 'email', email, 'email_confirmed_at', email_verified_at, 'name', name,
               'about', bio, 'language', locale, 'time_zone', time_zone, 'role', role, 'role_given_at', role_granted_at,
               'opened_at', created_at, 'suspended_at', suspended_at, 'has_picture', avatar_id is not null) as "row!"
           from account where id = $1"#;
    "support_visits.json", "When somebody from support was in your place to help you", ["impersonation.subject_id"] =>
        r#"select json_build_object('began_at', began_at, 'until', coalesce(ended_at, expires_at)) as "row!"
           from impersonation where subject_id = $1 order by began_at"#;
    "addresses.json", "Your postal addresses", ["address.account_id"] =>
        r#"select json_build_object('name', name, 'company', company, 'line1', line1, 'line2', line2, 'postal_code', postal_code,
               'city', city, 'region', region, 'country', country, 'for_billing', for_billing, 'for_shipping', for_shipping,
               'created_at', created_at, 'updated_at', updated_at) as "row!"
           from address where account_id = $1 order by id"#;
    "email_changes.json", "Changes of your e-mail address, for 30 days", ["email_change.account_id"] =>
        r#"select json_build_object('old_email', old_email, 'new_email', new_email, 'asked_at', asked_at, 'expires_at', expires_at,
               'old_agreed_at', old_agreed_at, 'new_agreed_at', new_agreed_at, 'done_at', done_at, 'stopped_at', stopped_at) as "row!"
           from email_change where account_id = $1 order by asked_at, id"#;
    "cart.json", "What is in your cart", ["cart.account_id"] =>
        r#"select json_build_object('product', product.title, 'vendor', vendor.name, 'added_at', added_at) as "row!"
           from cart join cart_line on cart_id = cart.id join product on product.id = product_id
           join vendor on vendor.id = product.vendor_id
           where account_id = $1 and converted_at is null order by added_at, product.id"#;
    "orders.json", "Your orders, what was in them and how they were paid", ["order_group.account_id"] =>
        r#"select json_build_object('number', number, 'placed_at', placed_at, 'gross_minor', gross_minor, 'currency', currency,
               'orders', (select json_agg(json_build_object('vendor', vendor.name, 'state', orders.state, 'net_minor', net_minor,
                       'tax_minor', tax_minor, 'gross_minor', orders.gross_minor, 'currency', orders.currency, 'paid_at', paid_at,
                       'fulfilled_at', fulfilled_at, 'voided_at', voided_at,
                       'lines', (select json_agg(json_build_object('title', title, 'kind', kind, 'version', version_number,
                               'vendor', vendor_name, 'price_kind', price_kind, 'price_period', price_period, 'unit_minor', unit_minor,
                               'discount_minor', discount_minor, 'net_minor', line.net_minor, 'tax_minor', line.tax_minor,
                               'tax_rate_basis_points', tax_rate_bp, 'gross_minor', line.gross_minor, 'currency', line.currency,
                               'license_terms', license_terms) order by position)
                           from order_line line where line.order_id = orders.id)) order by orders.id)
                   from orders join vendor on vendor.id = orders.vendor_id where orders.group_id = order_group.id),
               'payments', (select json_agg(json_build_object('provider', provider, 'state', state, 'failure', failure,
                       'amount_minor', amount_minor, 'currency', payment.currency, 'created_at', created_at,
                       'succeeded_at', succeeded_at) order by created_at, id)
                   from payment where payment.group_id = order_group.id)) as "row!"
           from order_group where account_id = $1 order by placed_at, id"#;
    "licenses.json", "What you own, with your license keys", ["entitlement.account_id"] =>
        r#"select json_build_object('product', product.title, 'vendor', vendor.name, 'state', entitlement.state, 'source', source,
               'since', entitlement.created_at, 'ends_at', ends_at, 'license', license.id, 'license_kind', license.kind,
               'license_state', license.state, 'issued_at', issued_at, 'expires_at', expires_at,
               'key', case when license.id is not null then json_build_object('sealed', encode(key_sealed, 'hex')) end) as "row!"
           from entitlement join product on product.id = product_id join vendor on vendor.id = product.vendor_id
           left join license on entitlement_id = entitlement.id
           where account_id = $1 order by entitlement.created_at, entitlement.id"#;
    "downloads.json", "Files you downloaded, and when", [] =>
        r#"select json_build_object('product', product.title, 'file', file_name, 'bytes', download.bytes, 'at', download.at) as "row!"
           from download join entitlement on entitlement.id = entitlement_id join product on product.id = product_id
           join asset on asset.id = asset_id
           where account_id = $1 order by download.at, download.id"#;
    "reviews.json", "Reviews you wrote", ["review.account_id"] =>
        r#"select json_build_object('product', product.title, 'rating', rating, 'text', body, 'version', version_number,
               'state', review.state, 'created_at', review.created_at) as "row!"
           from review join product on product.id = product_id where account_id = $1 order by review.created_at, review.id"#;
    "consents.json", "What you agreed to, in which version, when and where", ["consent.account_id"] =>
        r#"select json_build_object('subject', subject, 'version', consent.version, 'in_force_since', since,
               'text_sha256', encode(sha256, 'hex'), 'given_at', given_at, 'way', way, 'network', address,
               'withdrawn_at', withdrawn_at, 'withdrawn_way', withdrawn_way) as "row!"
           from consent left join document_version on document = subject and document_version.version = consent.version
           where account_id = $1 order by given_at, consent.id"#;
    "preferences.json", "Mails you chose to get or not to get; where nothing is said, owners of vendors hear of sales, and nobody gets news", ["mail_choice.account_id"] =>
        r#"select json_build_object('topic', topic, 'wanted', wanted, 'chosen_at', chosen_at) as "row!"
           from mail_choice where account_id = $1 order by topic"#;
    "notifications.json", "Mails we sent to your address, as far as that was noted", ["sent_mail.account_id"] =>
        r#"select json_build_object('kind', template, 'sent_at', sent_at) as "row!"
           from sent_mail where account_id = $1 order by sent_at, dedupe_key"#;
    "mailed_links.json", "Links that were mailed to prove an address, for a week after they end", ["account_link.account_id"] =>
        r#"select json_build_object('purpose', purpose, 'email', email, 'created_at', created_at, 'expires_at', expires_at,
               'used_at', used_at) as "row!"
           from account_link where account_id = $1 order by created_at, id"#;
    "sessions.json", "Where you are signed in", ["session.account_id"] =>
        r#"select json_build_object('browser', browser, 'system', system, 'network', address, 'signed_in_at', began_at,
               'confirmed_at', proved_at, 'second_factor', second_factor, 'kept', kept, 'last_used_at', last_used_at,
               'expires_at', expires_at) as "row!"
           from session where account_id = $1 order by created_at, id_hash"#;
    "devices.json", "Browsers in which you signed in, to the day each is forgotten", ["known_device.account_id"] =>
        r#"select json_build_object('first_seen_at', first_seen_at, 'last_seen_at', last_seen_at) as "row!"
           from known_device where account_id = $1 order by first_seen_at, token_hash"#;
    "sign_in_methods.json", "How you can sign in, without the secrets", [
            "authenticator.account_id", "recovery_code.account_id", "passkey.account_id", "federated_identity.account_id",
            "proof_tries.account_id"] =>
        r#"select json_build_object('password_set', password_hash is not null,
               'authenticator', (select json_build_object('set_up_at', created_at, 'confirmed_at', confirmed_at)
                   from authenticator where account_id = account.id),
               'recovery_codes', (select json_agg(json_build_object('created_at', created_at, 'used_at', used_at) order by created_at, used_at)
                   from recovery_code where account_id = account.id),
               'passkeys', (select json_agg(json_build_object('name', name, 'created_at', created_at, 'last_used_at', last_used_at)
                       order by created_at, id) from passkey where account_id = account.id),
               'other_services', (select json_agg(json_build_object('service', provider, 'known_there_as', subject, 'email', email,
                       'linked_at', linked_at, 'last_used_at', last_used_at) order by linked_at, provider)
                   from federated_identity where account_id = account.id),
               'wrong_tries', (select json_build_object('since', began_at, 'tries', tries)
                   from proof_tries where account_id = account.id)) as "row!"
           from account where id = $1"#;
    "api_keys.json", "Your API keys, without the keys themselves, and the tokens that programs got for them", ["api_key.account_id"] =>
        r#"select json_build_object('name', name, 'ending', ending, 'scopes', scopes, 'networks', networks, 'created_at', created_at,
               'expires_at', expires_at, 'last_used_at', last_used_at, 'revoked_at', revoked_at,
               'tokens', (select json_agg(json_build_object('scopes', family.scopes, 'began_at', began_at, 'renewed_at', renewed_at,
                       'expires_at', family.expires_at, 'ended_at', ended_at) order by began_at, family.id)
                   from token_family family where api_key_id = api_key.id)) as "row!"
           from api_key where account_id = $1 order by created_at, id"#;
    "activity.json", "What was done with your account, as the record of acts has it", ["audit_entry.account_id", "audit_entry.on_behalf_of"] =>
        r#"select json_build_object('at', at, 'act', act, 'by_you', coalesce(account_id = $1, false), 'by_support_for_you', coalesce(on_behalf_of = $1, false),
               'object_type', object_type, 'object', object_id, 'before', before, 'after', after,
               'network', case when account_id = $1 then address end, 'reason', case when account_id = $1 then reason end) as "row!"
           from audit_entry where account_id = $1 or on_behalf_of = $1 or (object_type = 'account' and object_id = $1::text) order by seq"#;
    "teams.json", "Vendors you act for", ["vendor_member.account_id"] =>
        r#"select json_build_object('vendor', vendor.name, 'handle', handle, 'role', role, 'since', since, 'role_given_at', granted_at) as "row!"
           from vendor_member join vendor on vendor.id = vendor_id where account_id = $1 order by since, vendor_id"#;
    "invitations.json", "Invitations into teams that you got or sent", [
            "team_invitation.accepted_by", "team_invitation.invited_by"] =>
        r#"select json_build_object('vendor', vendor.name, 'role', role, 'sent_by_you', coalesce(invited_by = $1, false),
               'email', invitation.email, 'invited_at', invited_at, 'expires_at', expires_at,
               'accepted_at', accepted_at, 'withdrawn_at', withdrawn_at) as "row!"
           from team_invitation invitation join vendor on vendor.id = vendor_id
           where accepted_by = $1 or invited_by = $1 or invitation.email = (select email from account where id = $1)
           order by invited_at, invitation.id"#;
    "vendors.json", "Vendors you own, as they describe themselves", [] =>
        r#"select json_build_object('handle', handle, 'name', name, 'tagline', tagline, 'about', about_md, 'country', country,
               'state', state, 'verified_at', verified_at, 'created_at', created_at,
               'members', (select count(*) from vendor_member others where others.vendor_id = vendor.id)) as "row!"
           from vendor_member join vendor on vendor.id = vendor_id
           where account_id = $1 and role = 'owner' order by vendor.created_at, vendor.id"#;
    "vendor_products.json", "Products of vendors you own, with their prices, versions and files", [] =>
        r#"select json_build_object('vendor', handle, 'title', title, 'slug', slug, 'kind', product.kind, 'category', category.path,
               'summary', summary, 'description', description_md, 'tags', tags, 'state', product.state,
               'created_at', product.created_at, 'published_at', product.published_at, 'sales', sales_count,
               'downloads', download_count, 'ratings', rating_count,
               'prices', (select json_agg(json_build_object('kind', price.kind, 'period', period, 'amount_minor', amount_minor,
                       'currency', currency, 'created_at', price.created_at, 'archived_at', archived_at) order by price.created_at, price.id)
                   from price where price.product_id = product.id),
               'versions', (select json_agg(json_build_object('number', number, 'changes', changes_md, 'state', version.state,
                       'created_at', version.created_at, 'published_at', version.published_at,
                       'files', (select json_agg(json_build_object('name', file_name, 'bytes', bytes, 'sha256', encode(sha256, 'hex'))
                               order by position, file_name) from asset where asset.version_id = version.id)) order by version.created_at, version.id)
                   from version where version.product_id = product.id)) as "row!"
           from vendor_member join vendor on vendor.id = vendor_id join product on product.vendor_id = vendor.id
           join category on category.id = category_id
           where account_id = $1 and role = 'owner' order by product.created_at, product.id"#;
    "vendor_sales.json", "Sales of vendors you own, without the buyers", [] =>
        r#"select json_build_object('vendor', handle, 'order', number, 'title', line.title, 'version', version_number,
               'state', orders.state, 'paid_at', paid_at, 'net_minor', line.net_minor, 'commission_minor', commission_minor,
               'commission_basis_points', commission_bp, 'currency', line.currency) as "row!"
           from vendor_member join vendor on vendor.id = vendor_id join orders on orders.vendor_id = vendor.id
           join order_group on order_group.id = orders.group_id join order_line line on line.order_id = orders.id
           where vendor_member.account_id = $1 and role = 'owner' order by orders.placed_at, line.id"#;
    "data_exports.json", "Copies of your data that you asked for", ["data_export.account_id"] =>
        r#"select json_build_object('asked_at', asked_at, 'ready_at', ready_at, 'expires_at', expires_at, 'failed_at', failed_at,
               'downloaded_at', downloaded_at) as "row!"
           from data_export where account_id = $1 order by asked_at, id"#;
}
