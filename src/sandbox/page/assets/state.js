// What the page knows: the bot, the chats and what is open; and every text in the person's language.

import { strings } from "./strings.js";

export const state = {
  language: "en",
  bot: null,
  chats: new Map(), // chat id → {chat, messages: Map(message id → entry), unread}; an entry is {message, fromBot, edited, node}
  current: null, // the open chat's id
  connected: true,
  samples: [],
  posts: [], // sample posts
  editing: null, // the message id under edit
  photo: false, // a picture goes with the next message
  draft: "", // what stood in the text box before the edit
  previews: new Map(), // address → promise of a preview or null
  pressed: new Map(), // "chat:message:data" → {query, timer}
  answers: new Map(), // answers that came before we knew the query's id
  pinned: true, // the last message is in view and stays so
  missed: 0, // new messages below the visible part
};

export const open = () => state.chats.get(state.current);
export const me = () => open()?.chat.people[0];
export const titleOf = ({ kind, title }) => (kind === "private" ? (state.bot?.first_name ?? title) : title);

/** Whose message it is, as a name. */
export const authorOf = (message) => message.sender_chat?.title ?? message.from?.first_name ?? titleOf(open().chat);
/** What was written elsewhere and what has no words cannot be edited. */
export const isEditable = (message) => !message.forward_origin && !message.sticker;
export const isMine = (entry) => !entry.fromBot && entry.message.from?.id === me()?.id;

export function t(key, ...values) {
  const text = strings[state.language][key];
  return typeof text === "function" ? text(...values) : text;
}
