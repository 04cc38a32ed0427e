// Where things are in a virtual environment, and what Python is called.

import * as path from "node:path";

const WINDOWS = process.platform === "win32";

export const PROGRAM_NAME = WINDOWS ? "pcg.exe" : "pcg";

export const PYTHON_NAMES: readonly string[] = WINDOWS
  ? ["python", "python3"]
  : ["python3", "python3.14", "python3.13", "python3.12", "python3.11"];

export function pythonIn(folder: string): string {
  return WINDOWS ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

export function programIn(folder: string): string {
  return path.join(folder, WINDOWS ? "Scripts" : "bin", PROGRAM_NAME);
}
