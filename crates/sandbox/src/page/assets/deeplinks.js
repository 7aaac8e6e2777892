// The places to which addresses of Telegram lead in the sandbox: the bot's private chat, a message, the bot's adding to a group or channel.

import { openChat } from "./chats.js";
import { el, icon, when } from "./dom.js";
import { flash } from "./message.js";
import { speakAs } from "./people.js";
import { act, call } from "./server.js";
import { closeSheet, openSheet, toast } from "./sheets.js";
import { homeOf, kindOf, me, state, t, titleOf } from "./state.js";
import { topicOf } from "./entries.js";
import { openTopic } from "./topics.js";
import { refresh } from "./world.js";

/** The private chat of whoever pressed; with a parameter the bot is started with it, as the app's Start button does. */
async function openBot(parameter) {
  const person = me();
  const home = homeOf(person);
  if (!home) return;
  openChat(home.chat.id);
  if (!parameter) return;
  try {
    await call("/api/say", { chat_id: home.chat.id, user_id: person.id, text: `/start ${parameter}` });
  } catch (error) {
    toast(t("not_sent", error.message));
  }
}

when("open-bot", openBot);

function openMessage({ chat, id }) {
  const person = me();
  const place = state.chats.get(chat);
  if (!place?.chat.people.some((other) => other.id === person.id)) return toast(t("no_place"));
  speakAs(person.id);
  openChat(chat);
  const entry = place.messages.get(id);
  if (!entry) return toast(t("no_message"));
  openTopic(topicOf(entry.message));
  state.pinned = false;
  entry.node?.scrollIntoView({ block: "center" });
  flash(entry.node);
}

when("open-message", openMessage);

/** Where the bot is to be added with the rights that the address names; what Telegram's chooser shows. */
function addSheet({ kinds, parameters }) {
  const person = me();
  const wanted = (parameters.get("admin") ?? "").split(/[ +]/).filter(Boolean).map((right) => `can_${right}`);
  const mine = ({ chat }) => kinds.includes(chat.kind) && chat.people.some(({ id, status }) => id === person.id && ["creator", "administrator"].includes(status));
  const add = async ({ chat }) => {
    closeSheet();
    speakAs(person.id);
    openChat(chat.id);
    try {
      const rights = [...new Set([...chat.bot.rights, ...wanted])];
      await act("/api/bot", { status: wanted.length > 0 ? "administrator" : "member", rights });
      await refresh();
      const parameter = parameters.get("startgroup");
      if (parameter) await act("/api/say", { text: `/start@${state.bot.username} ${parameter}` });
    } catch (error) {
      toast(t("failed", error.message));
    }
  };
  placeSheet(t("add_bot"), [...state.chats.values()].filter(mine), add);
}

when("add-bot", addSheet);

/** A sheet to choose one of these chats. */
export function placeSheet(title, places, choose) {
  const entry = (place) => el("li", {}, el("button", { class: "entry chat-choice", type: "button", dataset: { testid: "place-choice", kind: kindOf(place.chat) }, on: { click: () => choose(place) } },
    el("span", { class: "avatar", dataset: { kind: kindOf(place.chat) }, "aria-hidden": "true" }, icon(kindOf(place.chat))), el("strong", { dir: "auto" }, titleOf(place.chat))));
  openSheet(title, [places.length > 0 ? el("ul", { class: "list" }, places.map(entry)) : el("p", { class: "hint" }, t("no_places"))]);
}
