import { keepRoom } from "./room.js";

/** Says of a row what became of a press, in its line and in its open part, which stays as high as it is. @param words null takes it back */
export function remark(row: HTMLElement, words: string | null): void {
  keepRoom(row, () => {
    for (const note of row.querySelectorAll<HTMLElement>("[data-remark]")) {
      note.textContent = words;
      note.hidden = words === null;
    }
  });
}
