//! A stand-in of the affiliate API of the AliExpress Open Platform, with the sandbox's invented products.
//!
//! It answers in all variants of the wire form by turns, unless one is chosen, and checks what the platform checks:
//! key, signature, timestamp, parameters. A test can slow it down, spoil its answers and count its calls.

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

/// The API's path, as at the platform.
pub const PATH: &str = "/sync";
pub const APP_KEY: &str = "500077";
/// Secret of the only application. It protects nothing.
pub const APP_SECRET: &str = "sandbox-app-secret-that-opens-nothing";

/// The stand-in. Clones are cheap and share one state.
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

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPlatformCall {
    pub ids: Vec<u64>,
    pub currency: String,
}

impl OpenPlatformStandIn {
    /// Knows the products that are in the program; `clock` is compared with the calls' timestamps.
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

    /// The API at [`PATH`].
    pub fn router(&self) -> axum::Router {
        http::router(self.clone())
    }

    pub fn calls(&self) -> Vec<OpenPlatformCall> {
        self.state().calls.clone()
    }

    /// Sets the form of all answers; with `None` the forms rotate.
    pub fn set_form(&self, form: Option<AnswerForm>) {
        self.state().form = form;
    }

    pub fn set_clock(&self, clock: Clock) {
        self.state().clock = clock;
    }

    pub fn set_delay(&self, delay: Duration) {
        self.state().delay = delay;
    }

    /// Spoils the next `times` answers, after the faults that were ordered before.
    pub fn inject_fault(&self, fault: &OpenPlatformFault, times: usize) {
        self.state().faults.extend(std::iter::repeat_n(fault.clone(), times));
    }

    pub fn clear_faults(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.delay = Duration::ZERO;
    }

    fn state(&self) -> MutexGuard<'_, OpenPlatformState> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
