// What stands in a chat: its messages as entries, who wrote them, and which of them the person sees in the open topic.
//
// An entry is {message, fromBot, person, edited, receiver, gone, node}: `person` is who is behind the message, `receiver` who alone sees
// it, `gone` that it was deleted. It stands under the message's number, or under "~" and its number where one person alone sees it.

import { me, open, t, titleOf, topic } from "./state.js";

export const topicOf = (message) => (message.is_topic_message ? message.message_thread_id : null);
export const keyOf = ({ ephemeral_message_id: own, message_id: id }) => (own ? `~${own}` : id);

export const textOf = (message) => message.text ?? message.caption ?? "";
export const entitiesOf = (message) => message.entities ?? message.caption_entities ?? [];

/** Whether an entry of the open chat is in view for whoever speaks. */
export const isShown = ({ message, receiver }) => topicOf(message) === topic() && (receiver === undefined || receiver === me()?.id);
export const shownEntries = () => [...open().messages.values()].filter(isShown);

/** Makes an entry of an event, or changes the one that is there; gives it back. */
export function take(chat, event) {
  const key = keyOf(event.message);
  const fresh = { message: event.message, fromBot: event.from_bot ?? true, person: event.person, receiver: event.receiver, edited: Boolean(event.message.edit_date) };
  const known = chat.messages.get(key);
  // Whoever changes it, it stays with its author: the bot edits the posts of a channel.
  if (known) return Object.assign(known, fresh, { fromBot: known.fromBot, person: event.person ?? known.person });
  chat.messages.set(key, fresh);
  return fresh;
}

/** Whose message it is, as a name. */
export const authorOf = (message) => message.sender_chat?.title ?? message.from?.first_name ?? titleOf(open().chat);
/** The same author writes neighbouring messages under one name. */
export const authorKey = ({ message, receiver }) => `${message.sender_chat?.id ?? message.from?.id}:${receiver ?? ""}`;
export const isMine = (entry) => !entry.fromBot && (entry.person ?? entry.message.from?.id) === me()?.id;
/** Whether the bubble stands at the side of whoever speaks; a channel's posts are the channel's. */
export const isOwn = (entry) => isMine(entry) && open().chat.kind !== "channel";

/** Neither what was written elsewhere nor what has no words can be edited. */
export const isEditable = (entry) => !entry.message.forward_origin && !entry.message.sticker && (isMine(entry) || me()?.edits === true);
export const isDeletable = (entry) => isMine(entry) || me()?.deletes === true;

/** What an author is in the open chat, in a word, or an empty text. */
export function badgeOf(entry) {
  const { chat } = open();
  const { message } = entry;
  if (chat.kind === "private") return "";
  if (message.is_automatic_forward) return t("badge_forward");
  if (chat.kind === "channel") return message.author_signature ?? "";
  if (message.sender_chat) return t("badge_anonymous");
  if (entry.fromBot) return t("bot");
  const status = chat.people.find(({ id }) => id === message.from?.id)?.status;
  return { creator: t("badge_owner"), administrator: t("badge_admin") }[status] ?? "";
}

/** How many messages were not seen yet, in one topic or in all. */
export const unreadIn = (chat, of) => (of === undefined ? [...chat.unread.values()].reduce((sum, n) => sum + n, 0) : (chat.unread.get(of) ?? 0));
export function countUnread(chat, message) {
  const at = topicOf(message);
  chat.unread.set(at, unreadIn(chat, at) + 1);
}
