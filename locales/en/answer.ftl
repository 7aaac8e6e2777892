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

answer-rate = { $rate } commission
answer-rate-range = { $low } to { $high } commission
answer-rate-unknown = Commission rate unknown
answer-rate-source = { $source }, { $date }

answer-money = { $money }
answer-money-range = { $low } to { $high }
answer-money-likely = { $money } ({ $low } to { $high })
answer-estimate = Estimate: <b>{ $money }</b>
answer-estimate-also = ≈ { $money } (exchange rate of { $date })
answer-estimate-per-hundred = Estimate for an order of { $hundred }: <b>{ $money }</b>
answer-estimate-unknown = No estimate: the rate is not known
answer-price = Price you sent: { $price }
answer-price-converted = Price you sent: { $price } ≈ { $money } (exchange rate of { $date })
answer-why = How this was worked out
answer-standing = Good to know for every order

answer-point-not-asked = The bot has no access to the affiliate network's API, so the link was made offline. Whether the product pays was not checked.
answer-point-network-failed = The network did not answer, so the link could not be checked. Please send it again later.
answer-point-network-silent = The network does not say whether this product pays.
answer-point-no-link = No affiliate link could be made. Please send it again later.
answer-point-replaced = The link you sent was another publisher's. The new one belongs to this bot's ad space.
answer-point-short-link = A short link may lead anywhere. Send the product page's full link to be sure.
answer-point-rate-failed = The live rate could not be asked for just now.
answer-point-currency-open = The price's currency is not clear from the message, so this price was not used.
answer-point-price-of-sender = The buyer may see a different price from the one you sent.
answer-point-traffic-assumed = A messenger is assumed as the traffic source; others may earn less. Choose yours with /traffic.

answer-aside-store = { $host }: a store page, not a product.
answer-aside-search = { $host }: a search or category page, not a product.
answer-aside-campaign = { $host }: a campaign page, not a product.
answer-aside-home = { $host }: the home page, not a product.
answer-aside-virtual = { $host }: coupons and gift cards pay no commission.
answer-aside-lookalike = { $host } only looks like AliExpress. This link was ignored.
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
answer-button-price = 🏷 Enter a price
