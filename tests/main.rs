//! One test binary with a module for each topic.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod archive;
#[cfg(test)]
mod cards;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod doctor;
#[cfg(test)]
mod english;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod layout;
#[cfg(test)]
mod manual;
#[cfg(test)]
mod marks;
#[cfg(test)]
mod mouse;
#[cfg(test)]
mod overlays;
#[cfg(test)]
mod people;
#[cfg(test)]
mod prompt;
#[cfg(all(test, unix))]
mod pty;
#[cfg(test)]
mod queries;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod relations;
#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod screens;
#[cfg(test)]
mod settings;
