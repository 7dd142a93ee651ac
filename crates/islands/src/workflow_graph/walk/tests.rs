use super::*;

/// Start → If → (true) Slack, (false) Agent with a model and a tool → both → End; Other stands by itself below.
const NAMES: [(&str, &str, (f64, f64)); 8] = [
    ("Start", "trigger", (0.0, 100.0)),
    ("If", "logic", (200.0, 100.0)),
    ("Slack", "app", (400.0, 0.0)),
    ("Agent", "ai", (400.0, 200.0)),
    ("Model", "ai", (380.0, 400.0)),
    ("Tool", "app", (480.0, 400.0)),
    ("End", "data", (600.0, 100.0)),
    ("Other", "trigger", (0.0, 600.0)),
];

fn cards() -> Vec<NodeCard> {
    let card = |(index, (name, kind, _)): (usize, &(&str, &str, (f64, f64)))| NodeCard {
        // The drawing counts notes as well.
        index: index + 10,
        name: (*name).to_owned(),
        type_label: String::new(),
        kind: (*kind).to_owned(),
        description: String::new(),
        parameters: Vec::new(),
    };
    NAMES.iter().enumerate().map(card).collect()
}

fn link(from: usize, to: usize, port: &str, attached: bool) -> GraphLink {
    GraphLink {
        from: from + 10,
        to: to + 10,
        port: port.to_owned(),
        attached,
    }
}

fn web() -> Web {
    let links = vec![
        link(0, 1, "", false),
        link(1, 2, "true", false),
        link(1, 3, "false", false),
        link(2, 6, "", false),
        link(3, 6, "", false),
        link(4, 3, "", true),
        link(5, 3, "", true),
        link(5, 90, "", false),
    ];
    Web::of(&cards(), links)
}

fn walk(from: &str, way: Direction) -> Option<&'static str> {
    let places: Vec<Point> = NAMES
        .iter()
        .map(|(_, _, (x, y))| Point { x: *x, y: *y })
        .collect();
    let from = NAMES.iter().position(|(name, ..)| *name == from).unwrap();
    web().step(from, way, &places).map(|place| NAMES[place].0)
}

#[test]
fn left_and_right_follow_the_edges() {
    assert_eq!(walk("Start", Direction::Right), Some("If"));
    assert_eq!(walk("If", Direction::Right), Some("Slack"));
    assert_eq!(walk("End", Direction::Left), Some("Slack"));
    assert_eq!(walk("Start", Direction::Left), None);
    assert_eq!(walk("End", Direction::Right), None);
}

#[test]
fn up_and_down_go_through_the_ways_in_and_out() {
    assert_eq!(walk("Slack", Direction::Down), Some("Agent"));
    assert_eq!(walk("Agent", Direction::Up), Some("Slack"));
}

#[test]
fn the_parts_of_an_agent_hang_below_it() {
    assert_eq!(walk("Agent", Direction::Down), Some("Model"));
    assert_eq!(walk("Model", Direction::Right), Some("Tool"));
    assert_eq!(walk("Tool", Direction::Right), None);
    assert_eq!(walk("Tool", Direction::Left), Some("Model"));
    assert_eq!(walk("Tool", Direction::Up), Some("Agent"));
}

#[test]
fn what_nothing_connects_is_reached_by_the_way_the_eye_would_go() {
    assert_eq!(walk("Start", Direction::Down), Some("Other"));
    assert_eq!(walk("Other", Direction::Up), Some("Start"));
}

#[test]
fn every_node_can_be_reached_with_the_arrows() {
    let ways = [
        Direction::Left,
        Direction::Right,
        Direction::Up,
        Direction::Down,
    ];
    let mut reached = vec!["Start"];
    let mut at = 0;
    while let Some(from) = reached.get(at).copied() {
        at += 1;
        for next in ways.iter().filter_map(|way| walk(from, *way)) {
            if !reached.contains(&next) {
                reached.push(next);
            }
        }
    }
    assert_eq!(reached.len(), NAMES.len(), "{reached:?}");
}

#[test]
fn what_leads_to_a_node_and_what_follows_from_it_is_known() {
    let names = |from: usize, way| {
        let mut names: Vec<_> = web()
            .reach(from, way)
            .into_iter()
            .map(|place| NAMES[place].0)
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names(2, Direction::Left), ["If", "Slack", "Start"]);
    assert_eq!(
        names(3, Direction::Right),
        ["Agent", "End", "Model", "Tool"]
    );
}

#[test]
fn a_circle_is_walked_once() {
    let links = vec![
        link(0, 1, "", false),
        link(1, 0, "", false),
        link(2, 3, "", true),
        link(3, 2, "", true),
    ];
    let web = Web::of(&cards(), links);
    assert_eq!(web.reach(0, Direction::Right), [0, 1]);
    assert!(web.root(2) < 4);
}

#[test]
fn a_node_is_told_with_its_place_and_what_leads_to_it() {
    let told = |place| web().told(&cards(), place);
    assert_eq!(told(0), "Start, trigger, step 1 of 8");
    assert_eq!(told(2), "Slack, action, step 3 of 8, from If true");
    assert_eq!(told(4), "Model, AI, step 5 of 8, part of Agent");
    assert_eq!(told(6), "End, data, step 7 of 8, from Slack and Agent");
    let many = (0..5).map(|from| link(from, 6, "", false)).collect();
    assert_eq!(
        Web::of(&cards(), many).told(&cards(), 6),
        "End, data, step 7 of 8, from Start and If and 3 more"
    );
}
