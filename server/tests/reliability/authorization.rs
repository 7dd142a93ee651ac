//! What somebody may do, and ways around it.
