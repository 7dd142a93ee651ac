//! One key, and the button that ends it.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use market::accounts::api_keys::{ApiKey, Scope};
use time::OffsetDateTime;

use super::RevokeApiKey;
use crate::ui::{Badge, Button, ButtonKind, ButtonSize, Day, Moment, Tone};
use crate::web::ActForm;

pub(super) fn row(key: ApiKey, now: OffsetDateTime) -> impl IntoView {
    let label = format!("Revoke {}", key.name);
    let scopes: Vec<_> = key.scopes.iter().copied().map(Scope::code).collect();
    let from = key
        .networks
        .iter()
        .map(|network| plain(network))
        .collect::<Vec<_>>()
        .join(", ");
    let over = key.expires_at <= now;
    view! {
        <tr>
            <th scope="row" data-label="Key">
                {key.name} " " <code translate="no">{format!("…{}", key.ending)}</code>
            </th>
            <td data-label="May">{scopes.join(", ")} {(!from.is_empty()).then(|| format!(", from {from}"))}</td>
            <td data-label="Last used">
                {match key.last_used_at {
                    Some(at) => view! { <Moment at=at/> }.into_any(),
                    None => "Never".into_any(),
                }}
            </td>
            <td data-label="Good until">
                <Day at=key.expires_at/> {over.then(|| view! { " " <Badge tone=Tone::Warn>"Over"</Badge> })}
            </td>
            <td>
                <ActForm action=RevokeApiKey::PATH>
                    <input type="hidden" name="key" value=key.id.to_string()/>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small label=label>"Revoke"</Button>
                </ActForm>
            </td>
        </tr>
    }
}

/// A network of one address is that address.
fn plain(network: &str) -> &str {
    let alone = network
        .strip_suffix("/32")
        .filter(|address| address.contains('.'));
    alone
        .or_else(|| network.strip_suffix("/128"))
        .unwrap_or(network)
}
