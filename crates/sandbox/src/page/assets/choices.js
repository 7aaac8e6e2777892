// The keyboard that takes the place of a person's own: buttons below the text box, some of which ask for a chat.

import { $, el, icon } from "./dom.js";
import { hint, startReply } from "./composer.js";
import { placeSheet } from "./deeplinks.js";
import { say } from "./sending.js";
import { call } from "./server.js";
import { closeSheet, toast } from "./sheets.js";
import { me, open, state, t } from "./state.js";
import { refresh } from "./world.js";

/** What came with a message of the bot's: a keyboard, its removal, or the wish for an answer. */
export function takeKeyboard(chat, { reply_keyboard: keyboard, message }) {
  if (!keyboard) return;
  chat.keyboard = keyboard.remove_keyboard ? null : { ...keyboard, of: message.message_id };
}

/** Whoever has answered is asked no more. */
export function answerGiven(chat) {
  if (chat.keyboard?.force_reply) chat.keyboard = null;
}

export function drawChoices() {
  const { keyboard, messages } = open();
  const rows = keyboard?.keyboard ?? [];
  $("choices").hidden = rows.length === 0;
  $("choices").replaceChildren(...rows.map((row) => el("div", { class: "keys" }, row.map(drawChoice))));
  hint(keyboard?.input_field_placeholder);
  const asking = keyboard?.force_reply && messages.get(keyboard.of);
  if (!asking || keyboard.offered) return; // whoever declines is not asked again
  keyboard.offered = true;
  startReply(asking);
}

function drawChoice(button) {
  const asks = button.request_chat;
  const press = asks ? () => chooserSheet(button.text, asks) : () => { used(); say(button.text); };
  return el("button", { class: "key", type: "button", dataset: { testid: "choice", kind: asks ? "request_chat" : "text" }, on: { click: press } },
    el("span", { class: "label", dir: "auto" }, button.text), asks ? icon("open", "kind") : "");
}

/** A keyboard for one time goes with the first press. */
function used() {
  const here = open();
  if (here.keyboard?.one_time_keyboard) here.keyboard = null;
  drawChoices();
}

/** The person's chats that the button asks for (Bot API, KeyboardButtonRequestChat). */
function chooserSheet(title, asks) {
  const home = state.current;
  const person = me();
  const fits = ({ chat }) => {
    const self = chat.people.find(({ id }) => id === person.id);
    const administers = ["creator", "administrator"].includes(self?.status);
    return self && chat.kind !== "private" && (chat.kind === "channel") === Boolean(asks.chat_is_channel)
      && (asks.chat_is_forum === undefined || asks.chat_is_forum === chat.forum)
      && (!asks.bot_is_member || !["left", "kicked"].includes(chat.bot.status))
      && (!asks.user_administrator_rights || administers);
  };
  placeSheet(title, [...state.chats.values()].filter(fits), async ({ chat }) => {
    closeSheet();
    used();
    try {
      await call("/api/share", { chat_id: chat.id, user_id: person.id, request_id: asks.request_id });
      await refresh(); // the bot may have been made an administrator
    } catch (error) {
      toast(t("failed", error.message));
    }
    if (state.current === home) drawChoices();
  });
}
