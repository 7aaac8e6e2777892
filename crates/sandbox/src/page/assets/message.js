// One message: its bubble, what it answers, its keyboard.

import { clock } from "./dates.js";
import { el, icon } from "./dom.js";
import { drawText } from "./entities.js";
import { authorOf, badgeOf, entitiesOf, isMine, isOwn, textOf, topicOf } from "./entries.js";
import { drawKeyboard } from "./keyboard.js";
import { drawMedia, drawOrigin, summary } from "./media.js";
import { openMessageMenu } from "./menu.js";
import { addPreview } from "./previews.js";
import { drawService } from "./service.js";
import { me, open, t } from "./state.js";

export const drawEntry = (entry) => drawService(entry) ?? drawMessage(entry);

function drawMessage(entry) {
  const { message, receiver } = entry;
  const own = isOwn(entry);
  const time = el("time", { datetime: new Date(message.date * 1000).toISOString() }, clock(message.date));
  const mark = entry.edited ? el("span", { class: "edited", dataset: { testid: "edited" } }, t("edited")) : "";
  const words = drawText(textOf(message), entitiesOf(message));
  const media = drawMedia(message);
  const text = el("div", { class: "text", dir: "auto", dataset: { testid: "text" } },
    textOf(message) || media ? words : el("em", {}, t("unsupported")),
    el("span", { class: "meta" }, mark, time));
  const above = Boolean(message.show_caption_above_media);
  const bubble = el("div", { class: media ? `bubble with-media${textOf(message) ? "" : " wordless"}` : "bubble" },
    drawOrigin(message),
    message.via_bot ? el("p", { class: "via", dataset: { testid: "via" } }, t("via", message.via_bot.username)) : "",
    answers(message) ? drawReply(message.reply_to_message) : "",
    above ? [text, media] : [media, text]);
  bubble.classList.toggle("above", above);
  const keys = drawKeyboard(message);
  const { kind } = open().chat;
  const alone = receiver === undefined ? "" : el("p", { class: "alone", dataset: { testid: "alone" } }, icon("eye"), t("alone"));
  const column = el("div", { class: keys ? "column with-keys" : "column" }, kind === "private" ? "" : drawSender(entry), bubble, keys, alone);
  const more = own || (kind !== "private" && receiver === undefined) ? moreButton(entry) : "";
  const node = el("article", { class: `message ${own ? "own" : "theirs"}${alone ? " ephemeral" : ""}`, dataset: { testid: "message", id: alone ? `~${message.ephemeral_message_id}` : message.message_id, from: isMine(entry) ? "me" : entry.fromBot ? "bot" : "other" } },
    own ? more : "", column, own ? "" : more);
  entry.node = node;
  addPreview(bubble, text, message);
  return node;
}

/** Who speaks, with what they are here. Behind the group one's own name is not there, which is to be seen. */
function drawSender(entry) {
  if (isOwn(entry) && !entry.message.sender_chat) return "";
  const badge = badgeOf(entry);
  return el("p", { class: "sender", dataset: { testid: "sender" } }, el("span", { dir: "auto" }, authorOf(entry.message)), badge ? el("small", { class: "badge" }, badge) : "");
}

/** What stands in a topic answers its beginning, as the Bot API tells it; a person sees no answer in that. */
const answers = ({ reply_to_message: original, ...message }) => Boolean(original) && original.message_id !== topicOf(message);

function drawReply(original) {
  const mine = original.from?.id === me()?.id;
  return el("button", { class: "reply", type: "button", dataset: { testid: "reply" }, on: { click: () => {
    const node = open().messages.get(original.message_id)?.node;
    node?.scrollIntoView({ block: "center", behavior: "smooth" });
    flash(node);
  } } }, el("strong", {}, mine ? t("you") : authorOf(original)), el("span", {}, summary(original)));
}

export function flash(node) {
  if (!node) return;
  node.classList.remove("flash");
  void node.offsetWidth; // so that a second flash starts again
  node.classList.add("flash");
}

function moreButton(entry) {
  return el("button", { class: "icon-button more", type: "button", "aria-label": t("message_menu"), "aria-haspopup": "menu", "aria-expanded": "false", dataset: { testid: "message-more" },
    on: { click: (event) => openMessageMenu(event.currentTarget, entry) } }, icon("more"));
}
