import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEnvironment, pipStep, type Creation } from "../src/environment/create";
import { programIn, pythonIn } from "../src/environment/layout";
import { run as runProcess, type Outcome, type Run } from "../src/environment/processes";
import { EnvironmentStore } from "../src/environment/store";

const GOOD: Outcome = { code: 0, tail: [] };
const BAD: Outcome = { code: 1, tail: ["ERROR: no such thing", "bye"] };

let folder: string;
let store: EnvironmentStore;
let bundle: { wheel: string; requirements: string };
let abort: AbortController;
let steps: string[];
let calls: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pcg-create-"));
  store = new EnvironmentStore(path.join(folder, "environments"));
  bundle = { wheel: path.join(folder, "pcg.whl"), requirements: path.join(folder, "requirements.lock") };
  await writeFile(bundle.wheel, "wheel");
  await writeFile(bundle.requirements, "lock");
  abort = new AbortController();
  steps = [];
  calls = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Python and pip as they behave when all goes well, except where `fault` answers otherwise. */
function tools(fault: (call: string) => Outcome | undefined): Run {
  return async (command, args, options) => {
    const call = [path.basename(command), ...args].join(" ");
    calls.push(call);
    const answer = fault(call);
    if (answer !== undefined) return answer;
    if (args[1] === "venv") {
      const environment = args[2] ?? "";
      await mkdir(path.dirname(pythonIn(environment)), { recursive: true });
      await writeFile(pythonIn(environment), "");
    }
    if (args.includes("--requirement")) options.onLine?.("Collecting numpy==2.0 (from -r lock)");
    if (args.includes(bundle.wheel)) await writeFile(programIn(path.dirname(path.dirname(command))), "");
    return GOOD;
  };
}

function create(run: Run): Promise<Creation> {
  return createEnvironment({
    bundle,
    store,
    run,
    signal: abort.signal,
    onStep: (step) => steps.push(step),
    onLine: () => undefined,
  });
}

async function left(): Promise<string[]> {
  return readdir(path.join(folder, "environments"));
}

describe("an environment", () => {
  it("gets the locked requirements with their hashes, then the wheel without an index", async () => {
    const environment = await store.folder(bundle);
    expect(await create(tools(() => undefined))).toEqual({
      kind: "created",
      program: programIn(environment),
    });
    expect(calls).toEqual([
      "python3 -c import sys; sys.exit(sys.version_info < (3, 11))",
      "python3 -c import ensurepip, venv",
      `python3 -m venv ${environment}`,
      "python -m pip install --progress-bar off --no-deps --require-hashes --only-binary :all: " +
        `--requirement ${bundle.requirements}`,
      `python -m pip install --progress-bar off --no-deps --no-index ${bundle.wheel}`,
    ]);
    expect(steps).toContain("fetching numpy");
    expect(await left()).toEqual([path.basename(environment)]);
  });

  it("is made once", async () => {
    const good = tools(() => undefined);
    const [one, other] = await Promise.all([create(good), create(good)]);
    expect(one).toEqual(other);
    expect(calls.filter((call) => call.includes("-m venv"))).toHaveLength(1);
  });

  it("is made with an older suitable Python where the default is too old", async () => {
    const result = await create(tools((call) => (call.startsWith("python3 ") ? BAD : undefined)));
    expect(result.kind).toBe("created");
    expect(calls).toContain(`python3.14 -m venv ${await store.folder(bundle)}`);
  });

  it.each([
    ["no Python is new enough", "version_info", "Python 3.11 or newer"],
    ["venv is missing", "import ensurepip", "python3-venv"],
    ["venv fails", "-m venv", "could not be created: ERROR: no such thing"],
    ["an index is out of reach", "--requirement", "could not be installed (is the package index"],
    ["the wheel is broken", "--no-index", "The server could not be installed: ERROR"],
  ])("is not left half made when %s", async (_, part, message) => {
    const result = await create(tools((call) => (call.includes(part) ? BAD : undefined)));
    expect(result).toEqual({ kind: "failed", message: expect.stringContaining(message) as string });
    expect(await left()).toEqual([]);
  });

  it("is not left half made when the user cancels", async () => {
    const result = await create(
      tools((call) => {
        if (call.includes("--requirement")) abort.abort();
        return undefined;
      }),
    );
    expect(result).toEqual({ kind: "cancelled" });
    expect(await left()).toEqual([]);
  });

  it("is not waited for once the user cancels, and the other window keeps its lock", async () => {
    const lock = `${await store.folder(bundle)}.lock`;
    await mkdir(path.dirname(lock), { recursive: true });
    await writeFile(lock, String(process.pid));
    const creation = create(tools(() => undefined));
    setTimeout(() => {
      abort.abort();
    }, 50);
    expect(await creation).toEqual({ kind: "cancelled" });
    expect(steps).toEqual(["waiting for another window"]);
    expect(await left()).toEqual([path.basename(lock)]);
  });

  it("does not wait for a window that is gone", async () => {
    const lock = `${await store.folder(bundle)}.lock`;
    await mkdir(path.dirname(lock), { recursive: true });
    const gone = await runProcess(process.execPath, ["-e", "console.log(process.pid)"], abort);
    await writeFile(lock, gone.tail[0] ?? "");
    expect((await create(tools(() => undefined))).kind).toBe("created");
  });
});

describe("a program that is run", () => {
  it("hands on its lines and its exit status", async () => {
    const lines: string[] = [];
    const script = "console.log('one'); console.error('two'); process.exit(3)";
    const outcome = await runProcess(process.execPath, ["-e", script], {
      signal: abort.signal,
      onLine: (line) => lines.push(line),
    });
    expect(outcome.code).toBe(3);
    expect(lines.sort()).toEqual(["one", "two"]);
  });

  it("that is not there is a failure, not an exception", async () => {
    const outcome = await runProcess("/nowhere/python3", [], { signal: abort.signal });
    expect(outcome.code).toBeNull();
  });

  it("ends with its children when it is cancelled", async () => {
    // The child shares the pipe, which is closed, and the outcome there, only when both are gone.
    const child = "console.log('started'); setInterval(() => {}, 1000)";
    const script =
      "require('node:child_process').spawn(process.execPath, " +
      `["-e", ${JSON.stringify(child)}], { stdio: "inherit" }); setInterval(() => {}, 1000);`;
    const outcome = await runProcess(process.execPath, ["-e", script], {
      signal: abort.signal,
      onLine: () => {
        abort.abort();
      },
    });
    expect(outcome).toEqual({ code: null, tail: ["started"] });
  });
});

it("says of pip's lines what they mean", () => {
  expect(pipStep("Collecting islpy==2026.2.2 (from -r x)")).toBe("fetching islpy");
  expect(pipStep("Installing collected packages: a, b")).toBe("installing the requirements");
  expect(pipStep("  Using cached a.whl")).toBeUndefined();
});
