//! Draws workflows as SVG: the full canvas, a miniature for cards, and an emblem for products without a workflow.
//!
//! The pictures carry presentation attributes for the light theme and class names for everything else, no styles, scripts, ids, links or
//! foreign objects, so they can stand in a page under a strict content security policy, several at a time.

mod brand;
mod emblem;
mod glyph;
mod icon;
mod label;
mod markdown;
mod marked;
mod miniature;
mod node;
mod palette;
#[cfg(feature = "png")]
pub mod png;
mod port;
mod room;
mod sticky;
mod structure;

use std::fmt::Write;

pub use emblem::emblem;
pub use miniature::miniature;

use crate::diff::Mark;
use crate::document::Workflow;
use crate::geometry::{Rect, Route, Scene, scene};
use crate::text::{plain, shortened};

/// How the full picture is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawOptions {
    /// What the picture is called for those who cannot see it; the workflow's own name when `None`.
    pub title: Option<String>,
    /// Whether sticky notes are drawn.
    pub notes: bool,
    /// Canvas pixels around everything.
    pub margin: f64,
    /// Whether everything the author wrote is left out: names of nodes and ports, remarks, what notes say. Shapes, types, edges and the
    /// colors of notes stay.
    pub structure_only: bool,
    /// Whether ports carry the names their author gave them in parameters; else they are numbered.
    pub authored_ports: bool,
    /// What became of each node since another version, in the order of [`Workflow::nodes`]; see [`crate::Diff`]. Empty to tell nothing.
    pub marks: Vec<Mark>,
    /// When set, the root gets the id `{prefix}-graph`, its title `{prefix}-title`, and each node `{prefix}-node-{index}`.
    pub id_prefix: Option<String>,
}

impl Default for DrawOptions {
    fn default() -> Self {
        Self {
            title: None,
            notes: true,
            margin: 48.0,
            structure_only: false,
            authored_ports: true,
            marks: Vec::new(),
            id_prefix: None,
        }
    }
}

/// The whole workflow in n8n's canvas geometry, one user unit to a canvas pixel.
///
/// `<svg class="wf-graph">` holds one `<g class="wf-viewport">`, and that a `<g class="wf-node …" data-node="INDEX">` for each node.
/// The same workflow always gives the same text.
pub fn svg(workflow: &Workflow, options: &DrawOptions) -> String {
    let mut scene = scene(workflow);
    if !options.authored_ports {
        structure::without_authored_ports(&mut scene);
    }
    if options.structure_only {
        let (workflow, scene) = structure::of(workflow, scene);
        return picture(&workflow, &scene, options);
    }
    picture(workflow, &scene, options)
}

fn picture(workflow: &Workflow, scene: &Scene, options: &DrawOptions) -> String {
    let mut pen = Pen::default();
    let ids = options.id_prefix.as_deref().map(safe_id);
    let rooms = room::rooms(scene);
    open(
        &mut pen,
        workflow,
        frame(workflow, scene, &rooms, options),
        options,
        ids.as_deref(),
    );
    pen.tag("g", &[("class", "wf-viewport")]);
    if options.notes {
        sticky::draw_all(&mut pen, workflow, scene, &options.marks, ids.as_deref());
    }
    edges(&mut pen, scene);
    for index in (0..workflow.nodes.len()).filter(|&index| !workflow.nodes[index].is_sticky()) {
        node::draw(
            &mut pen,
            workflow,
            scene,
            index,
            (rooms[index], options.marks.get(index).copied()),
            ids.as_deref(),
        );
    }
    pen.raw("</g></svg>");
    pen.out
}

fn open(pen: &mut Pen, workflow: &Workflow, frame: Rect, options: &DrawOptions, ids: Option<&str>) {
    let view = [frame.x, frame.y, frame.w, frame.h].map(number).join(" ");
    let title = options
        .title
        .as_deref()
        .or(workflow.name.as_deref())
        .map(|title| shortened(&plain(title), 200));
    let title = title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or_else(|| "Workflow".to_owned());
    let count = workflow.node_count();
    let label = format!(
        "{title}: a workflow of {count} {}",
        if count == 1 { "node" } else { "nodes" }
    );
    let (root, heading) = (
        ids.map(|ids| format!("{ids}-graph")),
        ids.map(|ids| format!("{ids}-title")),
    );
    let (width, height) = (number(frame.w), number(frame.h));
    let mut attributes = vec![
        ("class", "wf-graph"),
        ("viewBox", &view),
        ("width", &width),
        ("height", &height),
        ("role", "img"),
        ("aria-label", &label),
        ("font-family", palette::FONT),
        ("font-size", "16"),
        // A page does not need it, a file does.
        ("xmlns", "http://www.w3.org/2000/svg"),
    ];
    attributes.extend(root.as_deref().map(|id| ("id", id)));
    pen.tag("svg", &attributes);
    pen.tag(
        "title",
        &heading
            .as_deref()
            .map(|id| ("id", id))
            .into_iter()
            .collect::<Vec<_>>(),
    );
    pen.text(&title);
    pen.raw("</title>");
}

/// Around everything that is drawn, names included.
fn frame(workflow: &Workflow, scene: &Scene, rooms: &[room::Room], options: &DrawOptions) -> Rect {
    let drawn = |index: usize| options.notes || !workflow.nodes[index].is_sticky();
    let bodies = (0..workflow.nodes.len())
        .filter(|&index| drawn(index))
        .map(|index| node::extent(workflow, &scene.nodes[index], index, rooms[index]));
    let curves = scene.edges.iter().map(|curve| curve.bounds());
    let all = bodies.chain(curves).reduce(Rect::union).unwrap_or(Rect {
        x: 0.0,
        y: 0.0,
        w: 240.0,
        h: 96.0,
    });
    all.grown(if options.margin.is_finite() {
        options.margin.clamp(0.0, 1_000.0)
    } else {
        0.0
    })
}

fn edges(pen: &mut Pen, scene: &Scene) {
    let width = "2";
    pen.tag(
        "g",
        &[
            ("class", "wf-edges"),
            ("fill", "none"),
            ("stroke", palette::EDGE),
            ("stroke-width", width),
            ("stroke-linecap", "round"),
            ("stroke-linejoin", "round"),
        ],
    );
    for curve in &scene.edges {
        let mut path = curve.path();
        let (from, to) = (curve.edge.from.to_string(), curve.edge.to.to_string());
        let mut attributes = vec![
            ("class", "wf-edge"),
            ("data-from", from.as_str()),
            ("data-to", to.as_str()),
        ];
        if curve.route == Route::Attached {
            attributes[0].1 = "wf-edge wf-edge--ai";
            attributes.push(("stroke-dasharray", "5 6"));
        } else {
            // The arrow: n8n's marker of 12.5 on a line of 2.
            let _ = write!(
                path,
                "M{} {}l6.3 5l-6.3 5",
                number(curve.to.x - 6.3),
                number(curve.to.y - 5.0)
            );
            if curve.route == Route::Back {
                attributes[0].1 = "wf-edge wf-edge--back";
            }
        }
        attributes.push(("d", &path));
        pen.empty("path", &attributes);
    }
    pen.raw("</g>");
}

/// Letters, digits, `-` and `_`, so that no prefix can break out of an attribute.
fn safe_id(prefix: &str) -> String {
    prefix
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(60)
        .collect()
}

/// A number with at most one decimal, as short as it can be.
pub(crate) fn number(value: f64) -> String {
    let tenths = (value * 10.0).round() as i64;
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (0, rest) if rest < 0 => format!("-0.{}", -rest),
        (whole, rest) => format!("{whole}.{}", rest.abs()),
    }
}

/// Writes SVG; whatever comes from a file passes through its escaping.
#[derive(Default)]
struct Pen {
    out: String,
}

impl Pen {
    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            self.text(value);
            self.out.push('"');
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                c if crate::text::is_invisible(c) => {}
                c => self.out.push(c),
            }
        }
    }

    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }
}
