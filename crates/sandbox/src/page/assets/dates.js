// Times and days in the person's language.

import { state, t } from "./state.js";

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(state.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export function dayName(date) {
  const midnight = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  const ago = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (ago === 0) return t("today");
  if (ago === 1) return t("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(state.language, { day: "numeric", month: "long", year });
}
