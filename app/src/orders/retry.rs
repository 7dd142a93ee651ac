//! Paying an order that waits.

use leptos::prelude::*;
use market::checkout;

use super::well_formed;
use crate::web::{ActError, Form, local, market, paths, who};

#[server(prefix = "/api", endpoint = "retry-payment")]
pub async fn retry_payment(number: String) -> Result<(), ActError> {
    let home = well_formed(&number).map_or(paths::ORDERS.to_owned(), paths::order);
    let form = Form::on(home, "retry-payment");
    form.act(async {
        let by = who::customer().await?;
        let address = checkout::retry_payment(&market(), &by, well_formed(&number)?).await?;
        Ok(local(&address).unwrap_or(address))
    })
    .await
}
