//! Where things are: from the pointer to the drawing, from one node to the next.
//!
//! Three spaces meet here. *Client* points are what events carry (CSS pixels of the window), *local* points are CSS pixels of the
//! drawing as it lies fitted in its place, before the camera moved it, and *units* are those of the SVG's `viewBox`.

#[cfg(test)]
mod tests;

/// The smallest and largest size a graph unit may have on screen, in CSS pixels. The fitted view is
/// always allowed, even where a huge or a tiny graph lies outside of them.
const PIXELS_PER_UNIT: (f64, f64) = (0.1, 4.0);

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub fn middle(self, other: Self) -> Self {
        Self {
            x: (self.x + other.x) / 2.0,
            y: (self.y + other.y) / 2.0,
        }
    }

    pub fn distance(self, other: Self) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    /// Where a thing is that is not drawn: in no direction of anything.
    pub const NOWHERE: Self = Self {
        x: f64::NAN,
        y: f64::NAN,
        width: 0.0,
        height: 0.0,
    };

    pub fn center(&self) -> Point {
        Point {
            x: self.x + self.width / 2.0,
            y: self.y + self.height / 2.0,
        }
    }

    /// What is left of it beside another that lies on its right side.
    pub fn left_of(self, other: &Self) -> Self {
        let on_it = other.y < self.y + self.height && other.y + other.height > self.y;
        let left = other.x - self.x;
        if on_it && left > 0.0 && left < self.width {
            Self {
                width: left,
                ..self
            }
        } else {
            self
        }
    }

    /// The point of this rectangle nearest to `point` that keeps `margin` from its edges, or half of what there is.
    pub fn hold(&self, point: Point, margin: f64) -> Point {
        let (across, down) = (margin.min(self.width / 2.0), margin.min(self.height / 2.0));
        Point {
            x: point
                .x
                .max(self.x + across)
                .min(self.x + self.width - across),
            y: point.y.max(self.y + down).min(self.y + self.height - down),
        }
    }
}

/// How the SVG sits on the page: its `viewBox`, and the client rectangle it is centered in
/// (the default `preserveAspectRatio`, xMidYMid meet).
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub view_box: Rect,
    pub client: Rect,
}

impl Frame {
    /// CSS pixels per unit in the fitted view; 1 while the SVG is not laid out.
    pub fn pixels(&self) -> f64 {
        let across = self.client.width / self.view_box.width;
        let down = self.client.height / self.view_box.height;
        let pixels = across.min(down);
        if pixels.is_finite() && pixels > 0.0 {
            pixels
        } else {
            1.0
        }
    }

    fn to_local(self, client: Point) -> Point {
        Point {
            x: client.x - self.client.x,
            y: client.y - self.client.y,
        }
    }

    /// The middle of the place, in local pixels.
    fn middle(&self) -> Point {
        Point {
            x: self.client.width / 2.0,
            y: self.client.height / 2.0,
        }
    }

    /// Where the fitted drawing lies, in local pixels.
    fn drawn(&self) -> Rect {
        let (pixels, middle) = (self.pixels(), self.middle());
        let (width, height) = (self.view_box.width * pixels, self.view_box.height * pixels);
        Rect {
            x: middle.x - width / 2.0,
            y: middle.y - height / 2.0,
            width,
            height,
        }
    }

    /// The units at a local point.
    fn unit(&self, local: Point) -> Point {
        let (drawn, pixels) = (self.drawn(), self.pixels());
        Point {
            x: self.view_box.x + (local.x - drawn.x) / pixels,
            y: self.view_box.y + (local.y - drawn.y) / pixels,
        }
    }

    fn local(&self, unit: Point) -> Point {
        let (drawn, pixels) = (self.drawn(), self.pixels());
        Point {
            x: drawn.x + (unit.x - self.view_box.x) * pixels,
            y: drawn.y + (unit.y - self.view_box.y) * pixels,
        }
    }

    /// The units at a client point while nothing has been moved, as on a map.
    pub fn unit_under(&self, client: Point) -> Point {
        self.unit(self.to_local(client))
    }

    fn clamp(&self, scale: f64) -> f64 {
        let (smallest, largest) = PIXELS_PER_UNIT;
        let pixels = self.pixels();
        scale
            .max((smallest / pixels).min(1.0))
            .min((largest / pixels).max(1.0))
    }
}

/// What a gesture asks for: the graph point under `from` goes to `to` (client points), and all grows by `ratio`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slide {
    pub from: Point,
    pub to: Point,
    pub ratio: f64,
}

/// How the fitted drawing is moved in its place: where it is seen = local point × scale + (x, y).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    pub scale: f64,
    pub x: f64,
    pub y: f64,
}

impl Camera {
    /// The drawing as the server sent it, fitted into its place.
    pub const FIT: Self = Self {
        scale: 1.0,
        x: 0.0,
        y: 0.0,
    };

    /// Follows a gesture, within the limits of size and without losing the graph from sight.
    pub fn follow(self, slide: Slide, frame: &Frame) -> Self {
        let scale = frame.clamp(self.scale * slide.ratio);
        let (from, to) = (frame.to_local(slide.from), frame.to_local(slide.to));
        let held = self.held(from);
        Self {
            scale,
            x: to.x - held.x * scale,
            y: to.y - held.y * scale,
        }
        .kept_in_sight(frame)
    }

    /// Zooms around the middle of the view.
    pub fn zoom(self, ratio: f64, frame: &Frame) -> Self {
        let middle = frame.client.center();
        self.follow(
            Slide {
                from: middle,
                to: middle,
                ratio,
            },
            frame,
        )
    }

    /// One graph unit becomes one CSS pixel.
    pub fn actual_size(self, frame: &Frame) -> Self {
        self.zoom(1.0 / self.pixels(frame), frame)
    }

    /// CSS pixels per graph unit.
    pub fn pixels(&self, frame: &Frame) -> f64 {
        frame.pixels() * self.scale
    }

    /// Puts this point in the middle, at no less than `least` CSS pixels per unit.
    pub fn look_at(self, unit: Point, least: f64, frame: &Frame) -> Self {
        let scale = frame.clamp(self.scale.max(least / frame.pixels()));
        let (local, middle) = (frame.local(unit), frame.middle());
        Self {
            scale,
            x: middle.x - local.x * scale,
            y: middle.y - local.y * scale,
        }
        .kept_in_sight(frame)
    }

    /// The part of the drawing that is seen, in units.
    pub fn seen(&self, frame: &Frame) -> Rect {
        self.units(frame.client, frame)
    }

    /// What lies under a client rectangle, in units.
    pub fn units(&self, client: Rect, frame: &Frame) -> Rect {
        let local = frame.to_local(Point {
            x: client.x,
            y: client.y,
        });
        let (at, pixels) = (frame.unit(self.held(local)), self.pixels(frame));
        Rect {
            x: at.x,
            y: at.y,
            width: client.width / pixels,
            height: client.height / pixels,
        }
    }

    /// The value of a CSS `transform`, whose origin is the top left corner.
    pub fn transform(&self) -> String {
        format!(
            "translate({}px, {}px) scale({})",
            decimal(self.x),
            decimal(self.y),
            decimal(self.scale)
        )
    }

    /// The local point that is now seen there.
    fn held(&self, point: Point) -> Point {
        Point {
            x: (point.x - self.x) / self.scale,
            y: (point.y - self.y) / self.scale,
        }
    }

    /// The middle of the view always shows a point of the graph, so that nobody gets lost beside it.
    fn kept_in_sight(self, frame: &Frame) -> Self {
        let graph = frame.drawn();
        let seen = self.held(frame.middle());
        let x = seen.x.max(graph.x).min(graph.x + graph.width);
        let y = seen.y.max(graph.y).min(graph.y + graph.height);
        Self {
            x: self.x + (seen.x - x) * self.scale,
            y: self.y + (seen.y - y) * self.scale,
            ..self
        }
    }
}

/// A number with at most six decimals. Integer arithmetic, because the standard library's
/// float formatting would be a tenth of everything a browser has to load.
pub fn decimal(value: f64) -> String {
    let millionths = (value * 1e6) as i64;
    let sign = if millionths < 0 { "-" } else { "" };
    let (whole, part) = (
        millionths.unsigned_abs() / 1_000_000,
        millionths.unsigned_abs() % 1_000_000,
    );
    let text = format!("{sign}{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How much one turn of the wheel zooms: the inverse turn undoes it, and a jumpy wheel is tamed.
pub fn wheel_ratio(pixels: f64) -> f64 {
    let step = pixels.clamp(-60.0, 60.0) * 0.004;
    (1.0 - step) / (1.0 + step)
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// How far aside, for each step ahead, a point may lie and still be in that direction.
const CONE: f64 = 3.0;

/// The place in `points` of the nearest one that lies in that direction; one straight ahead is
/// preferred to a closer one that is off to the side.
pub fn nearest(from: Point, direction: Direction, points: &[Point]) -> Option<usize> {
    let mut best = None;
    for (place, point) in points.iter().enumerate() {
        let (x, y) = (point.x - from.x, point.y - from.y);
        let (ahead, aside) = match direction {
            Direction::Left => (-x, y),
            Direction::Right => (x, y),
            Direction::Up => (-y, x),
            Direction::Down => (y, x),
        };
        let cost = ahead + 2.0 * aside.abs();
        let in_sight = ahead > 0.5 && aside.abs() <= CONE * ahead;
        if in_sight && best.is_none_or(|(_, least)| cost < least) {
            best = Some((place, cost));
        }
    }
    best.map(|(place, _)| place)
}
