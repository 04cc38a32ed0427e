// Asking how the user's program is built and run, before what a function is given there is captured.

import * as vscode from "vscode";
import {
  isCaptureRun,
  isProject,
  METHODS,
  SERVER_COMMANDS,
  type CaptureRun,
  type Project,
} from "./protocol";
import type { ServerCommands } from "./serverCommands";

const KEPT = "pcg.captureRuns";

/** What a command says of the function, as the server wants it: a loop's identity or a position. */
export interface Place {
  readonly uri: string;
  readonly [name: string]: unknown;
}

export class CapturePrompt {
  constructor(
    private readonly server: Pick<ServerCommands, "execute" | "request">,
    private readonly memory: vscode.Memento,
  ) {}

  /** Takes over the command of a code action, which does not say what is run. */
  takes(command: string, args: readonly unknown[]): Promise<unknown> | undefined {
    const place = args[0];
    if (command !== SERVER_COMMANDS.capture || !isPlace(place)) return undefined;
    return this.run(place);
  }

  /** Asks, and has the server capture; it shows the commands once more before it runs them. */
  async run(place: Place): Promise<unknown> {
    const answer = await this.server.request(METHODS.project, { uri: place.uri });
    if (answer === undefined) return undefined;
    const project = isProject(answer) ? answer : undefined;
    const run = await this.ask(project);
    if (run === undefined) return undefined;
    await this.keep(project, run);
    return this.server.execute(SERVER_COMMANDS.capture, { ...place, ...run });
  }

  private async ask(project: Project | undefined): Promise<CaptureRun | undefined> {
    const last = this.kept()[keyOf(project)];
    const build = await vscode.window.showInputBox({
      title: "PCG: Capture Inputs (1 of 2): how is your program built?",
      prompt: "A command line, run in a copy of the project. Empty: this file alone is the program.",
      value: last?.build ?? project?.build ?? "",
      ignoreFocusOut: true,
    });
    if (build === undefined) return undefined;
    const run = await vscode.window.showInputBox({
      title: "PCG: Capture Inputs (2 of 2): how is it run?",
      prompt:
        build.trim() === ""
          ? "The arguments of the program."
          : "A command line that gets to the function, as in “build/app 300 400”.",
      value: last?.run ?? project?.bench ?? "",
      ignoreFocusOut: true,
    });
    return run === undefined ? undefined : { build: build.trim(), run: run.trim() };
  }

  /** What was used last in this workspace, by project. */
  private kept(): Readonly<Record<string, CaptureRun>> {
    const kept = this.memory.get<unknown>(KEPT);
    if (typeof kept !== "object" || kept === null) return {};
    const runs: [string, CaptureRun][] = [];
    for (const [root, run] of Object.entries(kept) as [string, unknown][]) {
      if (isCaptureRun(run)) runs.push([root, run]);
    }
    return Object.fromEntries(runs);
  }

  private async keep(project: Project | undefined, run: CaptureRun): Promise<void> {
    await this.memory.update(KEPT, { ...this.kept(), [keyOf(project)]: run });
  }
}

function keyOf(project: Project | undefined): string {
  return project?.root ?? "";
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== "object" || value === null) return false;
  return "uri" in value && typeof value.uri === "string" && !("run" in value);
}
