//! Who somebody is: guessing it, stealing it, and keeping it.
