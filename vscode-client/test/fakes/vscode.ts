// As much of the editor's module as the parts under test use.

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
    readonly query: string,
  ) {}

  get fsPath(): string {
    return this.path;
  }

  static from(parts: { scheme: string; path?: string; query?: string }): Uri {
    return new Uri(parts.scheme, parts.path ?? "", parts.query ?? "");
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return Uri.file([base.path, ...parts].join("/"));
  }

  static file(path: string): Uri {
    return new Uri("file", path, "");
  }

  static parse(text: string): Uri {
    const url = new URL(text);
    return new Uri(url.protocol.slice(0, -1), decodeURIComponent(url.pathname), url.search.slice(1));
  }

  toString(): string {
    const query = this.query === "" ? "" : `?${encodeURIComponent(this.query)}`;
    return `${this.scheme}://${encodeURI(this.path)}${query}`;
  }
}

export class EventEmitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void): Disposable => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };

  fire(value: T): void {
    for (const listener of this.listeners) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export class Disposable {
  constructor(private readonly callback: () => unknown) {}

  dispose(): void {
    this.callback();
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class TabInputTextDiff {
  constructor(
    readonly original: Uri,
    readonly modified: Uri,
  ) {}
}

export interface Tab {
  input: unknown;
}

export enum ProgressLocation {
  Window = 10,
  Notification = 15,
}

export enum LanguageStatusSeverity {
  Information = 0,
  Warning = 1,
  Error = 2,
}

export enum LogLevel {
  Off = 0,
  Trace = 1,
  Debug = 2,
  Info = 3,
  Warning = 4,
  Error = 5,
}

export enum ViewColumn {
  Beside = -2,
}

export class CancellationError extends Error {}

/** What the extension did to the window; tests read it, and set the answers. */
export class World {
  readonly contents = new Map<string, unknown>();
  readonly executed: { command: string; args: unknown[] }[] = [];
  readonly messages: string[] = [];
  readonly progress: ShownProgress[] = [];
  readonly settings = new Map<string, unknown>();
  readonly settingsChanged = new EventEmitter<void>();
  readonly trustGranted = new EventEmitter<void>();
  readonly tabsChanged = new EventEmitter<{ closed: Tab[] }>();
  tabs: Tab[] = [];
  activeTab: Tab | undefined;
  answer: string | undefined;
  /** What the user types, one after the other; then they go away. */
  inputs: string[] = [];
  asked: { title?: string; value?: string }[] = [];
  opened: string[] = [];
}

interface TabGroups {
  activeTabGroup: { activeTab: Tab | undefined };
  all: { tabs: Tab[] }[];
  onDidChangeTabs: EventEmitter<{ closed: Tab[] }>["event"];
  close(tabs: Tab[]): Promise<boolean>;
}

export interface ShownProgress {
  title: string;
  location: ProgressLocation;
  steps: { message?: string; increment?: number }[];
  ended: boolean;
  cancel(): void;
}

let current = new World();

/** A new, empty window. */
export function freshWorld(): World {
  current = new World();
  return current;
}

function message(text: string, ...choices: unknown[]): Promise<string | undefined> {
  current.messages.push(text);
  return Promise.resolve(choices.includes(current.answer) ? current.answer : undefined);
}

export const window = {
  showInformationMessage: message,
  showWarningMessage: message,
  showErrorMessage: message,
  showInputBox: (options: { title?: string; value?: string }): Promise<string | undefined> => {
    current.asked.push(options);
    return Promise.resolve(current.inputs.shift());
  },
  showTextDocument: (uri: Uri): Promise<void> => {
    current.opened.push(uri.toString());
    return Promise.resolve();
  },
  withProgress: async <T>(
    options: { title: string; location: ProgressLocation },
    task: (
      progress: { report(step: { message?: string; increment?: number }): void },
      token: { isCancellationRequested: boolean; onCancellationRequested: EventEmitter<void>["event"] },
    ) => Promise<T>,
  ): Promise<T> => {
    const cancelled = new EventEmitter<void>();
    const shown: ShownProgress = {
      title: options.title,
      location: options.location,
      steps: [],
      ended: false,
      cancel: () => {
        cancelled.fire();
      },
    };
    current.progress.push(shown);
    const result = await task(
      { report: (step) => void shown.steps.push(step) },
      { isCancellationRequested: false, onCancellationRequested: cancelled.event },
    );
    shown.ended = true;
    return result;
  },
  get tabGroups(): TabGroups {
    return {
      activeTabGroup: { activeTab: current.activeTab },
      all: [{ tabs: current.tabs }],
      onDidChangeTabs: current.tabsChanged.event,
      close: (tabs: Tab[]): Promise<boolean> => {
        current.tabs = current.tabs.filter((tab) => !tabs.includes(tab));
        if (current.activeTab !== undefined && tabs.includes(current.activeTab)) {
          current.activeTab = undefined;
        }
        current.tabsChanged.fire({ closed: tabs });
        return Promise.resolve(true);
      },
    };
  },
};

export const commands = {
  executeCommand: (command: string, ...args: unknown[]): Promise<void> => {
    current.executed.push({ command, args });
    if (command === "vscode.diff") {
      const [original, modified] = args as [Uri, Uri];
      const tab = { input: new TabInputTextDiff(original, modified) };
      current.tabs.push(tab);
      current.activeTab = tab;
    }
    return Promise.resolve();
  },
};

export const workspace = {
  getConfiguration: (): { get(name: string, fallback: unknown): unknown } => ({
    get: (name: string, fallback: unknown): unknown => current.settings.get(name) ?? fallback,
  }),
  onDidGrantWorkspaceTrust: (listener: () => void): Disposable =>
    current.trustGranted.event(listener),
  onDidChangeConfiguration: (listener: () => void): Disposable =>
    current.settingsChanged.event(listener),
  get isTrusted(): boolean {
    return true;
  },
  registerTextDocumentContentProvider: (scheme: string, provider: unknown): Disposable => {
    current.contents.set(scheme, provider);
    return new Disposable(() => current.contents.delete(scheme));
  },
};

export const extensions = { getExtension: (): object => ({}) };

export const languages = {};
