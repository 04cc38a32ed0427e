// Deciding which server to use. No VS Code and no questions here: see consent.ts for those.

import { constants } from "node:fs";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { PROGRAM_NAME } from "./layout";
import type { Run } from "./processes";
import { findBundle, type EnvironmentStore } from "./store";

export type Location =
  | { readonly kind: "found"; readonly program: string; readonly source: Source }
  /** `pcg.server.path` names something that cannot be started: the user's word is not overruled. */
  | { readonly kind: "wrong-setting"; readonly message: string }
  /** None is there; `canCreate` says whether this extension carries what an environment needs. */
  | { readonly kind: "missing"; readonly canCreate: boolean };

export type Source = "setting" | "environment" | "path";

export interface Surroundings {
  /** The value of `pcg.server.path`. */
  readonly setting: string;
  /** The folder of the wheel and the locked requirements. */
  readonly bundleFolder: string;
  readonly store: EnvironmentStore;
  /** The value of PATH. */
  readonly searchPath: string;
  /** This extension's version: a server of another one is not used unless the user says so. */
  readonly version: string;
  readonly run: Run;
  readonly signal: AbortSignal;
}

/** The user's own choice first, then the environment made for this extension, then PATH. */
export async function locate(surroundings: Surroundings): Promise<Location> {
  if (surroundings.setting !== "") return named(surroundings.setting);
  const bundle = await findBundle(surroundings.bundleFolder);
  if (bundle !== undefined) {
    const folder = await surroundings.store.folder(bundle);
    const program = await surroundings.store.program(folder);
    if (program !== undefined) {
      await surroundings.store.markUsed(folder);
      await surroundings.store.removeUnused(folder, Date.now());
      return { kind: "found", program, source: "environment" };
    }
  }
  const program = await installed(surroundings);
  return program !== undefined
    ? { kind: "found", program, source: "path" }
    : { kind: "missing", canCreate: bundle !== undefined };
}

async function named(setting: string): Promise<Location> {
  const program = setting.startsWith("~/") ? path.join(os.homedir(), setting.slice(2)) : setting;
  const problem = !path.isAbsolute(program)
    ? "is not an absolute path"
    : !(await isProgram(program))
      ? "is not an executable file"
      : undefined;
  return problem === undefined
    ? { kind: "found", program, source: "setting" }
    : {
        kind: "wrong-setting",
        message: `“${setting}” ${problem}. Correct the setting pcg.server.path, or empty it.`,
      };
}

async function installed(surroundings: Surroundings): Promise<string | undefined> {
  for (const folder of surroundings.searchPath.split(path.delimiter)) {
    // A relative entry would mean another program in each workspace.
    if (!path.isAbsolute(folder)) continue;
    const program = path.join(folder, PROGRAM_NAME);
    if (!(await isProgram(program))) continue;
    const outcome = await surroundings.run(program, ["--version"], {
      signal: AbortSignal.any([surroundings.signal, AbortSignal.timeout(20_000)]),
    });
    if (outcome.code === 0 && speaksAs(outcome.tail.join("\n"), surroundings.version)) {
      return program;
    }
  }
  return undefined;
}

/** Whether `pcg --version` printed a version whose interface is that of `version`. */
export function speaksAs(printed: string, version: string): boolean {
  const match = /^pcg (\d+\.\d+)\.\d+/m.exec(printed);
  return match !== null && version.startsWith(`${match[1] ?? ""}.`);
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await fs.access(file, constants.X_OK);
    return (await fs.stat(file)).isFile();
  } catch {
    return false;
  }
}
