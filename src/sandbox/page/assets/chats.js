// The chat list.

import { $, el, icon } from "./dom.js";
import { stopEditing } from "./composer.js";
import { summary } from "./media.js";
import { clock } from "./message.js";
import { open, state, t, titleOf } from "./state.js";
import { drawChat, toEnd } from "./thread.js";

export function drawChats() {
  $("chats").replaceChildren(...[...state.chats.values()].map(({ chat, messages, unread }) => {
    const latest = [...messages.values()].at(-1);
    return el("li", {}, el("button", { class: "chat-item", type: "button", "aria-current": String(chat.id === state.current), dataset: { testid: "chat-item", kind: chat.kind }, on: { click: () => openChat(chat.id) } },
      el("span", { class: "avatar", role: "img", "aria-label": t(`kind_${chat.kind}`), title: t(`kind_${chat.kind}`), dataset: { kind: chat.kind } }, icon(chat.kind)),
      el("span", { class: "name", dir: "auto" }, titleOf(chat)),
      latest ? el("time", {}, clock(latest.message.date)) : "",
      el("span", { class: "latest", dir: "auto" }, latest ? summary(latest.message) : t("no_messages")),
      unread > 0 ? el("span", { class: "unread" }, String(unread)) : ""));
  }));
}

document.addEventListener("open-chat", (event) => openChat(event.detail));

export function openChat(id) {
  stopEditing();
  state.current = id;
  state.missed = 0;
  open().unread = 0;
  state.pinned = true;
  $("app").dataset.view = "chat";
  drawChat();
  drawChats();
  toEnd();
}
