import { signIn, signOut } from "#access/sessions/sign-in.js";

export const dynamic = "force-dynamic";

export const POST = signIn;
export const DELETE = signOut;
