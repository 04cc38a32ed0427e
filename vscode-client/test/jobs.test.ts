import { describe, expect, it } from "vitest";
import type { LanguageClient } from "vscode-languageclient/node";
import { Jobs, label } from "../src/jobs";
import { Uri } from "./fakes/vscode";
import { job } from "./samples";

const document = Uri.file("/w/heat2d.cpp") as never;

describe("jobs", () => {
  it("with an offer are found by their place, the innermost first", () => {
    const jobs = new Jobs();
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    jobs.take(job({ id: "outer", range }));
    jobs.take(job({ id: "inner" }));
    jobs.take(job({ id: "elsewhere", uri: "file:///w/b.cpp" }));
    jobs.take(job({ id: "gone", range: null }));
    jobs.take(job({ id: "refuted", state: "refuted" }));
    expect([1, 3, 10].map((line) => jobs.offerAt(document, line)?.id)).toEqual([
      "outer",
      "inner",
      undefined,
    ]);
  });

  it("are found whatever way their address is written", () => {
    const jobs = new Jobs();
    jobs.take(job({ uri: "file:///w/a%2Bb.cpp" }));
    expect(jobs.offerAt(Uri.file("/w/a+b.cpp") as never, 3)?.id).toBe("7");
  });

  it("are worked on until they are decided, and while they improve", () => {
    const jobs = new Jobs();
    jobs.take(job({ id: "a", state: "queued" }));
    jobs.take(job({ id: "b", state: "verifying" }));
    jobs.take(job({ id: "c", improving: true }));
    jobs.take(job({ id: "d" }));
    jobs.take(job({ id: "b", state: "refuted" }));
    expect(jobs.working().map(({ id }) => id)).toEqual(["a", "c"]);
  });

  it("that the server kept from earlier are asked for, and what is no job is left out", async () => {
    const jobs = new Jobs();
    const seen: string[] = [];
    jobs.onDidChange(({ id }) => seen.push(id));
    const sendRequest = (): Promise<unknown> => Promise.resolve([job({ id: "kept" }), { id: 3 }]);
    await jobs.started({ sendRequest } as unknown as LanguageClient);
    expect(seen).toEqual(["kept"]);
    jobs.stopped();
    expect(jobs.offers()).toEqual([]);
  });

  it("are named by function, line and state", () => {
    expect(label(job())).toBe("step, line 3: verified 1.9×");
    expect(label(job({ range: null }))).toBe("step: verified 1.9×");
  });
});
