// Puts the server's settings into package.json, as `python -m pcg_server.settings --vscode` prints
// them; with --check it only says whether they are there. The client's own settings stay.

import { readFile, writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

const CLIENT_ONLY = /^pcg\.(server|trace)\./;

const fromServer = JSON.parse(await text(process.stdin));
const before = await readFile("package.json", "utf8");
const manifest = JSON.parse(before);
const { configuration } = manifest.contributes;
const own = Object.entries(configuration.properties).filter(([name]) => CLIENT_ONLY.test(name));
const properties = { ...fromServer, ...Object.fromEntries(own) };

if (process.argv.includes("--check")) {
  if (JSON.stringify(properties) !== JSON.stringify(configuration.properties)) {
    console.error("package.json does not have the server's settings: run scripts/vsix --settings");
    process.exitCode = 1;
  }
} else {
  configuration.properties = properties;
  await writeFile("package.json", `${JSON.stringify(manifest, undefined, 2)}\n`);
}
