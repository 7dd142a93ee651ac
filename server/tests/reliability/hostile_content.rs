//! Content that is made to harm whoever looks at it.
