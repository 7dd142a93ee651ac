//! `/admin/roles`: who keeps the market, and giving and taking those roles.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use market::Refusal;
use market::accounts::{self, Account, Permission, Role, StaffMember};
use time::OffsetDateTime;

use super::area::AdminArea;
use crate::ui::{
    Button, CheckItem, CheckList, Choice, Day, FieldKind, FormSummary, Panel, Pill, SectionHead,
    SelectField, TableFrame, TextField,
};
use crate::web::{
    ActError, ActForm, Form, FormState, Notice, flash, form_state, market, page, paths, who,
};

/// Everybody with a role at the market.
#[component]
pub fn RolesPage() -> impl IntoView {
    page(async move {
        let by = who::administrator().await?;
        // The form on it shall work at once.
        who::fresh().await?;
        let staff = accounts::staff(&market().db, &by).await?;
        let form = form_state("grant-role").await?;
        Ok(view! {
            <Title text="Roles"/>
            <AdminArea
                title="Roles"
                lead="Who keeps the market. Each change is in the record, and ends the person's sessions."
                here=paths::ADMIN_ROLES
                by=Account::clone(&by)
            >
                <div class="stack stack--loose">
                    <FormSummary mistakes=form.mistakes()/>
                    <Grant form=form/>
                    <section>
                        <SectionHead title="Who has a role"/>
                        <Staff staff=staff/>
                    </section>
                </div>
            </AdminArea>
        })
    })
}

#[component]
fn Grant(form: FormState) -> impl IntoView {
    let options = Role::ALL
        .into_iter()
        .map(|role| Choice::new(role.code(), role.label()))
        .collect();
    let role = Role::from_code(&form.value("role")).unwrap_or(Role::Support);
    let may = [Role::Support, Role::Moderator, Role::Admin]
        .into_iter()
        .map(|role| view! { <CheckItem>{format!("{}: {}", role.label(), what(role))}</CheckItem> })
        .collect_view();
    view! {
        <Panel title="Give somebody a role">
            <div class="stack">
                <ActForm action=GrantRole::PATH class="team__form">
                    <TextField
                        label="E-mail address"
                        name="email"
                        kind=FieldKind::Email
                        value=form.value("email")
                        hint="Of an account that is open already."
                        error=form.error("email")
                        autocomplete="off"
                        max_length=254
                    />
                    <SelectField
                        label="Role"
                        name="role"
                        options=options
                        value=role.code()
                        hint="Customer takes the role they have."
                        error=form.error("role")
                    />
                    <Button>"Give the role"</Button>
                </ActForm>
                <CheckList small=true>{may}</CheckList>
            </div>
        </Panel>
    }
}

/// What the catalogue says this role may do beyond being a customer.
fn what(role: Role) -> String {
    Permission::ALL
        .iter()
        .filter(|permission| role.may(**permission) && !Role::Customer.may(**permission))
        .map(|permission| permission.lets().to_lowercase())
        .collect::<Vec<_>>()
        .join("; ")
}

#[component]
fn Staff(staff: Vec<StaffMember>) -> impl IntoView {
    let rows = staff.into_iter().map(row).collect_view();
    view! {
        <TableFrame label="Who has a role" stack=true>
            <thead>
                <tr>
                    <th scope="col">"Person"</th>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Given by"</th>
                    <th scope="col">"On"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </TableFrame>
    }
}

fn row(person: StaffMember) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" data-label="Person">
                <div class="team__who">
                    <span>{person.name}</span>
                    <span class="team__mail">{person.email}</span>
                </div>
            </th>
            <td data-label="Role"><Pill>{person.role.label()}</Pill></td>
            <td data-label="Given by">{person.granted_by.unwrap_or_else(|| "The operator".to_owned())}</td>
            <td data-label="On">{given_on(person.granted_at)}</td>
        </tr>
    }
}

/// Roles that are older than the record have no date.
fn given_on(at: Option<OffsetDateTime>) -> AnyView {
    match at {
        Some(at) => view! { <Day at=at/> }.into_any(),
        None => "–".into_any(),
    }
}

#[server(prefix = "/api", endpoint = "grant-role")]
pub async fn grant_role(email: String, role: String) -> Result<(), ActError> {
    let form = Form::on(paths::ADMIN_ROLES, "grant-role")
        .keeping("email", &email)
        .keeping("role", &role);
    form.act(async {
        let market = market();
        let by = who::administrator().await?;
        // Whoever finds a desk left open makes nobody an admin.
        who::fresh().await?;
        let role = Role::from_code(&role).ok_or(Refusal::RoleUnknown)?;
        let mut tx = market.begin().await?;
        accounts::grant_role(&market, &mut tx, &by, &email, role).await?;
        tx.commit().await?;
        flash::notice(Notice::RoleChanged).await?;
        Ok(paths::ADMIN_ROLES.to_owned())
    })
    .await
}
