// A button that writes the bot's name and a query into a chat that the person chooses.

import { openChat } from "./chats.js";
import { speakAs } from "./people.js";
import { fill } from "./composer.js";
import { el, icon } from "./dom.js";
import { closeSheet, copy, openSheet, primary } from "./sheets.js";
import { kindOf, me, state, t, titleOf } from "./state.js";

/** `kinds` is the button's SwitchInlineQueryChosenChat; without it any chat may be chosen. */
export function shareSheet(query, kinds) {
  const text = `@${state.bot.username} ${query}`;
  const allowed = { private: kinds?.allow_bot_chats, group: kinds?.allow_group_chats, supergroup: kinds?.allow_group_chats, channel: kinds?.allow_channel_chats };
  const person = me();
  const writes = ({ people }) => people.some(({ id, speaks }) => id === person.id && speaks !== false);
  const chats = [...state.chats.values()].filter(({ chat }) => writes(chat) && (!kinds || allowed[chat.kind]));
  const entry = ({ chat }) => el("li", {}, el("button", { class: "entry chat-choice", type: "button", dataset: { testid: "share-chat", kind: kindOf(chat) }, on: { click: () => {
    closeSheet();
    speakAs(person.id);
    openChat(chat.id);
    fill(text);
  } } }, el("span", { class: "avatar", dataset: { kind: kindOf(chat) }, "aria-hidden": "true" }, icon(kindOf(chat))), el("strong", { dir: "auto" }, titleOf(chat))));
  openSheet(t("share"), [
    chats.length > 0 ? el("ul", { class: "list" }, chats.map(entry)) : "",
    el("p", { class: "hint" }, t("share_other")),
    el("p", { class: "quoted", dataset: { testid: "shared" } }, text),
    primary(t("copy_text"), () => { closeSheet(); copy(text); }),
  ].filter(Boolean));
}
