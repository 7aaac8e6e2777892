//! The name service of the HTTP client: it lets through public addresses alone.
//!
//! The HTTP client connects to the addresses that this service returns and to no others, and asks it for every connection, so a
//! name whose addresses change between two questions gains nothing. Of a mixed answer the public addresses remain: a host with a
//! stray private record still works, and the private one is never contacted.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::future::{BoxFuture, FutureExt};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::public_address::is_public;

pub(super) trait NameService: Send + Sync + 'static {
    /// The addresses of a name. Port 0 stands for the scheme's own.
    fn addresses(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// A name that has no address that may be contacted.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to no address that may be contacted")]
pub(super) struct RefusedName;

/// A name service with a rule which addresses may be contacted.
pub(super) struct DnsGuard {
    pub(super) names: Arc<dyn NameService>,
    pub(super) may_contact: fn(IpAddr) -> bool,
}

impl DnsGuard {
    /// The machine's own name service.
    pub(super) fn internet() -> Self {
        DnsGuard { names: Arc::new(SystemNames), may_contact: is_public }
    }

    /// Every name has this one address of this machine.
    #[cfg(any(test, feature = "sandbox"))]
    pub(super) fn loopback(at: SocketAddr) -> Self {
        DnsGuard { names: Arc::new(FixedAddress(at)), may_contact: |address| address.is_loopback() }
    }
}

impl Resolve for DnsGuard {
    fn resolve(&self, name: Name) -> Resolving {
        let may_contact = self.may_contact;
        let asked = self.names.addresses(name.as_str());
        async move {
            let mut addresses = asked.await?;
            addresses.retain(|address| may_contact(address.ip()));
            if addresses.is_empty() {
                return Err(RefusedName.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        }
        .boxed()
    }
}

struct SystemNames;

impl NameService for SystemNames {
    fn addresses(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let name = name.to_owned();
        async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) }.boxed()
    }
}

#[cfg(any(test, feature = "sandbox"))]
struct FixedAddress(SocketAddr);

#[cfg(any(test, feature = "sandbox"))]
impl NameService for FixedAddress {
    fn addresses(&self, _: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        futures::future::ready(Ok(vec![self.0])).boxed()
    }
}
