import type { Reporter, TestModule } from "vitest/node";

/** Time that one file of tests took. */
interface FileSeconds {
  readonly path: string;
  readonly tests: number;
  /** From the loading of the file to its last hook; what other files did meanwhile is not in it. */
  readonly seconds: number;
}

/** Prints the seconds of each project when a run ends, and names the files that took longer than one may. */
export class ProjectSeconds implements Reporter {
  /** @param limitSeconds of a file; undefined: as long as it takes */
  constructor(readonly limitSeconds?: number) {}

  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = new Set(modules.map(({ project }) => project.name));
    const filesOf = (name: string) => modules.filter(({ project }) => project.name === name).map(secondsOf);
    const lines = [...names].map((name) => projectLine(name, filesOf(name)));
    const header = ["project", "files", "tests", "seconds", "slowest file"];
    console.log(`\n${[header, ...lines].map(padded).join("\n")}`);
    const limit = this.limitSeconds ?? Number.POSITIVE_INFINITY;
    for (const { path, seconds } of modules.map(secondsOf).filter((file) => file.seconds > limit)) {
      console.log(`Over ${limit} s: ${path} (${seconds.toFixed(1)} s)`);
    }
  }
}

function secondsOf(module: TestModule): FileSeconds {
  const { prepareDuration, environmentSetupDuration, setupDuration, collectDuration, duration } =
    module.diagnostic();
  const spent = prepareDuration + environmentSetupDuration + setupDuration + collectDuration + duration;
  return {
    path: module.relativeModuleId,
    tests: [...module.children.allTests()].length,
    seconds: spent / 1_000,
  };
}

function projectLine(name: string, files: readonly FileSeconds[]): string[] {
  const slowest = files.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  const sum = (of: (file: FileSeconds) => number) => files.reduce((total, file) => total + of(file), 0);
  return [
    name,
    String(files.length),
    String(sum(({ tests }) => tests)),
    sum(({ seconds }) => seconds).toFixed(0),
    `${slowest.path} (${slowest.seconds.toFixed(1)} s)`,
  ];
}

function padded([project = "", ...rest]: readonly string[]): string {
  const slowest = rest.pop() ?? "";
  return `${project.padEnd(10)}${rest.map((figure) => figure.padStart(9)).join("")}  ${slowest}`;
}
