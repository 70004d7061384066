import { signIn, signOut } from "@/server/session-sign-in";

export const dynamic = "force-dynamic";

export const POST = signIn;
export const DELETE = signOut;
