/**
 * The types of every message of the socket, made from `src/messages.schema.json` (which the server writes).
 *
 *   node static/messages.mjs            write `src/messages.ts`
 *   node static/messages.mjs --check    fail when it is stale
 */

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFromFile } from "json-schema-to-typescript";

const SOURCE = join(dirname(fileURLToPath(import.meta.url)), "src");
const FILE = join(SOURCE, "messages.ts");

const made = await compileFromFile(join(SOURCE, "messages.schema.json"), {
  bannerComment:
    "/** Every message of the socket. Made from messages.schema.json by `make messages`: change nothing here. */",
  ignoreMinAndMaxItems: true,
  style: { printWidth: 110 },
});

if (!process.argv.includes("--check")) writeFileSync(FILE, made);
else if (readFileSync(FILE, "utf8") !== made) {
  process.stderr.write("static/src/messages.ts is stale: run `make messages`.\n");
  process.exit(1);
}
