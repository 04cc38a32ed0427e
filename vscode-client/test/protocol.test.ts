import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as protocol from "../src/protocol";
import { job, showDiff } from "./samples";

const document = readFileSync("../docs/lsp-extensions.md", "utf8");

describe("the mirror of docs/lsp-extensions.md", () => {
  it("has the server's commands, no more and no fewer", () => {
    const documented = [...document.matchAll(/^\| `(pcg\.\w+)` \|/gm)].map((match) => match[1]);
    expect([...Object.values(protocol.SERVER_COMMANDS)].sort()).toEqual(documented.sort());
  });

  it("has the methods, no more and no fewer", () => {
    const documented = new Set([...document.matchAll(/`(pcg\/\w+)`/g)].map((match) => match[1]));
    expect(new Set<string>(Object.values(protocol.METHODS))).toEqual(documented);
  });

  it("has the workflows, and whose versions are tried", () => {
    for (const names of [protocol.WORKFLOWS, protocol.GENERATORS]) {
      expect(document).toContain(`"${names.join("|")}"`);
    }
  });

  it("has the states of jobs and of the status", () => {
    expect(document).toContain(`"${protocol.JOB_STATES.join("|")}"`);
    expect(document).toContain(`"${protocol.STATUS_STATES.join("|")}"`);
  });
});

describe("guards", () => {
  it("let through what the interface describes", () => {
    expect(protocol.isJob(job())).toBe(true);
    expect(protocol.isJob(job({ range: null, speedup: null, author: "coder" }))).toBe(true);
    expect(protocol.isShowDiff(showDiff())).toBe(true);
    expect(protocol.isShowMarkdown({ title: "Why", text: "" })).toBe(true);
    expect(protocol.isStatus({ state: "idle", text: "ready", detail: "" })).toBe(true);
    expect(protocol.isApplyResult({ applied: false, reason: "stale" })).toBe(true);
    const project = { root: "/w", origin: "found", build: "make", test: "", bench: "" };
    expect(protocol.isProject(project)).toBe(true);
    expect(protocol.isProject({ ...project, bench: null })).toBe(false);
    expect(protocol.isCaptureRun({ build: "", run: "" })).toBe(true);
    expect(protocol.isCaptureRun({ build: "make" })).toBe(false);
  });

  it.each([
    ["another state", { ...job(), state: "done" }],
    ["a number as identity", { ...job(), id: 7 }],
    ["no range", { ...job(), range: undefined }],
    ["a range of halves", { ...job(), range: { start: { line: 1.5, character: 0 } } }],
    ["no speedup", { ...job(), speedup: undefined }],
    ["a number as author", { ...job(), author: 3 }],
    ["nothing", null],
    ["a list", []],
  ])("refuse a job with %s", (_, value) => {
    expect(protocol.isJob(value)).toBe(false);
  });

  it("refuse a diff without its text, a status of another kind and an answer without a verdict", () => {
    expect(protocol.isShowDiff({ ...showDiff(), modified: undefined })).toBe(false);
    expect(protocol.isShowDiff({ ...showDiff(), range: null })).toBe(false);
    expect(protocol.isShowMarkdown({ title: "Why" })).toBe(false);
    expect(protocol.isStatus({ state: "asleep", text: "", detail: "" })).toBe(false);
    expect(protocol.isApplyResult({ applied: "yes" })).toBe(false);
  });
});
