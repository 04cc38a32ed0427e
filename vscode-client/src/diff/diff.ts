// Verified versions beside the code as it is, with Apply and Discard in the title bar.

import * as vscode from "vscode";
import { ErrorCodes, ResponseError, type LanguageClient } from "vscode-languageclient/node";
import type { Jobs } from "../jobs";
import { isShowDiff, METHODS, SERVER_COMMANDS, type Job, type ShowDiff } from "../protocol";
import type { ServerCommands } from "../serverCommands";
import type { Feature } from "../session";
import { isSameChange } from "./change";
import { DiffDocuments, jobOf, uriOf } from "./documents";
import { activeJob, closeTabs, jobOfTab } from "./tabs";

export class DiffEditor implements Feature, vscode.Disposable {
  private readonly documents = new DiffDocuments();
  private readonly disposables: readonly { dispose(): unknown }[];

  constructor(
    private readonly server: ServerCommands,
    jobs: Jobs,
  ) {
    this.disposables = [
      this.documents,
      jobs.onDidChange((job) => {
        this.follow(job);
      }),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        for (const job of closed.map(jobOfTab)) if (job !== undefined) this.documents.delete(job);
      }),
    ];
    // Tabs that the window restored have lost what they showed.
    void closeTabs((job) => this.documents.get(job) === undefined);
  }

  attach(client: LanguageClient): void {
    client.onRequest(METHODS.showDiff, (params: unknown) => {
      if (!isShowDiff(params)) {
        return new ResponseError(ErrorCodes.InvalidParams, "pcg/showDiff: wrong parameters");
      }
      this.show(params).catch((error: unknown) => {
        client.outputChannel.error(`showing the diff “${params.title}”: ${String(error)}`);
      });
      return null;
    });
  }

  /** A new server gives the same numbers to other jobs: what is shown must not apply those. */
  stopped(): void {
    for (const job of this.documents.jobs()) this.close(job);
  }

  /** Applies what is shown, and nothing else: a version that came meanwhile is shown first. */
  async apply(uri: vscode.Uri | undefined): Promise<void> {
    const shown = this.shownAt(uri);
    if (shown === undefined) return;
    const now = await this.server.request(METHODS.offer, { job: shown.job });
    if (now === undefined) return;
    if (!isShowDiff(now)) {
      void vscode.window.showWarningMessage(
        "PCG: this version can no longer be applied. Ask for the loop once more.",
      );
      return;
    }
    if (!isSameChange(shown, now)) {
      await this.show(now);
      void vscode.window.showInformationMessage(
        "PCG: a faster verified version was found meanwhile. It is shown now: apply it if you agree.",
      );
      return;
    }
    const result = await this.server.apply(shown.job);
    if (!result) return;
    this.close(shown.job);
    await vscode.window.showTextDocument(vscode.Uri.parse(shown.uri));
  }

  discard(uri: vscode.Uri | undefined): void {
    const shown = this.shownAt(uri);
    if (shown !== undefined) this.close(shown.job);
  }

  async explain(uri: vscode.Uri | undefined): Promise<void> {
    const shown = this.shownAt(uri);
    if (shown !== undefined) await this.server.execute(SERVER_COMMANDS.explain, { job: shown.job });
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private shownAt(uri: vscode.Uri | undefined): ShowDiff | undefined {
    const job = jobOf(uri) ?? activeJob();
    return job === undefined ? undefined : this.documents.get(job);
  }

  private async show(diff: ShowDiff): Promise<void> {
    this.documents.set(diff);
    const { line, character } = diff.range.start;
    const start = new vscode.Position(line, character);
    await vscode.commands.executeCommand(
      "vscode.diff",
      uriOf(diff, "original"),
      uriOf(diff, "modified"),
      diff.title,
      { preview: false, selection: new vscode.Range(start, start) },
    );
  }

  private follow(job: Job): void {
    if (job.state === "applied" && this.documents.get(job.id) !== undefined) this.close(job.id);
  }

  private close(job: string): void {
    this.documents.delete(job);
    void closeTabs((other) => other === job);
  }
}
