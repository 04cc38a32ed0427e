// Values that several tests start from.

import type { Job, ShowDiff } from "../src/protocol";

export function job(changes: Partial<Job> = {}): Job {
  return {
    id: "7",
    uri: "file:///w/heat2d.cpp",
    loop: "step#0@0123456789abcdef",
    function: "step",
    range: { start: { line: 2, character: 4 }, end: { line: 4, character: 5 } },
    state: "verified",
    text: "verified 1.9×",
    detail: "",
    fraction: 1,
    speedup: 1.9,
    improving: false,
    author: null,
    ...changes,
  };
}

export const ORIGINAL = "void step() {\n  int n = 3;\n  for (;;) {}\n}\n";

export function showDiff(changes: Partial<ShowDiff> = {}): ShowDiff {
  return {
    job: "7",
    uri: "file:///w/heat2d.cpp",
    title: "step: verified 1.9×",
    original: ORIGINAL,
    modified: ORIGINAL.replace("  for", "  #pragma omp parallel for\n  for"),
    range: { start: { line: 2, character: 0 }, end: { line: 3, character: 1 } },
    ...changes,
  };
}
