// Says what became of a loop that the user asked for, once the notification of its progress is gone.

import * as vscode from "vscode";
import { isWorking, type Jobs } from "./jobs";
import { SERVER_COMMANDS, type Job } from "./protocol";
import type { ServerCommands } from "./serverCommands";
import type { Feature } from "./session";

export class Results implements Feature, vscode.Disposable {
  /** Jobs seen at work, of which nothing was said yet. */
  private readonly awaited = new Set<string>();
  private readonly listener: vscode.Disposable;

  constructor(
    private readonly server: ServerCommands,
    jobs: Jobs,
  ) {
    this.listener = jobs.onDidChange((job) => {
      this.follow(job);
    });
  }

  stopped(): void {
    this.awaited.clear();
  }

  dispose(): void {
    this.listener.dispose();
  }

  private follow(job: Job): void {
    if (job.state === "verified") {
      // The first verified version is worth a word; a faster one found later is in the lens.
      if (this.awaited.delete(job.id)) void this.tellOffer(job);
    } else if (isWorking(job)) {
      this.awaited.add(job.id);
    } else if (this.awaited.delete(job.id) && job.state !== "cancelled" && job.state !== "applied") {
      void this.tellRefusal(job);
    }
  }

  private async tellOffer(job: Job): Promise<void> {
    const show = "Show Diff";
    const why = "Why";
    const choice = await vscode.window.showInformationMessage(sentence(job), show, why);
    if (choice === show) await this.server.execute(SERVER_COMMANDS.showDiff, { job: job.id });
    if (choice === why) await this.server.execute(SERVER_COMMANDS.explain, { job: job.id });
  }

  private async tellRefusal(job: Job): Promise<void> {
    const why = "Why";
    const choice = await vscode.window.showInformationMessage(sentence(job), why);
    if (choice === why) await this.server.execute(SERVER_COMMANDS.explain, { job: job.id });
  }
}

/** "PCG: step: verified 1.9×" and the detail, where the server gives one. */
export function sentence(job: Job): string {
  const detail = job.detail === "" ? "" : ` (${job.detail})`;
  return `PCG: ${job.function}: ${job.text}${detail}`;
}
