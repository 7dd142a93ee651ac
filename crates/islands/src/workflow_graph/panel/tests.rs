use super::*;

fn about() -> About {
    About {
        card: NodeCard {
            index: 3,
            name: "Tell <b>Ann</b> & Bo".to_owned(),
            type_label: "Slack".to_owned(),
            kind: "app".to_owned(),
            description: "Works with Slack.".to_owned(),
            parameters: vec![
                ("Text".to_owned(), "=Hi {{ $json.name }}".to_owned()),
                ("Code".to_owned(), "<script>".repeat(40)),
            ],
        },
        from: vec![(0, "If (true)".to_owned())],
        to: Vec::new(),
        shown: true,
        copies: (true, false),
    }
}

#[test]
fn nothing_from_a_file_becomes_html() {
    let html = written(&about());
    assert!(
        !html.contains("<script>") && !html.contains("<b>"),
        "{html}"
    );
    assert!(html.contains("Tell &lt;b&gt;Ann&lt;/b&gt; &amp; Bo"));
}

#[test]
fn expressions_stand_out_and_what_is_long_can_be_scrolled_by_keyboard() {
    let html = written(&about());
    assert!(html.contains("<code class=\"graph-viewer__expression\">{{ $json.name }}</code>"));
    assert_eq!(html.matches("<dd tabindex=\"0\">").count(), 1);
}

#[test]
fn what_leads_to_a_node_is_a_way_to_it() {
    let html = written(&about());
    assert!(
        html.contains(
            "Comes from</span><button type=\"button\" data-place=\"0\">If (true)</button>"
        )
    );
    assert!(!html.contains("Leads to"));
}

#[test]
fn only_what_can_be_copied_here_has_a_button() {
    let html = written(&about());
    assert!(html.contains("data-act=\"copy\"") && !html.contains("data-act=\"link\""));
}

#[test]
fn without_settings_it_is_said_why() {
    let mut about = about();
    about.card.parameters.clear();
    assert!(written(&about).contains("it works with its defaults"));
    about.shown = false;
    assert!(written(&about).contains("shown after purchase"));
}
