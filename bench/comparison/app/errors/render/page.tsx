import { connection } from "next/server";
import { own } from "../../../own";

/** A page whose own component throws. */
export default async function Page() {
  await connection();
  throw await own("in a page");
}
