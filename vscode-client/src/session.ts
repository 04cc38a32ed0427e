// The server's life in this window: found, started, restarted, stopped. One at a time.

import * as vscode from "vscode";
import { State, type LanguageClient } from "vscode-languageclient/node";
import type { ServerProvider } from "./environment/consent";
import { createClient, type ClientParts } from "./client";
import { RestartLimit } from "./restarts";

/** A part of the extension that talks with the server. */
export interface Feature {
  /** Before a client starts: register what arrives from the server. */
  attach?(client: LanguageClient): void;
  /** The server answers: at first, and again after it was restarted. */
  started?(client: LanguageClient): Promise<void>;
  /** The server is gone, for whatever reason. */
  stopped?(): void;
}

export type SessionState = "off" | "missing" | "starting" | "running" | "failed";

export class Session implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private limit: RestartLimit | undefined;
  private current: SessionState = "off";
  private queue: Promise<void> = Promise.resolve();
  private readonly emitter = new vscode.EventEmitter<SessionState>();
  readonly onDidChangeState = this.emitter.event;

  constructor(
    private readonly provider: ServerProvider,
    private readonly parts: ClientParts,
    private readonly features: readonly Feature[],
  ) {}

  get state(): SessionState {
    return this.current;
  }

  /** The client, if its server answers. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() === true ? this.client : undefined;
  }

  /** Starts the server unless there is one; where none is found the user is asked. */
  start(insist = false): Promise<void> {
    return this.enqueue(async () => {
      if (this.client !== undefined) return;
      this.become("starting");
      const location = await this.provider.locate();
      if (location.kind === "found") {
        await this.launch(location.program, location.source === "environment");
        return;
      }
      this.become("missing");
      // Not awaited: a question may stay open as long as the window.
      void this.provider.resolve(location, insist).then(async (resolved) => {
        if (resolved) await this.start();
      });
    });
  }

  stop(): Promise<void> {
    return this.enqueue(async () => {
      await this.end();
      this.become("off");
    });
  }

  async restart(insist = false): Promise<void> {
    await this.stop();
    await this.start(insist);
  }

  dispose(): void {
    this.emitter.dispose();
  }

  private async launch(program: string, isolated: boolean): Promise<void> {
    this.limit = new RestartLimit(() => {
      this.become("failed");
      void this.reportFailure("The server ended again and again, and stays off.");
    });
    const client = await createClient(program, isolated, this.limit, this.parts);
    this.client = client;
    for (const feature of this.features) feature.attach?.(client);
    client.onDidChangeState(({ newState }) => {
      if (client === this.client) this.follow(client, newState);
    });
    // Not awaited: while a server dies and is restarted, this promise may never settle.
    client.start().catch((error: unknown) => {
      if (client !== this.client || this.current === "failed") return;
      this.become("failed");
      const reason = error instanceof Error ? error.message : String(error);
      void this.reportFailure(`The server ${program} could not be started: ${reason}`);
    });
  }

  private follow(client: LanguageClient, state: State): void {
    switch (state) {
      case State.Running:
        this.become("running");
        for (const feature of this.features) {
          feature.started?.(client).catch((error: unknown) => {
            client.outputChannel.error(`after the start: ${String(error)}`);
          });
        }
        return;
      case State.Starting:
        this.become("starting");
        this.announceStopped();
        return;
      case State.Stopped:
      case State.StartFailed:
        this.announceStopped();
        if (this.current !== "failed") this.become("off");
        return;
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    if (client === undefined) return;
    this.client = undefined;
    this.limit?.abandon();
    const process = client.serverProcess;
    try {
      await client.dispose();
    } catch {
      // A client that is still starting, or failed to, cannot be asked to stop.
      process?.kill();
    }
    this.announceStopped();
  }

  private announceStopped(): void {
    for (const feature of this.features) feature.stopped?.();
  }

  private async reportFailure(message: string): Promise<void> {
    const restart = "Restart";
    const log = "Show Log";
    const choice = await vscode.window.showErrorMessage(`PCG: ${message}`, restart, log);
    if (choice === restart) await this.restart();
    if (choice === log) this.parts.output.show();
  }

  private become(state: SessionState): void {
    this.current = state;
    this.emitter.fire(state);
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work, work);
    return this.queue;
  }
}
