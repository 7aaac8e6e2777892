# The calculator: an estimate reckoned anew with what the publisher supposes.
calculator-open = 🧮 Calculate
calculator-why = ❓ Why?
calculator-price = 🏷 Enter a price
calculator-other-price = 🏷 Other price
calculator-new-buyer = 🆕 As a new buyer
calculator-existing-buyer = 👤 As an existing buyer
calculator-traffic = 🔀 Other traffic type
calculator-category = 📂 Category
calculator-no-category = Category unknown
calculator-store = 🏬 Store
calculator-delivery = 🚚 Delivery country
calculator-delivery-to = Delivery to { $country }
calculator-no-delivery = Country unknown
calculator-choose-delivery = To which country is the order delivered?
calculator-store-number = Store { $store }
calculator-store-unlisted = This store is on none of the lists that the operator has loaded.
calculator-hot-link = 🔥 With Hot link
calculator-ordinary-link = 🔗 With ordinary link
calculator-with-hot-link = Special Hot link
calculator-afresh = ↺ Start over
calculator-back = ‹ Back
calculator-supposed = Assumed: { $items }
calculator-classes = The same order by traffic type
calculator-class-unknown = rate unknown
calculator-choose-category = Which category does the product page show?
calculator-reasons = How this was worked out
calculator-warnings = Watch out for
calculator-sources = Sources
calculator-document = { $document }, { $date }

# What an estimate is worth
worth-expected = Expected after approvals: { $money } (approval rate { $approval })
worth-paid = paid around { $days }
worth-paid-about = An order placed today is paid around { $days }
worth-days = { $from } – { $until }
worth-epc = 100 clicks bring the program's publishers { $money } on average
worth-clicks = 100 clicks with this product: { $money } at the program's conversion rate ({ $orders ->
    [one] { $orders } order
   *[other] { $orders } orders
}, before approvals)
worth-figures-of = program figures of { $date }
worth-figures-undated = program figures without a date
