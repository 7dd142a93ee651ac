//! Sticky notes: behind everything, the larger ones lower.

use super::markdown::{self, Kind, Line, Span};
use super::{Pen, marked, number, palette};
use crate::diff::Mark;
use crate::document::{Node, Workflow};
use crate::geometry::{Rect, Scene};
use crate::text::{width, wrap};

const PADDING: (f64, f64) = (12.0, 10.0);
/// The most lines of one note that are drawn.
const MOST_LINES: usize = 300;

pub(super) fn draw_all(
    pen: &mut Pen,
    workflow: &Workflow,
    scene: &Scene,
    marks: &[Mark],
    ids: Option<&str>,
) {
    let area = |index: usize| scene.nodes[index].rect.w * scene.nodes[index].rect.h;
    let mut notes: Vec<usize> = (0..workflow.nodes.len())
        .filter(|&index| workflow.nodes[index].is_sticky())
        .collect();
    notes.sort_by(|&a, &b| area(b).total_cmp(&area(a)).then(a.cmp(&b)));
    for index in notes {
        draw(
            pen,
            &workflow.nodes[index],
            scene.nodes[index].rect,
            (index, marks.get(index).copied()),
            ids,
        );
    }
}

fn draw(
    pen: &mut Pen,
    node: &Node,
    rect: Rect,
    (index, mark): (usize, Option<Mark>),
    ids: Option<&str>,
) {
    let mut paint = Paint::of(node);
    if let Some((class, border)) = palette::mark(mark) {
        paint.class.push_str(class);
        paint.border = border.to_owned();
    }
    let number_of = index.to_string();
    let id = ids.map(|ids| format!("{ids}-node-{index}"));
    let mut attributes = vec![("class", paint.class.as_str()), ("data-node", &number_of)];
    attributes.extend(id.as_deref().map(|id| ("id", id)));
    pen.tag("g", &attributes);
    let [x, y, w, h] = [rect.x, rect.y, rect.w, rect.h].map(number);
    let place = [("x", x.as_str()), ("y", &y), ("width", &w), ("height", &h)];
    pen.empty(
        "rect",
        &[
            &[
                ("class", "wf-paper"),
                ("fill", paint.fill.as_str()),
                ("stroke", &paint.border),
                ("rx", "4"),
            ],
            &place[..],
        ]
        .concat(),
    );
    let content = node.text(&["content"]).unwrap_or_default();
    if !content.trim().is_empty() {
        // An inner svg cuts off whatever our measuring got wrong.
        pen.tag(
            "svg",
            &[
                &place[..],
                &[
                    ("overflow", "hidden"),
                    ("class", "wf-note"),
                    ("fill", paint.ink),
                ],
            ]
            .concat(),
        );
        write(pen, &markdown::lines(content), rect);
        pen.raw("</svg>");
    }
    marked::sign(pen, mark, (rect.x + rect.w - 4.0, rect.y + 4.0));
    pen.raw("</g>");
}

/// The colors of a note.
struct Paint {
    class: String,
    fill: String,
    border: String,
    ink: &'static str,
}

impl Paint {
    fn of(node: &Node) -> Self {
        let color = node.parameter(&["color"]);
        if let Some([r, g, b]) = color.and_then(|color| color.as_str()).and_then(hex) {
            let luminance = 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
            let darker = [r, g, b].map(|part| (f64::from(part) * 0.8) as u8);
            let text = |[r, g, b]: [u8; 3]| format!("#{r:02x}{g:02x}{b:02x}");
            let ink = if luminance > 0.179 {
                "#2b2b2b"
            } else {
                "#f5f5f5"
            };
            return Self {
                class: "wf-sticky wf-sticky--own".to_owned(),
                fill: text([r, g, b]),
                border: text(darker),
                ink,
            };
        }
        let number = color
            .and_then(|color| color.as_u64().or_else(|| color.as_str()?.parse().ok()))
            .filter(|number| (1..=7).contains(number))
            .unwrap_or(1);
        let (fill, border) = palette::NOTES[number as usize - 1];
        Self {
            class: format!("wf-sticky wf-sticky--{number}"),
            fill: fill.to_owned(),
            border: border.to_owned(),
            ink: "#2b2b2b",
        }
    }
}

fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let values: Option<Vec<u8>> = digits
        .chars()
        .map(|c| c.to_digit(16).map(|digit| digit as u8))
        .collect();
    match values?.as_slice() {
        [r, g, b] | [r, g, b, _] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] | [a, b, c, d, e, f, _, _] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

fn linear(part: u8) -> f64 {
    let value = f64::from(part) / 255.0;
    if value <= 0.04045 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

/// Size and line height of a kind of line, and the space above it.
fn measure(kind: Kind) -> (f64, f64, f64) {
    match kind {
        Kind::Heading(1) => (24.0, 30.0, 10.0),
        Kind::Heading(2) => (20.0, 26.0, 8.0),
        Kind::Heading(3) => (16.0, 22.0, 6.0),
        Kind::Heading(_) => (14.0, 20.0, 4.0),
        Kind::Text | Kind::Item(_) => (14.0, 20.0, 0.0),
        Kind::Code => (13.0, 18.0, 0.0),
        Kind::Gap => (14.0, 10.0, 0.0),
    }
}

fn write(pen: &mut Pen, lines: &[Line], rect: Rect) {
    let mut y = PADDING.1;
    let mut drawn = 0;
    for (index, line) in lines.iter().enumerate() {
        let (size, height, above) = measure(line.kind);
        y += if index > 0 { above } else { 0.0 };
        let indent = if let Kind::Item(depth) = line.kind {
            4.0 + 14.0 * f64::from(depth)
        } else {
            0.0
        };
        let x = PADDING.0 + indent;
        let room = rect.w - x - PADDING.0;
        for row in rows(line, size, room) {
            if drawn >= MOST_LINES || y + height * 0.9 > rect.h {
                return;
            }
            row_of_text(pen, line.kind, &row, (x, y + size), (size, room));
            y += height;
            drawn += 1;
        }
        if line.kind == Kind::Gap {
            y += height;
        }
    }
}

/// Breaks a line into rows, keeping weights: the text is wrapped as one and its spans are cut at the same places.
fn rows(line: &Line, size: f64, room: f64) -> Vec<Vec<Span>> {
    let bold = matches!(line.kind, Kind::Heading(_)) || line.spans.iter().any(|span| span.bold);
    let room = if bold { room / BOLDER } else { room };
    let room = if line.kind == Kind::Code {
        room * 0.86
    } else {
        room
    };
    let whole: String = line.spans.iter().map(|span| span.text.as_str()).collect();
    let mut letters = line
        .spans
        .iter()
        .flat_map(|span| span.text.chars().map(|c| (c, span.bold)))
        .peekable();
    let cut = |row: &String| {
        let mut spans: Vec<Span> = Vec::new();
        // A row lost the spaces at its end.
        while letters.peek().is_some_and(|(c, _)| *c == ' ') && !row.starts_with(' ') {
            letters.next();
        }
        for (c, bold) in letters.by_ref().take(row.chars().count()) {
            match spans.last_mut() {
                Some(span) if span.bold == bold => span.text.push(c),
                _ => spans.push(Span {
                    text: c.to_string(),
                    bold,
                }),
            }
        }
        spans
    };
    wrap(&whole, size, room.max(20.0), MOST_LINES)
        .iter()
        .map(cut)
        .collect()
}

/// How much wider bold letters are.
const BOLDER: f64 = 1.06;
/// How much wider the letters of another font may be, where a reader has no Inter.
const FOREIGN: f64 = 1.15;
/// The advance of a letter of fixed width, in sizes.
const FIXED: f64 = 0.602;

/// As wide as its letters are in Inter.
fn width_of(kind: Kind, spans: &[Span], size: f64) -> f64 {
    let span = |span: &Span| match kind {
        Kind::Code => span.text.chars().count() as f64 * size * FIXED,
        Kind::Heading(_) => width(&span.text, size) * BOLDER,
        _ if span.bold => width(&span.text, size) * BOLDER,
        _ => width(&span.text, size),
    };
    spans.iter().map(span).sum()
}

/// A row that another font would push over the note's edge says how wide it is to be set.
fn row_of_text(
    pen: &mut Pen,
    kind: Kind,
    spans: &[Span],
    (x, y): (f64, f64),
    (size, room): (f64, f64),
) {
    let wide = width_of(kind, spans, size);
    let length = (wide * FOREIGN > room + PADDING.0).then(|| number(wide.min(room).round()));
    let (x, y, size_text) = (number(x), number(y), number(size));
    let mut attributes = vec![("x", x.as_str()), ("y", &y), ("font-size", &size_text)];
    if let Some(length) = &length {
        attributes.extend([
            ("textLength", length.as_str()),
            ("lengthAdjust", "spacingAndGlyphs"),
        ]);
    }
    match kind {
        Kind::Heading(_) => {
            attributes.extend([("class", "wf-note-heading"), ("font-weight", "700")])
        }
        Kind::Code => attributes.extend([
            ("class", "wf-note-code"),
            ("font-family", "ui-monospace, monospace"),
        ]),
        _ => {}
    }
    pen.tag("text", &attributes);
    for span in spans {
        if span.bold && !matches!(kind, Kind::Heading(_)) {
            pen.tag("tspan", &[("font-weight", "700")]);
            pen.text(&span.text);
            pen.raw("</tspan>");
        } else {
            pen.text(&span.text);
        }
    }
    pen.raw("</text>");
}
