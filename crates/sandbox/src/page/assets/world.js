// The people and places, as the server tells them; they may change while the page is open.

import { announce } from "./dom.js";
import { call } from "./server.js";
import { state } from "./state.js";

/** Asks anew who is what where; the messages stay. */
export async function refresh() {
  const { chats } = await call("/api/world");
  for (const chat of chats) {
    const known = state.chats.get(chat.id);
    if (known) known.chat = chat;
    else state.chats.set(chat.id, place(chat));
  }
  announce("world-changed");
}

export const place = (chat) => ({ chat, messages: new Map(), unread: new Map(), keyboard: null });
