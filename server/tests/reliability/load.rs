//! Many at once who all have a right to be there.
