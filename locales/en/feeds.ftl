# Product feeds: what the operator reads about them on the command line.
feeds-refused-stopped = Stopped. What was in force stays in force.
feeds-refused-slow = The pull takes longer than { $most } minutes. The limit is DEALINK_FEEDS_MINUTES.
feeds-refused-disk = The disk does not allow it: { $what }.
feeds-refused-file = The file cannot be opened: { $file }
feeds-refused-write = The index could not be written.
feeds-refused-damaged = The file is damaged or was cut off: { $what }.
feeds-refused-empty = The feed is empty.
feeds-refused-page = This is a web page and no feed. Is the address still right?
feeds-refused-json = This is JSON. Feeds are read as CSV or XML.
feeds-refused-binary = This is neither text nor one of the packings that are read (gzip, zip).
feeds-refused-header = The first row names no columns that are known; at least the link and one more are needed. If the columns are separated by an unusual sign, name it with --delimiter.
feeds-refused-markup = There are no offers in this XML.
feeds-refused-rows = The feed has more than { $most } rows. The limit is DEALINK_FEEDS_ROWS.
feeds-refused-unpacked = The feed is larger than { $most } MiB when it is unpacked. The limit is DEALINK_FEEDS_UNPACKED_MB.
feeds-refused-ratio = The feed is more than { $most } times larger than packed. The limit is DEALINK_FEEDS_RATIO.
feeds-refused-archive = This zip file cannot be read.
feeds-refused-archive-empty = There is no feed in this zip file.
feeds-refused-definition = This file cannot be read as a feed's: { $file }. Remove the feed and add it again.
feeds-refused-many = There are { $most } feeds already; that is the most.
feeds-refused-taken = There is a feed called { $name } already. Remove it first, or give another name with --name.
feeds-refused-name = No name can be made for this feed; give one with --name.
feeds-refused-busy = { $name } is being pulled right now, perhaps by the bot.
feeds-refused-busy-index = The index is being written by another process.
feeds-refused-room = Only { $free } MiB are free on the disk, and { $keep } MiB have to stay free. The limit is DEALINK_FEEDS_KEEP_FREE_MB.
feeds-refused-connect = The server cannot be reached: { $address }
feeds-refused-range = The server does not go on where the download broke off: { $address }
feeds-refused-status = The server answers with status { $status }: { $address }
feeds-refused-redirect = The address leads to another server, which is not followed because it would learn your personal code: { $address }
feeds-refused-redirects = The address leads on and on: { $address }
feeds-refused-silent = The server sends nothing any more: { $address }
feeds-refused-encoding = The server sends the feed in a packing that was not asked for: { $address }
feeds-refused-broken-off = The download breaks off again and again: { $address }
feeds-refused-download = The feed is larger than { $most } MiB. The limit is DEALINK_FEEDS_DOWNLOAD_MB.
feeds-refused-broke-down = The import broke down; the log says where.
feeds-refused-no-products = There is no product in the feed.

feeds-fault-id = there is no AliExpress product number, neither as the id nor in the link.
feeds-fault-no-link = there is no link.
feeds-fault-link = the link is no web address.
feeds-fault-price = a price is no number.
feeds-fault-columns = there are more columns than in the first row.
feeds-fault-quote = a quotation mark is never closed, or stands where it must not.
feeds-fault-long = it is longer than 256 KiB.
feeds-fault-encoding = the text is not in UTF-8. If all of it is in another encoding, name it with --encoding.
feeds-fault-markup = the XML is wrong.
feeds-fault-unclosed = the offer is not closed.
feeds-fault-line = line { $line }: { $why }
feeds-faults-more = { $count ->
    [one] … and one more
   *[other] … and { $count } more
}

feeds-held-broken = { $broken } of { $rows } rows are broken, which is over 5 %.
feeds-held-shrunk = It has { $products } products; { $before } are in force, and fewer than half would be left.
feeds-held-cut-off = The file ends in the middle.

feeds-cli-source = This is neither a web address nor a file that is there. An address has to be in quotation marks on the command line.
feeds-cli-name = A feed's name has up to 40 small letters a–z, digits and hyphens.
feeds-cli-unknown = There is no feed called { $name }.
feeds-cli-none = There are no feeds. Add one: dealink feed add URL or FILE
feeds-cli-added = Added: { $name } · { $source }
feeds-cli-next = Load it now: dealink feed pull { $name }. A running bot does so by itself within a minute.
feeds-cli-removed = Removed: { $name }
feeds-cli-product = This is neither a product number nor a link to a product.
feeds-cli-line = { $name }: { $products } products of { $date }, imported { $imported } UTC
feeds-cli-line-none = { $name }: not imported yet
feeds-cli-line-format = { $name }: written by another version of dealink; a running bot imports it again by itself, `dealink feed pull { $name }` does so at once
feeds-cli-line-unreadable = { $name }: the index cannot be read; `dealink feed pull { $name }` makes a new one
feeds-cli-line-hot = Hot products
feeds-cli-line-every = every { $count ->
    [one] hour
   *[other] { $count } hours
}
feeds-cli-line-failures = { $count ->
    [one] The last try failed.
   *[other] The last { $count } tries failed.
}
feeds-cli-unchanged = { $name }: nothing new.
feeds-cli-refused = { $name }: { $why }
feeds-cli-held = Not put in force:
feeds-cli-held-force = To put it in force all the same: dealink feed pull --force { $name }

feeds-digest-title = { $name }: feed of { $date }
feeds-digest-title-increment = { $name }: changes of { $date }
feeds-digest-rows = Rows: { $rows }, broken: { $broken }
feeds-digest-products = Products: { $products }
feeds-digest-against = Products: { $products } (before: { $before }, of { $date })
feeds-digest-doubled = Said more than once: { $doubled }
feeds-digest-gone = Gone: { $gone }
feeds-digest-took = Time: { $seconds } s · index: { $size } MB

feeds-progress-download = { $name } · downloading · { $bytes } MB · { $speed } MB/s · { $left } left
feeds-progress-download-open = { $name } · downloading · { $bytes } MB · { $speed } MB/s
feeds-progress-rows = { $name } · { $rows } rows · { $speed } rows/s · { $bytes } MB · { $broken } broken · { $left } left
feeds-progress-finish = { $name } · putting { $rows } rows in order

feeds-show-none = No feed holds this product: { $id }
feeds-show-feed = { $name } · { $date }
feeds-show-hot = Hot product
feeds-show-hot-until = Hot product until { $date }
feeds-show-price = Price: { $price }
feeds-show-price-plain = Price: { $price } (the feed does not say in which currency)
feeds-show-old-price = Before: { $price }
feeds-show-discount = Discount: { $percent }
feeds-show-rate = Rate: { $percent }
feeds-show-store = Store: { $store }
feeds-show-category = Category: { $category }
