#!/bin/sh
# Inputs that the fuzz targets begin with. For links two for each row of the labelled corpora: its text, and its text as the address
# behind a word.
set -eu
cd "$(dirname "$0")"
mkdir -p corpus/links
awk -F '\t' '!/^#/ {
    text = $4
    gsub(/\\n/, "\n", text)
    gsub(/\\t/, "\t", text)
    name = sprintf("corpus/links/seed-%04d", NR)
    printf "%s", text > name
    printf "%s\037%s", "buradan al", text > (name "-hidden")
    close(name)
    close(name "-hidden")
}' ../tests/data/*links.tsv

mkdir -p corpus/lists corpus/workbooks corpus/feeds corpus/feed-archives
printf 'Store ID;Store\n1100900001;A Shop\nhttps://www.aliexpress.com/store/912345678;"B; C"\n' > corpus/lists/stores
printf 'sep=,\nno,keyword\n1,"free, cheap"\n# 2026-11-20\n' > corpus/lists/keywords
cp ../tests/data/lists/*.xlsx corpus/workbooks/
printf '<sst><si><t>1100900001</t></si></sst>\037<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>' \
    > corpus/workbooks/parts
printf 'id;url;name;price\n1005009000000001;https://a.example/;"A ""Cup""";1,50\n' > corpus/feeds/table
printf '<yml_catalog date="2026-11-20"><shop><categories><category id="1">Cups</category></categories><offers><offer id="1005009000000001"><url>https://a.example/</url><name><![CDATA[A & B]]></name><categoryId>1</categoryId></offer></offers></shop></yml_catalog>' \
    > corpus/feeds/yml
printf '<rss><channel><item><g:id>1005009000000001</g:id><link>https://a.example/</link><g:price>1.50 USD</g:price></item></channel></rss>' \
    > corpus/feeds/google
cp corpus/feeds/table corpus/feed-archives/plain
gzip -c corpus/feeds/table > corpus/feed-archives/gzip
cp ../tests/data/lists/*.xlsx corpus/feed-archives/

mkdir -p corpus/callback corpus/program corpus/updates
n=0
for data in figures others:once post:rewrite program:rules forget:erase lists:load:1 suggest:post:12 set:language:tr chat:-1001:forget; do
    n=$((n + 1))
    printf '%s' "$data" > "corpus/callback/$n"
done
cp ../programs/*.toml corpus/program/
person='"from":{"id":7,"is_bot":false,"first_name":"A"},"chat":{"id":7,"type":"private"}'
printf '{"update_id":1,"message":{"message_id":2,"date":1,%s,"text":"/help https://www.aliexpress.com/item/1005009000000012.html","entities":[{"type":"bot_command","offset":0,"length":5}]}}' "$person" > corpus/updates/message
printf '{"update_id":2,"callback_query":{"id":"1","data":"forget:erase",%s,"message":{"message_id":2,"date":1,%s}}}' "${person%%,\"chat\"*}" "$person" > corpus/updates/callback
printf '{"update_id":3,"inline_query":{"id":"1",%s,"query":"cup","offset":""}}' "${person%%,\"chat\"*}" > corpus/updates/inline
printf '{"update_id":4,"my_chat_member":{"chat":{"id":-1001,"type":"supergroup","title":"Deals"},"date":1,"old_chat_member":{"status":"left"},"new_chat_member":{"status":"administrator","can_delete_messages":true}}}' > corpus/updates/membership
printf '{"update_id":5,"channel_post":{"message_id":3,"date":1,"chat":{"id":-1002,"type":"channel","title":"Deals"},"media_group_id":"9","caption":"a.aliexpress.com/_x"}}' > corpus/updates/channel
