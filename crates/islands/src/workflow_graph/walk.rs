//! Going from node to node along what connects them.

#[cfg(test)]
mod tests;

use super::geometry::{Direction, Point, nearest};
use super::{GraphLink, NodeCard};

/// So many of the nodes that lead to one are named; the others are counted.
const NAMED: usize = 2;

/// The links of a graph between places: a place is a node's number in reading order.
#[derive(Clone, Debug, Default)]
pub struct Web {
    links: Vec<GraphLink>,
}

impl Web {
    /// Links of nodes without a card are left out.
    pub fn of(cards: &[NodeCard], links: Vec<GraphLink>) -> Self {
        let place = |index| cards.iter().position(|card| card.index == index);
        let known = links.into_iter().filter_map(|link| {
            Some(GraphLink {
                from: place(link.from)?,
                to: place(link.to)?,
                ..link
            })
        });
        Self {
            links: known.collect(),
        }
    }

    /// The node that an arrow leads to; nothing where the graph ends. Left and right follow the edges, up and down go through the nodes
    /// that share a neighbor and down into the parts of a node, then to whatever is nearest.
    pub fn step(&self, from: usize, direction: Direction, places: &[Point]) -> Option<usize> {
        if let Some(parent) = self.parent(from) {
            return self.step_of_part(from, parent, direction, places);
        }
        match direction {
            Direction::Left => self.sources(from).map(|link| link.from).next(),
            Direction::Right => self.targets(from).map(|link| link.to).next(),
            Direction::Down => self
                .parts(from)
                .next()
                .or_else(|| self.beside(from, direction, places)),
            Direction::Up => self.beside(from, direction, places),
        }
    }

    fn step_of_part(
        &self,
        from: usize,
        parent: usize,
        direction: Direction,
        places: &[Point],
    ) -> Option<usize> {
        let parts: Vec<usize> = self.parts(parent).collect();
        let at = parts.iter().position(|part| *part == from)?;
        match direction {
            Direction::Left => at.checked_sub(1).and_then(|at| parts.get(at)).copied(),
            Direction::Right => parts.get(at + 1).copied(),
            Direction::Up => Some(parent),
            Direction::Down => self
                .parts(from)
                .next()
                .or_else(|| self.beside(self.root(parent), direction, places)),
        }
    }

    /// Up or down among the nodes that share a source or a target with this one, by height.
    fn beside(&self, from: usize, direction: Direction, places: &[Point]) -> Option<usize> {
        let place = |place: usize| places.get(place).map_or(f64::MAX, |at| at.y);
        let before = |a: usize, b: usize| place(a) < place(b) || place(a) == place(b) && a < b;
        let up = direction == Direction::Up;
        let ahead = |other: usize| other != from && before(other, from) == up;
        let mut next = None;
        for other in self.column(from).into_iter().filter(|other| ahead(*other)) {
            if next.is_none_or(|next| before(next, other) == up) {
                next = Some(other);
            }
        }
        next.or_else(|| nearest(*places.get(from)?, direction, places))
    }

    fn column(&self, from: usize) -> Vec<usize> {
        let beside = self
            .sources(from)
            .flat_map(|link| self.targets(link.from).map(|link| link.to))
            .chain(
                self.targets(from)
                    .flat_map(|link| self.sources(link.to).map(|link| link.from)),
            );
        let mut column = vec![from];
        for place in beside {
            if !column.contains(&place) {
                column.push(place);
            }
        }
        column
    }

    /// Everything that leads to a node (left, up) or follows from it (right, down), itself and the parts of each included.
    pub fn reach(&self, from: usize, direction: Direction) -> Vec<usize> {
        let back = matches!(direction, Direction::Left | Direction::Up);
        let mut reached = vec![from];
        let mut at = 0;
        while let Some(place) = reached.get(at).copied() {
            at += 1;
            for link in &self.links {
                let ends = if back || link.attached {
                    (link.to, link.from)
                } else {
                    (link.from, link.to)
                };
                if ends.0 == place && !reached.contains(&ends.1) {
                    reached.push(ends.1);
                }
            }
        }
        reached
    }

    /// Main links into a node.
    pub fn sources(&self, place: usize) -> impl Iterator<Item = &GraphLink> {
        self.links
            .iter()
            .filter(move |link| link.to == place && !link.attached)
    }

    /// Main links out of a node.
    pub fn targets(&self, place: usize) -> impl Iterator<Item = &GraphLink> {
        self.links
            .iter()
            .filter(move |link| link.from == place && !link.attached)
    }

    /// The nodes that are parts of this one: its model, its tools.
    pub fn parts(&self, place: usize) -> impl Iterator<Item = usize> {
        self.links
            .iter()
            .filter(move |link| link.to == place && link.attached)
            .map(|link| link.from)
    }

    pub fn parent(&self, place: usize) -> Option<usize> {
        self.links
            .iter()
            .find(|link| link.from == place && link.attached)
            .map(|link| link.to)
    }

    /// The node that is a part of nothing; parts in a circle have none, so it is not looked for forever.
    fn root(&self, mut place: usize) -> usize {
        for _ in 0..8 {
            match self.parent(place) {
                Some(parent) => place = parent,
                None => break,
            }
        }
        place
    }

    /// What a screen reader is told at a node: “Slack, action, step 4 of 9, from If true”.
    pub fn told(&self, cards: &[NodeCard], place: usize) -> String {
        let Some(card) = cards.get(place) else {
            return String::new();
        };
        let mut told = format!(
            "{}, {}, step {} of {}",
            card.name,
            family(&card.kind),
            place + 1,
            cards.len()
        );
        let name = |place: usize| cards.get(place).map_or("", |card| card.name.as_str());
        if let Some(parent) = self.parent(place) {
            told.push_str(", part of ");
            told.push_str(name(parent));
        }
        let sources = self.sources(place).count();
        for (nth, link) in self.sources(place).take(NAMED).enumerate() {
            told.push_str(if nth == 0 { ", from " } else { " and " });
            told.push_str(name(link.from));
            if !link.port.is_empty() {
                told.push(' ');
                told.push_str(&link.port);
            }
        }
        if sources > NAMED {
            told.push_str(&format!(" and {} more", sources - NAMED));
        }
        told
    }
}

/// The family of a node as a word for people.
fn family(kind: &str) -> &str {
    match kind {
        "ai" => "AI",
        "app" => "action",
        kind => kind,
    }
}
