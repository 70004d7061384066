/**
 * The app's own error, made in a timer: its stack is then the same whoever waits for it, so that two
 * events can be compared frame by frame.
 */
export function own(message: string): Promise<Error> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(new TypeError(`own error: ${message}`)), 0);
  });
}
