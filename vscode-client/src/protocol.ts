// The server's interface beyond LSP: a mirror of docs/lsp-extensions.md, with guards for what arrives.

import type { Position, Range } from "vscode-languageclient/node";

/** What `workspace/executeCommand` accepts. The language client registers these names itself. */
export const SERVER_COMMANDS = {
  parallelizeLoop: "pcg.parallelizeLoop",
  parallelizeFile: "pcg.parallelizeFile",
  capture: "pcg.capture",
  cancelJob: "pcg.cancelJob",
  showDiff: "pcg.showDiff",
  applyOffer: "pcg.applyOffer",
  explain: "pcg.explain",
  enableOpenMP: "pcg.enableOpenMP",
  revertLastApply: "pcg.revertLastApply",
  runDoctor: "pcg.runDoctor",
  restartWorker: "pcg.restartWorker",
  showLog: "pcg.showLog",
  clearCache: "pcg.clearCache",
  debugInformation: "pcg.debugInformation",
} as const;
export type ServerCommand = (typeof SERVER_COMMANDS)[keyof typeof SERVER_COMMANDS];

/** Methods of requests and notifications, in either direction. */
export const METHODS = {
  showDiff: "pcg/showDiff",
  showMarkdown: "pcg/showMarkdown",
  jobs: "pcg/jobs",
  offer: "pcg/offer",
  project: "pcg/project",
  jobChanged: "pcg/jobChanged",
  status: "pcg/status",
  trustChanged: "pcg/trustChanged",
} as const;

export interface InitializationOptions {
  readonly trusted: boolean;
  readonly client: {
    readonly showDiff: boolean;
    readonly showMarkdown: boolean;
    readonly jobs: boolean;
    readonly status: boolean;
    /** Asks for the command line before it has pcg.capture carried out. */
    readonly askProgram: boolean;
  };
}

/** What a language model is asked for. */
export const WORKFLOWS = ["parallel", "serial", "any", "multi-stage"] as const;
export type Workflow = (typeof WORKFLOWS)[number];

/** Whose versions are tried. */
export const GENERATORS = ["rules", "model", "all"] as const;
export type Generators = (typeof GENERATORS)[number];

export interface LoopAt {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

/** The argument of pcg.parallelizeLoop; what is left out is as the settings say. */
export interface ParallelizeLoop extends LoopAt {
  readonly generators?: Generators;
  readonly workflows?: readonly Workflow[];
  /** The user's project has to accept the result; the server asks before it runs anything. */
  readonly project?: boolean;
}

/** The argument of pcg.capture; what is left out is as the project does. */
export interface CaptureRun {
  readonly run: string;
  /** Empty: the file alone makes the program, and `run` are its arguments. */
  readonly build: string;
}

/** The commands of the project that a file is in. */
export interface Project {
  readonly root: string;
  readonly origin: string;
  readonly build: string;
  readonly test: string;
  readonly bench: string;
}

export const JOB_STATES = [
  "queued",
  "generating",
  "verifying",
  "verified",
  "refuted",
  "inconclusive",
  "unavailable",
  "cancelled",
  "stale",
  "applied",
  "replaced",
] as const;
export type JobState = (typeof JOB_STATES)[number];

export interface Job {
  readonly id: string;
  readonly uri: string;
  readonly loop: string;
  readonly function: string;
  /** Of the loop now; null if it is gone. */
  readonly range: Range | null;
  readonly state: JobState;
  readonly text: string;
  readonly detail: string;
  /** Of the work, 0 to 1. */
  readonly fraction: number;
  /** Measured, of a verified offer. */
  readonly speedup: number | null;
  /** Verified, and still looking for a faster version. */
  readonly improving: boolean;
  /** The language model that wrote the offer; null: the rules did, or there is none. */
  readonly author: string | null;
}

export interface ShowDiff {
  readonly job: string;
  readonly uri: string;
  readonly title: string;
  readonly original: string;
  readonly modified: string;
  /** What the edit replaces in the original. */
  readonly range: Range;
}

export interface ShowMarkdown {
  readonly title: string;
  readonly text: string;
}

export const STATUS_STATES = [
  "idle",
  "analyzing",
  "verifying",
  "restricted",
  "unavailable",
] as const;
export type StatusState = (typeof STATUS_STATES)[number];

export interface Status {
  readonly state: StatusState;
  readonly text: string;
  readonly detail: string;
}

export interface ApplyResult {
  readonly applied: boolean;
  readonly reason?: string;
}

export function isJob(value: unknown): value is Job {
  return (
    hasStrings(value, "id", "uri", "loop", "function", "text", "detail") &&
    (value["range"] === null || isRange(value["range"])) &&
    isOneOf(JOB_STATES, value["state"]) &&
    typeof value["fraction"] === "number" &&
    (value["speedup"] === null || typeof value["speedup"] === "number") &&
    typeof value["improving"] === "boolean" &&
    (value["author"] === null || typeof value["author"] === "string")
  );
}

export function isShowDiff(value: unknown): value is ShowDiff {
  return (
    hasStrings(value, "job", "uri", "title", "original", "modified") && isRange(value["range"])
  );
}

export function isShowMarkdown(value: unknown): value is ShowMarkdown {
  return hasStrings(value, "title", "text");
}

export function isStatus(value: unknown): value is Status {
  return hasStrings(value, "text", "detail") && isOneOf(STATUS_STATES, value["state"]);
}

export function isCaptureRun(value: unknown): value is CaptureRun {
  return hasStrings(value, "run", "build");
}

export function isProject(value: unknown): value is Project {
  return hasStrings(value, "root", "origin", "build", "test", "bench");
}

export function isApplyResult(value: unknown): value is ApplyResult {
  return (
    isRecord(value) &&
    typeof value["applied"] === "boolean" &&
    (value["reason"] === undefined || typeof value["reason"] === "string")
  );
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value["start"]) && isPosition(value["end"]);
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && isCount(value["line"]) && isCount(value["character"]);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

function isOneOf<T extends string>(values: readonly T[], value: unknown): value is T {
  return (values as readonly unknown[]).includes(value);
}

function hasStrings(value: unknown, ...names: string[]): value is Record<string, unknown> {
  return isRecord(value) && names.every((name) => typeof value[name] === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
