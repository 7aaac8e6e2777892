// The API of the sandbox.

import { me, state, t } from "./state.js";

export async function call(path, body, signal) {
  const request = body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  let response;
  try {
    response = await fetch(path, { ...request, signal });
  } catch {
    throw new Error(t("no_server"));
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer?.error ?? `HTTP ${response.status}`);
  return answer;
}

/** In the open chat, as its person. */
export const act = (path, body) => call(path, { chat_id: state.current, user_id: me().id, ...body });
