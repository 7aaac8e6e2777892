# What the bot says in a private chat apart from answers to links.
chat-start =
    <b>Send me an AliExpress product link.</b>

    You get back the affiliate link, whether the product pays, an estimate of what an order would earn, and what could make it less.

    Send or forward a whole post or album, and I send it back with its product links replaced. I never replace other people's affiliate links without asking you.

    You can send several links in one message. I also read the app's share text with its price.

    All options: /settings. More: /help.
chat-setup =
    <b>No affiliate account is set up yet</b>

    Without one I can make no links. The operator of this bot sets the credentials of the affiliate network, or their own affiliate link of the program; after that links are made here, in groups, in channels and in any chat.
chat-help =
    <b>What I can do</b>

    • Send one or more AliExpress links, or a share text such as “₺1.234,56 | Title” with its link.
    • ✅ affiliate product: it pays commission. ❌ not affiliate: it pays nothing for some traffic sources. ❔ could not be verified: it may pay nothing.
    • Every rate comes with its source and date. What I do not know, I say.
    • Without a price the estimate is for an order of $100; “Enter a price” makes it for yours.
    • In a post that you send or forward only the product links change; its text, formatting and media stay the same. The affiliate links of store, search and campaign pages are listed separately.
    • I never replace other people's affiliate links without asking you.

    <b>Commands</b>
    /link and a link: the same as sending the link
    /post and a post: the post comes back with its product links replaced. Texts that are forwarded, formatted or several lines long, media with a caption and albums need no command.
    /hot: Hot products, those with the highest commission first
    /search and words: products by words, price, commission and discount; without words I explain how. In any chat, my username and words find products that you can post there.
    /check and a post: I say which of its words may break the program's rules. It also works as a reply to a post.
    /subid: goes into the last line of a post, such as /subid channel-1 spring. It adds up to five SubIDs to the links of that post alone.
    /save, /deal, /rename, /delete: products that you save under names of your own
    /chats: your groups and channels, and my settings there
    /settings: language, traffic source, currency, SubID, short links, estimate, other people's affiliate links, approval date
    /language, /traffic: straight to these settings
    /program: the program's figures
    /rules: what the program does not allow
    /privacy: what is kept about you
    /forget: erase all of it
chat-no-link = I found no link in this message. Send an AliExpress product link, or type /help.
chat-no-text = I can read text and captions only. Send an AliExpress product link, or type /help.
chat-no-aliexpress = There is no AliExpress link in this message. I make links for AliExpress only.
chat-link-usage = Write the link after the command: /link https://www.aliexpress.com/item/… Sending the link alone does the same.
chat-post-usage = Write the post after the command, or reply to a post with /post. I send it back with its product links replaced.
chat-post-refused = Telegram did not take the post, so I could not send it back. The new links are below.
chat-original-gone = The message that I answered is gone. Please send it again.
chat-labels-usage = Write /subid and up to five SubIDs in the last line of a post, or reply to a post with it: /subid channel-1 spring
chat-labels-count = Write one to { $most } SubIDs after /subid, with spaces between them. No link was replaced; please correct it and send it again.
chat-labels-too-long = The SubID “{ $label }” is too long: it may have up to { $longest } characters. No link was replaced; please correct it and send it again.
chat-labels-nul = A SubID must not contain %00. No link was replaced; please correct it and send it again.
chat-unknown-command = I do not know this command. /help lists the commands.
chat-old-press = This button is out of date.
chat-fault = Something went wrong on my side, and I could not finish the answer. Please send it again. If that does not help, tell the operator this number: <code>{ $id }</code>
chat-fault-press = Something went wrong on my side. Number for the operator: { $id }
chat-too-much = Too many of your messages are waiting for an answer. I answer those first and pass over what you send meanwhile. Please send it again later.
chat-set-aside = One of your messages could not be handled. It was set aside for the operator under the number <code>{ $id }</code>; your other messages are answered as usual.
chat-privacy =
    <b>What is kept about you</b>

    • Your settings: language, traffic source, currency, SubID, short links, estimate, your choice about other people's affiliate links, the day your ad space was approved.
    • The last question that I asked you and that waits for your answer (price, store, SubID, approval date, a chat's SubIDs or template, or a filter of a search with its words).
    • The products that you save under names, and the numbers of the last ten products that you asked for.
    • Your Telegram ID, where you added me to a group or channel, are the admin in charge there, its admins chose you as a member, or your link was suggested to an admin. Of these chats I keep the settings, their saved deals, and which product was shared when; never the text of a message.
    • The numbers of your last messages and of my answers to them, so that when you edit a message, its answer is edited too.
    • Your message and my answer to it wait in my inbox until the answer is sent; then both are erased. A message that I could not handle is set aside for the operator. What you type after my username in other chats is answered and not kept.

    Links go to the affiliate network to be made and checked. I ask AliExpress, or the affiliate network that shortened them, where short links lead. Your name and Telegram ID go to none of them. The text of messages is never written to a log.

    /forget erases all of it.
chat-forget-ask =
    <b>Erase everything that I keep about you?</b>

    This goes and cannot be brought back:
chat-forget-settings = • your settings, the last question I asked you, and the numbers of your last messages and products
chat-forget-favourites = { $count ->
    [one] • one saved product
   *[other] • { $count } saved products
}
chat-forget-waiting = { $count ->
    [one] • one message that waits for its answer
   *[other] • { $count } messages that wait for their answer
}
chat-forget-chats = { $count ->
    [one] You are in charge of this chat; it keeps its settings, and another admin can take over:
   *[other] You are in charge of these { $count } chats; they keep their settings, and another admin can take over:
}
chat-forget-chat = • { $title }
chat-forget-more = { $count ->
    [one] • one more
   *[other] • { $count } more
}
chat-forget-yes = 🗑 Erase everything
chat-forget-no = Keep it
chat-forget-kept = Nothing was erased.
chat-forgotten = Everything that I kept about you is erased. You can start afresh at any time.
chat-ask-price =
    <b>{ $title }</b>

    What is its price? For example: 1.234,56 TL or 24.90 USD. Without a currency I take it as { $currency }.
chat-ask-price-hint = 24.90 USD
chat-ask-price-again = I could not read this as a price. For example: 1.234,56 TL or 24.90 USD.
chat-ask-store =
    <b>{ $title }</b>

    Which store sells this product? Send the store's number or its link; the number is in the link of the store's page.
chat-ask-store-hint = 1100123456
chat-ask-store-again = I could not read this as a store's number. For example: 1100123456.
chat-ask-joined = When was your ad space approved for the program? For example: 20.11.2026 or “yesterday”. Any command cancels.
chat-ask-joined-hint = 20.11.2026
chat-ask-joined-again = I could not read this as a day in the past. For example: 20.11.2026 or “yesterday”.
chat-joined-saved = Saved. Your ad space was approved for the program on { $date }.
chat-ask-subid =
    Which SubID should your links carry? Up to { $longest } characters.

    Use few different ones: beyond 100,000 different values within three days, the network stops grouping by SubID. Any command cancels.
chat-ask-subid-hint = channel-1
chat-ask-subid-again = A SubID is one line of 1 to { $longest } characters, without %00. Please send another.
chat-subid-saved = Saved. Your links now carry the SubID <code>{ $subid }</code>.
chat-language-saved = Saved. I speak English now.

command-start = What this bot does
command-help = Help
command-post = Replace the links in a post
command-subid = SubIDs for one post
command-settings = All settings
command-program = Figures of the program
command-rules = What the program does not allow
command-language = Language
command-traffic = Traffic source
command-link = Make an affiliate link
command-privacy = What is kept about you
command-forget = Erase all that is kept about you
command-lists = Lists of stores and keywords
bot-description =
    Send an AliExpress product link and get back the affiliate link, whether the product pays, and an estimate of the commission. Send a whole post, and it comes back with its product links replaced.
bot-short-description = AliExpress affiliate links, a check of the product and an estimate of the commission.
