//! What is pressed, typed into and chosen.

use leptos::prelude::*;

use super::Group;
use crate::ui::{
    AppMark, Avatar, AvatarSize, Badge, Button, ButtonKind, ButtonSize, Checkbox, Choice,
    FieldKind, FormSummary, Icon, KindPill, LinkButton, Mascot, Mistake, NewBadge, Pill, PillLink,
    PriceTag, Radio, Rating, RemovablePill, SelectField, Stars, Switch, TextArea, TextField, Tone,
};

#[component]
pub(super) fn Buttons() -> impl IntoView {
    view! {
        <Group name="Button">
            <div class="row">
                <Button>"Publish version 1.3.0"</Button>
                <Button kind=ButtonKind::Quiet>"Save the draft"</Button>
                <Button kind=ButtonKind::Danger>"Revoke the license"</Button>
                <Button kind=ButtonKind::Plain>"Cancel"</Button>
                <Button disabled=true>"Not yet"</Button>
                <Button busy=true>"Paying"</Button>
            </div>
            <div class="row">
                <Button size=ButtonSize::Small kind=ButtonKind::Quiet icon=Icon::Filter>"Filter"</Button>
                <Button size=ButtonSize::Large icon=Icon::Lock>"Pay $38.00"</Button>
                <LinkButton href="/products" kind=ButtonKind::Quiet icon=Icon::Download>"Download"</LinkButton>
            </div>
        </Group>
    }
}

#[component]
pub(super) fn Fields(theme: &'static str) -> impl IntoView {
    let name = move |field: &str| format!("{theme}-{field}");
    let periods = vec![
        Choice::new("month", "Each month"),
        Choice::new("year", "Each year"),
    ];
    view! {
        <Group name="Form">
            <form class="form" action="/styleguide" method="get">
                <FormSummary mistakes=vec![
                    Mistake { field: Some(name("email")), message: "Enter an e-mail address, as in name@example.com.".into() },
                ]/>
                <TextField label="Name" name=name("name") value="Rosa Lindqvist" autocomplete="off"/>
                <TextField
                    label="E-mail address"
                    name=name("email")
                    kind=FieldKind::Email
                    value="rosa@"
                    hint="The receipt goes here."
                    error=Some("Enter an e-mail address, as in name@example.com.".to_owned())
                />
                <TextField label="Password" name=name("password") kind=FieldKind::Password hint="At least 15 characters." autocomplete="off"/>
                <SelectField label="Billing period" name=name("period") options=periods value="year"/>
                <TextArea label="What changed" name=name("changes") required=false value="Waits for the mail server."/>
                <TextField label="Handle" name=name("handle") value="polder-automation" disabled=true/>
                <fieldset>
                    <legend class="field__label">"Notices"</legend>
                    <Checkbox label="Tell me about new versions" name=name("news") checked=true hint="At most one mail a week."/>
                    <Checkbox label="I accept the license terms" name=name("terms") error=Some("Tick the box to accept the license terms.".to_owned())/>
                    <Checkbox label="Not offered here" name=name("none") disabled=true/>
                    <Radio label="Card" name=name("pay") value="card" checked=true/>
                    <Radio label="Bank transfer" name=name("pay") value="bank"/>
                    <Switch label="On holiday" name=name("holiday") checked=true hint="Your products stay in libraries."/>
                    <Switch label="Show my sales" name=name("sales")/>
                </fieldset>
            </form>
        </Group>
    }
}

#[component]
pub(super) fn Marks() -> impl IntoView {
    let tones = [
        (Tone::Neutral, "Draft"),
        (Tone::Brand, "In review"),
        (Tone::Good, "Paid"),
        (Tone::Warn, "Waiting"),
        (Tone::Bad, "Declined"),
        (Tone::Info, "Updated"),
    ];
    let badges = tones
        .map(|(tone, word)| view! { <Badge tone=tone>{word}</Badge> })
        .collect_view();
    let apps = [
        "Slack",
        "Gmail",
        "Google Sheets",
        "Notion",
        "HubSpot",
        "OpenAI",
    ]
    .map(|app| view! { <AppMark app=app/> })
    .collect_view();
    view! {
        <Group name="Marks">
            <div class="row">{badges} <NewBadge/></div>
            <div class="row">
                <KindPill kind="n8n-workflow" label="n8n workflow"/>
                <KindPill kind="ai-agent" label="AI agent"/>
                <KindPill kind="automation-asset" label="Automation asset"/>
                <Pill>"invoices"</Pill>
                <PillLink href="/search?q=slack">"Slack"</PillLink>
                <PillLink href="/search?q=mail" current=true>"Mail"</PillLink>
                <RemovablePill href="/products" label="Free"/>
            </div>
            <div class="row">
                <PriceTag price="$19"/>
                <PriceTag price="$9/mo"/>
                <PriceTag price="Free"/>
                <PriceTag price="$49" large=true/>
                <Rating sum=187 count=40/>
                <Rating sum=0 count=0/>
                <Stars sum=87 count=20/>
            </div>
            <div class="row">
                <Avatar name="Quiet Queue" size=AvatarSize::Large/>
                <Avatar name="Quiet Queue"/>
                <Avatar name="Rosa Lindqvist" round=true/>
                {apps}
                <span class="logo"><Mascot/></span>
            </div>
        </Group>
    }
}
