# The settings card.
settings-title = <b>Settings</b>
settings-language = 🌐 Language: { $value }
settings-traffic = 📣 Traffic source: { $value }
settings-traffic-unset = not chosen (messenger assumed)
settings-currency = 💱 Second currency: { $value }
settings-subid = 🏷 SubID: { $value }
settings-short = ✂️ Short links: { $value }
settings-estimate = 💵 Estimate: { $value }
settings-others = 🤝 Others' affiliate links: { $value }
settings-others-ask = ask each time
settings-others-convert = convert
settings-others-leave = leave as they are
settings-others-choose =
    <b>What should I do with other people's affiliate links?</b>

    A link that I convert becomes your affiliate link: its commission goes to you instead of its owner. Until you choose, I ask each time.
settings-joined = 📆 Approved for the program: { $value }
settings-joined-unset = not given
settings-joined-choose =
    <b>When was your ad space approved for the program?</b> { $value }

    In the first days after that your traffic is under review: no Hot rates, and no commission for non-affiliate products. If you give the date, estimates take this into account.
settings-on = on
settings-off = off
settings-none = none
settings-program-currency = none ({ $code } only)
settings-language-tr = Türkçe
settings-language-en = English
settings-language-choose = <b>Which language should I speak?</b>
settings-currency-choose =
    <b>In which other currency should estimates be shown?</b>

    The program pays in { $code }; that amount always comes first.
settings-traffic-choose =
    <b>Which traffic source did you declare for your ad space?</b>

    ✅ allowed · 🟡 needs approval · ⛔ forbidden · ❔ not named by the program: ask it first
settings-traffic-classes = <b>What each traffic type is paid</b>
settings-traffic-chosen = { $mark } <b>{ $source }</b>: { $permission }
settings-subid-choose = <b>SubID</b>: { $value }
settings-button-back = ‹ Back
settings-button-language = 🌐 Language
settings-button-traffic = 📣 Traffic source
settings-button-currency = 💱 Currency
settings-button-subid = 🏷 SubID
settings-button-others = 🤝 Others' links
settings-button-short-on = ✂️ Short links: on
settings-button-short-off = ✂️ Short links: off
settings-button-estimate-on = 💵 Estimate: on
settings-button-estimate-off = 💵 Estimate: off
settings-button-subid-enter = ✏️ Enter a SubID
settings-button-subid-remove = 🗑 Remove
settings-button-joined = 📆 Approval date
settings-button-joined-enter = ✏️ Enter the date
settings-button-joined-remove = 🗑 Remove
settings-saved = Saved
