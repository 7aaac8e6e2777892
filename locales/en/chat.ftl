# What the bot says in a private chat apart from answers to links.
chat-start =
    <b>Send me an AliExpress product link.</b>

    You get back the affiliate link, whether the product pays, an estimate of what an order would earn, and what could make it less.

    You can send several links in one message. I also read the app's share text with its price.

    All options: /settings. More: /help.
chat-help =
    <b>What I can do</b>

    • Send one or more AliExpress links, or a share text such as “₺1.234,56 | Title” with its link.
    • ✅ affiliate product: it pays commission. ❌ not affiliate: it pays nothing for some traffic sources. ❔ could not be verified: it may pay nothing.
    • Every rate comes with its source and date. What I do not know, I say.
    • Without a price the estimate is for an order of $100; “Enter a price” makes it for yours.

    <b>Commands</b>
    /link and a link: the same as sending the link
    /settings: language, traffic source, currency, SubID, short links, estimate
    /language, /traffic: straight to these settings
    /privacy: what is kept about you
    /forget: erase all of it
chat-no-link = I found no link in this message. Send an AliExpress product link, or type /help.
chat-no-text = I can read text and captions only. Send an AliExpress product link, or type /help.
chat-no-aliexpress = There is no AliExpress link in this message. I make links for AliExpress only.
chat-link-usage = Write the link after the command: /link https://www.aliexpress.com/item/… Sending the link alone does the same.
chat-unknown-command = I do not know this command. /help lists the commands.
chat-old-press = This button is out of date.
chat-fault = Something went wrong on my side, and I could not finish the answer. Please send it again. If that does not help, tell the operator this number: <code>{ $id }</code>
chat-fault-press = Something went wrong on my side. Number for the operator: { $id }
chat-privacy =
    <b>What is kept about you</b>

    • Your settings: language, traffic source, currency, SubID, short links, estimate.
    • The last question that I asked you and that waits for your answer (price or SubID).
    • The numbers of your last messages and of my answers to them, so that when you edit a message, its answer is edited too.
    • Your message waits in my inbox until its answer is sent; then it is erased.

    Links go to the affiliate network to be made and checked; your name and Telegram number do not. The text of messages is never written to a log.

    /forget erases all of it.
chat-forgotten = Everything that I kept about you is erased. You can start afresh at any time.
chat-ask-price =
    <b>{ $title }</b>

    What is its price? For example: 1.234,56 TL or 24.90 USD. Without a currency I take it as { $currency }.
chat-ask-price-hint = 24.90 USD
chat-ask-price-again = I could not read this as a price. For example: 1.234,56 TL or 24.90 USD.
chat-ask-subid =
    Which SubID should your links carry? Up to { $longest } characters.

    Use few different ones: beyond 100,000 different values within three days, the network stops grouping by SubID. Any command cancels.
chat-ask-subid-hint = channel-1
chat-ask-subid-again = A SubID is one line of 1 to { $longest } characters, without %00. Please send another.
chat-subid-saved = Saved. Your links now carry the SubID <code>{ $subid }</code>.
chat-language-saved = Saved. I speak English now.

command-start = What this bot does
command-help = Help
command-settings = All settings
command-language = Language
command-traffic = Traffic source
command-link = Make an affiliate link
command-privacy = What is kept about you
command-forget = Erase all that is kept about you
bot-description =
    Send an AliExpress product link and get back the affiliate link, whether the product pays, and an estimate of the commission.
bot-short-description = AliExpress affiliate links, a check of the product and an estimate of the commission.
