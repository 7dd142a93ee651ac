//! A small map of the whole graph with a frame around what is seen, for eyes and hands only.

use leptos::prelude::*;

use super::geometry::{Rect, decimal};
use super::viewer::Viewer;

pub fn map(viewer: Viewer) -> impl IntoView {
    let (view_box, drawing) = viewer.map_drawing();
    view! {
        <svg
            class="graph-viewer__map"
            viewBox=view_box
            aria-hidden="true"
            on:pointerdown=move |event| viewer.press_map(&event)
            on:pointermove=move |event| viewer.drag_map(&event)
            inner_html=drawing
        ></svg>
    }
}

/// The numbers of a `viewBox`.
pub fn numbers(at: Rect) -> String {
    [at.x, at.y, at.width, at.height].map(decimal).join(" ")
}

/// One shape for each family, however many nodes there are, and the frame.
pub fn drawn(nodes: &[(&str, Rect)], seen: Rect) -> String {
    let mut drawing = String::new();
    for family in ["trigger", "ai", "logic", "data", "app", "code"] {
        drawing.push_str("<path class=\"wf-mark--");
        drawing.push_str(family);
        drawing.push_str("\" d=\"");
        for (_, at) in nodes.iter().filter(|(kind, _)| *kind == family) {
            let [x, y, width, height] = [at.x, at.y, at.width, at.height].map(decimal);
            for part in ["M", &x, " ", &y, "h", &width, "v", &height, "H", &x, "z"] {
                drawing.push_str(part);
            }
        }
        drawing.push_str("\"/>");
    }
    drawing.push_str("<path class=\"graph-viewer__seen\" d=\"");
    drawing.push_str(&framed(seen));
    drawing.push_str("\"/>");
    drawing
}

/// The outline of what is seen.
pub fn framed(seen: Rect) -> String {
    let [x, y, width, height] = [seen.x, seen.y, seen.width, seen.height].map(decimal);
    ["M", &x, " ", &y, "h", &width, "v", &height, "H", &x, "z"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_has_one_shape_for_each_family_and_the_frame() {
        let at = |x| Rect {
            x,
            y: 0.0,
            width: 96.0,
            height: 96.0,
        };
        let nodes = [("app", at(0.0)), ("app", at(200.0)), ("ai", at(400.0))];
        let drawing = drawn(&nodes, at(-10.5));
        assert_eq!(drawing.matches("<path").count(), 7);
        assert!(drawing.contains("wf-mark--app\" d=\"M0 0h96v96H0zM200 0h96v96H200z\""));
        assert!(drawing.contains("graph-viewer__seen\" d=\"M-10.5 0h96v96H-10.5z\""));
    }
}
