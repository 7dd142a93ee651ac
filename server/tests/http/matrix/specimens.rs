//! For each address something to ask it for, whose that is, and what those who may get.

use std::collections::BTreeMap;

use crate::support::{Server, Visitor};

use super::actors::{ASKED, Cast, MANAGED, OURS, the_vendor};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Nobody's in particular, or everyone's own.
    Everybodys,
    /// The customer's: to everyone else it is not there.
    Customers,
    /// Of the vendor with a member in each role: to another vendor's it is not there.
    Vendors,
}

use Whose::{Customers, Everybodys, Vendors};

#[derive(Clone, Debug)]
pub struct Specimen {
    pub path: String,
    pub fields: Vec<(&'static str, String)>,
    pub whose: Whose,
    /// What whoever may gets. An act that a rule refuses was allowed: 422.
    pub answer: u16,
    /// What guests get instead, where they get something else than others who may.
    pub guests: Option<u16>,
}

/// Ids of the demo.
pub struct Specimens {
    ids: BTreeMap<&'static str, String>,
}

impl Specimens {
    pub async fn collect(server: &Server, cast: &Cast) -> Self {
        let ours = the_vendor(OURS);
        let closed = format!(
            "from product join vendor on vendor.id = product.vendor_id join {ours} on ours.id = vendor.id
             join price on price.product_id = product.id and archived_at is null and currency = 'USD'
             join version_preview on version_id = current_version_id
             where price.kind <> 'free' and document is not null and product.state = 'approved'
               and not exists (select from entitlement join account on account.id = account_id
                               where product_id = product.id and email = 'customer@example.com') order by slug limit 1"
        );
        let owned = "from order_group g join account on account.id = g.account_id join orders on orders.group_id = g.id
             join order_line on order_line.order_id = orders.id join entitlement on entitlement.order_line_id = order_line.id
             join license on license.entitlement_id = entitlement.id join asset on asset.version_id = order_line.version_id
             where email = 'customer@example.com' and g.gross_minor > 0 order by g.number limit 1";
        let changed = "from version_comparison c join version on version.id = c.version_id
             join product on product.id = version.product_id join vendor on vendor.id = product.vendor_id
             where product.state = 'approved' and vendor.state = 'approved' order by slug, version.number limit 1";
        // Of a vendor nobody here acts for, so that everybody can put it into a cart.
        let strangers = "from product join vendor on vendor.id = product.vendor_id
             join price on price.product_id = product.id and archived_at is null and currency = 'USD'
             where product.state = 'approved' and price.kind = 'one_time' and not exists
                (select from vendor_member join account on account.id = account_id
                 where vendor_id = vendor.id and (email = 'vendor@example.com' or email like '%@matrix.example'))
               and not exists (select from entitlement join account on account.id = account_id
                               where product_id = product.id and email = 'customer@example.com')
             order by slug limit 1";
        let mut ids = BTreeMap::new();
        for (name, sql) in [
            ("closed", format!("select handle || '/' || slug {closed}")),
            ("number", format!("select g.number {owned}")),
            (
                "entitlement",
                format!("select entitlement.id::text {owned}"),
            ),
            ("license", format!("select license.id::text {owned}")),
            ("asset", format!("select asset.id::text {owned}")),
            (
                "changed",
                format!("select handle || '/' || slug || '/changes/' || version.number {changed}"),
            ),
            ("product", format!("select product.id::text {strangers}")),
            ("shown", format!("select handle || '/' || slug {strangers}")),
            ("handle", format!("select handle {strangers}")),
            (
                "category",
                "select path from category order by path limit 1".to_owned(),
            ),
            ("ours", format!("select id::text from {ours}")),
        ] {
            ids.insert(name, one(server, name, &sql).await);
        }
        let customer = cast.actors.iter().find(|actor| actor.name == "customer");
        ids.insert("download", a_link(&customer.unwrap().visitor, &ids).await);
        ids.insert(
            "export",
            an_export(server, &customer.unwrap().visitor).await,
        );
        Self { ids }
    }

    fn id(&self, name: &str) -> String {
        self.ids[name].clone()
    }

    /// Nobody tried what has none: whoever adds an address adds what to ask it for.
    pub fn of(&self, method: &str, route: &str) -> Specimen {
        let specimen = match method {
            "POST" => self.post(route),
            _ => self.page(route).or_else(|| self.file(route)),
        };
        specimen.unwrap_or_else(|| panic!("there is nothing to ask {method} {route} for"))
    }

    fn page(&self, route: &str) -> Option<Specimen> {
        let product = |name: &str| format!("/products/{}", self.id(name));
        Some(match route {
            "/products/{vendor}/{slug}" => asks(&product("shown"), Everybodys, 200),
            "/products/{vendor}/{slug}/changes/{number}" => {
                asks(&product("changed"), Everybodys, 200)
            }
            "/categories/{*path}" => asks(
                &format!("/categories/{}", self.id("category")),
                Everybodys,
                200,
            ),
            "/vendors/{handle}" => {
                asks(&format!("/vendors/{}", self.id("handle")), Everybodys, 200)
            }
            "/account/sign-in" | "/account/sign-up" => Specimen {
                guests: Some(200),
                ..asks(route, Everybodys, 303)
            },
            // Nobody has gone as far as these steps.
            "/account/sign-in/code"
            | "/account/sign-in/passkey"
            | "/account/sign-up/code"
            | "/account/confirm/passkey"
            | "/account/security/app"
            | "/account/security/codes"
            | "/account/security/passkey" => asks(route, Everybodys, 303),
            "/account/reset/new"
            | "/account/email/new"
            | "/account/email/old"
            | "/account/close/keep"
            | "/privacy/erase/confirm" => asks(&format!("{route}?token=made-up"), Everybodys, 410),
            "/orders/{number}" => asks(&format!("/orders/{}", self.id("number")), Customers, 200),
            "/orders/{number}/return" => asks(
                &format!("/orders/{}/return", self.id("number")),
                Customers,
                303,
            ),
            "/account/addresses/{id}" => {
                asks(&format!("/account/addresses/{MANAGED}"), Everybodys, 404)
            }
            "/admin/people/{id}" => asks(&format!("/admin/people/{MANAGED}"), Everybodys, 200),
            "/unsubscribe/{token}" => asks("/unsubscribe/made-up", Everybodys, 404),
            "/vendor/invitations/{token}" => asks("/vendor/invitations/made-up", Everybodys, 404),
            // Nothing is configured here; what comes back where it is has tests of its own.
            "/account/sign-in/{provider}/callback" => {
                asks("/account/sign-in/google/callback", Everybodys, 404)
            }
            "/sandbox-bank/{intent}" => asks("/sandbox-bank/pi_made_up", Everybodys, 404),
            _ if route.contains('{') => return None,
            "/embed.js"
            | "/health"
            | "/health/live"
            | "/health/ready"
            | "/metrics"
            | "/dev/mail"
            | "/api/v1/account"
            | "/api/v1/licenses"
            | "/api/v1/openapi.json" => {
                return None;
            }
            plain => asks(plain, Everybodys, 200),
        })
    }

    fn file(&self, route: &str) -> Option<Specimen> {
        let product = |file: &str| format!("/products/{}/{file}", self.id("closed"));
        Some(match route {
            "/embed.js"
            | "/health"
            | "/health/live"
            | "/health/ready"
            | "/metrics"
            | "/dev/mail"
            | "/api/v1/openapi.json" => asks(route, Everybodys, 200),
            // Sessions open nothing there.
            "/api/v1/account" | "/api/v1/licenses" => asks(route, Everybodys, 401),
            "/account/data/{export}" => asks(
                &format!("/account/data/{}", self.id("export")),
                Customers,
                200,
            ),
            "/avatars/{name}" => asks("/avatars/made-up.webp", Everybodys, 404),
            "/dev/mail/{name}" => asks("/dev/mail/made-up", Everybodys, 404),
            "/embed/{token}" => asks("/embed/made-up", Everybodys, 404),
            "/downloads/{token}" => asks(&self.id("download"), Customers, 200),
            "/products/{vendor}/{slug}/card.png" => asks(&product("card.png"), Everybodys, 200),
            "/products/{vendor}/{slug}/workflow.json" => {
                asks(&product("workflow.json"), Vendors, 200)
            }
            "/products/{vendor}/{slug}/workflow.png" => {
                asks(&product("workflow.png"), Everybodys, 200)
            }
            "/products/{vendor}/{slug}/workflow.svg" => {
                asks(&product("workflow.svg"), Everybodys, 200)
            }
            _ => return None,
        })
    }

    fn post(&self, route: &str) -> Option<Specimen> {
        let text = str::to_owned;
        let does = |whose, answer, fields: &[(&'static str, String)]| Specimen {
            fields: fields.to_vec(),
            ..asks(route, whose, answer)
        };
        let member = ("member", text(MANAGED));
        let invitation = ("invitation", text(ASKED));
        let role = ("role", text("support"));
        let next = ("next", String::new());
        let nobody = ("email", text("nobody"));
        let product = ("product", self.id("product"));
        Some(match route {
            "/api/start-authenticator" => does(Everybodys, 200, &[next]),
            // A shop at an address without a name offers no passkeys.
            "/api/start-passkey" | "/api/start-passkey-confirm" | "/api/start-passkey-sign-in" => {
                does(Everybodys, 404, &[next])
            }
            "/api/add-address" => does(Everybodys, 422, &[("name", text("N"))]),
            "/api/change-address" => does(
                Everybodys,
                404,
                &[
                    ("id", text(MANAGED)),
                    ("name", text("N")),
                    ("line1", text("1 Road")),
                    ("city", text("C")),
                    ("country", text("DE")),
                ],
            ),
            "/api/remove-address" => does(Everybodys, 404, &[("id", text(MANAGED))]),
            "/api/save-profile" => does(
                Everybodys,
                422,
                &[
                    ("name", String::new()),
                    ("locale", text("en")),
                    ("time_zone", text("UTC")),
                ],
            ),
            "/api/accept-terms" => does(Everybodys, 422, &[]),
            // Everybody has one of today already.
            "/api/ask-data-export" => does(Everybodys, 422, &[]),
            "/api/save-preferences" => does(Everybodys, 200, &[]),
            "/api/make-api-key" => does(
                Everybodys,
                422,
                &[("name", String::new()), ("days", text("30"))],
            ),
            "/api/revoke-api-key" => does(Everybodys, 404, &[("key", text(MANAGED))]),
            "/api/end-tokens" => does(Everybodys, 404, &[("family", text(MANAGED))]),
            "/api/v1/token" => does(Everybodys, 401, &[]),
            // A form is no body for programs.
            "/api/v1/token/refresh" | "/api/v1/token/revoke" => does(Everybodys, 400, &[]),
            // What brings no file is refused before anybody is asked who they are.
            "/api/set-picture" => Specimen {
                guests: Some(400),
                ..does(Everybodys, 400, &[])
            },
            "/api/remove-picture" => does(Everybodys, 200, &[]),
            "/api/add-passkey" => does(
                Everybodys,
                422,
                &[("name", text("N")), ("answer", text("x")), next],
            ),
            "/api/passkey-confirm" | "/api/passkey-sign-in" => {
                does(Everybodys, 422, &[("answer", text("x")), next])
            }
            // Nobody has shown a second factor.
            "/api/remove-passkey" => does(Everybodys, 403, &[("passkey", text(MANAGED))]),
            "/api/confirm-authenticator" => does(Everybodys, 404, &[("code", text("x")), next]),
            "/api/sign-in-code" => does(Everybodys, 422, &[("code", text("x")), next]),
            "/api/remove-authenticator" => does(Everybodys, 422, &[("code", text("x"))]),
            "/api/make-recovery-codes" => does(Everybodys, 404, &[]),
            "/api/confirm-identity" => does(Everybodys, 422, &[("password", text("x")), next]),
            "/api/end-session" => does(Everybodys, 404, &[("session", text(MANAGED))]),
            "/api/end-other-sessions" | "/api/cancel-email-change" | "/api/end-impersonation" => {
                does(Everybodys, 200, &[])
            }
            "/api/ask-email-change" => does(Everybodys, 422, &[nobody, ("current", text("x"))]),
            "/api/change-password" => does(
                Everybodys,
                422,
                &[("current", text("x")), ("password", text("x"))],
            ),
            "/api/close-account" | "/api/keep-account" => does(Everybodys, 200, &[]),
            "/api/keep-account-by-link" | "/api/erase-address" => {
                does(Everybodys, 422, &[("token", text("made-up"))])
            }
            "/api/ask-erasure" => does(Everybodys, 422, &[nobody]),
            "/api/ask-reset" => does(Everybodys, 422, &[nobody]),
            "/api/set-password" => does(
                Everybodys,
                422,
                &[("token", text("made-up")), ("password", text("x"))],
            ),
            "/api/confirm-new-email"
            | "/api/agree-to-email-change"
            | "/api/refuse-email-change" => does(Everybodys, 422, &[("token", text("made-up"))]),
            "/api/accept-invitation" => does(Everybodys, 404, &[("token", text("made-up"))]),
            "/api/add-to-cart" | "/api/remove-from-cart" => does(Everybodys, 200, &[product]),
            "/api/change-member-role" => does(Vendors, 200, &[member, role]),
            "/api/choose-vendor" => does(Vendors, 200, &[("vendor", self.id("ours"))]),
            "/api/grant-role" | "/api/invite-member" => does(Everybodys, 422, &[nobody, role]),
            "/api/leave-team" => does(Everybodys, 200, &[]),
            "/api/start-federated-sign-in" => {
                does(Everybodys, 404, &[("provider", text("google")), next])
            }
            "/api/link-sign-in-method" | "/api/unlink-sign-in-method" => {
                does(Everybodys, 404, &[("provider", text("google"))])
            }
            "/api/move-clock" => does(Everybodys, 400, &[("leap", text("sideways"))]),
            "/api/place-order" => does(
                Everybodys,
                422,
                &[
                    ("key", text(MANAGED)),
                    ("seen_total", text("1")),
                    ("seen_currency", text("USD")),
                ],
            ),
            // Too short a reason for any of these.
            "/api/begin-impersonation" => does(
                Everybodys,
                422,
                &[("person", text(MANAGED)), ("purpose", text("x"))],
            ),
            "/api/restore-account" | "/api/suspend-account" => does(
                Everybodys,
                422,
                &[("person", text(MANAGED)), ("reason", text("x"))],
            ),
            "/api/remove-member" => does(Vendors, 200, &[member]),
            "/api/resend-invitation" | "/api/withdraw-invitation" => {
                does(Vendors, 200, &[invitation])
            }
            "/api/retry-payment" => does(Customers, 422, &[("number", self.id("number"))]),
            "/api/reveal-license" => does(Customers, 200, &[("license", self.id("license"))]),
            "/api/sandbox-decide" => does(
                Everybodys,
                404,
                &[("intent", text("pi_made_up")), ("decision", text("pay"))],
            ),
            "/api/sign-in" => does(Everybodys, 422, &[nobody, ("password", text("x")), next]),
            "/api/sign-out" => does(Everybodys, 200, &[]),
            "/api/sign-up" => does(
                Everybodys,
                422,
                &[("name", text("N")), nobody, ("password", text("x")), next],
            ),
            "/api/sign-up-code" => does(Everybodys, 422, &[("code", text("123456")), next]),
            "/api/send-sign-up-code" => does(Everybodys, 422, &[next]),
            "/api/start-download" => does(
                Customers,
                200,
                &[
                    ("entitlement", self.id("entitlement")),
                    ("asset", self.id("asset")),
                ],
            ),
            "/unsubscribe/{token}" => Specimen {
                path: text("/unsubscribe/made-up"),
                ..does(Everybodys, 404, &[])
            },
            "/webhooks/{provider}" => Specimen {
                path: text("/webhooks/sandbox"),
                ..does(Everybodys, 400, &[])
            },
            _ => return None,
        })
    }
}

fn asks(path: &str, whose: Whose, answer: u16) -> Specimen {
    Specimen {
        path: path.to_owned(),
        fields: Vec::new(),
        whose,
        answer,
        guests: None,
    }
}

/// A link to a file of the customer's.
async fn a_link(customer: &Visitor, ids: &BTreeMap<&str, String>) -> String {
    let body = format!("entitlement={}&asset={}", ids["entitlement"], ids["asset"]);
    let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    let answer = customer
        .post_with("/api/start-download", &headers, &body)
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.header("location").to_owned()
}

/// A copy of the customer's data.
async fn an_export(server: &Server, customer: &Visitor) -> String {
    let headers = [("accept", "text/html"), ("sec-fetch-site", "same-origin")];
    let answer = customer
        .post_with("/api/ask-data-export", &headers, "")
        .await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let made = "select coalesce(min(data_export.id::text), '') from data_export join account on account.id = account_id
                where email = 'customer@example.com' and ready_at is not null";
    for _ in 0..200 {
        let export = one(server, "export", made).await;
        if !export.is_empty() {
            return export;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the copy was not made");
}

pub(super) async fn one(server: &Server, name: &str, sql: &str) -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests of the server have no checked queries"
    )]
    let query = sqlx::query_scalar::<_, String>(sqlx::AssertSqlSafe(sql.to_owned()));
    let found = query.fetch_one(&server.database().await).await;
    found.unwrap_or_else(|error| panic!("the demo has no {name}: {error}"))
}
