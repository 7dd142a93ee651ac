//! The server's drawing as it stands in the page: measured, marked and moved, never redrawn.

use leptos::wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement, NodeList, SvgElement, SvgsvgElement};

use super::NodeCard;
use super::geometry::{Camera, Frame, Point, Rect, decimal};
use super::map::framed;

/// The elements the viewer works with. Looked up when needed, so nothing here outlives the page.
pub struct Stage {
    viewer: HtmlElement,
    canvas: Element,
    camera: HtmlElement,
    svg: SvgsvgElement,
}

impl Stage {
    /// Finds the drawing inside the viewer; `None` when the page holds none.
    pub fn of(viewer: HtmlElement) -> Option<Self> {
        let one = |selector| viewer.query_selector(selector).ok().flatten();
        let canvas = one(".graph-viewer__canvas")?;
        let camera = one(".graph-viewer__camera")?.dyn_into().ok()?;
        let svg = one("svg.wf-graph")?.dyn_into().ok()?;
        Some(Self {
            canvas,
            camera,
            svg,
            viewer,
        })
    }

    /// Makes every node that has a card a button, the first of them reachable with Tab. The drawing's own titles name
    /// them, with the words that are seen.
    pub fn enliven(&self, cards: &[NodeCard]) {
        // What `show` writes is meant from there.
        self.camera
            .style()
            .set_property("transform-origin", "0 0")
            .ok();
        // A picture hides what is inside of it from screen readers; a group does not.
        set(&self.svg, "role", "group");
        let first = cards.first().map(|card| card.index);
        for (index, node) in self.nodes() {
            if cards.iter().any(|card| card.index == index) {
                set(&node, "role", "button");
                set(&node, "aria-expanded", "false");
                let stop = if first == Some(index) { "0" } else { "-1" };
                set(&node, "tabindex", stop);
            }
        }
    }

    /// Puts the drawing where the camera sees it. The one place where it is moved: the element around it, so that the browser moves a
    /// picture it has painted already instead of painting a thousand nodes again.
    pub fn show(&self, camera: Camera, gliding: bool) {
        // Measured before anything is written, which would have it measured anew.
        let seen = camera.seen(&self.frame());
        self.say("data-gliding", gliding);
        self.camera
            .style()
            .set_property("transform", &camera.transform())
            .ok();
        if let Ok(Some(frame)) = self.viewer.query_selector(".graph-viewer__seen") {
            set(&frame, "d", &framed(seen));
        }
    }

    /// Whether a gesture is under way: only then the browser keeps a picture of its own, which is quick but not sharp.
    pub fn move_on(&self, moving: bool) {
        self.say("data-moving", moving);
    }

    /// Ends a glide where it was going, so that nodes are measured where they will stay.
    pub fn settle(&self) {
        self.say("data-gliding", false);
    }

    /// Attributes that are already so are not written: each would have the page's styles looked through again.
    fn say(&self, name: &str, yes: bool) {
        let said = self.viewer.has_attribute(name);
        if yes && !said {
            set(&self.viewer, name, "true");
        } else if !yes && said {
            self.viewer.remove_attribute(name).ok();
        }
    }

    /// Tells the style sheet how many units of the drawing a pixel is at this node, for a ring that stays visible at any size.
    pub fn ring(&self, index: usize, camera: Camera) {
        let unit = decimal(1.0 / camera.pixels(&self.frame()));
        if let Some(node) = self.node(index) {
            node.style().set_property("--graph-pixel", &unit).ok();
        }
    }

    /// Writes a mark at the nodes it is for, and takes it from all others.
    pub fn mark(&self, name: &str, is_marked: impl Fn(usize) -> bool) {
        for (index, node) in self.nodes() {
            match (is_marked(index), node.has_attribute(name)) {
                (true, false) => set(&node, name, "true"),
                (false, true) => {
                    node.remove_attribute(name).ok();
                }
                _ => {}
            }
        }
    }

    pub fn frame(&self) -> Frame {
        let view_box = self.svg.view_box().base_val().map(|at| Rect {
            x: at.x().into(),
            y: at.y().into(),
            width: at.width().into(),
            height: at.height().into(),
        });
        let client = rect(&self.canvas.get_bounding_client_rect());
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
        let node = self.svg.query_selector(&format!("[data-node=\"{index}\"]"));
        node.ok()??.dyn_into().ok()
    }

    /// Every node of the drawing with its number, notes included.
    fn nodes(&self) -> impl Iterator<Item = (usize, Element)> {
        let found: Option<NodeList> = self.svg.query_selector_all("[data-node]").ok();
        let count = found.as_ref().map_or(0, NodeList::length);
        (0..count).filter_map(move |nth| {
            let node: Element = found.as_ref()?.item(nth)?.dyn_into().ok()?;
            let index = node.get_attribute("data-node")?.parse().ok()?;
            Some((index, node))
        })
    }

    /// Where each node's body is on screen, in client pixels.
    pub fn bodies(&self) -> Vec<(usize, Rect)> {
        let body = |node: Element| {
            node.query_selector(".wf-body")
                .ok()
                .flatten()
                .unwrap_or(node)
        };
        self.nodes()
            .map(|(index, node)| (index, rect(&body(node).get_bounding_client_rect())))
            .collect()
    }

    /// Where a node is on screen, in client pixels.
    pub fn place(&self, index: usize) -> Option<Point> {
        Some(rect(&self.node(index)?.get_bounding_client_rect()).center())
    }

    pub fn field(&self) -> Option<HtmlElement> {
        let field = self.viewer.query_selector(".graph-viewer__field");
        field.ok()??.dyn_into().ok()
    }

    /// Whether nothing on the page has the focus yet.
    pub fn is_page_idle(&self) -> bool {
        let active = self
            .viewer
            .owner_document()
            .and_then(|document| document.active_element());
        active.is_none_or(|active| active.local_name() == "body")
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

pub fn rect(at: &DomRect) -> Rect {
    Rect {
        x: at.x(),
        y: at.y(),
        width: at.width(),
        height: at.height(),
    }
}
