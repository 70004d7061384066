import { own } from "../../../own";

async function act() {
  "use server";
  throw await own("in an action");
}

export default function Page() {
  return (
    <form action={act}>
      <button type="submit">Act</button>
    </form>
  );
}
