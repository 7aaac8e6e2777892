//! The catalogue's tests: indexes written and read back, beside a model that keeps all in memory.

mod damaged;
mod model;
mod naive;
mod rows;
mod searched;
mod watched;
mod written;
