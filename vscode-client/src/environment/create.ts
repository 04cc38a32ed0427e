// Making the server's own Python environment: a venv with the locked requirements, hashes checked.

import { PYTHON_NAMES, pythonIn } from "./layout";
import type { Outcome, Run } from "./processes";
import type { Bundle, EnvironmentStore } from "./store";

export type Creation =
  | { readonly kind: "created"; readonly program: string }
  | { readonly kind: "cancelled" }
  /** `message` says what to do next. */
  | { readonly kind: "failed"; readonly message: string };

export interface CreationRequest {
  readonly bundle: Bundle;
  readonly store: EnvironmentStore;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** What is being done now, in a few words. */
  readonly onStep: (text: string) => void;
  /** Every line that the programs print. */
  readonly onLine: (line: string) => void;
}

const SUITABLE = "import sys; sys.exit(sys.version_info < (3, 11))";
const COMPLETE = "import ensurepip, venv";

/** Creates the environment for a bundle, or leaves nothing behind. */
export async function createEnvironment(request: CreationRequest): Promise<Creation> {
  const { store, signal } = request;
  try {
    const folder = await store.folder(request.bundle);
    const waiting = (): void => {
      request.onStep("waiting for another window");
    };
    return await store.exclusively(folder, signal, waiting, async () => {
      const existing = await store.program(folder);
      if (existing !== undefined) return { kind: "created", program: existing };
      await store.remove(folder);
      const result = await build(request, folder);
      if (result.kind !== "created") await store.remove(folder);
      return result;
    });
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled" };
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "failed", message: `The environment could not be made: ${message}` };
  }
}

async function build(request: CreationRequest, folder: string): Promise<Creation> {
  const { bundle, store, signal, onStep, onLine } = request;
  const cancelled = (): boolean => signal.aborted;
  const execute = (command: string, args: readonly string[]): Promise<Outcome> =>
    request.run(command, args, { signal, onLine });

  onStep("looking for Python");
  const python = await findPython(execute);
  if (cancelled()) return { kind: "cancelled" };
  if (python.kind === "none") return { kind: "failed", message: python.message };

  onStep("creating the environment");
  const created = await execute(python.program, ["-m", "venv", folder]);
  if (cancelled()) return { kind: "cancelled" };
  if (created.code !== 0) return failure("The Python environment could not be created", created);

  onStep("installing the requirements");
  const own = pythonIn(folder);
  const install = ["-m", "pip", "install", "--progress-bar", "off", "--no-deps"];
  const installed = await request.run(
    own,
    [...install, "--require-hashes", "--only-binary", ":all:", "--requirement", bundle.requirements],
    {
      signal,
      onLine: (line) => {
        onLine(line);
        const step = pipStep(line);
        if (step !== undefined) onStep(step);
      },
    },
  );
  if (cancelled()) return { kind: "cancelled" };
  if (installed.code !== 0) {
    return failure("The requirements could not be installed (is the package index reachable?)", installed);
  }

  onStep("installing the server");
  const server = await execute(own, [...install, "--no-index", bundle.wheel]);
  if (cancelled()) return { kind: "cancelled" };
  if (server.code !== 0) return failure("The server could not be installed", server);

  await store.markComplete(folder);
  const program = await store.program(folder);
  return program !== undefined
    ? { kind: "created", program }
    : { kind: "failed", message: "The wheel holds no pcg program: reinstall the extension." };
}

type Python =
  | { readonly kind: "python"; readonly program: string }
  | { readonly kind: "none"; readonly message: string };

async function findPython(
  execute: (command: string, args: readonly string[]) => Promise<Outcome>,
): Promise<Python> {
  let incomplete: string | undefined;
  for (const program of PYTHON_NAMES) {
    if ((await execute(program, ["-c", SUITABLE])).code !== 0) continue;
    if ((await execute(program, ["-c", COMPLETE])).code === 0) return { kind: "python", program };
    incomplete ??= program;
  }
  return {
    kind: "none",
    message:
      incomplete === undefined
        ? "PCG's server needs Python 3.11 or newer, and none was found on PATH. Install one, " +
          "or install PCG elsewhere and name its program in the setting pcg.server.path."
        : `${incomplete} has no venv module. Install it (Debian, Ubuntu: python3-venv), ` +
          "then run “PCG: Set Up Server”.",
  };
}

/** What a line of pip's output means to somebody who waits, or undefined. */
export function pipStep(line: string): string | undefined {
  const collecting = /^Collecting ([A-Za-z0-9._-]+)/.exec(line);
  if (collecting !== null) return `fetching ${collecting[1] ?? ""}`;
  return line.startsWith("Installing collected packages") ? "installing the requirements" : undefined;
}

function failure(what: string, outcome: Outcome): Creation {
  const reason = outcome.tail.findLast((line) => /error/i.test(line)) ?? outcome.tail.at(-1) ?? "";
  return { kind: "failed", message: `${what}: ${reason.trim()}` };
}
