// Running a program to its end, line by line, so that it can be cancelled with all its children.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Outcome {
  /** null: it was ended by a signal, or could not be started. */
  readonly code: number | null;
  /** The last lines of stdout and stderr together. */
  readonly tail: readonly string[];
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly onLine?: (line: string) => void;
}

export type Run = (
  command: string,
  args: readonly string[],
  options: RunOptions,
) => Promise<Outcome>;

const TAIL_LINES = 30;
const GRACE_MS = 3000;

/** Runs a program; an abort ends its whole process group. Never rejects. */
export const run: Run = (command, args, options) =>
  new Promise((resolve) => {
    if (options.signal.aborted) {
      resolve({ code: null, tail: ["cancelled before it started"] });
      return;
    }
    const tail: string[] = [];
    const take = (line: string): void => {
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
      options.onLine?.(line);
    };
    const grouped = process.platform !== "win32";
    const child = spawn(command, args, {
      detached: grouped,
      env: cleanEnvironment(process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const end = (signal: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        process.kill(grouped ? -child.pid : child.pid, signal);
      } catch {
        // It has ended by itself.
      }
    };
    let forced: NodeJS.Timeout | undefined;
    const abort = (): void => {
      end("SIGTERM");
      forced = setTimeout(() => {
        end("SIGKILL");
      }, GRACE_MS);
    };
    options.signal.addEventListener("abort", abort, { once: true });
    const finish = (code: number | null): void => {
      options.signal.removeEventListener("abort", abort);
      clearTimeout(forced);
      resolve({ code, tail });
    };
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream, crlfDelay: Infinity }).on("line", take);
    }
    child.on("error", (error) => {
      take(error.message);
      finish(null);
    });
    child.on("close", finish);
  });

/** The environment without what would lead a virtual environment's Python or pip astray. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const misleading = new Set([
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_TARGET",
    "PIP_USER",
    "VIRTUAL_ENV",
  ]);
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !misleading.has(name))),
    PIP_DISABLE_PIP_VERSION_CHECK: "1",
    PIP_NO_INPUT: "1",
  };
}
