/** A progress bar on one line of a terminal; nothing where the output is no terminal. */
export interface ProgressLine {
  update(share: number, text: string): void;
  end(): void;
}

const WIDTH = 30;

/** `write` receives the text and its control characters. */
export function createProgressLine(write: (text: string) => void, isTerminal: boolean): ProgressLine {
  if (!isTerminal) return { update: () => {}, end: () => {} };
  return {
    update(share, text) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * WIDTH);
      const bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
      write(`\r\u001b[2K${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${text}`);
    },
    end: () => write("\n"),
  };
}
