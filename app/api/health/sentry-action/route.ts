import { firedAnswer, firing } from "@roundtrip/next/next/handlers/fire";
import { visit } from "@roundtrip/next/runs/fire/visit";

const PAGE = "/admin/checks/action";
/** The field by which a form without JavaScript says which action it calls. */
const ACTION = /name="\$ACTION_ID_([0-9a-f]+)"/;

/** Loads the page and submits its form as the browser's JavaScript does: with the action's id in a header. */
export const GET = firing("sentry-action", async (run) => {
  const form = await visit(run, { role: "main", path: PAGE, answers: [200], holds: ACTION, harmless: true });
  const action = ACTION.exec(form ?? "")?.[1];
  if (action) {
    const headers = {
      "next-action": action,
      accept: "text/x-component",
      "content-type": "text/plain;charset=UTF-8",
    };
    const init = { method: "POST", headers, body: "[]" };
    await visit(run, { role: "main", path: PAGE, answers: [500], init });
  }
  return firedAnswer(run);
});
export const POST = GET;
