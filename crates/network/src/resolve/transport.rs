//! How the short hosts are reached.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResolverTransport {
    Internet,
    /// Stand-ins: every host is served at this address of this machine, without TLS.
    #[cfg(any(test, feature = "sandbox"))]
    Loopback(std::net::SocketAddr),
    /// Nothing is ever contacted.
    Disabled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResolverStartError {
    #[error("the HTTP client for short links could not be made")]
    Http,
    #[cfg(any(test, feature = "sandbox"))]
    #[error("the address is not on this machine")]
    NotLoopback,
}
