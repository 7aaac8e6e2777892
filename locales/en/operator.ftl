# What the operator reads: start-up messages and the command line.
operator-faults = { $count ->
    [one] dealink cannot start: one setting is missing or wrong.
   *[other] dealink cannot start: { $count } settings are missing or wrong.
}
operator-fault-missing = is missing.
operator-fault-url = is not a web address (http or https).
operator-fault-number = is not a number in the allowed range.
operator-fault-hours = is neither a number of hours in the allowed range nor off.
operator-fault-switch = is neither on nor off.
operator-fault-language = is neither tr nor en.
operator-fault-ids = is not a list of Telegram user ids (numbers with commas between them).
operator-fault-token = does not look like a bot token (digits, a colon, then 20 or more letters and digits).
operator-fault-base = is not an affiliate link of the network (https://…/g/CODE/).
operator-fault-secret-file = names the file { $file }, which cannot be read ({ $what }).
operator-fault-file-read = cannot be read ({ $what }).
operator-fault-file-form = is not valid TOML; wrong line: { $what }.
operator-fault-file-key = has an unknown key: { $what }.
operator-fault-file-value = has a value that is neither text nor a number: { $what }.
operator-fault-program-read = names the file { $file }, which cannot be read ({ $what }).
operator-fault-program-file = names the file { $file }, which is wrong at { $place }: { $what }
operator-fault-program-twice = names two files for the same program ({ $campaign }); the second one is { $file }.
operator-fault-program-none = is { $campaign }, and no program file describes that program. DEALINK_PROGRAM_FILES names further files.
operator-where-TELEGRAM_BOT_TOKEN = BotFather in Telegram gives it: /newbot, or /token for a bot that you have.
operator-where-TELEGRAM_API_URL = Leave it out to use Telegram's own server.
operator-where-TELEGRAM_SENDS_PER_SECOND = 1 to 1000; leave it out for 30.
operator-where-ADMITAD_CLIENT_ID = In the network's cabinet: account settings, “API and apps”, “Show credentials”.
operator-where-ADMITAD_CLIENT_SECRET = In the network's cabinet: account settings, “API and apps”, “Show credentials”.
operator-where-ADMITAD_API_URL = Leave it out to use the network's own server.
operator-where-ADMITAD_WEBSITE_ID = The number of your ad space, in the address of its page in the cabinet.
operator-where-ADMITAD_CAMPAIGN_ID = The number of the program; leave it out for AliExpress TR (14289).
operator-where-DEALINK_PROGRAM_FILES = Paths of program files; docs/PROGRAM_FILES.md says how they are written, and “dealink program check” reads one.
operator-where-ADMITAD_DEEPLINK_BASE = Your affiliate link, shown on the program's page in the cabinet. With it alone, links are made without checking.
operator-where-DEALINK_DATA_DIR = A directory that dealink may write to.
operator-where-DEALINK_FEEDS_EVERY = Hours, 1 to 8760, or off; 6 when it is left out.
operator-where-DEALINK_FEEDS_WHOLE_DAYS = Days, 0 to 365; 7 when it is left out. 0 loads a feed whole each time.
operator-where-DEALINK_FEEDS_DOWNLOAD_MB = MiB, at least 1; 8192 when it is left out.
operator-where-DEALINK_FEEDS_UNPACKED_MB = MiB, at least 1; 32768 when it is left out.
operator-where-DEALINK_FEEDS_RATIO = 1 to 1100; 100 when it is left out.
operator-where-DEALINK_FEEDS_ROWS = 1 to 1000000000; 20000000 when it is left out.
operator-where-DEALINK_FEEDS_KEEP_FREE_MB = MiB; 1024 when it is left out.
operator-where-DEALINK_FEEDS_PATIENCE = Seconds, 1 to 3600; 60 when it is left out.
operator-where-DEALINK_DEFAULT_LANGUAGE = tr or en.
operator-where-DEALINK_RESOLVE_SHORT_LINKS = on or off; on when it is left out.
operator-where-DEALINK_ADMINS = For example 123456789,987654321. Leave it out when nobody is to load lists in the chat.
operator-where-RUST_LOG = For example info, or dealink=debug.
operator-where-dealink-toml = Keys are the settings' names in lower case.
operator-token-refused = Telegram does not accept the bot token. Check TELEGRAM_BOT_TOKEN; BotFather shows the valid one with /token.
operator-program-ok = OK: { $name }, { $id }, campaign { $campaign }, { $currency }; tables: { $tables }, figures: { $figures }, rules above the classes: { $overrides }, rules of conduct: { $conduct }.
operator-program-none = No program file describes the program { $campaign }. DEALINK_PROGRAM_FILES names further files.
operator-store-fails = ⚠️ The data directory cannot be written. Nothing is lost: new messages stay with Telegram until it works again. The log says why.
operator-store-works = ✅ The data directory can be written again.
operator-set-aside-deaths = ⚠️ The update <code>{ $id }</code> was set aside: dealink ended twice while it was handled. On the server: <code>dealink inbox list</code>
operator-set-aside-too-long = ⚠️ The update <code>{ $id }</code> was set aside: it took longer than the limit. On the server: <code>dealink inbox list</code>
operator-repair-flow = { $count ->
    [one] ⚠️ The inbox database was damaged. One record could be read and was taken over; the others are lost. The damaged files are in the folder “damaged”.
   *[other] ⚠️ The inbox database was damaged. { $count } records could be read and were taken over; the others are lost. The damaged files are in the folder “damaged”.
}
operator-repair-corrected = { $count ->
    [0] ⚠️ A file of the settings database was damaged and moved to the folder “damaged”. Nothing is lost.
    [one] ⚠️ One record of the settings database was corrected from the journal. Nothing is lost.
   *[other] ⚠️ { $count } records of the settings database were corrected from the journal. Nothing is lost.
}
operator-repair-restored = { $count ->
    [one] ⚠️ The settings database was damaged and made anew from the journal: one record, nothing is lost.
   *[other] ⚠️ The settings database was damaged and made anew from the journal: { $count } records, nothing is lost.
}
operator-repair-partly = { $count ->
    [one] ⚠️ The settings database and its journal were damaged. One record could be restored; others are lost.
   *[other] ⚠️ The settings database and its journal were damaged. { $count } records could be restored; others are lost.
}
operator-repair-copy = { $count ->
    [one] ⚠️ The settings were gone. One record of an earlier copy was restored; later changes are lost.
   *[other] ⚠️ The settings were gone. { $count } records of an earlier copy were restored; later changes are lost.
}
operator-repair-form1 = { $count ->
    [one] ⚠️ The database of the earlier version was damaged. One record of its last copies was taken over; messages that waited and later changes are lost.
   *[other] ⚠️ The database of the earlier version was damaged. { $count } records of its last copies were taken over; messages that waited and later changes are lost.
}
operator-repair-journal = { $count ->
    [one] ⚠️ The journal of the settings was damaged and written anew from the database: one record.
   *[other] ⚠️ The journal of the settings was damaged and written anew from the database: { $count } records.
}
inbox-empty = No message was set aside.
inbox-line-deaths = { $number }  { $kind }, { $bytes } bytes, set aside { $hours } h ago: dealink ended twice while it was handled
inbox-line-too-long = { $number }  { $kind }, { $bytes } bytes, set aside { $hours } h ago: it took longer than the limit
inbox-unknown = No message was set aside under the number { $number }.
inbox-retried = { $number } will be handled again.
inbox-dropped = { $number } was erased.
