// Messages that tell what happened to the chat, and what is left of a deleted one: a line between the bubbles.

import { el } from "./dom.js";
import { authorOf } from "./entries.js";
import { state, t } from "./state.js";

const nameOf = (user) => user?.first_name ?? "";

/** The words for it, or null for a message that says something. */
export function serviceWords(message) {
  const by = nameOf(message.from);
  const [joined] = message.new_chat_members ?? [];
  if (joined) return joined.id === message.from?.id ? t("service_joined", by) : t("service_added", by, nameOf(joined));
  const left = message.left_chat_member;
  if (left) return left.id === message.from?.id ? t("service_left", by) : t("service_removed", by, nameOf(left));
  if (message.forum_topic_created) return t("service_topic", by, message.forum_topic_created.name);
  if (message.chat_shared) return t("service_shared", message.chat_shared.title ?? state.chats.get(message.chat_shared.chat_id)?.chat.title ?? String(message.chat_shared.chat_id));
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return t("service_moved");
  return null;
}

/** What a deleted message leaves behind, so that one sees the bot take something away. */
const goneWords = ({ message, gone }) => t(gone.byBot ? "service_bot_deleted" : "service_deleted", authorOf(message), state.bot?.first_name ?? "");

/** Draws such an entry, or gives null for any other. */
export function drawService(entry) {
  const words = entry.gone ? goneWords(entry) : serviceWords(entry.message);
  if (words === null) return null;
  const node = el("p", { class: entry.gone ? "service gone" : "service", dir: "auto", dataset: { testid: "service", id: entry.message.message_id } }, words);
  entry.node = node;
  return node;
}
