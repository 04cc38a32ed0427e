// Where the extension keeps the environments that it made: one folder for each wheel and lock.

import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { programIn, pythonIn } from "./layout";

const STAMP = ".pcg-complete";
const UNUSED_MS = 30 * 24 * 3600 * 1000;
// No installation takes this long: whoever held the lock is gone, even if its number is in use again.
const ABANDONED_MS = 30 * 60 * 1000;

/** What the VSIX carries: the server's wheel and the locked requirements with their hashes. */
export interface Bundle {
  readonly wheel: string;
  readonly requirements: string;
}

/** The bundle in an extension's `server` folder, or undefined where it has none. */
export async function findBundle(folder: string): Promise<Bundle | undefined> {
  const names = await fs.readdir(folder).catch((): string[] => []);
  const wheel = names.find((name) => name.endsWith(".whl"));
  return wheel !== undefined && names.includes("requirements.lock")
    ? { wheel: path.join(folder, wheel), requirements: path.join(folder, "requirements.lock") }
    : undefined;
}

export class EnvironmentStore {
  constructor(private readonly root: string) {}

  /** The folder of the environment for exactly this bundle, whether it exists or not. */
  async folder(bundle: Bundle): Promise<string> {
    const hash = createHash("sha256");
    for (const file of [bundle.wheel, bundle.requirements]) hash.update(await fs.readFile(file));
    return path.join(this.root, hash.digest("hex").slice(0, 16));
  }

  /** The server program of a complete environment; undefined if it was never completed or broke. */
  async program(folder: string): Promise<string | undefined> {
    const program = programIn(folder);
    // Its Python is a link that an upgrade of the system may have broken.
    const needed = [path.join(folder, STAMP), program, pythonIn(folder)];
    for (const file of needed) {
      if (!(await exists(file))) return undefined;
    }
    return program;
  }

  async markComplete(folder: string): Promise<void> {
    await fs.writeFile(path.join(folder, STAMP), "");
  }

  async markUsed(folder: string): Promise<void> {
    const now = new Date();
    await fs.utimes(path.join(folder, STAMP), now, now);
  }

  async remove(folder: string): Promise<void> {
    await fs.rm(folder, { recursive: true, force: true });
  }

  /** Removes other environments that no window started a server from for a month. */
  async removeUnused(current: string, now: number): Promise<void> {
    for (const name of await fs.readdir(this.root).catch((): string[] => [])) {
      const folder = path.join(this.root, name);
      const used = await fs.stat(path.join(folder, STAMP)).catch(() => undefined);
      if (folder !== current && used !== undefined && now - used.mtimeMs > UNUSED_MS) {
        await this.remove(folder);
      }
    }
  }

  /** Runs `work` while no other window works on this folder; `waiting` is called if one does. */
  async exclusively<T>(
    folder: string,
    signal: AbortSignal,
    waiting: () => void,
    work: () => Promise<T>,
  ): Promise<T> {
    await fs.mkdir(this.root, { recursive: true });
    const lock = `${folder}.lock`;
    while (!(await acquire(lock))) {
      waiting();
      await pause(500, signal);
    }
    try {
      return await work();
    } finally {
      await fs.rm(lock, { force: true });
    }
  }
}

async function acquire(lock: string): Promise<boolean> {
  try {
    await fs.writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const holder = Number(await fs.readFile(lock, "utf8").catch(() => ""));
  const since = await fs.stat(lock).catch(() => undefined);
  const abandoned = since !== undefined && Date.now() - since.mtimeMs > ABANDONED_MS;
  if (abandoned || (holder > 0 && !isRunning(holder))) await fs.rm(lock, { force: true });
  return false;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Error("cancelled"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}
