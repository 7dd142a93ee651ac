//! Requests that are made to be misunderstood.
