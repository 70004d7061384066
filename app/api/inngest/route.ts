import { inngestRoute } from "@roundtrip/next/inngest";
import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { tasks } from "@/inngest/tasks";

/** Registering must be signed: by default anyone may ask for it, and the address registered follows the Host. */
export const { GET, POST, PUT } = inngestRoute(
  serve({ client: inngest, functions: tasks, servePath: "/api/inngest", enableUnauthedSync: false }),
);
