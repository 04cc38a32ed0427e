// The two virtual documents of each job whose diff is shown.

import * as path from "node:path";
import * as vscode from "vscode";
import type { ShowDiff } from "../protocol";

export const DIFF_SCHEME = "pcg-diff";

export type Side = "original" | "modified";

export class DiffDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly byJob = new Map<string, ShowDiff>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.registration = vscode.workspace.registerTextDocumentContentProvider(DIFF_SCHEME, this);
  }

  get(job: string): ShowDiff | undefined {
    return this.byJob.get(job);
  }

  /** Keeps a job's texts, in place of older ones. */
  set(diff: ShowDiff): void {
    const older = this.byJob.get(diff.job);
    this.byJob.set(diff.job, diff);
    if (older !== undefined) {
      this.changed.fire(uriOf(older, "original"));
      this.changed.fire(uriOf(older, "modified"));
    }
  }

  delete(job: string): void {
    this.byJob.delete(job);
  }

  jobs(): string[] {
    return [...this.byJob.keys()];
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const diff = this.byJob.get(uri.query);
    return diff === undefined ? "" : uri.path.startsWith("/original/") ? diff.original : diff.modified;
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** The address of one side; its name has the file's suffix, so that it is coloured alike. */
export function uriOf(diff: ShowDiff, side: Side): vscode.Uri {
  const name = path.posix.basename(vscode.Uri.parse(diff.uri).path);
  return vscode.Uri.from({ scheme: DIFF_SCHEME, path: `/${side}/${name}`, query: diff.job });
}

/** The job that a virtual document belongs to. */
export function jobOf(uri: vscode.Uri | undefined): string | undefined {
  return uri?.scheme === DIFF_SCHEME ? uri.query : undefined;
}
