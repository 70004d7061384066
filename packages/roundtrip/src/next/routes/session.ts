import { signIn, signOut } from "#access/sessions/sign-in.js";

export const POST = signIn;
export const DELETE = signOut;
