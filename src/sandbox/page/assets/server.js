// The API of the sandbox.

import { me, state, t } from "./state.js";

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

/** A file of the person's machine, into the open chat. */
export const upload = (file) =>
  answered(`/api/document?${new URLSearchParams({ chat_id: state.current, user_id: me().id, name: file.name })}`, { method: "POST", body: file });

/** In the open chat, as its person. */
export const act = (path, body) => call(path, { chat_id: state.current, user_id: me().id, ...body });
