# The program's rules in words: what an estimate rests on, what to beware of, and the names of things.

## Categories
program-category-mobile-phone = Mobile phones
program-category-computer-peripherals = Computer peripherals
program-category-tablets = Tablets
program-category-desktop = Desktop computers
program-category-laptop = Laptops, netbooks
program-category-home-audio-video = Home audio, video
program-category-external-storage = External storage
program-category-internal-storage = Internal storage
program-category-phone-accessories = Phone accessories
program-category-interior-accessories = Interior accessories
program-category-garden-supplies = Garden supplies
program-category-womens-clothing = Women's clothing
program-category-mens-clothing = Men's clothing
program-category-childrens-clothing = Children's clothing
program-category-other = Other categories
program-category-special = Special category

## Traffic sources
program-traffic-popup = Pop-up / clickunder
program-traffic-mobile = Mobile traffic
program-traffic-content-site = Content site
program-traffic-other = Other
program-traffic-affiliate-store = Affiliate store, price comparison
program-traffic-forum = Forum
program-traffic-loyalty = Loyalty program
program-traffic-messenger = Messenger
program-traffic-coupon = Coupon service
program-traffic-youtube = YouTube channel
program-traffic-adult = Adult content
program-traffic-toolbar = Toolbar
program-traffic-incentive = Incentive traffic
program-traffic-social = Social media group or blog
program-traffic-brand-bidding = Brand bidding
program-traffic-email = E-mail marketing
program-traffic-banner = Banner and teaser ads
program-traffic-cashback = Cashback
program-traffic-sem = Search engine marketing (SEM)
program-traffic-extension = Browser extension
program-traffic-dropshipping = Dropshipping
program-traffic-subnetwork = Subnetwork

## Classes of traffic
program-class-other = Other traffic
program-class-cashback = Cashback and extensions
program-class-dropshipping = Dropshipping
program-class-subnetwork = Subnetwork

## Permissions
program-permission-allowed = Allowed
program-permission-needs-approval = Needs approval
program-permission-forbidden = Forbidden
program-permission-not-named = Not named, ask the program first
program-permission-unknown = Not known, look at the program's page

## Store lists
program-store-list-no-commission = Stores without commission
program-store-list-non-affiliate = Stores paid for affiliate products only
program-store-list-special-electronics = Special electronics stores
program-store-list-chuwi = CHUWI flagship store

## Affiliation and buyer
program-affiliation-yes = Affiliate product
program-affiliation-no = Non-affiliate product
program-affiliation-unknown = Not checked
program-buyer-new = New buyer
program-buyer-existing = Existing buyer
program-buyer-unknown = Buyer unknown

## Where a rate comes from
program-rate-source-live = live rate of the network
program-rate-source-feed = product feed
program-rate-source-ad-space = rates of your ad space
program-rate-source-table = published table
program-rate-source-check = link check
program-rate-source-rule = program rule
program-rate-source-hot = Hot rate

## Severity
program-severity-note = Note
program-severity-caution = Caution
program-severity-stop = Stop

## Figures of the program
program-figure-epc = Earnings per 100 clicks (EPC): { $value }
program-figure-cr = Conversion (CR): { $value }
program-figure-cr-48h = Conversion, last 48 hours: { $value }
program-figure-approval = Approved orders: { $value }
program-figure-cookie-days = Cookie lifetime: { $value ->
    [one] { $value } day
   *[other] { $value } days
}
program-figure-hold-days = Average hold: { $value ->
    [one] { $value } day
   *[other] { $value } days
}
program-figure-payment-days = Average time to payment: { $value ->
    [one] { $value } day
   *[other] { $value } days
}
program-figure-order-cap = Highest commission per order: { $value }
program-figure-hot-up-to = Highest Hot rate: { $value }

## Reasons: the rules that were applied, in their order
program-reason-price-ignored = The price is not valid, so no amount was calculated.
program-reason-affiliation-unknown = It is not known whether this is an affiliate product, so both cases were counted.
program-reason-category-unknown = The category is not known, so every category was counted.
program-reason-buyer-unknown = It is not known whether the buyer is new, so both cases were counted.
program-reason-hot-means-affiliate = A Hot product counts as an affiliate product.
program-reason-traffic-class = Traffic source: { $source }. Traffic type: { $class }.
program-reason-class-not-yet = The rules of this class began on { $date }. Earlier orders are paid like other traffic.
program-reason-rules-unknown-before = The rules before { $date } are not known.
program-reason-outside-region = Delivered to a country outside the program: { $country }.
program-reason-cis-delivery = Delivered to a CIS country: { $rate }.
program-reason-virtual-product = Virtual product or special category: { $rate }.
program-reason-store-no-commission = { $list ->
    [unknown] The store is on the list without commission: { $rate }.
   *[other] The store is on the list without commission: { $rate } (list of { $list }).
}
program-reason-store-non-affiliate = { $list ->
    [unknown] Non-affiliate product of a listed store: { $rate }.
   *[other] Non-affiliate product of a listed store: { $rate } (list of { $list }).
}
program-reason-store-chuwi = { $list ->
    [unknown] CHUWI flagship store, own rate: { $rate }.
   *[other] CHUWI flagship store, own rate: { $rate } (list of { $list }).
}
program-reason-store-special-electronics = { $list ->
    [unknown] Special electronics store: { $rate }.
   *[other] Special electronics store: { $rate } (list of { $list }).
}
program-reason-store-special-electronics-non-affiliate = { $list ->
    [unknown] Non-affiliate product of a special electronics store: { $rate }.
   *[other] Non-affiliate product of a special electronics store: { $rate } (list of { $list }).
}
program-reason-review-non-affiliate = Review period ({ $days ->
    [one] { $days } day
   *[other] { $days } days
}): a non-affiliate product is not paid.
program-reason-non-affiliate-class = A non-affiliate product is not paid for this traffic: { $class }.
program-reason-non-affiliate-standard = This traffic is paid the standard rate for non-affiliate products too.
program-reason-live-rate = Rate: { $rate } ({ $source }, { $date }).
program-reason-live-rate-ignored = A rate that is not valid was ignored: { $rate }.
program-reason-table-rate = { $category }: { $rate } (published table, in force from { $date }).
program-reason-table-range = By category: { $low } to { $high } (published table, in force from { $date }).
program-reason-table-span = By seller and product: { $low } to { $high } (published table, in force from { $date }).
program-reason-rate-unknown = No rate is known.
program-reason-new-buyer-rate = New buyer: { $rate }.
program-reason-new-buyer-range = New buyer, by category: { $low } to { $high }.
program-reason-new-buyer-capped = The increase for a new buyer is capped: { $cap }.
program-reason-new-buyer-not-better = The new-buyer rate is not higher than the standard rate, so it changes nothing.
program-reason-new-buyer-ended = The new-buyer bonus ended. Its last day: { $date }.
program-reason-hot-rate = Hot product through its own special link: { $rate }.
program-reason-hot-not-for-class = No Hot increase for this traffic: { $class }.
program-reason-hot-unknown-for-class = It is not known whether this traffic gets the Hot rate ({ $rate }), so both cases were counted: { $class }.
program-reason-hot-in-review = No Hot rate in the review period ({ $days ->
    [one] { $days } day
   *[other] { $days } days
}).
program-reason-hot-not-affiliate = No Hot rate: this is not an affiliate product.
program-reason-hot-no-special-link = The Hot rate ({ $rate }) is paid only through the special link, so it was not counted.
program-reason-hot-rate-ignored = A Hot rate that is not valid was ignored: { $rate }.
program-reason-hot-not-better = The Hot rate ({ $rate }) is not higher than the ordinary one, so it changes nothing.
program-reason-order-cap = Commission cap per order: { $cap }.
program-reason-ad-space-rate = { $category }: { $rate } (rates of your ad space, { $date }).
program-reason-ad-space-range = By category: { $low } to { $high } (rates of your ad space, { $date }).

## Warnings
program-warning-traffic-forbidden = This program forbids this traffic source: { $source }. Orders are rejected and you can be removed from the program.
program-warning-traffic-needs-approval = Get the program's approval before you use this source: { $source }.
program-warning-traffic-not-named = The program does not name this source: { $source }. Ask the program first; what is not expressly allowed counts as forbidden.
program-warning-traffic-unknown = It is not known whether the program allows this source: { $source }. Look at the program's page before you use it.
program-warning-extension-conduct = An extension must not change or cover AliExpress pages, or show pop-ups or notices there. Only a notice inside its own icon is allowed.
program-warning-outside-region = Orders delivered to this country do not count in this program: { $country }.
program-warning-cis-delivery = Orders delivered to CIS countries do not count in this program.
program-warning-virtual-product = Nothing is paid for virtual products and the special category (such as gift cards, coupons and books).
program-warning-store-no-commission = { $list ->
    [unknown] Nothing is paid for orders from this store.
   *[other] Nothing is paid for orders from this store (list of { $list }).
}
program-warning-store-non-affiliate = { $list ->
    [unknown] Nothing is paid for non-affiliate products of this store.
   *[other] Nothing is paid for non-affiliate products of this store (list of { $list }).
}
program-warning-store-chuwi = { $list ->
    [unknown] This store has a rate of its own: { $rate }.
   *[other] This store has a rate of its own: { $rate } (list of { $list }).
}
program-warning-store-special-electronics = { $list ->
    [unknown] This electronics store has a low rate of its own: { $rate }.
   *[other] This electronics store has a low rate of its own: { $rate } (list of { $list }).
}
program-warning-store-special-electronics-non-affiliate = { $list ->
    [unknown] Nothing is paid for non-affiliate products of this electronics store.
   *[other] Nothing is paid for non-affiliate products of this electronics store (list of { $list }).
}
program-warning-store-rate-non-affiliate = This traffic is usually paid nothing for non-affiliate products ({ $class }). Whether the store's own rate ({ $rate }) still holds, the program does not say.
program-warning-non-affiliate-class = Non-affiliate products are not paid for this traffic ({ $class }). The order will not appear in statistics either.
program-warning-non-affiliate-nothing = Non-affiliate products are not paid for this traffic ({ $class }).
program-warning-non-affiliate-standard = Not an affiliate product, but this traffic is still paid the standard rate: { $class }.
program-warning-affiliation-unknown = It is not known whether this is an affiliate product. If it is not, less or nothing may be paid.
program-warning-review-period = Review period: in the first { $days ->
    [one] { $days } day
   *[other] { $days } days
} after approval there is no Hot rate, and no commission for non-affiliate products.
program-warning-hot-increase-lost = The Hot increase is not paid for this traffic: { $class }.
program-warning-hot-unknown = It is not known whether the Hot rate ({ $rate }) is paid for this traffic: { $class }.
program-warning-hot-special-link = The Hot rate ({ $rate }) is paid only through the product's special Hot link, so it was not counted.
program-warning-hot-overridden = The store's own rate takes precedence over the Hot rate: { $rate }.
program-warning-hot-only-this-product = The Hot rate is paid only if the buyer orders this very product.
program-warning-dropshipping-attribution = Dropshipping: only orders from the store that the link opened are counted.
program-warning-rate-unknown = The rate for this traffic is not known, so there is no estimate.
program-warning-rate-zero = The rate for this product is zero ({ $source }, { $date }).
program-warning-rate-older-than-year = This rate is more than a year old ({ $date }). Today's rate may differ.
program-warning-cap-reached = The highest commission per order is reached: { $cap }.
program-warning-cap-not-applied = The price is in another currency, so the program's caps were not applied. Highest commission per order: { $cap }.
program-warning-cap-unknown = Whether this program caps the commission per order is not known.

## Standing notes: true of every order
program-warning-payment-window = The order must be paid within { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
} of the first click.
program-warning-cookie-lifetime = A click on your link counts for at most { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
program-warning-one-session = A click counts within one session only.
program-warning-returned-orders = Returned orders are not paid. A commission already paid can be taken back.
program-warning-antispam-deduction = The commission on fraudulent orders can be deducted, even after approval. { $low } to { $high } of a month's commission is usual.
program-warning-region = The country of the click and the country of delivery must both belong to this program.
program-warning-similar-product = AliExpress may send a visitor from a non-affiliate product to a similar product of another seller.

## What a traffic source means
program-consequence-approval = Get the program's approval before you use it.
program-consequence-forbidden = Orders are rejected, and you can be removed from the program.
program-consequence-not-named = The program's page does not name it. Ask the program first; what is not expressly allowed counts as forbidden.
program-consequence-unknown = It is not known whether the program allows it. Look at the program's page before you use it.
program-consequence-class = Traffic type: { $class }.
program-consequence-not-yet = These rules began on { $date }. Earlier orders are paid like other traffic.
program-consequence-affiliate-span = Affiliate products: { $low } to { $high } (published table, in force from { $date }).
program-consequence-affiliate-unknown = Affiliate products: the rate is not known.
program-consequence-rate-unknown = Its own rate table is not published: without a live rate there is no estimate.
program-consequence-new-buyer-span = First orders of new buyers: { $low } to { $high }.
program-consequence-new-buyer-cap = A new buyer adds at most { $cap } to an order's commission.
program-consequence-new-buyer-until = The last day of the new-buyer bonus: { $date }.
program-consequence-new-buyer-ended = The new-buyer bonus ended. Its last day: { $date }.
program-consequence-non-affiliate-nothing = Non-affiliate products pay nothing and do not appear in statistics.
program-consequence-non-affiliate-zero = Non-affiliate products pay nothing.
program-consequence-non-affiliate-paid = Non-affiliate products pay the standard rate.
program-consequence-non-affiliate-unknown = What non-affiliate products pay is not known.
program-consequence-hot = The higher Hot rate is paid only through the product's special link.
program-consequence-hot-any-link = The higher Hot rate is paid through any affiliate link to the product.
program-consequence-no-hot = The higher Hot rate is not paid.
program-consequence-hot-unknown = Whether the higher Hot rate is paid is not known.
program-consequence-priority = Links to single products come first when an order is credited.
program-consequence-same-store = Only orders from the store that your link opened are counted.
program-consequence-attribution-unknown = How orders are credited is not known.

## Conduct: what a post, a campaign or an extension must not do
program-conduct-brand-sem = Brand names of AliExpress and its group must not be used in search engine advertising or optimisation.
program-conduct-misleading = Nothing may be exaggerated or misleading, such as calling a product free.
program-conduct-incentive = Nobody may be rewarded for a click or a purchase. Money back is only for ad spaces that are declared as cashback.
program-conduct-hidden-product = Hidden products, whose page shows one product while another is sold, must not be promoted.
program-conduct-own-purchase = You must not order through your own links, and neither may friends, relatives or colleagues.
program-conduct-popup = Pop-ups and pop-unders are forbidden.
program-conduct-banned-keyword = The program has a list of words that must not be used as keywords in contextual advertising.
program-conduct-illegal-or-harmful = Nothing illegal is allowed, nor anything that harms AliExpress.
program-conduct-campaign-billboard = A campaign page must not be used as a billboard for incentives.
program-conduct-forced-traffic = Clicks and visits must come from people who want them: no scripts, no hijacked pages, no malicious add-ons.
program-conduct-cookie-stuffing = Cookies must not be set without a click on your link.
program-conduct-extension-overlay = Extensions must not change or cover AliExpress pages, or show pop-ups or notices there.

## Critical traffic indicators
program-indicator-low-conversion = More than { $clicks ->
    [one] { $clicks } click
   *[other] { $clicks } clicks
} in a day with a conversion below { $cr }: AliExpress may check your traffic.
program-indicator-no-action = More than { $clicks ->
    [one] { $clicks } click
   *[other] { $clicks } clicks
} in a day without a single order: AliExpress may check your traffic.

## The program card
program-card-figures = Figures
program-card-tables = Rate tables
program-card-classes = What each traffic type is paid
program-card-traffic = Traffic sources
program-card-standing = True of every order
program-card-conduct = Conduct
program-card-indicators = Critical traffic indicators
program-card-region-only = Click and delivery in these countries only: { $countries }.
program-card-region-except = Click and delivery in all countries but these: { $countries }.
program-card-table = { $name }: { $low } to { $high }, in force from { $date }.
program-card-table-unknown = { $name }: rates not known, in force from { $date }.
program-card-until = Last day: { $date }.
program-card-not-known = not known
