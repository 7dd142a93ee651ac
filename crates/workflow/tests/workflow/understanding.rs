//! What a workflow needs, can do, and how it reads.

use crate::support::{ai_node, an_agent, document, node, read, workflow};
use serde_json::{Value, json};
use workflow::requirements::Complexity;
use workflow::{Capability, Workflow, node_details, outline, requirements, sanitise};

fn with_credentials(mut value: Value, credentials: Value) -> Value {
    value["credentials"] = credentials;
    value
}

fn shop() -> Workflow {
    let mut off = node(
        "Off",
        "executeCommand",
        1.0,
        [0.0, 300.0],
        json!({ "command": "rm -rf /" }),
    );
    off["disabled"] = json!(true);
    let nodes = [
        node("Every day", "scheduleTrigger", 1.2, [0.0, 0.0], json!({})),
        with_credentials(
            node("Rows", "googleSheets", 4.5, [224.0, 0.0], json!({})),
            json!({ "googleSheetsOAuth2Api": { "id": "1", "name": "jane@example.com" } }),
        ),
        with_credentials(
            node(
                "Call",
                "httpRequest",
                4.2,
                [448.0, 0.0],
                json!({ "url": "=https://Api.Example.org:8443/v1/{{ $json.id }}?k={{ $env.API_KEY }}", "authentication": "predefinedCredentialType", "nodeCredentialType": "slackApi" }),
            ),
            json!({ "httpHeaderAuth": { "id": "2", "name": "stale" } }),
        ),
        node(
            "Pine",
            "@acme/n8n-nodes-pine.pineCone",
            1.0,
            [672.0, 0.0],
            json!({ "where": "={{ $vars['region'] }}" }),
        ),
        node(
            "Next",
            "executeWorkflow",
            1.2,
            [896.0, 0.0],
            json!({ "workflowId": { "__rl": true, "mode": "list", "value": "abc", "cachedResultName": "Send it" } }),
        ),
        node(
            "Note",
            "stickyNote",
            1.0,
            [0.0, -300.0],
            json!({ "content": "hi" }),
        ),
        off,
    ];
    let edges = [
        ("Every day", "main", 0, "Rows", 0),
        ("Rows", "main", 0, "Call", 0),
        ("Call", "main", 0, "Pine", 0),
        ("Pine", "main", 0, "Next", 0),
    ];
    workflow(&nodes, &edges)
}

#[test]
fn requirements_name_everything_a_buyer_must_have() {
    let needs = requirements(&shop());
    let labels: Vec<_> = needs
        .integrations
        .iter()
        .map(|app| (app.key.as_str(), app.label.as_str()))
        .collect();
    assert_eq!(
        labels,
        [
            ("google-sheets", "Google Sheets"),
            ("pine-cone", "Pine Cone"),
            ("slack", "Slack")
        ]
    );
    let credentials: Vec<_> = needs
        .credential_types
        .iter()
        .map(|kind| kind.label.as_str())
        .collect();
    assert_eq!(
        credentials,
        ["Google Sheets OAuth2", "Slack API"],
        "a credential that is no longer used is not needed"
    );
    assert_eq!(needs.community_packages, ["@acme/n8n-nodes-pine"]);
    assert_eq!(needs.hosts, ["api.example.org"]);
    assert_eq!(needs.environment_variables, ["API_KEY"]);
    assert_eq!(needs.variables, ["region"]);
    assert_eq!(needs.sub_workflows[0].name.as_deref(), Some("Send it"));
    assert_eq!(needs.triggers[0].label, "Schedule Trigger");
    assert_eq!(needs.node_count, 6);
    let http = needs
        .node_types
        .iter()
        .find(|kind| kind.key == "n8n-nodes-base.httpRequest")
        .unwrap();
    assert_eq!(
        (http.label.as_str(), http.versions.as_slice(), http.count),
        ("HTTP Request", &["4.2".to_owned()][..], 1)
    );
    // 5 + 5 (OAuth) + 3 + 5 (package) + 4 (workflow) + 2 · 2 (variables) + 0, rounded up to 5.
    assert_eq!(needs.setup_minutes, 30);
    assert!(!format!("{needs:?}").contains("jane@example.com"));
}

#[test]
fn requirements_survive_being_stored_and_an_older_record_can_be_read() {
    let needs = requirements(&shop());
    let stored = serde_json::to_string(&needs).unwrap();
    assert_eq!(
        serde_json::from_str::<workflow::Requirements>(&stored).unwrap(),
        needs
    );
    assert_eq!(
        serde_json::from_str::<workflow::Requirements>("{}").unwrap(),
        workflow::Requirements::default()
    );
}

#[test]
fn capabilities_come_from_enabled_nodes_only_the_riskiest_first() {
    let found = requirements(&shop()).capabilities;
    assert_eq!(
        found,
        [
            Capability::UsesCommunityNodes,
            Capability::CallsAddresses,
            Capability::CallsWorkflows,
            Capability::RunsOnSchedule
        ]
    );
    let open = workflow(
        &[
            node("Hook", "webhook", 2.0, [0.0, 0.0], json!({})),
            node(
                "Go",
                "httpRequest",
                4.2,
                [224.0, 0.0],
                json!({ "url": "={{ $json.url }}" }),
            ),
        ],
        &[],
    );
    assert_eq!(
        requirements(&open).capabilities,
        [
            Capability::AcceptsAnonymousRequests,
            Capability::CallsChosenAddresses
        ]
    );
}

#[test]
fn the_size_the_tools_and_what_is_only_known_at_run_time_are_told() {
    let needs = requirements(&an_agent());
    assert_eq!(needs.complexity, Complexity::Simple);
    let tools: Vec<_> = needs
        .ai_tools
        .iter()
        .map(|tool| (tool.name.as_str(), tool.label.as_str()))
        .collect();
    assert_eq!(tools, [("Find", "Gmail Tool")]);
    assert_eq!(needs.minimum_n8n, None);
    let nodes: Vec<_> = (0..24).map(|at| node(&format!("Call {at}"), "httpRequest", 4.2, [0.0, 0.0], json!({ "url": if at == 7 { "=https://{{ $json.host }}/x" } else { "https://a.example.org/{{ $json.x }}" } }))).collect();
    let mut value = document(&nodes, &[]);
    value["settings"] = json!({ "executionOrder": "v1" });
    let needs = requirements(&read(&value).workflow);
    assert_eq!(
        (needs.complexity, needs.minimum_n8n.as_deref()),
        (Complexity::Complex, Some("1.0"))
    );
    assert_eq!(needs.built_addresses, ["Call 7"]);
}

#[test]
fn the_way_from_a_request_to_a_command_line_is_told() {
    let path = |last: &str, off: bool| {
        let mut end = node("Run", last, 1.0, [600.0, 0.0], json!({}));
        end["disabled"] = json!(off);
        let nodes = [
            node("Every day", "scheduleTrigger", 1.2, [0.0, 300.0], json!({})),
            node("Hook", "webhook", 2.0, [0.0, 0.0], json!({})),
            node("Long", "set", 3.4, [200.0, 0.0], json!({})),
            node("Longer", "set", 3.4, [400.0, 0.0], json!({})),
            end,
        ];
        let edges = [
            ("Every day", "main", 0, "Longer", 0),
            ("Hook", "main", 0, "Long", 0),
            ("Hook", "main", 0, "Longer", 0),
            ("Long", "main", 0, "Longer", 0),
            ("Longer", "main", 0, "Run", 0),
            ("Run", "main", 0, "Long", 0),
        ];
        requirements(&workflow(&nodes, &edges)).shell_path
    };
    assert_eq!(path("executeCommand", false), ["Hook", "Longer", "Run"]);
    assert_eq!(path("ssh", false), ["Hook", "Longer", "Run"]);
    assert_eq!(path("code", false), [""; 0]);
    assert_eq!(path("executeCommand", true), [""; 0]);
    let agent = [
        ai_node("Chat", "chatTrigger", 1.1),
        ai_node("Agent", "agent", 2.2),
        node(
            "Shell",
            "n8n-nodes-base.executeCommandTool",
            1.0,
            [200.0, 200.0],
            json!({}),
        ),
    ];
    let found = workflow(
        &agent,
        &[
            ("Chat", "main", 0, "Agent", 0),
            ("Shell", "ai_tool", 0, "Agent", 0),
        ],
    );
    assert_eq!(
        requirements(&found).shell_path,
        ["Chat", "Agent", "Shell"],
        "an agent calls its tools"
    );
}

#[test]
fn language_models_are_named() {
    let needs = requirements(&an_agent());
    assert_eq!(
        (
            needs.ai_models[0].provider.as_str(),
            needs.ai_models[0].model.as_deref()
        ),
        ("OpenAI", Some("gpt-4o-mini"))
    );
    let labels: Vec<_> = needs
        .integrations
        .iter()
        .map(|app| app.label.as_str())
        .collect();
    assert_eq!(labels, ["Gmail", "OpenAI"]);
}

#[test]
fn types_and_credentials_have_names_people_use() {
    use workflow::names::{credential_label, type_label};
    for (key, label) in [
        ("googleSheetsOAuth2Api", "Google Sheets OAuth2"),
        ("gmailOAuth2", "Gmail OAuth2"),
        ("openAiApi", "OpenAI API"),
        ("httpHeaderAuth", "HTTP Header Auth"),
        ("postgres", "Postgres"),
        ("serpApi", "SerpAPI"),
        ("", "Unknown credential"),
    ] {
        assert_eq!(credential_label(key), label);
    }
    for (key, label) in [
        (
            "n8n-nodes-base.googleSheetsTrigger",
            "Google Sheets Trigger",
        ),
        ("n8n-nodes-base.httpRequest", "HTTP Request"),
        ("n8n-nodes-base.github", "GitHub"),
        ("@n8n/n8n-nodes-langchain.lmChatOpenAi", "OpenAI Chat Model"),
        (
            "@n8n/n8n-nodes-langchain.embeddingsMistralCloud",
            "Mistral Cloud Embeddings",
        ),
        ("n8n-nodes-base.gmailTool", "Gmail Tool"),
        ("n8n-nodes-base.awsS3", "AWS S3"),
        ("", "Unknown node"),
    ] {
        assert_eq!(type_label(key), label);
    }
}

#[test]
fn an_outline_follows_the_flow_and_puts_sub_nodes_under_their_parent() {
    let steps = outline(&an_agent(), true);
    let lines: Vec<_> = steps
        .iter()
        .map(|step| {
            (
                step.name.as_str(),
                step.what.as_str(),
                step.depth,
                step.from.len(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("Chat", "Chat Trigger", 0, 0),
            ("Agent", "AI Agent", 0, 1),
            ("Model", "OpenAI Chat Model", 1, 0),
            ("Find", "Gmail Tool", 1, 0)
        ]
    );
    assert_eq!(steps[3].part_of.as_deref(), Some("Agent"));
}

#[test]
fn an_outline_indents_branches_and_comes_back_where_they_meet() {
    let nodes: Vec<_> = [
        ("T", "manualTrigger"),
        ("Join", "merge"),
        ("If", "if"),
        ("No", "noOp"),
        ("Yes", "noOp"),
        ("End", "noOp"),
    ]
    .iter()
    .enumerate()
    .map(|(index, (name, kind))| node(name, kind, 1.0, [index as f64 * 224.0, 0.0], json!({})))
    .collect();
    let edges = [
        ("T", "main", 0, "If", 0),
        ("If", "main", 0, "Yes", 0),
        ("If", "main", 1, "No", 0),
        ("Yes", "main", 0, "Join", 0),
        ("No", "main", 0, "Join", 1),
        ("Join", "main", 0, "End", 0),
    ];
    let steps = outline(&workflow(&nodes, &edges), true);
    let lines: Vec<_> = steps
        .iter()
        .map(|step| (step.name.as_str(), step.depth))
        .collect();
    assert_eq!(
        lines,
        [
            ("T", 0),
            ("If", 0),
            ("Yes", 1),
            ("No", 1),
            ("Join", 0),
            ("End", 0)
        ]
    );
    assert_eq!(steps[3].from, ["If (false)"]);
}

#[test]
fn an_outline_goes_through_cycles_once() {
    let nodes: Vec<_> = ["A", "B", "C"]
        .iter()
        .enumerate()
        .map(|(index, name)| node(name, "noOp", 1.0, [index as f64 * 224.0, 0.0], json!({})))
        .collect();
    let edges = [
        ("A", "main", 0, "B", 0),
        ("B", "main", 0, "C", 0),
        ("C", "main", 0, "A", 0),
        ("B", "main", 0, "B", 0),
        ("A", "ai_tool", 0, "B", 0),
        ("B", "ai_tool", 0, "A", 0),
    ];
    let mut seen: Vec<_> = outline(&workflow(&nodes, &edges), true)
        .iter()
        .map(|step| step.node)
        .collect();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2]);
}

#[test]
fn details_show_parameters_only_when_revealed_and_credentials_never() {
    let workflow = shop();
    let hidden = node_details(&workflow, false);
    assert_eq!(hidden.len(), 6);
    assert!(
        hidden
            .iter()
            .all(|detail| detail.parameters.is_empty() && detail.description.ends_with('.'))
    );
    let text = serde_json::to_string(&node_details(&workflow, true)).unwrap();
    assert!(text.contains("{{ $json.id }}") && text.contains("Send it"));
    assert!(!text.contains("jane@example.com"));
    let long = crate::support::workflow(
        &[node(
            "S",
            "set",
            3.4,
            [0.0, 0.0],
            json!({ "text": "x".repeat(5_000), "apiKey": "live-1234" }),
        )],
        &[],
    );
    let shown = node_details(&long, true).remove(0).parameters;
    assert!(
        shown
            .iter()
            .all(|(_, value)| value.chars().count() <= 1_000 && !value.contains("live-1234"))
    );
}

fn private() -> Value {
    let mut hook = node(
        "Hook",
        "webhook",
        2.0,
        [0.0, 0.0],
        json!({ "path": "orders" }),
    );
    hook["webhookId"] = json!("11111111-2222-4333-8444-555555555555");
    let mut mail = node(
        "Mail",
        "gmail",
        2.1,
        [224.0, 0.0],
        json!({ "operation": "send" }),
    );
    mail["credentials"] = json!({ "gmailOAuth2": { "id": "AbC", "name": "jane@example.com" }, "smtp": "old name", "httpBasicAuth": { "user": "u", "password": "hunter2" } });
    let mut value = document(&[hook, mail], &[("Hook", "main", 0, "Mail", 0)]);
    for (key, field) in [
        ("id", json!(12)),
        ("active", json!(true)),
        ("versionId", json!("v")),
        (
            "pinData",
            json!({ "Hook": [{ "json": { "ip": "203.0.113.9" } }] }),
        ),
        ("staticData", json!("{}")),
        ("meta", json!({ "instanceId": "f00d", "templateId": "77" })),
        ("tags", json!([{ "id": "t1", "name": "mail" }, "plain"])),
        ("shared", json!([{}])),
        ("homeProject", json!({})),
        ("owner", json!("jane")),
        ("settings", json!({ "executionOrder": "v1" })),
        ("future", json!(1)),
    ] {
        value[key] = field;
    }
    value
}

#[test]
fn sanitising_removes_what_belongs_to_the_author_and_keeps_what_the_workflow_does() {
    let parsed = read(&private());
    let clean = sanitise(&parsed.workflow);
    let text = clean.json.to_string();
    for secret in [
        "jane",
        "AbC",
        "old name",
        "hunter2",
        "203.0.113.9",
        "f00d",
        "t1",
        "11111111",
        "versionId",
        "staticData",
        "pinData",
        "shared",
        "homeProject",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(clean.json["active"], json!(false));
    assert_eq!(clean.json["meta"], json!({ "templateId": "77" }));
    assert_eq!(clean.json["tags"], json!([{ "name": "mail" }, "plain"]));
    assert_eq!(
        clean.json["nodes"][1]["credentials"]["gmailOAuth2"],
        json!({ "id": null, "name": "Gmail OAuth2" })
    );
    for kept in ["connections", "settings", "name", "future"] {
        assert_eq!(clean.json[kept], private()[kept]);
    }
    assert_eq!(
        clean.json["nodes"][0]["parameters"],
        json!({ "path": "orders" })
    );
    let paths: Vec<_> = clean
        .removed
        .iter()
        .map(|removal| removal.path.as_str())
        .collect();
    assert!(
        paths.contains(&"pinData")
            && paths.contains(&"nodes[0].webhookId")
            && paths.contains(&"nodes[1].credentials.gmailOAuth2")
    );
}

#[test]
fn sanitising_twice_changes_nothing_more() {
    let once = sanitise(&read(&private()).workflow);
    let twice = sanitise(&read(&once.json).workflow);
    assert_eq!(once.json, twice.json);
    assert!(twice.removed.is_empty(), "{:?}", twice.removed);
    assert_eq!(
        once,
        sanitise(&read(&private()).workflow),
        "and the same file always gives the same result"
    );
}

#[test]
fn every_webhook_gets_an_id_of_its_own() {
    let hook = |name: &str| {
        let mut value = node(name, "webhook", 2.0, [0.0, 0.0], json!({}));
        value["webhookId"] = json!("same");
        value
    };
    let ids = |name: &str| {
        let mut value = document(&[hook("A"), hook("B")], &[]);
        value["name"] = json!(name);
        let json = sanitise(&read(&value).workflow).json;
        [0, 1].map(|index| {
            json["nodes"][index]["webhookId"]
                .as_str()
                .unwrap()
                .to_owned()
        })
    };
    let (one, other) = (ids("One"), ids("Other"));
    assert_ne!(one[0], one[1]);
    assert_ne!(
        one[0], other[0],
        "two products must not register the same webhook"
    );
    assert_eq!(one[0].len(), 36);
}

#[test]
fn a_variable_is_named_as_far_as_its_name_is_written() {
    let named = |expression: &str| {
        let parameters = json!({ "to": format!("={{{{ {expression} }}}}") });
        let node = node("Text", "set", 3.4, [0.0, 0.0], parameters);
        requirements(&workflow(&[node], &[])).variables
    };
    for (expression, name) in [
        ("$vars.region", "region"),
        ("$vars['region']", "region"),
        ("$vars[ \"region\" ] + '-1'", "region"),
        ("$vars[`region`]", "region"),
        ("$vars['phone_level_' + $json.level]", "phone_level_…"),
        ("$vars[`phone_level_${$json.level}`]", "phone_level_…"),
    ] {
        assert_eq!(named(expression), [name], "{expression}");
    }
    for expression in [
        "$vars[$json.name]",
        "$vars['', 'x']",
        "$vars['a b']",
        "$vars['open",
    ] {
        assert!(named(expression).is_empty(), "{expression}");
    }
}
