//! Putting a product into the cart.

use leptos::prelude::*;
use market::{ProductId, cart};

use crate::web::{ActError, Form, Notice, flash, keep_cart, market, paths, who};

#[server(prefix = "/api", endpoint = "add-to-cart")]
pub async fn add_to_cart(product: ProductId) -> Result<(), ActError> {
    let form = Form::on(paths::PRODUCTS, "add-to-cart");
    form.act(async {
        let market = market();
        let holder = who::anyone().await?;
        let mut tx = market.begin().await?;
        let cart = cart::add(&mut tx, holder, product, market.now()).await?;
        tx.commit().await?;
        if holder.account.is_none() {
            keep_cart(cart).await?;
        }
        flash::notice(Notice::AddedToCart).await?;
        Ok(paths::CART.to_owned())
    })
    .await
}
