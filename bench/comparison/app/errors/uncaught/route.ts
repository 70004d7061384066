import { own } from "../../../own";

export const GET = async () => {
  throw await own("uncaught in a route");
};
