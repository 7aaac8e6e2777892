# What a post's words may break.
command-check = Check the words of a post
words-usage = Write the post after the command, or reply to a post with /check. I say which of its words may break the program's rules.
words-found = { $count ->
    [one] <b>One passage may break the program's rules.</b>
   *[other] <b>{ $count } passages may break the program's rules.</b>
}
words-none = ✅ <b>I found nothing in this text that breaks the program's rules.</b>
words-quote = “{ $quote }”
words-quotes-more = { $count } more
words-source = Source: { $source }
words-limits = I compare words and phrases. I do not look at pictures or at the pages behind the links. Finding nothing is no guarantee.
words-traffic = Checked for this traffic source: { $source }.
words-traffic-assumed = Checked for a messenger, because you have not chosen a traffic source. Choose yours with /traffic.
words-report = <b>Please look at these words before you publish the post:</b>
words-report-sources = Reply to the post with /check for the sources of these rules.
operator-words-file = The file of banned keywords cannot be read ({ $what }): { $file }
words-list = From the list of banned keywords of { $date }.
