//! Pages without a product: their kind, the reason, and the clean address of the same page.

use crate::{LinkKind, LinkReason, find_links};

fn page(text: &str) -> (LinkKind, Option<LinkReason>, Option<String>) {
    let link = find_links(text, &[]).remove(0);
    (link.kind, link.reason, link.canonical_url().map(|url| url.to_string()))
}

#[test]
fn pages_behind_a_login_say_so() {
    for address in [
        "https://login.aliexpress.com/?fromSite=52",
        "https://m.aliexpress.com/login.html",
        "https://my.aliexpress.com/wishlist/wish_list_product_list.htm",
        "https://home.aliexpress.com/index.htm",
        "https://accounts.aliexpress.com/user/x.htm",
        "https://message.aliexpress.com/",
        "https://shoppingcart.aliexpress.com/shopcart/shopcartDetail.htm",
        "https://www.aliexpress.com/p/shoppingcart/index.html",
        "https://m.aliexpress.com/shopcart/detail.htm",
        "https://www.aliexpress.com/p/trade/confirm.html?skuId=12000011112222333",
        "https://www.aliexpress.com/p/account/index.html",
        "https://www.aliexpress.com/p/message/index.html",
        "https://www.aliexpress.com/p/tracking/index.html",
        "https://track.aliexpress.com/logistic-detail.htm",
        "https://seller.aliexpress.com/",
        "https://sell.aliexpress.com/",
        "https://portals.aliexpress.com/affiportals/web/home.htm",
    ] {
        assert_eq!(
            page(address),
            (LinkKind::OtherAliexpress, Some(LinkReason::LoginPage), None),
            "{address}"
        );
    }
}

#[test]
fn other_pages_have_their_own_reason() {
    for (address, reason) in [
        ("https://www.aliexpress.com/p/order/index.html", LinkReason::OrderPage),
        ("https://www.aliexpress.com/p/order/detail.html?orderId=8190000012345678", LinkReason::OrderPage),
        ("https://trade.aliexpress.com/orderList.htm", LinkReason::OrderPage),
        ("https://m.aliexpress.com/orderList/orderList.htm", LinkReason::OrderPage),
        ("https://www.aliexpress.com/snapshot/298765432.html", LinkReason::OrderPage),
        ("https://www.aliexpress.com/punish?x5secdata=abc", LinkReason::Captcha),
        ("https://www.aliexpress.com/item/abc.html", LinkReason::NoId),
        ("https://developers.aliexpress.com/en/doc.htm", LinkReason::NotAProduct),
        ("https://feedback.aliexpress.com/display/productEvaluation.htm", LinkReason::NotAProduct),
        ("https://my.aliexpress.com/wishlist/shared.htm?groupId=1", LinkReason::NotAProduct),
        ("https://www.aliexpress.com/p/wish-manage/share.html", LinkReason::NotAProduct),
        ("https://service.aliexpress.com/page/home", LinkReason::NotAProduct),
    ] {
        assert_eq!(page(address), (LinkKind::OtherAliexpress, Some(reason), None), "{address}");
    }
}

#[test]
fn gift_cards_coupons_and_top_ups_are_virtual() {
    for address in [
        "https://giftcard.aliexpress.com/",
        "https://coupon.aliexpress.com/buyer/coupon/listView.htm",
        "https://sale.aliexpress.com/giftcard.htm",
        "https://www.aliexpress.com/gcp/300000512/Gift-Card",
        "https://www.aliexpress.com/p/gift_card/index.html",
        "https://m.aliexpress.com/p/recharge/index.html",
        "https://topup.aliexpress.com/",
    ] {
        assert_eq!(page(address).0, LinkKind::Virtual, "{address}");
    }
    assert_eq!(page("https://www.aliexpress.com/w/wholesale-gift-card.html").0, LinkKind::Search);
    assert_eq!(page("https://www.aliexpress.com/af/gift-card-holder.html").0, LinkKind::Search);
}

#[test]
fn a_clean_address_shows_the_same_page() {
    for (address, clean) in [
        (
            "https://tr.aliexpress.com/wholesale?catId=0&initiative_id=SB_1&SearchText=usb+kablo&spm=a",
            "https://tr.aliexpress.com/wholesale?catId=0&SearchText=usb+kablo",
        ),
        ("https://aliexpress.ru/search?text=%D1%83&utm_source=x", "https://aliexpress.ru/search?text=%D1%83"),
        ("https://spb.aliexpress.ru/search?q=usb&_t=1", "https://spb.aliexpress.ru/search?q=usb"),
        (
            "https://www.aliexpress.com/w/wholesale-usb.html?SortType=price_asc&minPrice=5&maxPrice=&page=2&g=y",
            "https://www.aliexpress.com/w/wholesale-usb.html?SortType=price_asc&minPrice=5&page=2",
        ),
        (
            "https://www.aliexpress.com/store/1234567/search?SearchText=usb&origin=n",
            "https://www.aliexpress.com/store/1234567/search?SearchText=usb",
        ),
        (
            "https://m.aliexpress.com/store/v3/home.html?shopId=1234567&sellerId=7654321&spm=a",
            "https://m.aliexpress.com/store/v3/home.html?shopId=1234567&sellerId=7654321",
        ),
        (
            "https://www.aliexpress.com/store/1234567/pages/all-items.html?productGroupId=40000001234567&x=1",
            "https://www.aliexpress.com/store/1234567/pages/all-items.html?productGroupId=40000001234567",
        ),
        (
            "https://www.aliexpress.com/p/calp-plus/index.html?categoryTab=US_electronics&spm=a",
            "https://www.aliexpress.com/p/calp-plus/index.html?categoryTab=US_electronics",
        ),
        (
            "https://sale.aliexpress.com/__pc/summer.htm?pid=32812345678&invitationCode=x&shareId=y#z",
            "https://sale.aliexpress.com/__pc/summer.htm?pid=32812345678",
        ),
        (
            "https://m.aliexpress.com/p/coin-index/index.html?_immersiveMode=true&from=syicon&spreadCode=x",
            "https://m.aliexpress.com/p/coin-index/index.html",
        ),
        ("https://tr.aliexpress.com/?gatewayAdapt=glo2tur", "https://tr.aliexpress.com/"),
        ("http://www.aliexpress.com./?spm=a", "https://www.aliexpress.com/"),
        ("https://giftcard.aliexpress.com/?spm=a", "https://giftcard.aliexpress.com/"),
    ] {
        assert_eq!(page(address).2.as_deref(), Some(clean), "{address}");
    }
}
