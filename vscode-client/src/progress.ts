// Work that can be cancelled is shown as a notification with Cancel; the language client alone
// would show it in the status bar only.

import * as vscode from "vscode";
import {
  WorkDoneProgressCancelNotification,
  type LanguageClient,
  type Middleware,
  type ProgressToken,
  type WorkDoneProgressBegin,
  type WorkDoneProgressReport,
} from "vscode-languageclient/node";
import type { Feature } from "./session";

type Handler = NonNullable<Middleware["handleWorkDoneProgress"]>;

interface Shown {
  report(params: WorkDoneProgressReport): void;
  end(): void;
}

export class ProgressNotifications implements Feature {
  private client: LanguageClient | undefined;
  private readonly shown = new Map<ProgressToken, Shown>();

  attach(client: LanguageClient): void {
    this.client = client;
  }

  stopped(): void {
    for (const shown of this.shown.values()) shown.end();
    this.shown.clear();
  }

  readonly handle: Handler = (token, params, next) => {
    switch (params.kind) {
      case "begin":
        if (params.cancellable === true) this.shown.set(token, this.show(token, params));
        else next(token, params);
        return;
      case "report": {
        const shown = this.shown.get(token);
        if (shown !== undefined) shown.report(params);
        else next(token, params);
        return;
      }
      case "end":
        this.shown.get(token)?.end();
        this.shown.delete(token);
        // The language client keeps the token until it hears of the end.
        next(token, params);
        return;
    }
  };

  private show(token: ProgressToken, begin: WorkDoneProgressBegin): Shown {
    const meter = new Meter();
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    let report: (params: WorkDoneProgressReport) => void = () => undefined;
    void vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: titled(begin.title),
        cancellable: true,
      },
      (progress, cancellation) => {
        cancellation.onCancellationRequested(() => {
          void this.client?.sendNotification(WorkDoneProgressCancelNotification.type, { token });
        });
        report = (params) => {
          progress.report(meter.advance(params));
        };
        report({ ...begin, kind: "report" });
        return done;
      },
    );
    return {
      report: (params) => {
        report(params);
      },
      end,
    };
  }
}

/** Turns LSP's percentages of the whole into VS Code's increments. */
export class Meter {
  private reached = 0;

  advance(params: Pick<WorkDoneProgressReport, "message" | "percentage">): {
    message?: string;
    increment?: number;
  } {
    const step: { message?: string; increment?: number } = {};
    if (params.message !== undefined) step.message = params.message;
    if (params.percentage !== undefined) {
      const target = Math.min(Math.max(params.percentage, this.reached), 100);
      step.increment = target - this.reached;
      this.reached = target;
    }
    return step;
  }
}

function titled(title: string): string {
  return title.startsWith("PCG") ? title : `PCG: ${title}`;
}
