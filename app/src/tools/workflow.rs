//! `/tools/workflow`: examine, clean and compare workflow files in the browser alone.

use leptos::either::Either;
use leptos::prelude::*;
use workbench::WorkflowTool;

use crate::ui::{Banner, Breadcrumb, CodeBlock, Crumb, PageHead, PageMeta, Tone};
use crate::web::{ToolScripts, market, paths, tool_bundle};

const TITLE: &str = "Examine and clean an n8n workflow";
const LEAD: &str = "See a workflow file drawn, find the secrets in it, clean it before you share it, and compare two versions. All of it happens in your browser.";

/// The same on the command line, for those who prefer it and for those without JavaScript.
const COMMANDS: &str = "autopilot workflow lint my-workflow.json
autopilot workflow scan my-workflow.json
autopilot workflow sanitise my-workflow.json > cleaned.json
autopilot workflow diff old.json new.json";

/// The tool, and what it does in words for everybody.
#[component]
pub fn WorkflowToolPage() -> impl IntoView {
    let canonical = format!("{}{}", market().public_url, paths::WORKFLOW_TOOL);
    view! {
        <PageMeta title=TITLE description=LEAD canonical=canonical/>
        <div class="wrap page">
            <Breadcrumb trail=vec![Crumb::new("/", "Home")]/>
            <PageHead title=TITLE lead=LEAD/>
            <Tool/>
            <About/>
        </div>
    }
}

#[component]
fn Tool() -> impl IntoView {
    let Some(bundle) = tool_bundle() else {
        return Either::Left(view! {
            <Banner tone=Tone::Warn title="The tool is not here right now">
                <p>"This server was set up without it. What it does is described below, and the command line does the same."</p>
            </Banner>
        });
    };
    let files = bundle.files.clone();
    Either::Right(view! {
        <ToolScripts bundle=bundle/>
        <noscript>
            <Banner tone=Tone::Info title="This tool needs JavaScript">
                <p>"It reads your file in your own browser, because nothing is uploaded, and a browser does that only with JavaScript. The command line below does the same without it."</p>
            </Banner>
        </noscript>
        <WorkflowTool files=files/>
    })
}

#[component]
fn About() -> impl IntoView {
    view! {
        <section class="prose workbench-about" aria-labelledby="tool-about">
            <h2 id="tool-about">"What it does"</h2>
            <ul>
                <li><strong>"Draws"</strong>" the workflow as it looks on n8n's canvas."</li>
                <li><strong>"Scores"</strong>" how well it will import, and names each node that would not arrive as it left."</li>
                <li><strong>"Finds secrets"</strong>": keys, passwords, tokens, and private data such as mail addresses. It shows their first characters, never the whole."</li>
                <li><strong>"Says what it needs and can do"</strong>": credentials, apps, community nodes, hosts; whether it runs code or takes requests from anyone."</li>
                <li><strong>"Cleans"</strong>" a copy: pinned test data, ids and credentials of your own n8n go, and so do secrets if you like. You see every change before you download."</li>
                <li><strong>"Compares"</strong>" two versions, and says which changes break what worked."</li>
            </ul>
            <h2 id="tool-privacy">"What happens to your file"</h2>
            <p>"Nothing leaves your browser. The program that reads the file was loaded with this page; the part that works on it is barred by your browser from any request, and none is made while you drop, examine and download. When you close the page, everything is gone."</p>
            <h2 id="tool-commands">"The same without a browser"</h2>
            <p>"Whoever runs this marketplace's program has the same rules on the command line, for whole folders too."</p>
            <CodeBlock code=COMMANDS title="On the command line"/>
        </section>
    }
}
