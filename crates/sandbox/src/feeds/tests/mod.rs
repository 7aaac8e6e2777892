//! The feeds are what feeds are, and the export does what the network's does. Asked without any client of ours.

mod export;
mod generated;
