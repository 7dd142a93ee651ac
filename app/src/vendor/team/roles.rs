//! The part of the catalogue of permissions that is about vendors, as a table.

use leptos::prelude::*;
use market::accounts::{Permission, VendorRole};

use crate::ui::{Disclosure, Glyph, Icon, TableFrame};

#[component]
pub(super) fn WhatRolesMay() -> impl IntoView {
    let heads = VendorRole::ALL
        .into_iter()
        .map(|role| view! { <th scope="col">{role.label()}</th> })
        .collect_view();
    let rows = Permission::ALL
        .iter()
        .filter(|permission| !permission.vendor_roles().is_empty())
        .map(|permission| row(*permission))
        .collect_view();
    view! {
        <Disclosure summary="What each role may do">
            <TableFrame label="What each role may do" stack=true>
                <thead>
                    <tr>
                        <th scope="col">"May"</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </TableFrame>
        </Disclosure>
    }
}

fn row(permission: Permission) -> impl IntoView {
    let cells = VendorRole::ALL
        .into_iter()
        .map(|role| {
            let (icon, word) = if role.may(permission) {
                (Icon::Check, "yes")
            } else {
                (Icon::Dot, "no")
            };
            view! {
                <td data-label=role.label()>
                    <span class=format!("team__may team__may--{word}")>
                        <Glyph icon=icon small=true/>
                        <span class="visually-hidden">{word}</span>
                    </span>
                </td>
            }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row" data-label="May">{permission.lets()}</th>
            {cells}
        </tr>
    }
}
