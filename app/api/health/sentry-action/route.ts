import { roundtrip } from "@/roundtrip";

const PAGE = "/admin/checks/action";
/** The field by which a form without JavaScript says which action it calls. */
const ACTION = /name="\$ACTION_ID_([0-9a-f]+)"/;

/** Loads the page and submits its form as the browser's JavaScript does: with the action's id in a header. */
export const { GET, POST } = roundtrip.check("sentry-action", async ({ visit }) => {
  const form = await visit({ role: "main", path: PAGE, answers: [200], holds: ACTION, harmless: true });
  const action = ACTION.exec(form ?? "")?.[1];
  if (!action) return;
  const headers = {
    "next-action": action,
    accept: "text/x-component",
    "content-type": "text/plain;charset=UTF-8",
  };
  await visit({ role: "main", path: PAGE, answers: [500], init: { method: "POST", headers, body: "[]" } });
});
