import { beforeEach, describe, expect, it, vi } from "vitest";
import { State, type LanguageClient } from "vscode-languageclient/node";
import { createClient } from "../src/client";
import type { ServerProvider } from "../src/environment/consent";
import type { RestartLimit } from "../src/restarts";
import { Session, type Feature } from "../src/session";
import { freshWorld, type World } from "./fakes/vscode";

vi.mock("../src/client", () => ({ createClient: vi.fn() }));

/** A language client whose server does what the test says. */
class FakeClient {
  state: State = State.Stopped;
  readonly outputChannel = { error: vi.fn() };
  readonly serverProcess = { kill: vi.fn() };
  readonly dispose = vi.fn(() =>
    this.state === State.Running ? Promise.resolve() : Promise.reject(new Error("not running")),
  );
  private listener: (event: { newState: State }) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  onDidChangeState(listener: (event: { newState: State }) => void): void {
    this.listener = listener;
  }

  isRunning(): boolean {
    return this.state === State.Running;
  }

  start(): Promise<void> {
    this.become(State.Starting);
    return new Promise((_, reject) => {
      this.fail = reject;
    });
  }

  become(state: State): void {
    this.state = state;
    this.listener({ newState: state });
  }
}

let world: World;
let clients: FakeClient[];
let limits: RestartLimit[];
let session: Session;
let states: string[];
const provider = { locate: vi.fn(), resolve: vi.fn() };
const feature = { attach: vi.fn(), started: vi.fn(() => Promise.resolve()), stopped: vi.fn() };
const found = { kind: "found", program: "/own/pcg", source: "environment" };
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  world = freshWorld();
  clients = [];
  limits = [];
  states = [];
  provider.locate.mockReset().mockResolvedValue(found);
  provider.resolve.mockReset().mockResolvedValue(false);
  for (const mock of Object.values(feature)) mock.mockClear();
  vi.mocked(createClient).mockImplementation((_program, _isolated, limit) => {
    const client = new FakeClient();
    clients.push(client);
    limits.push(limit);
    return Promise.resolve(client as unknown as LanguageClient);
  });
  session = new Session(
    provider as unknown as ServerProvider,
    { output: { show: vi.fn() } } as never,
    [feature satisfies Feature],
  );
  session.onDidChangeState((state) => states.push(state));
});

describe("a session", () => {
  it("starts one server, and lets the features talk with it once it answers", async () => {
    await session.start();
    await session.start();
    expect(clients).toHaveLength(1);
    expect(createClient).toHaveBeenCalledWith("/own/pcg", true, expect.anything(), expect.anything());
    expect(feature.attach).toHaveBeenCalledOnce();
    expect(session.running).toBeUndefined();
    clients[0]?.become(State.Running);
    expect(feature.started).toHaveBeenCalledOnce();
    expect(session.running).toBe(clients[0]);
    expect(session.state).toBe("running");
  });

  it("tells the features when the server dies and when it is back", async () => {
    await session.start();
    clients[0]?.become(State.Running);
    feature.stopped.mockClear();
    clients[0]?.become(State.Starting);
    expect(feature.stopped).toHaveBeenCalledOnce();
    expect(session.state).toBe("starting");
    clients[0]?.become(State.Running);
    expect(feature.started).toHaveBeenCalledTimes(2);
  });

  it("waits for no answer to the question about a missing server", async () => {
    provider.locate.mockResolvedValueOnce({ kind: "missing", canCreate: true });
    let answer: (again: boolean) => void = () => undefined;
    provider.resolve.mockReturnValueOnce(new Promise<boolean>((resolve) => (answer = resolve)));
    await session.start();
    expect(session.state).toBe("missing");
    await session.stop();
    answer(true);
    await settle();
    await session.start();
    expect(clients).toHaveLength(1);
  });

  it("that the user declined stays without a server", async () => {
    provider.locate.mockResolvedValueOnce({ kind: "missing", canCreate: true });
    await session.start();
    await settle();
    expect([session.state, clients]).toEqual(["missing", []]);
  });

  it("says why a server could not be started, and starts another when asked", async () => {
    await session.start();
    clients[0]?.fail(new Error("spawn EACCES"));
    await settle();
    expect(session.state).toBe("failed");
    expect(world.messages).toEqual([
      "PCG: The server /own/pcg could not be started: spawn EACCES",
    ]);
    await session.restart();
    expect(clients).toHaveLength(2);
  });

  it("gives up a server that dies again and again, and says so once", async () => {
    await session.start();
    clients[0]?.become(State.Running);
    for (let death = 0; death < 4; death += 1) limits[0]?.closed();
    clients[0]?.become(State.Stopped);
    clients[0]?.fail(new Error("connection closed"));
    await settle();
    expect(session.state).toBe("failed");
    expect(world.messages).toEqual([
      "PCG: The server ended again and again, and stays off.",
    ]);
  });

  it("stops its server, also one that is still starting", async () => {
    await session.start();
    await session.stop();
    expect(clients[0]?.serverProcess.kill).toHaveBeenCalledOnce();
    expect(limits[0]?.closed().action).toBe(1);
    await session.start();
    clients[1]?.become(State.Running);
    await session.stop();
    expect(clients[1]?.dispose).toHaveBeenCalledOnce();
    expect(clients[1]?.serverProcess.kill).not.toHaveBeenCalled();
    expect(session.state).toBe("off");
  });

  it("does not hear a server that it has stopped", async () => {
    await session.start();
    await session.restart();
    states.length = 0;
    clients[0]?.become(State.Running);
    clients[0]?.fail(new Error("late"));
    await settle();
    expect([states, world.messages]).toEqual([[], []]);
  });
});
