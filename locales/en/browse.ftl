# Hot products and search results, inline results and public posts.
browse-title-hot = 🔥 <b>Hot products</b>
browse-title-hot-words = 🔥 <b>Hot products: “{ $words }”</b>
browse-title-words = 🔎 <b>Search: “{ $words }”</b>
browse-title-all = 🔎 <b>All products</b>
browse-count = { $count ->
    [one] One product found.
   *[other] { $count } products found, those with the highest commission first.
}
browse-filters = Filters: { $items }
browse-filter-category = one category
browse-filter-earning = commission { $money } or more
browse-filter-rate = rate { $rate } or more
browse-filter-discount = discount { $discount } or more
browse-price-between = { $low } – { $high }
browse-price-from = { $low } or more
browse-price-to = up to { $high }

browse-earning-unknown = commission unknown
browse-hot = Hot { $rate }
browse-hot-unpaid = Hot { $rate }, not certain to be paid to you
browse-price-discount = { $price } ({ $discount } off)
browse-post-discount = { $price } ({ $discount } off)
browse-store-list = The store is on a list: { $list } ({ $date })
browse-no-link = No affiliate link could be made just now.
browse-feed = Feed “{ $feed }”, { $date }
browse-unpaid = { $count ->
    [one] One product of this page is left out: it pays no commission.
   *[other] { $count } products of this page are left out: they pay no commission.
}
browse-price-ignored = There is no exchange rate for this currency just now, so the price filter was not applied.
browse-legend-copy = 📋 copy the link
browse-legend-details = 🔎 details
browse-legend-post = 📣 post to a chat

browse-page = { $page } / { $pages }
browse-button-category = 📂 Category
browse-button-price = 🏷 Price
browse-button-earning = 💵 Commission
browse-button-clear = ✖ Clear filters
browse-button-type = ✏️ Enter your own
browse-category-choice = { $name } ({ $total })
browse-choose-category = Which category?
browse-no-categories = These products have no categories.
browse-choose-price = Which prices?
browse-choose-earning = How much commission should an order bring at least?
browse-any-category = Any category
browse-any-price = Any price
browse-any-earning = Any commission

browse-ask-price = Which prices? For example: 10-25, 25+ or -10. Without a currency I take them as { $currency }. Any command cancels.
browse-ask-price-hint = 10-25
browse-ask-price-again = I could not read this as prices. For example: 10-25, 25+ or -10, without a currency in { $currency }.
browse-ask-earning = How much commission should an order bring at least? For example: 2.50. It is counted in { $currency }. Any command cancels.
browse-ask-earning-hint = 2.50
browse-ask-earning-again = I could not read this as an amount. For example: 2.50, in { $currency }.
browse-earning-currency = The least commission is counted in { $currency }; please give it in that currency.

browse-usage =
    Write after /search what you are looking for, for example: /search headphones

    You can narrow it down in the same message:
    • 10-25$: the price
    • min 2$: the commission of an order
    • 5%: the commission rate
    • -30%: the discount

    /hot shows the Hot products with the highest commission; words and the same filters may follow.
browse-no-feed = The operator has loaded no product feed yet, so there is nothing to search in.
browse-nothing-found = Nothing found. Fewer words or filters may find more.
browse-nothing-hot = There are no Hot products in the product feeds just now.
browse-nothing-at-all = The product feeds are empty just now.
browse-too-long = That is too long for a search. Please use { $most } characters at most.
browse-no-letters = I found no letters or digits to search for.
browse-bad-percent = A percentage is between 0 and 100, with at most two decimal places.
browse-too-old = This card is too old, or its search message is gone. Please search again.

browse-inline-no-account = Set up an affiliate account first
browse-inline-no-feed = No product feed is loaded yet
browse-inline-no-product = No such product: ask in the bot
browse-inline-no-link = No affiliate link can be made now
browse-inline-nothing = Nothing found: search in the bot
browse-inline-unreadable = I cannot read this: how to search

command-hot = Hot products with the highest commission
command-search = Search products
