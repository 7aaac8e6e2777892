// The API of the sandbox.

import { isAnonymous, me, state, t, topic } from "./state.js";

export async function call(path, body, signal) {
  const request = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  return answered(path, { ...request, signal });
}

async function answered(path, request) {
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Error(t("no_server"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

/** Who speaks where: the open chat and topic, as the person who is chosen there. */
function speaker() {
  const place = { chat_id: state.current, user_id: me().id, topic: topic(), anonymous: isAnonymous(), reply_to: state.reply };
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== null));
}

/** A file of the person's machine, into the open chat. */
export const upload = (file) => answered(`/api/document?${new URLSearchParams({ ...speaker(), name: file.name })}`, { method: "POST", body: file });

/** In the open chat, as whoever speaks there. */
export const act = (path, body) => call(path, { ...speaker(), ...body });
