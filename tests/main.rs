//! One test binary, a shelf: each topic is a module of its own.

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod cli;
#[cfg(test)]
mod monkey;
#[cfg(all(test, unix))]
mod pty;
#[cfg(test)]
mod screens;
