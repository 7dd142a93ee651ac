//! Taking a product out of the cart.

use leptos::prelude::*;
use market::{ProductId, cart};

use crate::web::{ActError, Form, Notice, flash, market, paths, who};

#[server(prefix = "/api", endpoint = "remove-from-cart")]
pub async fn remove_from_cart(product: ProductId) -> Result<(), ActError> {
    let form = Form::on(paths::CART, "remove-from-cart");
    form.act(async {
        let market = market();
        let holder = who::anyone().await?;
        let mut tx = market.begin().await?;
        cart::remove(&mut tx, holder, product, market.now()).await?;
        tx.commit().await?;
        flash::notice(Notice::RemovedFromCart).await?;
        Ok(paths::CART.to_owned())
    })
    .await
}
