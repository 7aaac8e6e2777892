// The chat list.

import { stopEditing } from "./composer.js";
import { clock } from "./dates.js";
import { $, announce, el, icon, when } from "./dom.js";
import { authorOf, unreadIn } from "./entries.js";
import { summary } from "./media.js";
import { stopReply } from "./sending.js";
import { serviceWords } from "./service.js";
import { kindOf, open, state, t, titleOf, topic } from "./state.js";

export function drawChats() {
  $("chats").replaceChildren(...[...state.chats.values()].map((place) => {
    const { chat, messages } = place;
    const latest = [...messages.values()].filter(({ gone, receiver }) => !gone && receiver === undefined).at(-1);
    const unread = unreadIn(place);
    const kind = t(`kind_${kindOf(chat)}`);
    return el("li", {}, el("button", { class: "chat-item", type: "button", "aria-current": String(chat.id === state.current), dataset: { testid: "chat-item", kind: kindOf(chat) }, on: { click: () => openChat(chat.id) } },
      el("span", { class: "avatar", role: "img", "aria-label": kind, title: kind, dataset: { kind: kindOf(chat) } }, icon(kindOf(chat))),
      el("span", { class: "name", dir: "auto" }, titleOf(chat)),
      latest ? el("time", {}, clock(latest.message.date)) : "",
      el("span", { class: "latest", dir: "auto" }, latest ? line(chat, latest) : t("no_messages")),
      unread > 0 ? el("span", { class: "unread" }, String(unread)) : ""));
  }));
}

/** The last message in a line; in groups with its author. */
function line(chat, entry) {
  const words = serviceWords(entry.message);
  if (words !== null) return words;
  return chat.kind.endsWith("group") ? `${authorOf(entry.message)}: ${summary(entry.message)}` : summary(entry.message);
}

when("world-changed", drawChats);

export function openChat(id) {
  stopEditing();
  stopReply();
  state.current = id;
  state.missed = 0;
  open().unread.delete(topic());
  state.pinned = true;
  $("app").dataset.view = "chat";
  announce("chat-changed");
  drawChats();
}
