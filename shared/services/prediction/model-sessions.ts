import { Failure } from "../../failure.ts";
import type { BlobStore } from "../../ports/blob-store.ts";
import type { LoadedModel, ModelRuntime } from "../../ports/model-runtime.ts";
import type { Model, ModelFile } from "../../ports/model-store.ts";
import { sha256Hex } from "../../sha256.ts";

/** Models kept in an isolate's memory, the least recently used dropped first. */
const MAX_SESSIONS = 4;

interface Session {
  readonly model: Promise<LoadedModel>;
  /** Runs under way: a session in use must not be released under them. */
  users: number;
  dropped: boolean;
}

/** The models that an isolate has loaded. A model's bytes are known by their hash, so nothing here goes stale. */
export interface ModelSessions {
  /**
   * Runs `work` on the loaded model; whoever asks while it is being loaded waits for the same load.
   * @throws Failure unsupported_model, unavailable
   */
  use<T>(model: Model, work: (loaded: LoadedModel) => Promise<T>): Promise<T>;
  /** How many models are in memory, or on their way there. */
  count(): number;
}

export function createModelSessions(deps: {
  readonly blobs: BlobStore;
  readonly runtime: Pick<ModelRuntime, "load">;
}): ModelSessions {
  const sessions = new Map<string, Session>();

  function open(file: ModelFile): Session {
    const session = sessions.get(file.sha256) ?? start(file);
    // Set anew, it is the most recently used.
    sessions.delete(file.sha256);
    sessions.set(file.sha256, session);
    for (const [oldest, idle] of sessions) {
      if (sessions.size <= MAX_SESSIONS) break;
      drop(oldest, idle);
    }
    return session;
  }

  function start(file: ModelFile): Session {
    const session = { model: load(deps, file), users: 0, dropped: false };
    session.model.catch(() => drop(file.sha256, session));
    return session;
  }

  function drop(sha256: string, session: Session) {
    if (sessions.get(sha256) !== session) return;
    sessions.delete(sha256);
    session.dropped = true;
    releaseIfUnused(session);
  }

  return {
    async use({ file, version }, work) {
      if (!file) throw new Failure("unsupported_model", `The model ${version} is still being trained.`);
      const session = open(file);
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
async function load(
  deps: { readonly blobs: BlobStore; readonly runtime: Pick<ModelRuntime, "load"> },
  file: ModelFile,
): Promise<LoadedModel> {
  const bytes = await deps.blobs.get(file.path);
  if (!bytes) throw new Failure("unsupported_model", "The model's file is missing from the storage.");
  if ((await sha256Hex(bytes)) !== file.sha256) {
    throw new Failure("unsupported_model", "The model's file is not the one that was registered.");
  }
  const loaded = await deps.runtime.load(bytes).catch((cause: unknown) => {
    throw cause instanceof Failure
      ? cause
      : new Failure("unsupported_model", "The model's file cannot be read.", { cause });
  });
  if ("refused" in loaded) {
    throw new Failure("unsupported_model", `No runtime takes the model: ${loaded.reason}.`);
  }
  return loaded;
}
