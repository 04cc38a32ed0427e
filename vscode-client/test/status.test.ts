import { describe, expect, it } from "vitest";
import type { Status } from "../src/protocol";
import { present, unheard } from "../src/status";
import { job } from "./samples";

const status = (changes: Partial<Status>): Status => ({ state: "idle", text: "ready", detail: "", ...changes });

describe("the language status", () => {
  it.each([
    ["off", "PCG: off", "information", "pcg.restartServer"],
    ["missing", "PCG: no server", "warning", "pcg.setUpServer"],
    ["starting", "PCG: starting", "information", "pcg.showOutput"],
    ["failed", "PCG: the server failed", "error", "pcg.restartServer"],
    ["running", "PCG: ready", "information", "pcg.showOutput"],
  ] as const)("of a server that is %s", (session, text, severity, command) => {
    expect(present(session, unheard(true), [])).toMatchObject({
      text,
      severity,
      command: { command },
    });
  });

  it("of an untrusted workspace leads to trusting it, even before the server says so", () => {
    expect(present("running", unheard(false), [])).toMatchObject({
      text: "PCG: restricted",
      severity: "warning",
      command: { command: "workbench.trust.manage" },
    });
  });

  it.each([
    ["idle", false, "information", "pcg.showOutput"],
    ["analyzing", true, "information", "pcg.showOutput"],
    ["verifying", true, "information", "pcg.cancel"],
    ["restricted", false, "warning", "workbench.trust.manage"],
    ["unavailable", false, "warning", "pcg.doctor"],
  ] as const)("offers what helps while the server is %s", (state, busy, severity, command) => {
    const shown = present("running", status({ state, text: "words" }), []);
    expect(shown).toMatchObject({ text: "PCG: words", busy, severity, command: { command } });
  });

  it("names the loops that are worked on, unless the server says more", () => {
    const one = job({ state: "verifying", text: "verifying 3/9 …" });
    const working = [one, job({ function: "mean", state: "queued", text: "waiting" })];
    expect(present("running", status({ state: "verifying" }), working).detail).toBe(
      "step, line 3: verifying 3/9 …; mean, line 3: waiting",
    );
    expect(present("running", status({ state: "verifying" }), [one]).detail).toBe("");
    const told = status({ state: "verifying", detail: "two loops" });
    expect(present("running", told, working).detail).toBe("two loops");
  });

  it("of a server that died does not show what it said last", () => {
    expect(present("failed", status({ state: "verifying" }), [job()]).busy).toBe(false);
  });
});
