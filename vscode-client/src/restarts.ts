// How often a server that dies is started again.

import { CloseAction, ErrorAction } from "vscode-languageclient/node";
import type { CloseHandlerResult, ErrorHandler, ErrorHandlerResult } from "vscode-languageclient/node";

const LIMIT = 3;
const WINDOW_MS = 3 * 60 * 1000;
const TOLERATED_ERRORS = 3;

/** Restarts a dead server at once, but at most three times in three minutes. */
export class RestartLimit implements ErrorHandler {
  private deaths: number[] = [];
  private abandoned = false;

  constructor(
    private readonly onGivenUp: () => void,
    private readonly now: () => number = Date.now,
  ) {}

  error(_error: Error, _message: unknown, count: number | undefined): ErrorHandlerResult {
    return {
      action:
        count !== undefined && count <= TOLERATED_ERRORS
          ? ErrorAction.Continue
          : ErrorAction.Shutdown,
    };
  }

  /** The end is wanted: whatever dies from now on stays dead. */
  abandon(): void {
    this.abandoned = true;
  }

  closed(): CloseHandlerResult {
    if (this.abandoned) return { action: CloseAction.DoNotRestart, handled: true };
    const now = this.now();
    this.deaths = [...this.deaths.filter((death) => now - death < WINDOW_MS), now];
    if (this.deaths.length <= LIMIT) {
      return {
        action: CloseAction.Restart,
        message: "The server ended unexpectedly and is started again.",
        handled: true,
      };
    }
    this.onGivenUp();
    return {
      action: CloseAction.DoNotRestart,
      message: `The server ended ${this.deaths.length} times within three minutes and stays off.`,
      handled: true,
    };
  }
}
