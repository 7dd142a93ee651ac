//! What somebody may do, and ways around it.

#[path = "../http/matrix/actors.rs"]
#[expect(dead_code, reason = "shared with the matrix, which uses all of it")]
mod actors;
mod adding_fields;
mod climbing;
mod meanwhile;
mod reading_along;
