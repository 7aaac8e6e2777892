// Addresses of Telegram that lead to places of the sandbox. They are read here; deeplinks.js goes there.

import { announce } from "./dom.js";
import { state } from "./state.js";

/** What a press on this address does here, or null where it leads out of the sandbox. */
export function deepLink(address) {
  if (!URL.canParse(address)) return null;
  const { hostname, pathname, searchParams } = new URL(address);
  if (hostname !== "t.me" && hostname !== "telegram.me") return null;
  const [name, ...rest] = pathname.split("/").filter(Boolean);
  if (name === "c") return () => announce("open-message", { chat: Number(`-100${rest[0]}`), id: Number(rest.at(-1)) });
  if (name?.toLowerCase() !== state.bot?.username.toLowerCase()) return null;
  if (searchParams.has("startgroup")) return () => announce("add-bot", { kinds: ["group", "supergroup"], parameters: searchParams });
  if (searchParams.has("startchannel")) return () => announce("add-bot", { kinds: ["channel"], parameters: searchParams });
  return () => openBot(searchParams.get("start"));
}

/** Into the private chat with the bot. */
export const openBot = (parameter) => announce("open-bot", parameter);
