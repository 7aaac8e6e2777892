// What the page knows: the bot, the chats, what is open and who speaks; and every text in the person's language.

import { strings } from "./strings.js";

export const state = {
  language: "en",
  bot: null,
  chats: new Map(), // chat id → {chat, messages: Map(key → entry), unread: Map(topic → count), keyboard}; the keys and entries: entries.js
  current: null, // the open chat's id
  voice: null, // who speaks outside of private chats: {user, anonymous}
  topics: new Map(), // chat id → the open topic; General is null
  connected: true,
  samples: [],
  posts: [], // sample posts
  editing: null, // the message id under edit
  reply: null, // the message id that is answered
  photo: false, // a picture goes with the next message
  draft: "", // what stood in the text box before the edit
  previews: new Map(), // address → promise of a preview or null
  pressed: new Map(), // "user:chat:message:data" → {query, timer}
  answers: new Map(), // answers that came before we knew the query's id
  pinned: true, // the last message is in view and stays so
  missed: 0, // new messages below the visible part
};

export const open = () => state.chats.get(state.current);
/** The open topic; General, and where there are none, is null. */
export const topic = () => state.topics.get(state.current) ?? null;

/** Who speaks in the open chat: in a private one its person, elsewhere whoever was chosen, if they are there. */
export function me() {
  const people = open()?.chat.people ?? [];
  return people.find(({ id }) => id === state.voice?.user) ?? people[0];
}
/** Whether that person hides behind the group. */
export const isAnonymous = () => Boolean(state.voice?.anonymous && me()?.hides && me().id === state.voice.user);
/** The private chat of a person with the bot. */
export const homeOf = (person) => [...state.chats.values()].find(({ chat }) => chat.kind === "private" && chat.people.some(({ id }) => id === person?.id));

/** What kind of place it is to a person; that a group is a large one is nothing to them. */
export const kindOf = ({ kind, linked }) => (kind.endsWith("group") ? (linked ? "discussion" : "group") : kind);
const isPrivate = ({ kind }) => kind === "private";
/** A private chat is named after the bot; where several people have one, after the person too. */
export function titleOf(chat) {
  if (!isPrivate(chat)) return chat.title;
  const name = state.bot?.first_name ?? chat.title;
  const others = [...state.chats.values()].filter((other) => isPrivate(other.chat)).length > 1;
  return others ? `${name} · ${chat.title}` : name;
}

export function t(key, ...values) {
  const text = strings[state.language][key];
  return typeof text === "function" ? text(...values) : text;
}
