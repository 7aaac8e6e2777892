// Light or dark.

import { $, settings } from "./dom.js";
import { t } from "./state.js";

export const systemDark = matchMedia("(prefers-color-scheme: dark)");
const dark = () => (document.documentElement.dataset.theme ?? (systemDark.matches ? "dark" : "light")) === "dark";

/** `null` follows the system. */
export function wear(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  labelTheme();
}

export function labelTheme() {
  $("theme").querySelector("use").setAttribute("href", dark() ? "#i-sun" : "#i-moon");
  $("theme").title = t(dark() ? "to_light" : "to_dark");
  $("theme").setAttribute("aria-label", $("theme").title);
  document.querySelector("meta[name=theme-color]").content = getComputedStyle(document.querySelector(".bar")).backgroundColor;
}

export function switchTheme() {
  const wanted = dark() ? "light" : "dark";
  const system = systemDark.matches ? "dark" : "light";
  const theme = wanted === system ? null : wanted; // back at the system's choice, follow the system again
  settings.write("theme", theme);
  wear(theme);
}
