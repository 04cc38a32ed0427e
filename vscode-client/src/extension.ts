// What VS Code calls: everything is put together here, and nothing else happens here.

import * as vscode from "vscode";
import { CapturePrompt } from "./capture";
import { registerCommands } from "./commands";
import { DiffEditor } from "./diff/diff";
import { ServerProvider } from "./environment/consent";
import { Jobs } from "./jobs";
import { MarkdownPages } from "./markdown";
import { sayWhereVerificationWorks } from "./platform";
import { ProgressNotifications } from "./progress";
import { Results } from "./results";
import { ServerCommands } from "./serverCommands";
import { Session } from "./session";
import { configurationMiddleware, isEnabled, SettingsFollower } from "./settings";
import { LanguageStatus } from "./status";
import { Trust } from "./trust";

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel("PCG", { log: true });
  const trace = vscode.window.createOutputChannel("PCG trace", { log: true });
  const running = {
    get running() {
      return session?.running;
    },
  };
  const server = new ServerCommands(running, output);
  const jobs = new Jobs();
  const status = new LanguageStatus(jobs);
  const markdown = new MarkdownPages(
    vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "pages").fsPath,
  );
  const diff = new DiffEditor(server, jobs);
  const trust = new Trust();
  const capture = new CapturePrompt(server, context.workspaceState);
  const results = new Results(server, jobs);
  const progress = new ProgressNotifications();
  session = new Session(
    new ServerProvider(context, output),
    {
      output,
      trace,
      middleware: {
        executeCommand: (command, args, next): unknown =>
          capture.takes(command, args) ?? server.middleware(command, args, next),
        handleWorkDoneProgress: progress.handle,
        workspace: configurationMiddleware,
      },
      workingDirectory: context.globalStorageUri,
    },
    [diff, jobs, status, markdown, progress, results, trust],
  );
  context.subscriptions.push(
    output,
    trace,
    jobs,
    status,
    markdown,
    diff,
    results,
    trust,
    session,
    session.onDidChangeState((state) => {
      status.follow(state);
    }),
    new SettingsFollower(session),
    registerCommands({ context, output, session, server, jobs, diff, markdown, capture }),
  );
  void sayWhereVerificationWorks(context.globalState);
  if (isEnabled()) void session.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
  session = undefined;
}
