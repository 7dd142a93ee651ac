//! The crate from outside, one file for each of its promises.

#[cfg(test)]
mod any_input;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod diff;
#[cfg(test)]
mod drawing;
#[cfg(test)]
mod format;
#[cfg(test)]
mod geometry;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod pictures;
#[cfg(test)]
mod ports;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod support;
#[cfg(test)]
mod understanding;
