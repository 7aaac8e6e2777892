# The answer to a message with links.
answer-title-product = Product { $id }
answer-title-short = Short link ({ $host })

answer-verdict-affiliate = ✅ Affiliate product
answer-verdict-not-affiliate = ❌ Not an affiliate product
answer-verdict-no-reward = ❌ The advertiser pays nothing for it
answer-verdict-unknown = ❔ Could not be verified
answer-evidence-generator = link generator, { $date }
answer-evidence-check = link check, { $date }
answer-evidence-rate = it has a live rate, { $date }
answer-evidence-feed = product feed, { $date }

answer-rate = { $rate } commission
answer-rate-range = { $low } to { $high } commission
answer-rate-unknown = Commission rate unknown
answer-rate-source = { $source }, { $date }

answer-money = { $money }
answer-money-range = { $low } to { $high }
answer-money-likely = { $money } ({ $low } to { $high })
answer-estimate = Estimate: <b>{ $money }</b>
answer-estimate-also = ≈ { $money } ({ $rate })
answer-estimate-per-hundred = Estimate for an order of { $hundred }: <b>{ $money }</b>
answer-estimate-unknown = No estimate: the rate is not known
answer-price = Price you sent: { $price }
answer-price-converted = Price you sent: { $price } ≈ { $money } ({ $rate })
answer-standing = Good to know for every order

answer-point-not-asked = The bot has no access to the affiliate network's API, so the link was made offline. Whether the product pays was not checked.
answer-point-network-failed = The network did not answer, so the link could not be checked. Please send it again later.
answer-point-network-silent = The network does not say whether this product pays.
answer-point-no-link = No affiliate link could be made. Please send it again later.
answer-point-replaced = The link you sent was another publisher's. The new one belongs to this bot's ad space.
answer-point-special-link = This is the Hot product's special link, as the product feed has it.
answer-point-short-link = A short link may lead anywhere. Send the product page's full link to be sure.
answer-point-short-wall = AliExpress asked for a robot check, so where this short link leads is not known. Please send it again later, or send the product page's full link.
answer-point-short-failed = This short link could not be opened, so where it leads is not known. Please send it again later, or send the product page's full link.
answer-point-disguised = The text of this link showed a different site from the one it leads to. This answer is about the page that it really leads to.
answer-point-own = This is your own affiliate link already. No new one was made.
answer-point-own-subid = It carries the SubID { $subids }.
answer-point-own-no-subid = It carries no SubID, and none is set.
answer-point-own-subid-added = It carries no SubID. The link above is yours with { $should } added.
answer-point-own-subid-changed = It carries the SubID { $carries }, not { $should }. The link above is corrected.
answer-point-own-works = The network's link check accepts it.
answer-point-own-unpaid = The network's link check accepts it, but its product may not pay.
answer-point-own-not-connected = The network says that your ad space is not connected to the program. Clicks on this link earn nothing. Connect your ad space in the network's cabinet.
answer-point-own-ad-space = The network says that your ad space is not active. Clicks on this link earn nothing. Check its status in the network's cabinet.
answer-point-own-domain = The network says that the program does not permit links to this site. Please use another link.
answer-point-own-refused = The network's link check does not accept this link. Send the product page's link to get a new one.
answer-point-own-unchecked = The network could not be asked whether this link works.
answer-point-rate-failed = The live rate could not be asked for just now.
answer-point-currency-open = The price's currency is not clear from the message, so this price was not used.
answer-point-price-of-sender = The buyer may see a different price from the one you sent.
answer-point-traffic-assumed = A messenger is assumed as the traffic source; others may earn less. Choose yours with /traffic.

answer-aside-store = { $host }: a store page, not a product. No affiliate link could be made for it.
answer-aside-store-linked = { $host }: a store page, not a product. Some of its products may not pay. Its affiliate link:
answer-aside-search = { $host }: a search or category page, not a product. No affiliate link could be made for it.
answer-aside-search-linked = { $host }: a search or category page, not a product. Some of the products may not pay. Its affiliate link:
answer-aside-campaign = { $host }: a campaign page, not a product. No affiliate link could be made for it.
answer-aside-campaign-linked = { $host }: a campaign page, not a product. Its products and prices change, and some may not pay. Its affiliate link:
answer-aside-home = { $host }: the home page, not a product. No affiliate link could be made for it.
answer-aside-home-linked = { $host }: the home page, not a product. Its affiliate link:
answer-aside-virtual = { $host }: coupons and gift cards pay no commission.
answer-aside-several = { $host }: one page with several products. Its affiliate link:
answer-aside-several-unlinked = { $host }: one page with several products. No affiliate link could be made for the page itself.
answer-aside-own = { $host }: your own affiliate link. It leads to a page, not to a product, and was left as it is.
answer-aside-order = { $host }: an order page. Only the person who ordered can open it, so no link was made.
answer-aside-login = { $host }: a page that needs a login. Nobody else can open it, so no link was made.
answer-aside-captcha = { $host }: a robot check came up, so the product is not known. Send the product page's full link.
answer-aside-no-id = { $host }: a product page, but its link has no product number. Send the product page's full link.
answer-aside-gone = { $host }: this short link no longer exists.
answer-aside-elsewhere = { $host }: this link leads away from AliExpress. It was ignored.
answer-aside-disguised = { $host }: the text of the link shows AliExpress, but the link leads to this site. It was ignored.
answer-aside-lookalike = { $host } only looks like AliExpress. This link was ignored.
answer-aside-other-site = { $host } is another site, and the AliExpress address is only a part of its link. It was left as it is. For an affiliate link, send the AliExpress link on its own.
answer-aside-affiliate = { $host }: an affiliate link whose product cannot be read. Send the product page's full link.
answer-aside-other = { $host }: an AliExpress page, but not a product.
answer-asides-more = { $count ->
    [one] …and one more link that is not a product.
   *[other] …and { $count } more links that are not products.
}

answer-button-copy = 📋 Copy link
answer-button-copy-short = 📋
answer-button-share = ↗️ Share
answer-button-share-short = ↗️
answer-button-post = 📝 Send back as a post
answer-button-details = 🔎 Product details

answer-withheld-ask = { $count ->
    [one] One link seems to be somebody else's affiliate link ({ $hosts }). If I convert it, its commission goes to you instead of them. Shall I?
   *[other] { $count } links seem to be other people's affiliate links ({ $hosts }). If I convert them, their commission goes to you instead of them. Shall I?
}
answer-withheld-left = { $count ->
    [one] One link seems to be somebody else's affiliate link ({ $hosts }). It was left as it is, as you chose in the settings.
   *[other] { $count } links seem to be other people's affiliate links ({ $hosts }). They were left as they are, as you chose in the settings.
}
answer-button-others-once = 🔁 Convert this time
answer-button-others-always = ✅ Always convert
answer-button-others-leave = 🚫 Always leave them

answer-report-replaced = { $count ->
    [one] <b>One link replaced.</b>
   *[other] <b>{ $count } links replaced.</b>
}
answer-report-as-it-was = <b>No link was replaced, so the post was not sent back.</b>
answer-report-too-long = <b>The post could not be sent back:</b> with its new links it has { $units } characters, and Telegram allows { $limit }. Please shorten the text and send it again. The new links are below.
answer-report-subids = SubIDs of this post: { $subids }
answer-report-affiliate = ✅ Affiliate: { $count }
answer-report-not-affiliate = ❌ Not affiliate: { $count }
answer-report-unknown = ❔ Could not be verified: { $count }
