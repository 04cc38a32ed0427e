// What the server said last of each job.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { isJob, METHODS, type Job, type JobState } from "./protocol";
import type { Feature } from "./session";

const WORKING: ReadonlySet<JobState> = new Set(["queued", "generating", "verifying"]);

export class Jobs implements Feature, vscode.Disposable {
  private readonly byId = new Map<string, Job>();
  private readonly emitter = new vscode.EventEmitter<Job>();
  readonly onDidChange = this.emitter.event;

  attach(client: LanguageClient): void {
    client.onNotification(METHODS.jobChanged, (job: unknown) => {
      if (isJob(job)) this.take(job);
      else client.outputChannel.error(`not a job: ${JSON.stringify(job)}`);
    });
  }

  /** Offers that the server kept from earlier. */
  async started(client: LanguageClient): Promise<void> {
    const jobs: unknown = await client.sendRequest(METHODS.jobs, {});
    if (Array.isArray(jobs)) jobs.filter(isJob).forEach((job) => { this.take(job); });
  }

  stopped(): void {
    this.byId.clear();
  }

  take(job: Job): void {
    if (job.state === "replaced") this.byId.delete(job.id);
    else this.byId.set(job.id, job);
    this.emitter.fire(job);
  }

  get(id: string): Job | undefined {
    return this.byId.get(id);
  }

  /** Jobs that are worked on, those included that improve an offer. */
  working(): Job[] {
    return [...this.byId.values()].filter((job) => isWorking(job));
  }

  offers(): Job[] {
    return [...this.byId.values()].filter((job) => job.state === "verified");
  }

  /** The innermost job with an offer whose loop contains a line of a document. */
  offerAt(uri: vscode.Uri, line: number): Job | undefined {
    return this.offers()
      .filter((job) => sameDocument(job.uri, uri) && contains(job, line))
      .sort((a, b) => height(a) - height(b))[0];
  }

  dispose(): void {
    this.emitter.dispose();
  }
}

export function isWorking(job: Job): boolean {
  return WORKING.has(job.state) || (job.state === "verified" && job.improving);
}

/** "step, line 31: verified 1.9×" */
export function label(job: Job): string {
  const where = job.range === null ? "" : `, line ${job.range.start.line + 1}`;
  return `${job.function}${where}: ${job.text}`;
}

function sameDocument(uri: string, document: vscode.Uri): boolean {
  return vscode.Uri.parse(uri).toString() === document.toString();
}

function contains(job: Job, line: number): boolean {
  return job.range !== null && job.range.start.line <= line && line <= job.range.end.line;
}

function height(job: Job): number {
  return job.range === null ? Infinity : job.range.end.line - job.range.start.line;
}
