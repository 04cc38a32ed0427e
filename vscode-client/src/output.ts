// What the server writes to stderr, as lines of the output channel at their own level.

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { LogOutputChannel } from "vscode";

export type Level = "error" | "warn" | "info" | "debug";

export function pipeServerOutput(input: Readable, output: LogOutputChannel): void {
  createInterface({ input, crlfDelay: Infinity }).on("line", (line) => {
    output[levelOf(line)](line);
  });
}

/** The level that Python's logging wrote near the start of a line; without one it is information. */
export function levelOf(line: string): Level {
  const match = /\b(CRITICAL|ERROR|WARNING|DEBUG)\b/.exec(line.slice(0, 60));
  switch (match?.[1]) {
    case "CRITICAL":
    case "ERROR":
      return "error";
    case "WARNING":
      return "warn";
    case "DEBUG":
      return "debug";
    default:
      return /^(Traceback|\w*(Error|Exception)\b)/.test(line) ? "error" : "info";
  }
}
