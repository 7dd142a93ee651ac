//! A picture for products without a workflow, drawn from the same shapes and always the same for the same seed.

use super::miniature::{Line, Sketch, Spot};
use super::palette;
use crate::family::Family;
use crate::geometry::Shape;

/// Tints of the ground; the class `wf-emblem--N` lets a dark theme change them.
const GROUNDS: [&str; 8] = [
    "#ffeff3", "#fff0ea", "#f8f3e6", "#eef6ea", "#e7f8f4", "#e7f6fd", "#eff3ff", "#f8f0fc",
];
const SIDE: f64 = 34.0;

/// A made-up graph of three to five steps in a frame of 16:10, decorative and without ids. Any text may be the seed, usually a slug.
pub fn emblem(seed: &str) -> String {
    let mut dice = Dice::of(seed);
    let tint = dice.below(GROUNDS.len());
    let sketch = compose(&mut dice);
    let ground = format!(
        "<path class=\"wf-emblem-ground\" fill=\"{}\" d=\"M0 0h320v200H0z\"/>{}",
        GROUNDS[tint],
        orbit(&mut dice)
    );
    sketch.svg(
        &format!("wf-mini wf-emblem wf-emblem--{}", tint + 1),
        &ground,
    )
}

/// Large faint circles behind the graph.
fn orbit(dice: &mut Dice) -> String {
    let (x, y, r) = (
        40 + 30 * dice.below(9),
        30 + 20 * dice.below(8),
        46 + 8 * dice.below(6),
    );
    format!(
        "<g class=\"wf-orbit\" fill=\"none\" stroke=\"#fff\" stroke-width=\"14\"><circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/><circle cx=\"{x}\" cy=\"{y}\" r=\"{}\"/></g>",
        r + 40
    )
}

fn compose(dice: &mut Dice) -> Sketch {
    let mut sketch = Sketch::default();
    let columns = 3 + dice.below(3);
    // The agent with its sub-nodes stands anywhere but at either end.
    let agent = (dice.below(5) < 3).then(|| 1 + dice.below(columns - 2));
    let step = 236.0 / (columns - 1) as f64;
    let base = if agent.is_some() { 78.0 } else { 100.0 };
    let mut before: Vec<usize> = Vec::new();
    for column in 0..columns {
        let x = 42.0 + step * column as f64;
        let rows = match column {
            0 => 1,
            _ if Some(column) == agent => 1,
            // Beside the agent a third row would run into its sub-nodes.
            _ if columns == 5 || agent.is_some_and(|agent| agent.abs_diff(column) == 1) => {
                1 + dice.below(2)
            }
            _ => 1 + dice.below(3),
        };
        let mut now = Vec::new();
        for row in 0..rows {
            let y = height(base, row, rows, dice);
            now.push(step_at(&mut sketch, dice, (x, y), column, agent));
        }
        join(&mut sketch, &before, &now);
        if Some(column) == agent {
            let count = if columns == 5 { 2 } else { 2 + dice.below(2) };
            attach(&mut sketch, count, now[0]);
        }
        before = now;
    }
    sketch
}

fn height(base: f64, row: usize, rows: usize, dice: &mut Dice) -> f64 {
    let gap = if rows == 3 { 52.0 } else { 62.0 };
    let sway = if rows == 1 {
        (dice.below(3) as f64 - 1.0) * 10.0
    } else {
        0.0
    };
    base + (row as f64 - (rows as f64 - 1.0) / 2.0) * gap + sway
}

fn step_at(
    sketch: &mut Sketch,
    dice: &mut Dice,
    (x, y): (f64, f64),
    column: usize,
    agent: Option<usize>,
) -> usize {
    let (shape, family, w) = match column {
        0 => (Shape::Trigger, Family::Trigger, SIDE),
        _ if Some(column) == agent => (Shape::Parent, Family::Ai, SIDE * 1.5),
        _ => (
            Shape::Step,
            [
                Family::Logic,
                Family::Data,
                Family::App,
                Family::Code,
                Family::Data,
                Family::Logic,
            ][dice.below(6)],
            SIDE,
        ),
    };
    sketch.spots.push(Spot {
        x,
        y,
        w,
        h: SIDE,
        shape,
        color: palette::family(family),
    });
    sketch.spots.len() - 1
}

/// Every node on either side gets an edge, and none more than it needs.
fn join(sketch: &mut Sketch, before: &[usize], now: &[usize]) {
    let most = before.len().max(now.len());
    for index in 0..if before.is_empty() { 0 } else { most } {
        let pick = |side: &[usize]| side[index * side.len() / most];
        sketch.lines.push(Line {
            from: pick(before),
            to: pick(now),
            ai: false,
        });
    }
}

fn attach(sketch: &mut Sketch, count: usize, parent: usize) {
    let (x, y) = (sketch.spots[parent].x, sketch.spots[parent].y + 68.0);
    for index in 0..count {
        let offset = (index as f64 - (count as f64 - 1.0) / 2.0) * 40.0;
        sketch.spots.push(Spot {
            x: x + offset,
            y,
            w: 26.0,
            h: 26.0,
            shape: Shape::SubNode,
            color: palette::family(Family::Ai),
        });
        sketch.lines.push(Line {
            from: sketch.spots.len() - 1,
            to: parent,
            ai: true,
        });
    }
}

/// Numbers that look random and follow from the seed (SplitMix64 over FNV-1a).
struct Dice(u64);

impl Dice {
    fn of(seed: &str) -> Self {
        Self(seed.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) % limit.max(1) as u64) as usize
    }
}
