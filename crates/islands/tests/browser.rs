//! The graph in a real browser: it comes alive in the markup a server sent, and zooms as a hand expects.

#![cfg(target_arch = "wasm32")]
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

// Named, or the linker would drop the island that only the markup refers to.
use islands as _;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{DomRect, Element, HtmlElement, WheelEvent, WheelEventInit};

wasm_bindgen_test_configure!(run_in_browser);

/// As a server sends it, which `markup.rs` proves.
const SENT: &str = include_str!("workflow_graph.html");

#[wasm_bindgen(inline_js = r#"
export async function wake(island) {
  const wasm = await import("/wasm-bindgen-test");
  const name = Object.keys(wasm).find((name) => name.startsWith(`${island.dataset.component}_`));
  wasm[name](island);
  await new Promise((done) => setTimeout(done));
}
export const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
"#)]
extern "C" {
    /// Calls the island's own function, as a page's script does, and lets its effects run.
    async fn wake(island: &HtmlElement);
    /// Waits until the browser has shown what was asked of it.
    async fn painted();
}

/// A page with nothing in it but the graph.
struct Page {
    island: HtmlElement,
}

impl Page {
    fn sent() -> Self {
        let body = web_sys::window()
            .unwrap()
            .document()
            .unwrap()
            .body()
            .unwrap();
        let place = body
            .owner_document()
            .unwrap()
            .create_element("main")
            .unwrap();
        // As wide as the drawing, and without the scroll bars that a style sheet keeps away elsewhere.
        place
            .set_attribute("style", "display: block; width: 400px; overflow: clip")
            .unwrap();
        body.append_child(&place).unwrap();
        place.set_inner_html(SENT.trim());
        let island = place.first_element_child().unwrap().dyn_into().unwrap();
        Self { island }
    }

    async fn alive() -> Self {
        let page = Self::sent();
        page.comes_alive().await;
        page
    }

    async fn comes_alive(&self) {
        leptos::mount::hydrate_islands();
        wake(&self.island).await;
    }

    fn all(&self) -> Vec<Element> {
        let found = self.island.query_selector_all("*").unwrap();
        (0..found.length())
            .map(|nth| found.item(nth).unwrap().dyn_into().unwrap())
            .collect()
    }

    fn one(&self, selector: &str) -> Element {
        let found = self.island.query_selector(selector).unwrap();
        found.unwrap_or_else(|| panic!("no {selector} in {}", self.island.outer_html()))
    }

    fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        self.one(selector).get_attribute(name)
    }

    fn place(&self, node: usize) -> DomRect {
        self.one(&format!("[data-node='{node}']"))
            .get_bounding_client_rect()
    }

    fn press(&self, button: &str) {
        let button: HtmlElement = self
            .one(&format!("[aria-label='{button}']"))
            .unchecked_into();
        button.click();
    }

    /// Turns the wheel over this point, away from the hand where `pixels` is negative. Whether the page may scroll.
    fn turn_wheel(&self, at: (f64, f64), pixels: f64, ctrl: bool) -> bool {
        let about = WheelEventInit::new();
        about.set_bubbles(true);
        about.set_cancelable(true);
        about.set_client_x(at.0 as i32);
        about.set_client_y(at.1 as i32);
        about.set_delta_y(pixels);
        about.set_ctrl_key(ctrl);
        let event = WheelEvent::new_with_event_init_dict("wheel", &about).unwrap();
        self.one(".wf-viewport").dispatch_event(&event).unwrap()
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.island.parent_element().unwrap().remove();
    }
}

fn middle(place: &DomRect) -> (f64, f64) {
    (
        place.x() + place.width() / 2.0,
        place.y() + place.height() / 2.0,
    )
}

#[track_caller]
fn assert_near(left: (f64, f64), right: (f64, f64)) {
    let apart = (left.0 - right.0).hypot(left.1 - right.1);
    assert!(apart < 0.5, "{left:?} is {apart} pixels from {right:?}");
}

#[wasm_bindgen_test]
async fn the_graph_comes_alive_in_the_servers_markup_and_replaces_none_of_it() {
    let page = Page::sent();
    let (before, text) = (page.all(), page.island.text_content());
    assert!(before.len() > 10, "{}", page.island.outer_html());
    assert_eq!(page.attribute(".graph-viewer", "data-live"), None);
    page.comes_alive().await;
    let after = page.all();
    assert_eq!(
        page.attribute(".graph-viewer", "data-live").as_deref(),
        Some("true")
    );
    assert!(
        before == after,
        "other elements than the server sent: {}",
        page.island.outer_html()
    );
    assert_eq!(page.island.text_content(), text);
}

#[wasm_bindgen_test]
async fn many_moves_between_two_pictures_are_one() {
    let page = Page::alive().await;
    let camera = |page: &Page| page.attribute(".graph-viewer__camera", "style");
    let (still, before) = (camera(&page), page.place(1));
    for _ in 0..5 {
        page.turn_wheel(middle(&before), -10.0, true);
        assert_eq!(camera(&page), still);
    }
    painted().await;
    assert!(page.place(1).width() > before.width() * 1.3);
}

#[wasm_bindgen_test]
async fn a_map_is_there_as_soon_as_not_everything_is_seen() {
    let page = Page::alive().await;
    let map = || page.island.query_selector(".graph-viewer__map").unwrap();
    assert!(map().is_none());
    page.press("Zoom in");
    painted().await;
    assert_eq!(
        map().unwrap().get_attribute("aria-hidden").as_deref(),
        Some("true")
    );
    page.press("Fit the whole graph");
    painted().await;
    assert!(map().is_none());
}

#[wasm_bindgen_test]
async fn every_node_becomes_a_button_and_the_first_a_stop_for_tab() {
    let page = Page::alive().await;
    for (node, stop) in [(0, "0"), (1, "-1")] {
        let node = page.one(&format!("[data-node='{node}']"));
        assert_eq!(node.get_attribute("role").as_deref(), Some("button"));
        assert_eq!(node.get_attribute("tabindex").as_deref(), Some(stop));
    }
}

#[wasm_bindgen_test]
async fn a_node_becomes_a_button_named_by_its_title() {
    let page = Page::alive().await;
    assert_eq!(
        page.attribute("[data-node='1']", "role").as_deref(),
        Some("button")
    );
    assert_eq!(
        page.attribute("[data-node='1']", "aria-label"),
        None,
        "a label would silence the title"
    );
    let title = page.one("[data-node='1'] > title").text_content();
    assert_eq!(title.as_deref(), Some("Tell the team · A node"));
}

#[wasm_bindgen_test]
async fn what_is_under_the_cursor_stays_there_while_zooming() {
    let page = Page::alive().await;
    let before = page.place(1);
    assert!(
        !page.turn_wheel(middle(&before), -50.0, true),
        "the page does not zoom as well"
    );
    painted().await;
    let after = page.place(1);
    assert_near(middle(&after), middle(&before));
    let grown = after.width() / before.width();
    assert!((grown - 1.5).abs() < 0.01, "it has grown by {grown}");
    assert!(
        page.place(0).x() < before.x() - 300.0,
        "its neighbor moved away"
    );
}

#[wasm_bindgen_test]
async fn the_plain_wheel_is_left_to_the_page() {
    let page = Page::alive().await;
    let before = page.place(1);
    assert!(page.turn_wheel(middle(&before), -50.0, false));
    painted().await;
    assert_eq!(page.place(1).width(), before.width());
}

#[wasm_bindgen_test]
async fn fit_shows_the_whole_graph_as_it_was_sent() {
    let page = Page::alive().await;
    let (near, far) = (page.place(0), page.place(1));
    page.turn_wheel(middle(&far), -40.0, true);
    page.press("Zoom in");
    painted().await;
    assert!(page.place(0).width() > near.width());
    page.press("Fit the whole graph");
    painted().await;
    for (node, before) in [(0, near), (1, far)] {
        let after = page.place(node);
        assert_near((after.x(), after.y()), (before.x(), before.y()));
        assert_near(
            (after.right(), after.bottom()),
            (before.right(), before.bottom()),
        );
    }
}

#[wasm_bindgen_test]
async fn the_buttons_zoom_around_the_middle_of_the_view() {
    let page = Page::alive().await;
    let (near, far) = (page.place(0), page.place(1));
    let between = |near: &DomRect, far: &DomRect| {
        (
            (near.x() + far.right()) / 2.0,
            (near.y() + far.bottom()) / 2.0,
        )
    };
    let view = middle(&page.one(".graph-viewer__canvas").get_bounding_client_rect());
    page.press("Zoom in");
    painted().await;
    let grown = page.place(0).width() / near.width();
    assert!(grown > 1.1, "it has grown by {grown}");
    let before = between(&near, &far);
    let away = |from: f64, middle: f64| middle + (from - middle) * grown;
    assert_near(
        between(&page.place(0), &page.place(1)),
        (away(before.0, view.0), away(before.1, view.1)),
    );
    page.press("Zoom out");
    painted().await;
    assert_near((page.place(0).x(), page.place(0).y()), (near.x(), near.y()));
}
