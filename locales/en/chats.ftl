# Groups and channels: what is said there, their settings card, and what their admins are told in the private chat.
chats-welcome-group =
    <b>Hello! I share deals here.</b>

    When somebody sends an AliExpress product link, I reply with the deal: title, price and affiliate link. I say nothing about anything else. Admins choose in the settings what I do and whose links I handle.
chats-welcome-channel =
    <b>I am in your channel now.</b>

    I edit its posts in place, so that AliExpress product links become your affiliate links; everything else stays as it is. You get the figures of each post here. In the settings you can switch that off.
chats-help =
    I look after AliExpress product links: by the settings I answer with title, price and affiliate link, repost the message, or suggest the deal to the admin.

    /deal and a name: a saved deal of this group; without a name all of them

    For admins:
    /link and a link, or as a reply to a message: I post its deal, whatever the settings say
    /save, /rename, /delete: the saved deals of this group
    /settings: the settings of this group
    /rights: what I may and may not do here
    /allow and /deny, as a reply to a member's message: add to or remove from the chosen members
chats-fault = I could not finish an answer in “{ $title }”. Number for the operator: <code>{ $id }</code>
chats-no-link = In “{ $title }” I could not make an affiliate link just now, so I said nothing there. I tell you this at most once an hour.
chats-no-link-now = I cannot make an affiliate link for this just now. Please try again later.
chats-cannot-delete = In “{ $title }” I may not delete messages, so the original stays. Give me the right “Delete messages”, or choose another mode.
chats-rights-not-checked = In “{ $title }” I could not check my rights just now, so a message stayed as it was.
chats-passed-over = { $count ->
    [one] In “{ $title }” I left one message with links unanswered.
   *[other] In “{ $title }” I left { $count } messages with links unanswered.
} A member who is not an admin gets five answers in a row and then one every 15 seconds, so that nobody uses up the messages that Telegram allows a group per minute. I tell you this at most once an hour.
chats-author-not-checked = In “{ $title }” I could not check just now whether a member is an admin, so I left a message unanswered.
chats-figures-not-checked = In “{ $title }” I could not check just now whether you are still an admin, so I do not show you figures or suggestions for now.
chats-owner-not-checked = In “{ $title }” I could not check just now whether you may change the settings, so nobody is in charge there yet. Open the settings to take over.
chats-too-long = In “{ $title }” a message would have become too long for Telegram with its new links, so it stayed as it was.
chats-not-reposted = In “{ $title }” Telegram did not take a message with its new links, so the original stayed.
chats-not-answered = In “{ $title }” Telegram did not take an answer: its topic may be closed or gone.
chats-cannot-write = I cannot write there.
chats-paused = <b>I have paused in “{ $title }”</b>: I cannot do my work there, so I try nothing until that changes.
chats-resumed = I am at work in “{ $title }” again.
chats-is-paused = ⏸ Paused: I cannot do my work here. See the rights.
chats-about = 📍 <b>{ $title }</b>
chats-link-usage = Write a product link after the command, or reply to a message with one.
chats-allow-usage = Reply to a message of the member with this command.
chats-allowed = { $name }: from now on I handle the links of this member. The code in SubIDs: <code>{ $code }</code>
chats-denied = { $name }: I no longer handle the links of this member.
chats-allow-without-effect = It has an effect only with “admins and chosen members” in the settings.
chats-not-admin = Only admins of that chat can do this.
chats-not-checked = Telegram did not answer, so I could not check your rights, and nothing was changed. Please try again.
chats-lacks-change-info = For this you need the admin right “Change info” in that chat.
chats-lacks-delete-messages = For this you need the admin right “Delete messages” in that chat, because reposting deletes the messages of members.
chats-lacks-edit-messages = For this you need the admin right “Edit messages” in that channel.
chats-lacks-anonymous = I cannot see which admin wrote this, and not every anonymous admin of this group has the right for it. Please switch anonymity off and write it under your own name.
chats-repost-cannot-delete = To repost I need the right “Delete messages”. Grant it to me first; then choose this.
chats-ask-in-private = This is typed in the private chat: open the settings there with /chats.
chats-forgotten = Everything that I kept about this chat is erased.
chats-suggest-start-me = I could not write to the admin in charge. They must start me in the private chat first; then choose this.
chats-list = { $count ->
    [one] <b>Your group or channel</b>
   *[other] <b>Your groups and channels</b>
}
chats-none =
    <b>No group or channel yet</b>

    Add me to a group, or to a channel as an admin. Then its settings are here.
chats-choose = To open the settings of another chat in which you are an admin, use the buttons below the message field.
chats-chosen = One moment…
chats-button-choose-group = 👥 Choose a group
chats-button-choose-channel = 📣 Choose a channel
chats-button-add-group = ➕ Add to a group
chats-button-add-channel = ➕ Add to a channel
chats-button-open = ↗️ Open the message
chats-button-settings = ⚙️ Settings

chats-title = ⚙️ <b>{ $title }</b>
chats-mode = 🔁 Mode: { $value }
chats-mode-off = off
chats-mode-reply = reply with the deal
chats-mode-repost = repost in the member's place
chats-mode-suggest = suggest to the admin
chats-mode-edit = edit posts
chats-mode-choose =
    <b>What should I do with product links?</b>

    • Reply: I answer with title, price and affiliate link.
    • Repost: I send the message again with your links, name its author, and delete the original only then. Text, formatting, media and topic stay; if anything fails, the original stays.
    • Suggest: I show the deal to the admin in charge in the private chat, who posts it with one tap.
chats-mode-choose-channel =
    <b>Should I edit the posts of this channel?</b>

    Product links in text, captions and buttons become your affiliate links. Everything else stays as it is.
chats-whose = 🙋 Whose links: { $value }
chats-whose-admins = admins only
chats-whose-chosen = admins and chosen members
chats-whose-all = everybody
chats-whose-choose = <b>Whose links should I handle?</b>
chats-whose-count = { $count ->
    [0] No member is chosen yet. Reply to a member's message with /allow in the group.
    [one] One member is chosen. To change that, reply to a member's message with /allow or /deny.
   *[other] { $count } members are chosen. To change that, reply to a member's message with /allow or /deny.
}
chats-account = 👤 Links carry: { $value }
chats-account-keeper = the settings of the admin in charge
chats-account-nobody = nobody's settings yet
chats-no-owner = ⚠️ Nobody is in charge here: links carry nobody's settings, and figures go to nobody. An admin takes over with the button below.
chats-owner = 🧑‍💼 In charge: { $value }
chats-owner-former = { $name } (no longer an admin)
chats-owner-not-known = could not be checked just now
chats-account-mine = Use my settings
chats-account-sender = the sender's settings
chats-account-choose =
    <b>Whose traffic source, currency and SubID should the links carry?</b>

    Now: { $value }

    The figures go to the person whose settings are used. “Use my settings” makes you the admin in charge: suggestions and warnings come to you too. With the sender's settings, a sender's own SubID goes before those of this chat.
chats-subids = 🏷 SubIDs: { $value }
chats-subids-of-account = the account's own
chats-subids-about =
    <b>SubIDs of this chat's links</b>: { $value }

    Up to five, with spaces between them. I fill in these placeholders:
chats-subids-label = <code>{ "{chat}" }</code> is “{ $label }” here, <code>{ "{topic}" }</code> the number of the topic (“main” outside topics), <code>{ "{date}" }</code> the day. <code>{ "{user}" }</code> is a code for the member who sent the link; where I handle everybody's links it is “member”, because beyond 100,000 different values within three days the network stops grouping by a SubID.
chats-subids-count = Write one to { $most } SubIDs with spaces between them.
chats-subids-place = I do not know the placeholder in “{ $pattern }”.
chats-subids-wrong = A SubID may have up to { $longest } characters, without %00.
chats-subids-saved = Saved. The links of “{ $title }” now carry:
chats-ask-subids = Which SubIDs should the links of “{ $title }” carry? Up to five, with spaces between them. Any command cancels.
chats-ask-subids-hint = {"{chat} {topic} {date}"}
chats-template = 📝 Post: { $value }
chats-template-own = your own template
chats-template-usual = the default one
chats-template-about =
    <b>How a deal is posted</b>

    Words of your own, such as a hashtag or a note that the link is an affiliate link, with these placeholders:
chats-template-preview = This is what it looks like, with a sample product:
chats-template-no-link = The template needs the placeholder {"{link}"}. Please send it again.
chats-template-unknown = I do not know the placeholder “{ $place }”. There are {"{title}, {price} and {link}"}. Please send it again.
chats-template-too-long = The template is too long: it may have up to { $longest } characters. Please send a shorter one.
chats-ask-template = Send the template for the posts in “{ $title }”. Any command cancels.
chats-ask-template-hint = {"{title} · {price} · {link}"}
chats-sample-title = Wool cardigan
chats-repeat = ⏱ Wait before the same product: { $value }
chats-repeat-never = no wait
chats-repeat-choose = <b>For how long should I be silent about a product that was just shared?</b>
chats-remove = 🧹 My answers stay: { $value }
chats-remove-never = for good
chats-remove-choose = <b>How long should my answers stay?</b> Reposted messages always stay.
chats-quiet = 🌙 Quiet hours: { $value }
chats-quiet-off = none
chats-quiet-choose =
    <b>In which hours should I post nothing?</b> { $value }

    By the clock of Turkey (UTC+3).
chats-quiet-from-earlier = from −1 h
chats-quiet-from-later = from +1 h
chats-quiet-until-earlier = to −1 h
chats-quiet-until-later = to +1 h
chats-language = 🌐 Language here: { $value }
chats-language-bot = the bot's own
chats-language-choose = <b>In which language should I speak here?</b>
chats-bots = 🤖 Posts by other bots: { $value }
chats-figures = 💵 Figures without asking: { $value }
chats-minutes = { $count } min
chats-hours = { $count } h
chats-days = { $count ->
    [one] 1 day
   *[other] { $count } days
}
chats-button-mode = 🔁 Mode
chats-button-whose = 🙋 Whose links
chats-button-account = 👤 Account
chats-button-subids = 🏷 SubIDs
chats-button-subids-enter = ✏️ Enter SubIDs
chats-button-subids-remove = 🗑 Remove
chats-button-template = 📝 Post
chats-button-template-enter = ✏️ Enter a template
chats-button-template-usual = ↩️ Use the default
chats-button-template-save = 💾 Save
chats-button-template-again = ✏️ Change it
chats-button-repeat = ⏱ Same product
chats-button-remove = 🧹 Removal
chats-button-quiet = 🌙 Quiet hours
chats-button-language = 🌐 Language
chats-button-rights = 🛡 Rights
chats-button-again = 🔄 Refresh
chats-button-bots-on = 🤖 Posts by other bots: on
chats-button-bots-off = 🤖 Posts by other bots: off
chats-button-figures-on = 💵 Figures without asking: on
chats-button-figures-off = 💵 Figures without asking: off
chats-button-resume = ▶️ Resume
chats-button-forget = 🗑 Forget this chat
chats-button-forget-yes = 🗑 Yes, erase it
chats-forget-ask =
    <b>Erase everything that I keep about “{ $title }”?</b>

    Its settings, its saved deals, and what was shared there lately. I stay in the chat, switched off, until you remove me or switch me on.

rights-title = 🛡 <b>What I may do in “{ $title }”</b>
rights-write = Write messages: to answer with deals
rights-read = See messages: to find product links. As an admin, or with privacy mode off, I see them all; otherwise only commands
rights-delete = Delete messages: to remove the member's message after I reposted it
rights-admin = Admin: to show figures to one person alone
rights-edit-posts = Edit messages: to put your links into the channel's posts
rights-optional = ⚪ is not needed at present.
rights-not-known = What is marked ❔ could not be checked just now; please try again.
rights-enough = I have what I need.
rights-missing = What is marked 🔴 is missing. Admins can grant it under “Administrators” of the group or channel.

figures-button = 🔒 Figures
figures-wait = One moment…
figures-admins-only = Only admins see the figures.
figures-sent = The figures are in our private chat.
figures-start-me = Start me in the private chat first; then I can show you the figures.

suggest-heading = 💡 <b>{ $name } shared a link in “{ $title }”.</b>
suggest-heading-admin = 💡 <b>A link was shared in “{ $title }”.</b>
suggest-button-post = ✅ Post it
suggest-button-skip = ✖️ Skip
suggest-posted = ✅ Posted
suggest-skipped = ✖️ Skipped
suggest-being-decided = Another admin is deciding this just now.
suggest-decided = This was decided already, or is too old.

chats-credit = 👤 { $name } shared this.

owner-notice = 🔔 <b>{ $name } changed the settings of “{ $title }”.</b>
owner-notice-anonymous = 🔔 <b>An anonymous admin changed the settings of “{ $title }”.</b>
owner-notice-several = 🔔 <b>Several admins changed the settings of “{ $title }”.</b>
owner-notice-former = 🔔 <b>The settings of “{ $title }” were changed.</b>
owner-notice-former-erased = 🔔 <b>Everything that I kept about “{ $title }” was erased.</b>
owner-notice-as-before = What concerns you is as it was before.
owner-notice-replaced = 🧑‍💼 Somebody else is in charge there now: figures, suggestions and warnings no longer come to you.
owner-notice-erased = 🔔 <b>{ $name } erased everything that I kept about “{ $title }”.</b> I do nothing there until an admin switches me on again.
owner-notice-erased-anonymous = 🔔 <b>An anonymous admin erased everything that I kept about “{ $title }”.</b> I do nothing there until an admin switches me on again.

command-chats = Groups and channels
command-rights = What the bot may do here
command-allow = Allow a member's links (as a reply)
command-deny = No longer allow a member's links (as a reply)
