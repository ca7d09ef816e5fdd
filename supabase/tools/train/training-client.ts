import type { TrainingResult } from "../../../shared/services/training/state.ts";
import type { Connection } from "../../local/connection.ts";

const POLL_MS = 500;

/** The parts of a job's answer that following it needs. */
export interface JobAnswer {
  readonly state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  readonly phase: string | null;
  readonly progress: number;
  readonly eta_seconds: number | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly result: TrainingResult;
}

type Triggered =
  | { readonly status: "started"; readonly job_url: string }
  | {
      readonly status: "skipped";
      readonly message: string;
      readonly last_training: string;
      readonly job_url: string;
    };

/** Asks for a training; where one of the same scope is running already, that one is followed. */
export async function triggerTraining(connection: Connection, body: object): Promise<Triggered> {
  const response = await fetch(`${connection.url}/functions/v1/trigger-training`, {
    method: "POST",
    headers: { apikey: connection.key, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (answer.code === "job_running") return { status: "started", job_url: answer.job_url };
  if (!response.ok) throw new Error(`${answer.title}: ${answer.detail}`);
  return answer;
}

/** Reads the job again and again until it has ended. */
export async function followJob(
  connection: Connection,
  jobUrl: string,
  onProgress: (job: JobAnswer) => void,
): Promise<JobAnswer> {
  for (;;) {
    const response = await fetch(jobUrl, { headers: { apikey: connection.key } });
    const job = await response.json();
    if (!response.ok) throw new Error(`${job.title}: ${job.detail}`);
    onProgress(job);
    if (job.state !== "queued" && job.state !== "running") return job;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
