//! Names that lead into private networks.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use futures::future::{BoxFuture, FutureExt};
use reqwest::dns::Resolve;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use super::*;
use crate::resolve::dns::{DnsGuard, NameService, RefusedName};
use crate::resolve::hop_client::HopClient;
use crate::resolve::public_address::is_public;

/// A listener that counts who comes, remembers the first byte that they say, and hangs up.
struct RecordingServer {
    address: SocketAddr,
    came: Arc<AtomicUsize>,
    said: Arc<Mutex<Vec<u8>>>,
}

impl RecordingServer {
    async fn at(ip: &str) -> RecordingServer {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let server = RecordingServer {
            address: listener.local_addr().unwrap(),
            came: Arc::default(),
            said: Arc::default(),
        };
        let (came, said) = (server.came.clone(), server.said.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                came.fetch_add(1, Ordering::SeqCst);
                let first = stream.read_u8().await;
                said.lock().unwrap().extend(first);
            }
        });
        server
    }

    fn came(&self) -> usize {
        self.came.load(Ordering::SeqCst)
    }
}

/// Gives these answers one after the other, then the last for ever.
struct ScriptedNames {
    answers: Vec<Vec<SocketAddr>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameService for ScriptedNames {
    fn addresses(&self, name: &str) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let mut asked = self.asked.lock().unwrap();
        let answer = self.answers[asked.len().min(self.answers.len() - 1)].clone();
        asked.push(name.to_owned());
        futures::future::ready(Ok(answer)).boxed()
    }
}

/// A resolver for the internet with scripted names, and the names that it asked for.
fn resolver(
    answers: Vec<Vec<SocketAddr>>,
    may_contact: fn(IpAddr) -> bool,
) -> (Resolver, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::<Mutex<Vec<String>>>::default();
    let names = Arc::new(ScriptedNames { answers, asked: asked.clone() });
    let asker = HopClient::new("https", DnsGuard { names, may_contact }).unwrap();
    (Resolver::with_client(Some(asker), forgetful()), asked)
}

/// Stands for a public address: `127.0.0.1` is the private one here.
fn is_second_loopback(ip: IpAddr) -> bool {
    ip.to_string() == "127.0.0.2"
}

const SHORT: &str = "http://a.aliexpress.com/_mWool01";

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_contacted() {
    let server = RecordingServer::at("127.0.0.1").await;
    let (resolver, asked) = resolver(vec![vec![server.address]], is_public);
    assert_eq!(follow(&resolver, SHORT).await, "Failed(Refused)");
    assert_eq!(*asked.lock().unwrap(), ["a.aliexpress.com"]);
    assert_eq!(server.came(), 0);
}

#[tokio::test]
async fn an_answer_that_changes_between_two_questions_is_checked_each_time() {
    let (public, private) = (RecordingServer::at("127.0.0.2").await, RecordingServer::at("127.0.0.1").await);
    let answers = vec![vec![public.address], vec![private.address]];
    let (resolver, asked) = resolver(answers, is_second_loopback);
    assert_eq!(follow(&resolver, SHORT).await, "Failed(Unreachable)");
    assert_eq!(follow(&resolver, SHORT).await, "Failed(Refused)");
    assert_eq!((public.came(), private.came(), asked.lock().unwrap().len()), (1, 0, 2));
    // It was asked by TLS, although the link was written with http.
    assert_eq!(*public.said.lock().unwrap(), [0x16]);
}

#[tokio::test]
async fn of_a_mixed_answer_the_public_addresses_alone_are_contacted() {
    let (public, private) = (RecordingServer::at("127.0.0.2").await, RecordingServer::at("127.0.0.1").await);
    let answers = vec![vec![private.address, public.address, private.address]];
    let (resolver, _) = resolver(answers, is_second_loopback);
    assert_eq!(follow(&resolver, SHORT).await, "Failed(Unreachable)");
    assert_eq!((public.came(), private.came()), (1, 0));
}

#[tokio::test]
async fn a_name_without_addresses_is_refused_and_a_host_that_may_not_be_asked_is_not_looked_up() {
    let (resolver, asked) = resolver(vec![vec![]], is_public);
    assert_eq!(follow(&resolver, SHORT).await, "Failed(Refused)");
    for other in [
        "https://rzekl.com/g/1e8d114494d3a1f00b775ea57e11ed/",
        "https://localhost/_mWool01",
        "https://10.0.0.1/_x",
    ] {
        assert_eq!(follow(&resolver, other).await, "NotTried");
    }
    assert_eq!(asked.lock().unwrap().len(), 1);
}

/// A name of this machine, for which no other name service is asked.
#[tokio::test]
async fn the_machines_own_name_service_is_guarded_too() {
    let answer = DnsGuard::internet().resolve("localhost".parse().unwrap()).await;
    assert!(answer.err().is_some_and(|error| error.is::<RefusedName>()));
}
