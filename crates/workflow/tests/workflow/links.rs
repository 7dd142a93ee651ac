use serde_json::json;
use workflow::{Link, links, outline};

use crate::support::{an_agent, node, workflow};

#[test]
fn what_leaves_a_node_comes_from_its_first_output_to_its_last_with_its_name() {
    let step = |name, kind| node(name, kind, 2.0, [0.0, 0.0], json!({}));
    let choice = workflow(
        &[step("If", "if"), step("No", "noOp"), step("Yes", "noOp")],
        &[("If", "main", 1, "No", 0), ("If", "main", 0, "Yes", 0)],
    );
    let way = |to, port: &str| Link {
        from: 0,
        to,
        port: Some(port.to_owned()),
        attached: false,
    };
    assert_eq!(links(&choice, false), [way(2, "true"), way(1, "false")]);
}

#[test]
fn a_model_and_a_tool_are_parts_of_their_agent_and_no_steps_before_it() {
    let agent = an_agent();
    let place = |name: &str| agent.nodes.iter().position(|node| node.name == name);
    let parts: Vec<Link> = links(&agent, true)
        .into_iter()
        .filter(|link| link.attached)
        .collect();
    let from: Vec<_> = parts.iter().map(|part| Some(part.from)).collect();
    assert_eq!(from, [place("Model"), place("Find")]);
    assert!(parts.iter().all(|part| Some(part.to) == place("Agent")));
    assert!(links(&agent, true).iter().any(|link| !link.attached));
}

#[test]
fn a_name_its_author_gave_an_output_is_told_only_where_all_is() {
    let rules =
        json!({ "rules": { "values": [{ "outputKey": "Confidential" }, { "outputKey": "x" }] } });
    let choice = workflow(
        &[
            node("Choose", "switch", 3.2, [0.0, 0.0], rules),
            node("Next", "noOp", 1.0, [224.0, 0.0], json!({})),
        ],
        &[("Choose", "main", 0, "Next", 0)],
    );
    let port = |all| links(&choice, all).remove(0).port;
    assert_eq!(port(true).as_deref(), Some("Confidential"));
    assert_eq!(port(false).as_deref(), Some("0"));
    let from = |all| outline(&choice, all).remove(1).from;
    assert_eq!(from(true), ["Choose (Confidential)"]);
    assert_eq!(from(false), ["Choose (0)"]);
}
