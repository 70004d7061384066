import { inngest } from "../../../inngest";

export const GET = async () => {
  await inngest.send({ name: "own/task.wanted", data: {} });
  return Response.json({ status: "ok" });
};
