import { connection } from "next/server";

export default async function Page() {
  await connection();
  return <main>A page that is rendered for every request.</main>;
}
