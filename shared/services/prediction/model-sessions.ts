import { Failure } from "../../failure.ts";
import { sha256Hex } from "../../hash/sha256.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { LoadedModel, RuntimeLadder, RuntimeName } from "../../ports/model-runtime.ts";
import type { ModelSessions } from "../../ports/model-sessions.ts";
import type { ModelFile } from "../../ports/model-store.ts";

/** Models kept in an isolate's memory, the least recently used dropped first. */
const MAX_SESSIONS = 4;

interface Session {
  readonly model: Promise<LoadedModel>;
  /** Runs under way: a session in use must not be released under them. */
  users: number;
  dropped: boolean;
}

interface SessionDeps {
  readonly blobs: BlobStore;
  readonly runtime: RuntimeLadder;
}

/** Makes the sessions of an isolate. */
export function createModelSessions(deps: SessionDeps): ModelSessions {
  const sessions = new Map<string, Session>();

  function open(file: ModelFile, only: RuntimeName | undefined): Session {
    const key = `${file.sha256} ${only ?? "any"}`;
    const session = sessions.get(key) ?? start(key, file, only);
    // Set anew, it is the most recently used.
    sessions.delete(key);
    sessions.set(key, session);
    for (const [oldest, idle] of sessions) {
      if (sessions.size <= MAX_SESSIONS) break;
      drop(oldest, idle);
    }
    return session;
  }

  function start(key: string, file: ModelFile, only: RuntimeName | undefined): Session {
    const session = { model: load(deps, file, only), users: 0, dropped: false };
    session.model.catch(() => drop(key, session));
    return session;
  }

  function drop(key: string, session: Session) {
    if (sessions.get(key) !== session) return;
    sessions.delete(key);
    session.dropped = true;
    releaseIfUnused(session);
  }

  return {
    async use({ file, version }, work, only) {
      if (!file) throw new Failure("unsupported_model", `The model ${version} is still being trained.`);
      const session = open(file, only);
      session.users++;
      try {
        return await work(await session.model);
      } finally {
        session.users--;
        releaseIfUnused(session);
      }
    },
    count: () => sessions.size,
  };
}

function releaseIfUnused({ model, users, dropped }: Session) {
  if (!dropped || users > 0) return;
  // A load that failed has nothing to release, and its failure has been told to those who waited for it.
  model.then((loaded) => loaded.release()).catch(() => {});
}

/** Fetches the file, makes sure it is the one that was registered, and loads it. */
async function load(deps: SessionDeps, file: ModelFile, only: RuntimeName | undefined): Promise<LoadedModel> {
  const bytes = await deps.blobs.get(file.path);
  if (!bytes) throw new Failure("unsupported_model", "The model's file is missing from the storage.");
  if ((await sha256Hex(bytes)) !== file.sha256) {
    throw new Failure("unsupported_model", "The model's file is not the one that was registered.");
  }
  const loaded = await deps.runtime.load(bytes, only).catch((cause: unknown) => {
    throw cause instanceof Failure
      ? cause
      : new Failure("unsupported_model", "The model's file cannot be read.", { cause });
  });
  if ("refused" in loaded && only !== undefined) {
    throw new Failure(
      "runtime_unavailable",
      `The runtime ${only} does not run the model here: ${loaded.reason}.`,
    );
  }
  if ("refused" in loaded) {
    throw new Failure("unsupported_model", `No runtime takes the model: ${loaded.reason}.`);
  }
  return loaded;
}
