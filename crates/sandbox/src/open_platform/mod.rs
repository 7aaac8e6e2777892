//! The affiliate part of the AliExpress Open Platform on loopback, with the sandbox's invented products.
//!
//! It speaks the wire form in all its variants, which rotate unless one is chosen, and checks what the platform checks: key,
//! signature, timestamp, parameters. The knobs slow it down, spoil its answers and count what it was asked.

mod answers;
mod fault;
mod http;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::admitad::SeedProduct;
use dealink_core::clock::Clock;

pub use answers::AnswerForm;
pub use fault::OpenPlatformFault;

/// Where it takes calls, as at the platform.
pub const PATH: &str = "/sync";
/// The application that it knows.
pub const APP_KEY: &str = "500077";
/// Its secret, which protects nothing.
pub const APP_SECRET: &str = "sandbox-app-secret-that-opens-nothing";

/// The server. Cheap to clone; clones are one server.
#[derive(Clone)]
pub struct OpenPlatformStandIn(Arc<OpenPlatformServer>);

struct OpenPlatformServer {
    products: Vec<SeedProduct>,
    state: Mutex<OpenPlatformState>,
}

struct OpenPlatformState {
    clock: Clock,
    calls: Vec<OpenPlatformCall>,
    form: Option<AnswerForm>,
    delay: Duration,
    faults: VecDeque<OpenPlatformFault>,
}

/// A call that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPlatformCall {
    /// The products that it asked about.
    pub ids: Vec<u64>,
    /// The currency that it asked for.
    pub currency: String,
}

impl OpenPlatformStandIn {
    /// A platform that knows those of these products that are in the program; `clock` tells it which timestamps are of now.
    pub fn new(products: &[SeedProduct], clock: Clock) -> Self {
        let products = products.iter().filter(|product| product.affiliate != Some(false)).cloned().collect();
        OpenPlatformStandIn(Arc::new(OpenPlatformServer {
            products,
            state: Mutex::new(OpenPlatformState {
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
        http::router(self.clone())
    }

    /// What it was asked so far.
    pub fn calls(&self) -> Vec<OpenPlatformCall> {
        self.state().calls.clone()
    }

    /// Answers in this form alone, or in all of them by turns.
    pub fn set_form(&self, form: Option<AnswerForm>) {
        self.state().form = form;
    }

    /// Goes by another clock from now on.
    pub fn set_clock(&self, clock: Clock) {
        self.state().clock = clock;
    }

    /// Makes every answer take this long.
    pub fn set_delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Spoils the next `times` answers, after those that are to be spoilt already.
    pub fn inject_fault(&self, fault: &OpenPlatformFault, times: usize) {
        self.state().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    /// Ends all faults and delays.
    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.delay = Duration::ZERO;
    }

    fn state(&self) -> MutexGuard<'_, OpenPlatformState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
