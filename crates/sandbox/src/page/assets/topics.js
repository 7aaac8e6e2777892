// The row below the title of a group or channel: its topics, or the way from a channel to its discussion and back; what the bot is there.

import { $, announce, el, icon, when } from "./dom.js";
import { openChat } from "./chats.js";
import { stopEditing } from "./composer.js";
import { rightsSheet } from "./rights.js";
import { unreadIn } from "./entries.js";
import { stopReply } from "./sending.js";
import { kindOf, open, state, t, titleOf, topic } from "./state.js";

/** General, and the topics of the chat; none where it has no topics. */
export const topicsOf = (chat) => (chat.forum ? [{ id: null, title: t("general") }, ...chat.topics] : []);

export function drawPlace() {
  const here = open();
  $("place").hidden = here.chat.kind === "private";
  if (here.chat.kind === "private") return;
  $("topics").replaceChildren(...topicsOf(here.chat).map(({ id, title }) => drawTopic(here, id, title)), ...drawLinked(here.chat));
  const { status } = here.chat.bot;
  $("rights").dataset.status = status;
  $("rights-label").textContent = t(`bot_${status}`);
}

when("world-changed", drawPlace);

function drawTopic(here, id, title) {
  const unread = unreadIn(here, id);
  return el("button", { class: "topic", type: "button", "aria-pressed": String(id === topic()), dataset: { testid: "topic" }, on: { click: () => openTopic(id) } },
    el("span", { dir: "auto" }, title), unread > 0 ? el("span", { class: "unread" }, String(unread)) : "");
}

function drawLinked({ linked }) {
  const other = state.chats.get(linked);
  if (!other) return [];
  return [el("button", { class: "topic", type: "button", title: titleOf(other.chat), dataset: { testid: "linked" }, on: { click: () => openChat(linked) } },
    icon(kindOf(other.chat)), el("span", {}, t(other.chat.kind === "channel" ? "to_channel" : "to_discussion")))];
}

export function openTopic(id) {
  if (id === topic()) return;
  stopEditing();
  stopReply();
  state.topics.set(state.current, id);
  open().unread.delete(id);
  state.pinned = true;
  state.missed = 0;
  announce("chat-changed");
}

$("rights").prepend(icon("shield"));
$("rights").addEventListener("click", rightsSheet);
