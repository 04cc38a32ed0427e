// Runs in VS Code's extension host: what the server answers through VS Code's own interface, and what
// VS Code does with edits. PCG_E2E_HOST_SEEN names the file for what was seen.
const { writeFileSync } = require("node:fs");
const vscode = require("vscode");

const VERIFICATION = 420_000;
const LOOP = "for (std::size_t i = 0; i < scores.size()";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function wait(what, holds, limit = 90_000) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await pause(300);
  }
}

const loopIn = (document) => document.positionAt(document.getText().indexOf(LOOP));

async function actions(document, kind) {
  const at = loopIn(document);
  const found = await vscode.commands.executeCommand(
    "vscode.executeCodeActionProvider",
    document.uri,
    new vscode.Range(at, at),
    kind,
  );
  return found.filter((one) => one.command?.command.startsWith("pcg."));
}

const execute = ({ command, arguments: given }) =>
  vscode.commands.executeCommand(command, ...(given ?? []));

async function insert(document, position, text) {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, position, text);
  await vscode.workspace.applyEdit(edit);
}

async function scenario(seen) {
  const file = process.env.PCG_E2E_FILE;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(file));
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(loopIn(document), loopIn(document));

  seen.hover = await wait("a hover that knows the loop", async () => {
    const hovers = await vscode.commands.executeCommand(
      "vscode.executeHoverProvider",
      document.uri,
      loopIn(document),
    );
    const text = hovers.flatMap((one) => one.contents.map((c) => c.value ?? c)).join("\n");
    return text.includes("ndependent") && text;
  });
  seen.lenses = await wait("a lens", async () => {
    const lenses = await vscode.commands.executeCommand(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    const titles = lenses.map((one) => one.command?.title ?? "");
    return titles.some((title) => title.startsWith("hot loop")) && titles;
  });
  const titles = async (kind) => (await actions(document, kind)).map((one) => one.title);
  seen.of_rewrite = await titles("refactor.rewrite");
  seen.of_quickfix = await titles("quickfix");

  // Edited elsewhere while it works.
  const ask = async (title) =>
    execute((await actions(document)).find((one) => one.title.startsWith(title)).command);
  await ask("Parallelize with OpenMP");
  await wait("the work to begin", async () =>
    (await titles()).some((title) => title.startsWith("Cancel")),
  );
  await insert(document, new vscode.Position(0, 0), "// A remark,\n// of two lines.\n");
  seen.before = document.getText();
  await wait(
    "the loop to be verified",
    async () => {
      const now = await titles();
      const ended = now.find((title) => /not faster|cannot be|could not be/.test(title));
      if (ended?.includes("could not be verified")) {
        await ask("Parallelize with OpenMP again"); // the machine was busy while it was measured
        await pause(2000);
        return false;
      }
      if (ended) throw new Error(`it ended otherwise: ${ended}`);
      return now.some((title) => title.startsWith("Apply verified")) && now;
    },
    VERIFICATION,
  );
  const offer = (await actions(document)).find((one) => one.title.startsWith("Apply verified"));
  seen.preferred = offer.isPreferred === true;

  // Edited itself: refused, and nothing is written.
  const body = document.positionAt(document.getText().indexOf("expected += "));
  await insert(document, body, "/* edited */ ");
  const edited = document.getText();
  const told = vscode.commands.executeCommand("pcg.applyOffer", ...offer.command.arguments);
  await Promise.race([told.then(undefined, (error) => (seen.refusal = String(error))), pause(8000)]);
  seen.text_after_refusal_is_unchanged = document.getText() === edited;
  await vscode.commands.executeCommand("undo");
  seen.undone = document.getText() === seen.before;

  await wait("the offer to come back", async () =>
    (await titles()).some((title) => title.startsWith("Apply verified")),
  );
  await execute((await actions(document)).find((one) => one.title.startsWith("Apply")).command);
  await wait("the edit", async () => document.getText().includes("#pragma omp"));
  seen.applied = document.getText();
  await vscode.commands.executeCommand("undo");
  seen.one_undo_restores = document.getText() === seen.before;
}

exports.run = async () => {
  const seen = { failure: null };
  try {
    await scenario(seen);
  } catch (error) {
    seen.failure = String(error.stack ?? error);
  }
  writeFileSync(process.env.PCG_E2E_HOST_SEEN, JSON.stringify(seen));
};
