import { expect, test } from "vitest";
import type { AuditEntry, AuditLog } from "../../../shared/ports/audit-log.ts";

export type Act = Omit<AuditEntry, "id" | "at">;

const act = (id: string, action: string): Act => ({
  actor: { kind: "operator", id: "7d2f1c52-90d5-4a0e-8a51-0d9a6b7c8d02", requestId: `request ${id}` },
  action,
  subject: { kind: "contract", id },
  before: { state: "candidate" },
  after: { state: "active" },
});
const ACTS = [act("a", "contract.first"), act("b", "contract.first"), act("a", "contract.second")];
const [FIRST, OF_B, LAST] = ACTS;

/** Duties of an audit log. `open` is called once, with the acts that it is to hold, oldest first. */
export function describeAuditLog(open: (acts: readonly Act[]) => Promise<AuditLog>): void {
  test("lists acts as they were recorded, newest first, by subject and act, page by page", async () => {
    const log = await open(ACTS);
    const list = (filter: object) => log.list({ subjectKind: "contract", limit: 10, ...filter });
    const acts = async (filter: object) => (await list(filter)).map(({ id: _, at: __, ...rest }) => rest);
    expect(await acts({})).toEqual([LAST, OF_B, FIRST]);
    expect(await acts({ subjectId: "a" })).toEqual([LAST, FIRST]);
    expect(await acts({ action: "contract.first" })).toEqual([OF_B, FIRST]);
    expect(await acts({ subjectKind: "nothing" })).toEqual([]);
    const [newest] = await list({ limit: 1 });
    expect(await acts({ beforeId: newest!.id, limit: 1 })).toEqual([OF_B]);
    expect(Date.parse(newest!.at)).not.toBeNaN();
  });
}
