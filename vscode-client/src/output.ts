// What the server writes to stderr, as lines of the output channel at their own level.

import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { LogOutputChannel } from "vscode";

export type Level = "error" | "warn" | "info" | "debug";

export function pipeServerOutput(input: Readable, output: LogOutputChannel): void {
  let level: Level = "info";
  createInterface({ input, crlfDelay: Infinity }).on("line", (line) => {
    level = levelOf(line, level);
    output[level](line);
  });
}

/**
 * The level that Python's logging wrote near the start of a line. An indented line belongs to the one
 * before, whose level is given; any other without a level is information.
 */
export function levelOf(line: string, before: Level): Level {
  if (/^\s/.test(line)) return before;
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
      return /^(Traceback|[\w.]*(Error|Exception)\b)/.test(line) ? "error" : "info";
  }
}
