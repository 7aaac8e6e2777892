// A conversation that is hard to draw, served to the page in the place of the sandbox's answers: what a messenger must
// render does not depend on what the bot happens to say today.

const bot = { id: 7000000001, is_bot: true, first_name: "dealink", username: "dealink_sandbox_bot" };
const person = { id: 1001, name: "Deniz", language_code: "en" };
const chat = { id: 1001, kind: "private", title: "Deniz", people: [person] };
const yesterday = Math.floor(Date.now() / 1000) - 86400;

/** Text with entities from nested parts: a string, or [type, part or parts, further fields]. */
function compose(...parts) {
  let text = "";
  const entities = [];
  const walk = (part) => {
    if (typeof part === "string") return void (text += part);
    const [type, inner, more] = part;
    const entity = { type, offset: text.length, length: 0, ...more };
    entities.push(entity);
    for (const child of Array.isArray(inner) && Array.isArray(inner[0]) ? inner : [inner]) walk(child);
    entity.length = text.length - entity.offset;
  };
  parts.forEach(walk);
  return { text, entities };
}

const deeplink = (n) => `https://go.example.com/g/${"k3v9".repeat(4)}/?ulp=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F${1005006000000000 + n}.html&subid=tg_vitrin`;
const noPreview = { link_preview_options: { is_disabled: true } };
let id = 0;
const event = (kind, more) => ({ kind, chat_id: chat.id, ...more });
const said = (from, content, date) => event("message", {
  from_bot: from.is_bot,
  message: { message_id: (id += 1), date, chat: { id: chat.id, type: "private" }, from, ...content },
});
const fromBot = (content) => said(bot, content, yesterday + 86400);
const fromPerson = (content) => said({ id: person.id, is_bot: false, first_name: person.name }, content, yesterday + 86400);
const fromMe = (text, entities = []) => fromPerson({ text, entities });

const greeting = said(bot, compose(["bold", "Merhaba!"], " 👋\n", ["blockquote", "Bir bağlantı gönderin."], "\nİyi günler."), yesterday);
const question = fromMe("https://www.aliexpress.com/item/1005006000000001.html?spm=a2g0o.productlist.main.1&algo_pvid=0f0f0f0f-1111-2222-3333-444444444444", [{ type: "url", offset: 0, length: 127 }]);

export const answer = fromBot({
  ...compose(
    ["bold", "Kablosuz kulaklık 🎧, gürültü engelleme, 40 saat pil"], "\n", ["url", deeplink(1)], "\n\n",
    "💰 Tahminî komisyon: ", ["bold", "42,10 ₺ – 61,75 ₺"], " · ", ["code", "tg_vitrin"], " · ", ["strikethrough", "%9"], " · ", ["underline", "60 gün"], " · ", ["spoiler", "gizli not"], "\n",
    ["expandable_blockquote", "• Alıcı daha önce alışveriş yaptıysa oran düşer.\n• Kupon kullanılırsa komisyon indirimli tutardan hesaplanır.\n• Sipariş başına üst sınır vardır.\n• İade edilen siparişe ödeme yapılmaz.\n• Işık, ısı ve İstanbul."],
    "\nMağaza: ", ["text_link", "Örnek Ses", { url: "https://example.com/store" }], " ", ["bot_command", "/settings"], " ", ["hashtag", "#reklam"], " ", ["mention", "@dealink_sandbox_bot"]),
  reply_markup: { inline_keyboard: [
    [{ text: "📋 Bağlantıyı kopyala", copy_text: { text: deeplink(1) } }, { text: "Ürünü aç", url: "https://www.aliexpress.com/" }],
    [{ text: "Yenile", callback_data: "a" }, { text: "Neden?", callback_data: "b" }, { text: "Uyarılar", callback_data: "c" }],
    [{ text: "Paylaş", switch_inline_query: "kulaklık" }],
  ] },
});
export const doomed = fromBot({ text: "gone soon" });

const followUp = fromMe("Peki ya bu?\n\nİki satır arayla yazılmış, uzunca bir soru; kutuya sığmalı.");
export const rightToLeft = fromBot({ ...compose(["bold", "سماعات لاسلكية بخاصية إلغاء الضوضاء Bluetooth 5.3"], "\n", ["url", deeplink(2)], "\n≈ 42,10 ₺"), ...noPreview, reply_to_message: question.message });
const longTitle = fromBot({ ...compose(["bold", "Çok uzun başlıklı taşıma çantası ".repeat(12).slice(0, 300)], "\n", ["url", `${deeplink(3)}&x=${"abcdefgh".repeat(30)}`], "\n", ["pre", `GET /item?id=1&key=${"0123456789".repeat(8)}\nHost: example.com`, { language: "http" }]), link_preview_options: { url: "https://www.aliexpress.com/", prefer_large_media: true, show_above_text: true } });

/** Markup in text, addresses that no link may have, entities that cross. */
export const hostile = fromBot({
  text: "<img src=x onerror=alert(1)> 👍🏽 one two three",
  entities: [
    { type: "text_link", offset: 0, length: 4, url: "javascript:alert(1)" },
    { type: "text_link", offset: 5, length: 3, url: "data:text/html,hello" },
    { type: "bold", offset: 34, length: 7 }, // "one two"
    { type: "italic", offset: 38, length: 9 }, // "two three" crosses the end of the bold
  ],
  ...noPreview,
});

const twenty = fromBot({ ...compose(...Array.from({ length: 20 }, (_, n) => [`${n + 1}. `, ["bold", `Ürün ${n + 1}`], "\n", ["url", deeplink(n + 1)], "\n"]).flat()), ...noPreview, edit_date: yesterday + 86400 });

// ---- posts ----

const caption = ({ text, entities }) => ({ caption: text, caption_entities: entities });
const file = (kind, more) => ({ file_id: `${kind}-${id}`, file_unique_id: `AQ${id}${kind}`, file_size: 48213, ...more });
const photo = () => ({ photo: [file("s", { width: 90, height: 60 }), file("y", { width: 1280, height: 853 })] });
const film = (more) => file("film", { width: 1280, height: 720, duration: 74, file_name: "film.mp4", ...more });
const channel = { type: "channel", date: yesterday, message_id: 412, chat: { id: -1001, type: "channel", title: "Günün Fırsatları: uzun adlı bir kanal, iki satıra taşar" } };

/** A channel's post: photo, marks, two links, buttons with addresses. */
export const channelPost = fromPerson({
  ...photo(), forward_origin: channel,
  ...caption(compose("🔥 ", ["bold", "Kadın Yün Hırka"], "\n", ["url", deeplink(4)], "\n", ["text_link", "Moka Pot", { url: "https://www.aliexpress.com/item/1005009000000015.html" }], " ", ["custom_emoji", "✨", { custom_emoji_id: "5368" }], " ", ["spoiler", "gizli"], "\n", ["italic", "Fırsat bu gece biter."])),
  reply_markup: { inline_keyboard: [[{ text: "Kanala git", url: "https://t.me/gunun_firsatlari" }], [{ text: "Ürün", url: "https://www.aliexpress.com/" }]] },
});
const albumOf = (count, from, first) => Array.from({ length: count }, (_, n) => from({ ...photo(), media_group_id: `album-of-${count}`, ...(n === 0 ? first : {}) }));
export const album = albumOf(3, fromPerson, caption(compose(["bold", "Salon için üç öneri"], "\nYastık kılıfı: ", ["url", deeplink(5)])));
export const copied = albumOf(4, fromBot, { ...caption(compose("Dört fotoğraf, açıklaması üstte")), show_caption_above_media: true });
export const veiled = fromBot({ video: film(), ...caption(compose("Açıklama üstte, ", ["code", "film"])), show_caption_above_media: true, has_media_spoiler: true });
const animation = fromPerson({ animation: film({ duration: 3 }), document: film() });
const list = fromPerson({ document: file("doc", { file_name: "cok-uzun-adli-bir-fiyat-listesi-2026-kasim-son-surum.pdf" }), ...caption(compose("Liste ekte: ", ["url", deeplink(6)])), reply_to_message: channelPost.message });
const music = fromBot({ audio: file("audio", { duration: 187, title: "Rain", performer: "Nobody" }) });
const voice = fromPerson({ voice: file("voice", { duration: 9 }), forward_origin: { type: "hidden_user", date: yesterday, sender_user_name: "C." } });
const sticker = fromPerson({ sticker: file("sticker", { type: "regular", width: 512, height: 512, is_animated: false, is_video: false, emoji: "🛍" }) });
export const posts = [channelPost, ...album, ...copied, veiled, animation, list, music, voice, sticker];

const last = fromBot({ ...compose("Son"), edit_date: yesterday + 86400 });

export const world = { bot, chats: [chat] };

export const events = [
  greeting, question, answer, doomed,
  event("deleted", { message_id: doomed.message.message_id }),
  followUp, rightToLeft, longTitle, hostile, twenty, ...posts, last,
].map((told, n) => ({ ...told, seq: n + 1 }));

export const preview = { title: "Kablosuz kulaklık, gürültü engelleme", description: "40 saat pil ömrü, şarj kutusu, Bluetooth 5.3. Üç satırı aşan bir açıklama da gelir, o zaman sonu kesilir; kart büyüyüp ekranı doldurmaz.", image: null };
