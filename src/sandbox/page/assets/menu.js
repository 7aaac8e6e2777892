// The menu of an own message.

import { $ } from "./dom.js";
import { startEditing } from "./composer.js";
import { textOf } from "./entities.js";
import { copy } from "./sheets.js";
import { isEditable } from "./state.js";

const menu = $("message-menu");
let menuFor = null; // {message, button}

export function openMessageMenu(button, message) {
  menuFor = { message, button };
  $("menu-edit").hidden = !isEditable(message);
  menu.showPopover();
  const at = button.getBoundingClientRect();
  const below = at.bottom + 6 + menu.offsetHeight < innerHeight - 8;
  menu.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - menu.offsetHeight - 4)}px`;
  menu.style.left = `${Math.max(8, Math.min(at.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 8))}px`;
  ($("menu-edit").hidden ? $("menu-copy") : $("menu-edit")).focus();
}

menu.addEventListener("toggle", (event) => menuFor?.button.setAttribute("aria-expanded", String(event.newState === "open")));
menu.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  (document.activeElement === $("menu-edit") || $("menu-edit").hidden ? $("menu-copy") : $("menu-edit")).focus();
});
$("menu-edit").addEventListener("click", () => { menu.hidePopover(); startEditing(menuFor.message); });
$("menu-copy").addEventListener("click", () => { menu.hidePopover(); copy(textOf(menuFor.message)); });
