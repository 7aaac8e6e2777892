//! The affiliate part of the AliExpress Open Platform on loopback, with the sandbox's invented products.
//!
//! It speaks the wire form in all its variants, which rotate unless one is chosen, and checks what the platform checks: key,
//! signature, timestamp, parameters. The knobs slow it down, spoil its answers and count what it was asked.

mod answers;
mod door;
mod fault;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::admitad::Product;
use dealink_core::clock::Clock;

pub use answers::Form;
pub use fault::Fault;

/// Where it takes calls, as at the platform.
pub const PATH: &str = "/sync";
/// The application that it knows.
pub const APP_KEY: &str = "500077";
/// Its secret, which protects nothing.
pub const APP_SECRET: &str = "sandbox-app-secret-that-opens-nothing";

/// The server. Cheap to clone; clones are one server.
#[derive(Clone)]
pub struct OpenPlatformStandIn(Arc<Shared>);

struct Shared {
    products: Vec<Product>,
    state: Mutex<State>,
}

struct State {
    clock: Clock,
    calls: Vec<Call>,
    form: Option<Form>,
    delay: Duration,
    faults: VecDeque<Fault>,
}

/// A call that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The products that it asked about.
    pub ids: Vec<u64>,
    /// The currency that it asked for.
    pub currency: String,
}

impl OpenPlatformStandIn {
    /// A platform that knows those of these products that are in the program; `clock` tells it which timestamps are of now.
    pub fn new(products: &[Product], clock: Clock) -> Self {
        let products = products.iter().filter(|product| product.affiliate != Some(false)).cloned().collect();
        OpenPlatformStandIn(Arc::new(Shared {
            products,
            state: Mutex::new(State {
                clock,
                calls: Vec::new(),
                form: None,
                delay: Duration::ZERO,
                faults: VecDeque::new(),
            }),
        }))
    }

    /// The API, under [`PATH`].
    pub fn router(&self) -> axum::Router {
        door::router(self.clone())
    }

    /// What it was asked so far.
    pub fn calls(&self) -> Vec<Call> {
        self.state().calls.clone()
    }

    /// Answers in this form alone, or in all of them by turns.
    pub fn form(&self, form: Option<Form>) {
        self.state().form = form;
    }

    /// Goes by another clock from now on.
    pub fn tell_time(&self, clock: Clock) {
        self.state().clock = clock;
    }

    /// Makes every answer take this long.
    pub fn delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Spoils the next `times` answers, after those that are to be spoilt already.
    pub fn fault(&self, fault: &Fault, times: usize) {
        self.state().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// Ends all faults and delays.
    pub fn heal(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.delay = Duration::ZERO;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
