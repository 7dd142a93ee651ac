//! Comparing a version of a workflow with those before it, when it is published: pages show what is stored here and compute nothing.

use sqlx::types::Json;
use workflow::diff::{Diff, Impact};
use workflow::draw::{DrawOptions, svg};
use workflow::{Pairing, Workflow, diff};

use super::Change;
use crate::{Result, Tx, VersionId};

/// With how many earlier versions, so that a long history does not make each release slower than the one before.
const COMPARED: usize = 8;

/// A published version and its workflow.
pub(super) type Published<'w> = (VersionId, &'w Workflow);

/// Stores what changed in `new` since each of the versions before it, given oldest first. `reveals` is whether shoppers may see
/// parameter values; sentences hold none either way.
pub(super) async fn compare(
    tx: &mut Tx,
    new: Published<'_>,
    before: &[Published<'_>],
    reveals: bool,
) -> Result<()> {
    for old in before.iter().rev().take(COMPARED) {
        insert(tx, *old, new, reveals).await?;
    }
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    (old_id, old): Published<'_>,
    (new_id, new): Published<'_>,
    reveals: bool,
) -> Result<()> {
    let diff = diff(old, new, Pairing::Best);
    let pictures = (!diff.changes.is_empty()).then(|| pictures(old, new, &diff, reveals));
    let (old_graph, new_graph) = pictures.unzip();
    let impact = diff.impact().map(word);
    let changes: Vec<Change> = diff.changes.into_iter().map(Change::from).collect();
    sqlx::query!(
        "insert into version_comparison (version_id, from_version_id, impact, changes, change_count, old_graph, new_graph)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new_id.0,
        old_id.0,
        impact,
        Json(&changes) as _,
        i32::try_from(changes.len()).unwrap_or(i32::MAX),
        old_graph,
        new_graph,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn pictures(old: &Workflow, new: &Workflow, diff: &Diff, reveals: bool) -> (String, String) {
    let picture = |workflow, side: &str, marks: &[workflow::diff::Mark]| {
        let options = DrawOptions {
            authored_ports: reveals,
            marks: marks.to_vec(),
            id_prefix: Some(side.to_owned()),
            ..DrawOptions::default()
        };
        svg(workflow, &options)
    };
    (
        picture(old, "old", &diff.old_marks),
        picture(new, "new", &diff.new_marks),
    )
}

fn word(impact: Impact) -> &'static str {
    match impact {
        Impact::Cosmetic => "cosmetic",
        Impact::Behavior => "behavior",
        Impact::Breaking => "breaking",
    }
}
