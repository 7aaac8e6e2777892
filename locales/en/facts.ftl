# What is known of a product, and who says it.
facts-source-message = your message
facts-source-network = affiliate network
facts-source-feed = product feed
facts-source-shop = AliExpress itself
facts-said-by = { $source }, { $date }

facts-price = Price: { $price }
facts-price-converted = Price: { $price } ≈ { $money } ({ $rate })
facts-price-discount = { $percent } off
facts-price-before = before: { $price }

facts-known = What is known of the product
facts-name-rate = Commission rate:
facts-name-hot-rate = Hot rate:
facts-name-price = Price:
facts-name-category = Category:
facts-name-store = Store:
facts-differs = differing from it:
facts-not-hot = not a Hot product
facts-category = { $name } – { $group }
facts-category-open = { $name } – group of the commission table not known
facts-affiliate-disputed = The product feed of { $date } lists it as an affiliate product. The network says otherwise now, and the network's word counts.
facts-affiliate-by-feed = The product feed of { $date } lists it, and feeds hold affiliate products only.
facts-affiliate-agreed = The product feed of { $date } lists it as well.
