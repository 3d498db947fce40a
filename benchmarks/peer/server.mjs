/**
 * The peer: @hocuspocus/server with its SQLite extension, as its manual sets it up.
 *
 *   node server.mjs PORT FILE DEBOUNCE
 *
 * DEBOUNCE 2000 is its default (a change is stored two seconds after the last one, at the latest after ten); 0 stores
 * after every change, the most durable it can be set to. On SIGUSR2 it writes what was stored when to FILE.stored:
 * one entry a store, the moment it was done and how far each writer's letters were in it.
 */

import { writeFileSync } from "node:fs";
import { SQLite } from "@hocuspocus/extension-sqlite";
import { Server } from "@hocuspocus/server";
import * as Y from "yjs";

const [port, file, debounce] = [Number(process.argv[2]), process.argv[3], Number(process.argv[4])];
const stored = [];
const sqlite = new SQLite({ database: file });
const { store } = sqlite.configuration;
sqlite.configuration.store = async (data) => {
  const clocks = [...Y.decodeStateVector(Y.encodeStateVector(data.document))];
  await store(data);
  stored.push({ at: Number(process.hrtime.bigint()) / 1e6, clocks });
};

process.on("SIGUSR2", () => {
  writeFileSync(`${file}.stored`, JSON.stringify(stored));
});

const server = new Server({ port, address: "127.0.0.1", quiet: true, debounce, extensions: [sqlite] });
await server.listen();
console.log("ready");
