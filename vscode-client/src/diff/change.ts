// What a diff does to a file, apart from where in the file it does it.

import type { Position } from "vscode-languageclient/node";
import type { ShowDiff } from "../protocol";

export interface Change {
  readonly removed: string;
  readonly inserted: string;
}

/** The text that an edit takes away, and what it puts there. */
export function changeOf(diff: ShowDiff): Change {
  const start = offsetOf(diff.original, diff.range.start);
  const end = offsetOf(diff.original, diff.range.end);
  const rest = diff.original.length - end;
  return {
    removed: diff.original.slice(start, end),
    inserted: diff.modified.slice(start, Math.max(start, diff.modified.length - rest)),
  };
}

/** Whether two diffs are the same edit, even if the file changed elsewhere between them. */
export function isSameChange(one: ShowDiff, other: ShowDiff): boolean {
  const [a, b] = [changeOf(one), changeOf(other)];
  return a.removed === b.removed && a.inserted === b.inserted;
}

/** The UTF-16 offset of a position, as LSP counts; past a line's end it is that end. */
export function offsetOf(text: string, position: Position): number {
  const lineEnd = /\r\n|\r|\n/g;
  let start = 0;
  for (let line = 0; line < position.line; line += 1) {
    if (lineEnd.exec(text) === null) return text.length;
    start = lineEnd.lastIndex;
  }
  const next = lineEnd.exec(text);
  return Math.min(start + position.character, next?.index ?? text.length);
}
