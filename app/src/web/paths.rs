//! Every address a page, a form or a mail of ours points to.

pub const HOME: &str = "/";
pub const PRODUCTS: &str = "/products";
pub const CART: &str = "/cart";
pub const CHECKOUT: &str = "/checkout";
pub const ORDERS: &str = "/orders";
pub const LIBRARY: &str = "/library";
pub const ACCOUNT: &str = "/account";
pub const SIGN_IN: &str = "/account/sign-in";
pub const SIGN_UP: &str = "/account/sign-up";
pub const API_KEYS: &str = "/account/api-keys";
pub const VENDOR: &str = "/vendor";
pub const ADMIN: &str = "/admin";
pub const DEV: &str = "/dev";
pub const DEV_CLOCK: &str = "/dev/clock";
pub const DEV_MAIL: &str = "/dev/mail";
pub const STYLEGUIDE: &str = "/styleguide";
pub const WORKFLOW_TOOL: &str = "/tools/workflow";
pub const LICENSE: &str = "/legal/license";
pub const REFUNDS: &str = "/legal/refunds";
pub const TERMS: &str = "/legal/terms";

pub fn product(vendor: &str, slug: &str) -> String {
    format!("/products/{vendor}/{slug}")
}

/// What changed in a version of a product.
pub fn changes(vendor: &str, slug: &str, number: &str) -> String {
    format!("{}/changes/{number}", product(vendor, slug))
}

/// The picture of a product for social media.
pub fn share_card(vendor: &str, slug: &str) -> String {
    format!("{}/card.png", product(vendor, slug))
}

/// The script that other sites load to show a workflow.
pub const EMBED_SCRIPT: &str = "/embed.js";

/// The frame in which they show it.
pub fn embed(token: &str) -> String {
    format!("/embed/{token}")
}

/// A product's workflow as a file: `svg` and `png` for everybody, `json` for those who may see it.
pub fn workflow_file(vendor: &str, slug: &str, ending: &str) -> String {
    format!("/products/{vendor}/{slug}/workflow.{ending}")
}

pub fn vendor(handle: &str) -> String {
    format!("/vendors/{handle}")
}

pub fn order(number: &str) -> String {
    format!("/orders/{number}")
}

pub fn download(token: &str) -> String {
    format!("/downloads/{token}")
}

pub fn sandbox_bank(intent: &str) -> String {
    format!("/sandbox-bank/{intent}")
}

/// Signing in, then on to `next`.
pub fn sign_in(next: &str) -> String {
    with_next(SIGN_IN, next)
}

/// Opening an account, then on to `next`.
pub fn sign_up(next: &str) -> String {
    with_next(SIGN_UP, next)
}

fn with_next(path: &str, next: &str) -> String {
    if next.is_empty() || next == HOME {
        return path.to_owned();
    }
    let query: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("next", next)
        .finish();
    format!("{path}?{}", query.replace("%2F", "/"))
}

#[cfg(test)]
mod tests {
    use super::sign_in;

    #[test]
    fn where_to_go_next_is_part_of_the_address() {
        assert_eq!(sign_in("/checkout"), "/account/sign-in?next=/checkout");
        assert_eq!(
            sign_in("/search?q=a&b"),
            "/account/sign-in?next=/search%3Fq%3Da%26b"
        );
        assert_eq!(sign_in("/"), "/account/sign-in");
    }
}
