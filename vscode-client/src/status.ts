// PCG's entry in the language status of C and C++ documents.

import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { DOCUMENTS } from "./documents";
import { label, type Jobs } from "./jobs";
import { isStatus, METHODS, type Job, type Status } from "./protocol";
import type { Feature, SessionState } from "./session";

export interface Presentation {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "warning" | "error";
  readonly busy: boolean;
  readonly command: { readonly title: string; readonly command: string };
}

export class LanguageStatus implements Feature, vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("pcg.status", [...DOCUMENTS]);
  private readonly disposables: readonly { dispose(): unknown }[];
  private status: Status | undefined;
  private session: SessionState = "off";

  constructor(private readonly jobs: Jobs) {
    this.item.name = "PCG";
    this.disposables = [
      this.item,
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.refresh();
      }),
      jobs.onDidChange(() => {
        this.refresh();
      }),
    ];
    this.refresh();
  }

  attach(client: LanguageClient): void {
    client.onNotification(METHODS.status, (status: unknown) => {
      if (!isStatus(status)) return;
      this.status = status;
      this.refresh();
    });
  }

  stopped(): void {
    this.status = undefined;
    this.refresh();
  }

  follow(session: SessionState): void {
    this.session = session;
    this.refresh();
  }

  dispose(): void {
    for (const disposable of this.disposables) disposable.dispose();
  }

  private refresh(): void {
    const shown = present(
      this.session,
      this.status ?? unheard(vscode.workspace.isTrusted),
      this.jobs.working(),
    );
    this.item.text = shown.text;
    this.item.detail = shown.detail;
    this.item.busy = shown.busy;
    this.item.severity = SEVERITIES[shown.severity];
    this.item.command = { ...shown.command };
    this.item.accessibilityInformation = { label: `${shown.text} ${shown.detail}`.trim() };
  }
}

const SEVERITIES = {
  information: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
} as const;

const SHOW_LOG = { title: "Show Log", command: "pcg.showOutput" };
const SET_UP = { title: "Set Up Server", command: "pcg.setUpServer" };
const RESTART = { title: "Restart Server", command: "pcg.restartServer" };
const DOCTOR = { title: "Doctor", command: "pcg.doctor" };
const CANCEL = { title: "Cancel", command: "pcg.cancel" };
const TRUST = { title: "Manage Trust", command: "workbench.trust.manage" };

/** What is shown of the server's life, its status and the jobs that it works on. */
export function present(
  session: SessionState,
  status: Status,
  working: readonly Job[],
): Presentation {
  const still = { severity: "information", busy: false, detail: "" } as const;
  switch (session) {
    case "off":
      return { ...still, text: "PCG: off", command: RESTART };
    case "missing":
      return { ...still, text: "PCG: no server", severity: "warning", command: SET_UP };
    case "starting":
      return { ...still, text: "PCG: starting", busy: true, command: SHOW_LOG };
    case "failed":
      return { ...still, text: "PCG: the server failed", severity: "error", command: RESTART };
    case "running":
      return presentStatus(status, working);
  }
}

/** What holds of a server that runs and has not told of a status yet. */
export function unheard(trusted: boolean): Status {
  return trusted
    ? { state: "idle", text: "ready", detail: "" }
    : { state: "restricted", text: "restricted", detail: "nothing is compiled or run before you trust this workspace" };
}

function presentStatus(status: Status, working: readonly Job[]): Presentation {
  const shown = {
    text: status.text.startsWith("PCG") ? status.text : `PCG: ${status.text}`,
    detail: status.detail,
    severity: "information",
    busy: false,
  } as const;
  switch (status.state) {
    case "idle":
      return { ...shown, command: SHOW_LOG };
    case "analyzing":
      return { ...shown, busy: true, command: SHOW_LOG };
    case "verifying": {
      // Of a single loop the text tells already.
      const others = working.length > 1 ? working.map(label).join("; ") : "";
      const detail = status.detail === "" ? others : status.detail;
      return { ...shown, detail, busy: true, command: CANCEL };
    }
    case "restricted":
      return { ...shown, severity: "warning", command: TRUST };
    case "unavailable":
      return { ...shown, severity: "warning", command: DOCTOR };
  }
}
