// Sheets, toasts and the clipboard.

import { $, el } from "./dom.js";
import { t } from "./state.js";

const sheet = $("sheet");

export function openSheet(title, children, { alert = false } = {}) {
  $("sheet-title").textContent = title;
  $("sheet-body").replaceChildren(...children);
  sheet.classList.toggle("alert", alert);
  sheet.setAttribute("role", alert ? "alertdialog" : "dialog");
  if (!sheet.open) sheet.showModal();
  (sheet.querySelector("[data-first]") ?? $("sheet-close")).focus({ focusVisible: false });
}

export const closeSheet = () => sheet.close();
$("sheet-close").addEventListener("click", closeSheet);
sheet.addEventListener("click", (event) => { if (event.target === sheet) closeSheet(); });

export const primary = (text, click) => el("button", { class: "primary", type: "button", dataset: { first: "" }, on: { click } }, text);

export function alertSheet(text, title) {
  openSheet(title, [el("p", { class: "alert-text", dataset: { testid: "alert" } }, text), primary(t("ok"), closeSheet)], { alert: true });
}

export function toast(text) {
  const node = el("p", { class: "toast", dataset: { testid: "toast" } }, text);
  $("toasts").append(node);
  if ($("toasts").childElementCount > 3) $("toasts").firstElementChild.remove();
  setTimeout(() => node.remove(), 2500 + text.length * 45);
}

export async function copy(text) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false) ?? copyOldWay(text);
  toast(t(done ? "copied" : "copy_failed"));
}

/** Without the clipboard API: it exists only on https and loopback, and the sandbox may listen elsewhere. */
function copyOldWay(text) {
  const area = el("textarea", { readonly: true });
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
