import { signIn } from "#access/sessions/sign-in.js";
import { signOut } from "#access/sessions/sign-out.js";

export const POST = signIn;
export const DELETE = signOut;
