// The commands of the palette. Their names differ from the server's own, which the language client
// registers for lenses and code actions.

import * as vscode from "vscode";
import { askModel } from "./askModel";
import type { CapturePrompt } from "./capture";
import type { DiffEditor } from "./diff/diff";
import { debugInformation } from "./debugInformation";
import { isSupported } from "./documents";
import { isWorking, label, type Jobs } from "./jobs";
import type { MarkdownPages } from "./markdown";
import { SERVER_COMMANDS, type Job, type LoopAt } from "./protocol";
import type { ServerCommands } from "./serverCommands";
import type { Session } from "./session";

export interface CommandParts {
  readonly context: vscode.ExtensionContext;
  readonly output: vscode.LogOutputChannel;
  readonly session: Session;
  readonly server: ServerCommands;
  readonly jobs: Jobs;
  readonly diff: DiffEditor;
  readonly markdown: MarkdownPages;
  readonly capture: CapturePrompt;
}

export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { output, session, server, jobs, diff } = parts;
  const execute: ServerCommands["execute"] = (command, argument) =>
    server.execute(command, argument);
  const handlers: Record<string, (...args: unknown[]) => unknown> = {
    "pcg.parallelizeLoopAtCursor": () => atCursor((at) => execute(SERVER_COMMANDS.parallelizeLoop, at)),
    "pcg.parallelizeHotLoops": () =>
      atCursor(({ uri }) => execute(SERVER_COMMANDS.parallelizeFile, { uri })),
    "pcg.askModelAtCursor": () => atCursor((at) => askModel(server, at)),
    "pcg.parallelizeInProject": () =>
      atCursor((at) => execute(SERVER_COMMANDS.parallelizeLoop, { ...at, project: true })),
    "pcg.captureAtCursor": () => atCursor((at) => parts.capture.run({ ...at })),
    "pcg.explainAtCursor": () => atCursor((at) => execute(SERVER_COMMANDS.explain, at)),
    "pcg.enableOpenMPForFile": () =>
      atCursor(({ uri }) => execute(SERVER_COMMANDS.enableOpenMP, { uri })),
    "pcg.cancel": () => cancel(server, jobs),
    "pcg.showDiffAtCursor": () =>
      withOffer(jobs, (job) => execute(SERVER_COMMANDS.showDiff, { job: job.id })),
    "pcg.applyAtCursor": () => withOffer(jobs, (job) => server.apply(job.id)),
    "pcg.revert": () => execute(SERVER_COMMANDS.revertLastApply, {}),
    "pcg.doctor": () => execute(SERVER_COMMANDS.runDoctor, {}),
    "pcg.setUpServer": () => session.restart(true),
    "pcg.restartServer": () => session.restart(true),
    "pcg.restartWorkerProcesses": () => execute(SERVER_COMMANDS.restartWorker, {}),
    "pcg.showOutput": () => {
      output.show();
    },
    "pcg.openServerLog": () => execute(SERVER_COMMANDS.showLog, {}),
    "pcg.emptyCache": () => clearCache(server),
    "pcg.copyDebugInformation": () => copyDebugInformation(parts),
    "pcg.diff.apply": (uri) => diff.apply(asUri(uri)),
    "pcg.diff.discard": (uri) => {
      diff.discard(asUri(uri));
    },
    "pcg.diff.explain": (uri) => diff.explain(asUri(uri)),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(name, handler),
    ),
  );
}

async function atCursor(act: (cursor: LoopAt) => Promise<unknown>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isSupported(editor.document)) {
    void vscode.window.showWarningMessage(
      "PCG: open a C or C++ file of this workspace and put the cursor on a loop.",
    );
    return;
  }
  const { line, character } = editor.selection.active;
  await act({ uri: editor.document.uri.toString(), position: { line, character } });
}

/** Acts on the offer at the cursor, on the only one, or on one that the user picks. */
async function withOffer(jobs: Jobs, act: (job: Job) => Promise<unknown>): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const here =
    editor === undefined
      ? undefined
      : jobs.offerAt(editor.document.uri, editor.selection.active.line);
  const job = here ?? (await pick(jobs.offers(), "Which verified version?"));
  if (job !== undefined) await act(job);
  else if (jobs.offers().length === 0) {
    void vscode.window.showInformationMessage(
      "PCG: nothing is verified yet. Put the cursor on a loop and run “PCG: Parallelize Loop at Cursor”.",
    );
  }
}

async function cancel(server: ServerCommands, jobs: Jobs): Promise<void> {
  const working = jobs.working();
  const all = "All of them";
  if (working.length > 1) {
    const items = [{ label: all, job: undefined }, ...working.map((job) => ({ label: label(job), job }))];
    const choice = await vscode.window.showQuickPick(items, { placeHolder: "Cancel which?" });
    if (choice === undefined) return;
    const { job } = choice;
    // It may have ended while the list was open.
    if (job !== undefined && !isWorking(jobs.get(job.id) ?? job)) return;
    await server.execute(SERVER_COMMANDS.cancelJob, job === undefined ? {} : { job: job.id });
    return;
  }
  await server.execute(SERVER_COMMANDS.cancelJob, {});
}

async function pick(jobs: readonly Job[], placeHolder: string): Promise<Job | undefined> {
  if (jobs.length < 2) return jobs[0];
  const items = jobs.map((job) => ({
    label: label(job),
    description: vscode.workspace.asRelativePath(vscode.Uri.parse(job.uri)),
    job,
  }));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.job;
}

async function clearCache(server: ServerCommands): Promise<void> {
  const clear = "Clear Cache";
  const choice = await vscode.window.showWarningMessage(
    "PCG: clear what was compiled, measured and offered so far? It will be made anew when asked for.",
    { modal: true },
    clear,
  );
  if (choice === clear) await server.execute(SERVER_COMMANDS.clearCache, {});
}

/** Puts what a bug report needs on the clipboard; the server's part only if it answers. */
async function copyDebugInformation(parts: CommandParts): Promise<void> {
  let fromServer: string | undefined;
  const listener = parts.markdown.onDidArrive(({ text }) => {
    fromServer = text;
  });
  try {
    if (parts.session.running !== undefined) {
      await parts.server.execute(SERVER_COMMANDS.debugInformation, {});
    }
  } finally {
    listener.dispose();
  }
  const text = debugInformation(parts.context, parts.session.state, fromServer);
  await vscode.env.clipboard.writeText(text);
  void vscode.window.showInformationMessage("PCG: debug information is on the clipboard.");
}

function asUri(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}
