import { describe, expect, it } from "vitest";
import { readBarsCsv } from "./read-bars-csv.ts";

const NOW = Date.UTC(2026, 0, 1);
const HEADER = "ts,open,high,low,close,volume,spread";

function read(text: string) {
  const stream = new Blob([text]).stream().pipeThrough(new TextDecoderStream());
  return readBarsCsv(stream, "1h", NOW);
}

describe("readBarsCsv", () => {
  it("reads columns by name, in any order, and ignores the others", async () => {
    const { bars, bad } = await read("close,ts,low,high,open,note\n1.5,2024-01-02T00:00:00Z,1,2,1.2,x\n");
    expect(bad).toEqual([]);
    expect(bars).toEqual({
      ts: Float64Array.of(Date.UTC(2024, 0, 2)),
      open: Float64Array.of(1.2),
      high: Float64Array.of(2),
      low: Float64Array.of(1),
      close: Float64Array.of(1.5),
      volume: Float64Array.of(0),
    });
  });

  it("takes times as epoch milliseconds, carriage returns and empty lines", async () => {
    const ts = Date.UTC(2024, 0, 2);
    const { bars, bad } = await read(`${HEADER}\r\n${ts},1,2,0.5,1,3,0\r\n\r\n`);
    expect(bad).toEqual([]);
    expect([...bars.ts, ...bars.volume]).toEqual([ts, 3]);
  });

  it("names each bad row by its line and keeps the good ones", async () => {
    const rows = [
      "2024-01-02T00:00:00Z,1,2,0.5,1,3,0",
      "2024-01-02T01:00:00Z,1,0.1,0.5,1,3,0",
      "yesterday,1,2,0.5,1,3,0",
      "2024-01-02T02:30:00Z,1,2,0.5,1,3,0",
      "2024-01-02T03:00:00Z,1,2,0.5,,3,0",
      "2024-01-02T00:00:00Z,1,2,0.5,1,3,0",
      "2024-01-02T04:00:00Z,1,2",
      "2024-01-02T05:00:00Z,1,2,0.5,1,3,0",
    ];
    const { bars, bad } = await read([HEADER, ...rows].join("\n"));
    expect(bad.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8]);
    expect(bad[0]!.detail).toBe("high is below low");
    expect(bad[4]!.detail).toMatch(/same time/);
    expect(bars.ts.length).toBe(2);
  });

  it("counts empty lines, so that the number is the one an editor shows", async () => {
    const { bad } = await read(
      `${HEADER}\n\n\r\n2024-01-02T00:00:00Z,1,2,0.5,1,3,0\n\nyesterday,1,2,0.5,1,3,0\n`,
    );
    expect(bad.map(({ line }) => line)).toEqual([6]);
  });

  it("refuses a time without a zone", async () => {
    const { bad } = await read(`${HEADER}\n2024-01-02T00:00:00,1,2,0.5,1,3,0\n`);
    expect(bad).toEqual([{ line: 2, detail: "ts is not a finite number" }]);
  });

  it("refuses a file whose header lacks a column", async () => {
    await expect(read("ts,open,high,low\n")).rejects.toThrow("lacks: close");
  });
});
