import { roundtrip } from "@/roundtrip";

/** As code does that forgets an `await`. */
export const { GET, POST } = roundtrip.check("sentry-unawaited", ({ error }) => {
  const forgotten = async () => {
    throw error();
  };
  void forgotten();
});
