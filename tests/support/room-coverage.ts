import { relative } from "node:path";
import process from "node:process";
import type { Reporter } from "vitest/node";

interface Share {
  readonly covered: number;
  readonly total: number;
}

/** The part that is used here of the map that coverage providers give. */
interface CoverageMap {
  files(): string[];
  fileCoverageFor(path: string): { toSummary(): { readonly lines: Share; readonly branches: Share } };
}

/** Prints how many of the lines and branches of each room the tests have run. */
export class RoomCoverage implements Reporter {
  onCoverage(coverage: unknown): void {
    const map = coverage as CoverageMap;
    const rooms = new Map<string, string[]>();
    for (const path of map.files().sort()) {
      const room = roomOf(relative(process.cwd(), path));
      rooms.set(room, [...(rooms.get(room) ?? []), path]);
    }
    const lines = [...rooms, ["all", map.files()] as const].map(([room, paths]) =>
      roomLine(map, room, paths),
    );
    console.log(
      `\n${"room".padEnd(26)}${"lines".padStart(8)}${"branches".padStart(10)}\n${lines.join("\n")}`,
    );
  }
}

/** Two folders deep: shared/ml, functions/health. */
const roomOf = (path: string) => path.split("/").slice(0, -1).slice(0, 2).join("/");

function roomLine(map: CoverageMap, room: string, paths: readonly string[]): string {
  const summaries = paths.map((path) => map.fileCoverageFor(path).toSummary());
  const lines = percent(summaries.map((summary) => summary.lines));
  const branches = percent(summaries.map((summary) => summary.branches));
  return `${room.padEnd(26)}${lines.padStart(8)}${branches.padStart(10)}`;
}

function percent(shares: readonly Share[]): string {
  const sum = (of: keyof Share) => shares.reduce((total, share) => total + share[of], 0);
  return sum("total") === 0 ? "–" : `${((100 * sum("covered")) / sum("total")).toFixed(1)} %`;
}
