// The menu of a message: what whoever speaks can do with it.

import { $ } from "./dom.js";
import { startEditing, startReply } from "./composer.js";
import { isDeletable, isEditable, textOf } from "./entries.js";
import { act } from "./server.js";
import { copy, toast } from "./sheets.js";
import { me, t } from "./state.js";

const menu = $("message-menu");
let menuFor = null; // {entry, button}

const shownItems = () => [...menu.querySelectorAll("button:not([hidden])")];

export function openMessageMenu(button, entry) {
  menuFor = { entry, button };
  $("menu-reply").hidden = me().speaks === false;
  $("menu-edit").hidden = !isEditable(entry);
  $("menu-copy").hidden = textOf(entry.message) === "";
  $("menu-delete").hidden = !isDeletable(entry);
  menu.showPopover();
  const at = button.getBoundingClientRect();
  const below = at.bottom + 6 + menu.offsetHeight < innerHeight - 8;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  shownItems()[0]?.focus();
}

async function unsay({ message }) {
  try {
    await act("/api/delete", { message_id: message.message_id });
  } catch (error) {
    toast(t("failed", error.message));
  }
}

menu.addEventListener("toggle", (event) => menuFor?.button.setAttribute("aria-expanded", String(event.newState === "open")));
menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = shownItems();
  items.at((items.indexOf(document.activeElement) + step) % items.length)?.focus();
});
const choice = (id, action) => $(id).addEventListener("click", () => { menu.hidePopover(); action(menuFor.entry); });
choice("menu-reply", startReply);
choice("menu-edit", (entry) => startEditing(entry.message));
choice("menu-copy", (entry) => copy(textOf(entry.message)));
choice("menu-delete", unsay);
