import { beforeEach, describe, expect, it, vi } from "vitest";
import { ResponseError, type LanguageClient } from "vscode-languageclient/node";
import type { TextDocumentContentProvider } from "vscode";
import { changeOf, isSameChange, offsetOf } from "../src/diff/change";
import { DiffEditor } from "../src/diff/diff";
import { Jobs } from "../src/jobs";
import { METHODS, SERVER_COMMANDS, type ShowDiff } from "../src/protocol";
import type { ServerCommands } from "../src/serverCommands";
import { freshWorld, TabInputTextDiff, Uri, type World } from "./fakes/vscode";
import { job, ORIGINAL, showDiff } from "./samples";

describe("the change of a diff", () => {
  it("is what is taken away and what is put there", () => {
    expect(changeOf(showDiff())).toEqual({
      removed: "  for (;;) {}\n}",
      inserted: "  #pragma omp parallel for\n  for (;;) {}\n}",
    });
  });

  it("stays the same when the file is edited elsewhere", () => {
    const moved = (text: string): string => `// a comment\n${text}`;
    const { original, modified } = showDiff();
    const rebased = showDiff({
      original: moved(original),
      modified: moved(modified),
      range: { start: { line: 3, character: 0 }, end: { line: 4, character: 1 } },
    });
    expect(isSameChange(showDiff(), rebased)).toBe(true);
  });

  it("is another when other text is put there", () => {
    const faster = showDiff({ modified: ORIGINAL.replace("  for", "  #pragma omp simd\n  for") });
    expect(isSameChange(showDiff(), faster)).toBe(false);
  });

  it("counts positions as LSP does", () => {
    const text = "a𝄞b\r\nc\rd\n";
    const at = (line: number, character: number): number => offsetOf(text, { line, character });
    expect([at(0, 3), at(0, 99), at(1, 0), at(2, 1), at(3, 0), at(9, 0)]).toEqual([3, 4, 6, 9, 10, 10]);
  });
});

describe("the diff editor", () => {
  let world: World;
  let jobs: Jobs;
  let editor: DiffEditor;
  let receive: (params: unknown) => unknown;
  const server = { request: vi.fn(), execute: vi.fn(), apply: vi.fn() };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  const text = (side: "original" | "modified"): unknown => {
    const provider = world.contents.get("pcg-diff") as TextDocumentContentProvider;
    const input = world.tabs[0]?.input as TabInputTextDiff;
    return provider.provideTextDocumentContent(input[side] as never, undefined as never);
  };
  const show = async (diff: ShowDiff): Promise<void> => {
    expect(receive(diff)).toBeNull();
    await settle();
  };

  beforeEach(() => {
    world = freshWorld();
    jobs = new Jobs();
    for (const mock of Object.values(server)) mock.mockReset();
    editor = new DiffEditor(server as unknown as ServerCommands, jobs);
    editor.attach({
      onRequest: (method: string, handler: (params: unknown) => unknown) => {
        expect(method).toBe(METHODS.showDiff);
        receive = handler;
      },
    } as unknown as LanguageClient);
  });

  it("shows both texts beside each other, at the change, under the file's name", async () => {
    await show(showDiff());
    const [original, modified, title, options] = world.executed[0]?.args ?? [];
    expect(world.executed[0]?.command).toBe("vscode.diff");
    expect(String(original)).toBe("pcg-diff:///original/heat2d.cpp?7");
    expect(String(modified)).toBe("pcg-diff:///modified/heat2d.cpp?7");
    expect(title).toBe("step: verified 1.9×");
    expect(options).toMatchObject({ selection: { start: { line: 2, character: 0 } } });
    expect(text("original")).toBe(ORIGINAL);
    expect(text("modified")).toBe(showDiff().modified);
  });

  it("refuses a request without its parts", () => {
    expect(receive({ job: "7" })).toBeInstanceOf(ResponseError);
    expect(world.executed).toEqual([]);
  });

  it("applies what is shown, closes it and returns to the file", async () => {
    await show(showDiff());
    server.request.mockResolvedValue(showDiff());
    server.apply.mockResolvedValue(true);
    await editor.apply(undefined);
    expect(server.request).toHaveBeenCalledWith(METHODS.offer, { job: "7" });
    expect(server.apply).toHaveBeenCalledWith("7");
    expect(world.tabs).toEqual([]);
    expect(world.opened).toEqual(["file:///w/heat2d.cpp"]);
  });

  it("stays open when the server does not apply it", async () => {
    await show(showDiff());
    server.request.mockResolvedValue(showDiff());
    server.apply.mockResolvedValue(false);
    await editor.apply(undefined);
    expect(world.tabs).toHaveLength(1);
    expect(world.opened).toEqual([]);
  });

  it("never applies another version than the one that is shown", async () => {
    await show(showDiff());
    const faster = showDiff({ modified: ORIGINAL.replace("  for", "  #pragma omp simd\n  for") });
    server.request.mockResolvedValue(faster);
    await editor.apply(undefined);
    expect(server.apply).not.toHaveBeenCalled();
    expect(text("modified")).toBe(faster.modified);
    expect(world.messages).toHaveLength(1);
  });

  it("applies nothing when the offer is gone", async () => {
    await show(showDiff());
    server.request.mockResolvedValue(null);
    await editor.apply(undefined);
    expect(server.apply).not.toHaveBeenCalled();
    expect(world.messages[0]).toContain("can no longer be applied");
  });

  it("keeps the versions of two jobs apart", async () => {
    await show(showDiff());
    await show(showDiff({ job: "8", uri: "file:///w/b.cpp" }));
    editor.discard(Uri.parse("pcg-diff:///modified/heat2d.cpp?7") as never);
    expect(world.tabs.map((tab) => String((tab.input as TabInputTextDiff).modified))).toEqual([
      "pcg-diff:///modified/b.cpp?8",
    ]);
    await editor.explain(undefined);
    expect(server.execute).toHaveBeenCalledWith(SERVER_COMMANDS.explain, { job: "8" });
  });

  it("closes when its version was applied elsewhere, and only then", async () => {
    await show(showDiff());
    jobs.take(job({ state: "stale" }));
    jobs.take(job({ id: "8", state: "applied" }));
    expect(world.tabs).toHaveLength(1);
    jobs.take(job({ state: "applied" }));
    expect(world.tabs).toEqual([]);
  });

  it("closes with the server, whose next life numbers its jobs anew", async () => {
    await show(showDiff());
    editor.stopped();
    expect(world.tabs).toEqual([]);
    await editor.apply(Uri.parse("pcg-diff:///modified/heat2d.cpp?7") as never);
    expect(server.request).not.toHaveBeenCalled();
  });

  it("forgets what the user closed", async () => {
    await show(showDiff());
    world.tabsChanged.fire({ closed: world.tabs });
    await editor.apply(Uri.parse("pcg-diff:///modified/heat2d.cpp?7") as never);
    expect(server.request).not.toHaveBeenCalled();
  });

  it("closes tabs that the window restored without their content", () => {
    const input = new TabInputTextDiff(
      Uri.parse("pcg-diff:///original/a.cpp?3"),
      Uri.parse("pcg-diff:///modified/a.cpp?3"),
    );
    const other = { input: undefined };
    world.tabs = [{ input }, other];
    new DiffEditor(server as unknown as ServerCommands, jobs);
    expect(world.tabs).toEqual([other]);
  });
});
