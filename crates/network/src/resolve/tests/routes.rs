//! Where short links lead, and who is asked on the way.

use dealink_links::WrapperNetwork;

use super::*;

#[tokio::test]
async fn short_links_lead_where_they_were_seen_to_lead() {
    let (_internet, resolver) = world(calm());
    for (short, leads) in [
        ("a.aliexpress.com/_c3yp3JiX", "4000002579405"),
        ("a.aliexpress.com/_c39RYxFp", "1005006994420769"),
        ("ali.click/fk3ej1c", "1005009450643460"),
        ("s.click.aliexpress.com/e/_EHzAJZs", "1005012952862461"),
        // Written as 3256808639431520 behind the cookie hop.
        ("s.click.aliexpress.com/e/_EzO68OQ", "1005008825746272"),
        ("s.click.aliexpress.com/e/_c2JpSWfB", "1005013152491360"),
        ("s.click.aliexpress.com/e/_c3ar3tq9", "1005008390562391"),
        ("a.aliexpress.com/_9QTr4h", "store"),
        ("a.aliexpress.com/_c2zipJlH", "campaign"),
        ("a.aliexpress.com/_mWool01", "1005009000000012"),
        ("s.click.aliexpress.com/e/_cUsPair1", "1005009000000048"),
        ("a.aliexpress.com/_mStar01", "1005009000000015"),
        ("a.aliexpress.com/_mSync01", "1005009000000015"),
        ("a.aliexpress.com/_mNear01", "1005009000000002"),
        ("s.aliexpress.com/cardRd17", "32900000045"),
        ("sl.aliexpress.ru/p?key=wOoL012&spm=1", "1005009000000012"),
        ("ali.click/wool012", "1005009000000012"),
        ("aliexpress.ru/e/_cWoolA01", "1005009000000012"),
        ("s.click.aliexpress.com/e/_cDeep01", "1005009000000009"),
        ("fas.st/hOmE01", "affiliate"),
        ("fas.st/sHoP01", "Elsewhere"),
        ("ali.ski/mOkA15", "1005009000000015"),
        ("alii.pub/keYb02", "1005009000000002"),
        ("got.by/kEyB02", "1005009000000015"),
        ("a.aliexpress.com/_mFront1", "home"),
        ("a.aliexpress.com/_mFind01", "search"),
        ("a.aliexpress.com/_mWall01", "RobotCheck"),
        ("a.aliexpress.com/_mWall02", "RobotCheck"),
        ("a.aliexpress.com/_mWall03", "1005009000000012"),
        ("a.aliexpress.com/_mAway01", "Elsewhere"),
        ("a.aliexpress.com/_mFake01", "Elsewhere"),
        ("a.aliexpress.com/_mInner1", "Elsewhere"),
        ("a.aliexpress.com/_mInner2", "Elsewhere"),
        ("a.aliexpress.com/_mInner3", "Elsewhere"),
        ("a.aliexpress.com/_mGone01", "Gone"),
        ("a.aliexpress.com/_mGone02", "Gone"),
        ("a.aliexpress.com/_mBusy01", "Failed(Status(503))"),
        ("a.aliexpress.com/_mBare01", "Failed(NoAddress)"),
        ("a.aliexpress.com/_mPage01", "Failed(Status(200))"),
        ("a.aliexpress.com/_mLoop01", "TooFar"),
        ("a.aliexpress.com/_mLoopA1", "TooFar"),
        ("a.aliexpress.com/_mFive01", "TooFar"),
        ("a.aliexpress.com/_mFive02", "1005009000000012"),
        ("a.aliexpress.com/_mNobody", "Gone"),
        // Not short, or not to be asked.
        ("www.aliexpress.com/item/1005009000000012.html", "NotTried"),
        ("x.a.aliexpress.com/_mWool01", "NotTried"),
        ("shop.example/_mWool01", "NotTried"),
        ("127.0.0.1/_mWool01", "NotTried"),
    ] {
        assert_eq!(follow(&resolver, short).await, leads, "{short}");
    }
}

#[tokio::test]
async fn every_code_of_the_seed_leads_to_its_product() {
    let (_internet, resolver) = world(calm());
    for product in products() {
        for short in product.short_links() {
            assert_eq!(follow(&resolver, &short).await, product.id.to_string(), "{short}");
        }
    }
}

/// The list is written out, so that a change of the table of hosts is seen here.
#[tokio::test]
async fn only_the_short_hosts_are_asked_whatever_a_link_leads_to() {
    const MAY_BE_ASKED: [&str; 16] = [
        "a.aliexpress.com",
        "s.click.aliexpress.com",
        "s.aliexpress.com",
        "sl.aliexpress.ru",
        "ali.click",
        "aliexpress.ru",
        "ali.ski",
        "ali.pub",
        "alii.pub",
        "alli.pub",
        "aliclick.link",
        "aliclick.shop",
        "fas.st",
        "got.by",
        "lite.al",
        "lite.bz",
    ];
    let (internet, resolver) = world(hasty());
    let known = internet.addresses();
    for address in &known {
        resolver.resolve(&url(address), soon()).await;
    }
    let requests = internet.requests();
    assert!(requests.values().sum::<usize>() >= known.len());
    for host in requests.keys() {
        assert!(MAY_BE_ASKED.contains(&host.as_str()), "{host} was asked");
    }
}

#[tokio::test]
async fn whose_link_it_was_is_seen_behind_a_shortener() {
    let (internet, resolver) = world(calm());
    for (short, ad_space) in
        [("fas.st/wOoL12", "d3a1f00b77"), ("fas.st/oThEr1", "0f0f0f0f0f"), ("ali.ski/mOkA15", "0f0f0f0f0f")]
    {
        let ShortLinkOutcome::Leads(link) = resolver.resolve(&url(short), soon()).await else {
            panic!("{short}")
        };
        assert_eq!(link.kind, LinkKind::Affiliate);
        assert!(
            link.wrapper.as_ref().is_some_and(|wrapper| wrapper.is_of_ad_space(ad_space)),
            "{short}: {link:?}"
        );
    }
    let ShortLinkOutcome::Leads(epn) = resolver.resolve(&url("alii.pub/keYb02"), soon()).await else {
        panic!()
    };
    assert_eq!(epn.wrapper.map(|wrapper| wrapper.network), Some(WrapperNetwork::Epn));
    assert!(!internet.requests().contains_key("rzekl.com"));
}

#[tokio::test]
async fn at_most_four_servers_are_asked_and_a_circle_is_left_at_once() {
    let (internet, resolver) = world(calm());
    for (short, asked) in [
        ("a.aliexpress.com/_mFive01", 4),
        ("a.aliexpress.com/_mFive02", 4),
        ("a.aliexpress.com/_mLoop01", 1),
        ("a.aliexpress.com/_mLoopA1", 2),
        ("a.aliexpress.com/_mWall02", 1),
    ] {
        internet.reset_counts();
        follow(&resolver, short).await;
        assert_eq!(internet.requests().values().sum::<usize>(), asked, "{short}");
    }
}

#[tokio::test]
async fn a_closed_road_contacts_nobody() {
    let internet = ShortHostsStandIn::start(&products()).unwrap();
    let closed = Resolver::new(ResolverTransport::Disabled, calm()).unwrap();
    assert_eq!(follow(&closed, "a.aliexpress.com/_mWool01").await, "NotTried");
    assert_eq!(internet.connections(), 0);
    let elsewhere = ResolverTransport::Loopback("192.0.2.1:80".parse().unwrap());
    assert_eq!(Resolver::new(elsewhere, calm()).err(), Some(ResolverStartError::NotLoopback));
}
