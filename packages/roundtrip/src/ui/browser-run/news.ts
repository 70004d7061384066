/** Whoever waits for something looks again whenever there is news. */
export class News {
  readonly #told = new EventTarget();

  tell(): void {
    this.#told.dispatchEvent(new Event("news"));
  }

  /** Resolves once it is there, or after so many milliseconds. */
  until(isThere: () => boolean, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#told.removeEventListener("news", look);
        resolve();
      };
      const look = () => {
        if (isThere()) done();
      };
      const timer = setTimeout(done, ms);
      this.#told.addEventListener("news", look);
      look();
    });
  }
}
