# Lists that the operator loads: in the chat with an admin, on the command line, and in answers about a store.
lists-banned-keywords = Banned keywords

lists-fault-line = line { $line }: { $why }
lists-fault-no-store = there is no store number in this row.
lists-fault-store = “{ $value }” is no store number.
lists-fault-store-length = “{ $value }” is no store number; those have 5 to 12 digits.
lists-fault-rounded = “{ $value }” lacks digits that the spreadsheet program cut off. Format the column as text and save the file again.
lists-fault-address = “{ $value }” is no AliExpress address with a store number.
lists-fault-no-keyword = there is no keyword in this row.
lists-fault-keyword = “{ $value }” is no keyword.
lists-fault-keyword-length = “{ $value }” is too long; a keyword has at most { $longest } characters.
lists-faults-more = { $count ->
    [one] … and one more row
   *[other] … and { $count } more rows
}

lists-refused-empty = The file has no entries.
lists-refused-size = The file is too large; it may have up to { $most } MB.
lists-refused-rows = The file has too many rows; it may have up to { $most }.
lists-refused-columns = The file has several columns, and no heading says which one holds the keywords. Name that column “keyword”, or send one keyword per line as .txt.
lists-refused-old-workbook = This workbook is in the old Excel format or has a password. Save it as .xlsx without a password, or as .csv.
lists-refused-workbook = This is not a workbook that I can read. Save it again as .xlsx, or as .csv.
lists-refused-unpacked = The workbook is too large when it is unpacked. Save only the list, as .csv.
lists-refused-sheets = The workbook has too many sheets; it may have up to { $most }. Save only the list, as .csv.
lists-refused-slow = Reading the file takes too long. Save only the list, as .csv.
lists-refused-reader = The file could not be read because the program that reads files did not start or failed. The operator finds the reason in the log.
lists-refused-stopped = The file was not read because the bot is being stopped. Please send it again in a few minutes.
lists-refused-binary = This is not a text file. Lists are read from .csv, .txt and .xlsx.
lists-refused-quote = A quotation mark in line { $line } is never closed.
lists-refused-date = A list cannot have this date: { $date }.
lists-refused-ending = I read lists from .csv, .txt and .xlsx files. Save the list in one of these formats and send it again.
lists-nothing-changed = Nothing was changed.

lists-preview-title = <b>{ $list }</b> · { $file }
lists-preview-sheet = Sheet: { $sheet }
lists-preview-count = { $count ->
    [one] One entry can be loaded.
   *[other] { $count } entries can be loaded.
}
lists-preview-none = No entry can be loaded.
lists-preview-doubled = { $count ->
    [one] One entry is repeated; that does no harm.
   *[other] { $count } entries are repeated; that does no harm.
}
lists-preview-date-file = Date, from the file: { $date }
lists-preview-date-given = Date: { $date }
lists-preview-date-today = Date: { $date } (today; the file gives none)
lists-preview-difference = Compared with the list in force ({ $date }): +{ $added } −{ $removed }
lists-preview-first = There is no such list yet.
lists-preview-faults = { $count ->
    [one] One row is wrong:
   *[other] { $count } rows are wrong:
}
lists-preview-choice = Correct the file and send it again, or load only the good rows.
lists-which =
    <b>Which list is this?</b>

    { $file }
lists-loaded = { $count ->
    [one] ✅ <b>{ $list }</b>: one entry, { $date }. It is in force now.
   *[other] ✅ <b>{ $list }</b>: { $count } entries, { $date }. They are in force now.
}
lists-left-out = { $count ->
    [one] One wrong row was left out.
   *[other] { $count } wrong rows were left out.
}
lists-unchanged = ✅ <b>{ $list }</b>: this very list is in force already ({ $date }).
lists-cancelled = Nothing was loaded.
lists-fetch-failed = The file could not be fetched from Telegram. Please send it again.

lists-title = <b>Lists</b>
lists-line = { $count ->
    [one] <b>{ $list }</b>: one entry, { $date }
   *[other] <b>{ $list }</b>: { $count } entries, { $date }
}
lists-line-none = <b>{ $list }</b>: not loaded
lists-how = Send me a .csv, .txt or .xlsx file to load a list: a store number, store address or keyword in each row. I show what would change before anything does.
lists-restore-ask =
    <b>{ $list }</b>

    In force: { $now }
    Instead: { $then }
lists-version = { $count ->
    [one] one entry, { $date }
   *[other] { $count } entries, { $date }
}
lists-version-none = no list
lists-button-load = ✅ Load
lists-button-good = { $count ->
    [one] ✅ Load the good row
   *[other] ✅ Load { $count } good rows
}
lists-button-cancel = ✖️ Cancel
lists-button-restore = ↩️ Restore: { $list }
lists-button-restore-sure = ↩️ Restore
lists-restored = Restored

lists-store-on = On the list “{ $list }” of { $date }.

lists-cli-locked = The data directory { $dir } is in use: the bot is running. Send the file to the bot as a document from an admin's private chat (DEALINK_ADMINS), or stop the bot first.
lists-cli-file = { $file } cannot be read ({ $what }).
lists-cli-skip = Correct the file, or load only the good rows with --skip-bad-rows.
lists-cli-loaded = { $count ->
    [one] Loaded { $list }: one entry, { $date }.
   *[other] Loaded { $list }: { $count } entries, { $date }.
}
lists-cli-unchanged = { $list }: this very list is in force already ({ $date }).
lists-cli-checked = Nothing was loaded: this was a check.
lists-cli-restored = Restored { $list }: { $version }.
lists-cli-removed = Removed { $list }. “dealink lists history” shows what can be restored.
lists-cli-no-version = There is no list number { $number } in the history of { $list }.
lists-cli-nothing = { $list }: nothing was ever loaded.
lists-cli-history = { $number }: { $version }, loaded on { $loaded }
lists-cli-history-now = { $number }: { $version }, loaded on { $loaded } (in force)
