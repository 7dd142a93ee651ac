//! The server's drawing as it stands in the page: measured and moved, never redrawn.

use leptos::wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, SvgElement, SvgsvgElement};

use super::NodeCard;
use super::geometry::{Camera, Frame, Point, Rect, decimal};

/// The elements the viewer works with. Looked up when needed, so nothing here outlives the page.
pub struct Stage {
    viewer: HtmlElement,
    svg: SvgsvgElement,
    viewport: Element,
}

impl Stage {
    /// Finds the drawing inside the viewer; `None` when the page holds none.
    pub fn of(viewer: HtmlElement) -> Option<Self> {
        let svg = viewer
            .query_selector("svg.wf-graph")
            .ok()??
            .dyn_into()
            .ok()?;
        let viewport = viewer.query_selector(".wf-viewport").ok()??;
        Some(Self {
            viewer,
            svg,
            viewport,
        })
    }

    /// Makes every node that has a card a button, the first of them reachable with Tab. The drawing's own titles name
    /// them, with the words that are seen.
    pub fn enliven(&self, cards: &[NodeCard]) {
        // A picture hides what is inside of it from screen readers; a group does not.
        set(&self.svg, "role", "group");
        let nodes = cards.iter().filter_map(|card| self.node(card.index));
        for (place, node) in nodes.enumerate() {
            set(&node, "role", "button");
            set(&node, "aria-expanded", "false");
            set(&node, "tabindex", if place == 0 { "0" } else { "-1" });
        }
    }

    /// Moves the drawing; `gliding` lets the style sheet ease it there.
    pub fn show(&self, camera: Camera, gliding: bool) {
        set(
            &self.viewer,
            "data-gliding",
            if gliding { "true" } else { "false" },
        );
        set(&self.viewport, "transform", &camera.transform());
        self.measure(camera);
    }

    /// Ends a glide where it was going, so that nodes are measured where they will stay.
    pub fn settle(&self) {
        set(&self.viewer, "data-gliding", "false");
    }

    /// Tells the style sheet how many graph units a pixel is, for outlines that stay visible at any size.
    pub fn measure(&self, camera: Camera) {
        let unit = decimal(1.0 / camera.pixels(&self.frame()));
        self.viewer
            .style()
            .set_property("--graph-pixel", &unit)
            .ok();
    }

    pub fn frame(&self) -> Frame {
        let view_box = self.svg.view_box().base_val().map(|at| Rect {
            x: at.x().into(),
            y: at.y().into(),
            width: at.width().into(),
            height: at.height().into(),
        });
        let client = rect(&self.svg.get_bounding_client_rect());
        Frame {
            view_box: view_box.unwrap_or(client),
            client,
        }
    }

    /// The part of the drawing's place that the panel leaves free, in client pixels.
    pub fn sight(&self) -> Rect {
        let whole = self.frame().client;
        match self.viewer.query_selector(".graph-viewer__panel") {
            Ok(Some(panel)) => whole.left_of(&rect(&panel.get_bounding_client_rect())),
            _ => whole,
        }
    }

    pub fn node(&self, index: usize) -> Option<SvgElement> {
        let node = self
            .viewport
            .query_selector(&format!("[data-node=\"{index}\"]"));
        node.ok()??.dyn_into().ok()
    }

    /// Where a node is on screen, in client pixels.
    pub fn place(&self, index: usize) -> Option<Point> {
        Some(rect(&self.node(index)?.get_bounding_client_rect()).center())
    }

    /// Whether this finger's drag is meant for the graph and not for the page: the viewer has the focus or the screen.
    pub fn is_active(&self) -> bool {
        self.viewer.matches(":focus-within").unwrap_or(false) || self.is_full_screen()
    }

    pub fn toggle_full_screen(&self) {
        let Some(document) = self.viewer.owner_document() else {
            return;
        };
        if document.fullscreen_element().is_some() {
            document.exit_fullscreen();
        } else {
            self.viewer.request_fullscreen().ok();
        }
    }

    pub fn is_full_screen(&self) -> bool {
        self.viewer
            .owner_document()
            .is_some_and(|document| document.fullscreen_element().is_some())
    }

    pub fn can_be_full_screen(&self) -> bool {
        self.viewer
            .owner_document()
            .is_some_and(|document| document.fullscreen_enabled())
    }
}

/// Sets an attribute; the names are ours and valid, so there is nothing to refuse.
pub fn set(element: &Element, name: &str, value: &str) {
    element.set_attribute(name, value).ok();
}

fn rect(at: &DomRect) -> Rect {
    Rect {
        x: at.x(),
        y: at.y(),
        width: at.width(),
        height: at.height(),
    }
}
