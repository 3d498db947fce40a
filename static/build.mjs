/**
 * Builds what the browser gets into static/build/: app-HASH.js (first load), chunks that load later, app-HASH.css, fonts,
 * icons-HASH.svg, LICENSES.txt, and manifest.json that tells the server the hashed names.
 *
 *   node static/build.mjs           once, small
 *   node static/build.mjs watch     again at each change
 *   node static/build.mjs client    the text client for Node (tests, benchmarks)
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, context } from "esbuild";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCE = join(ROOT, "static/src");
const BUILD = join(ROOT, "static/build");
const MODULES = join(ROOT, "node_modules");
/** Files without a hash that this script or make puts there. */
const LASTING = new Set(["manifest.json", "LICENSES.txt", "client", ".made"]);
const BROWSERS = ["es2022", "chrome109", "edge109", "firefox115", "safari16.4"];
const LICENCE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;

const pages = {
  absWorkingDir: ROOT,
  entryPoints: [
    { in: join(SOURCE, "app.ts"), out: "app" },
    { in: join(SOURCE, "app.css"), out: "app" },
  ],
  outdir: BUILD,
  bundle: true,
  splitting: true,
  format: "esm",
  target: BROWSERS,
  minify: true,
  legalComments: "none", // they are in LICENSES.txt
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
  plugins: [
    { name: "styles", setup: ({ onLoad }) => onLoad({ filter: /src\/app\.css$/ }, styles) },
    { name: "manifest", setup: ({ onEnd }) => onEnd(finish) },
  ],
};

const client = {
  absWorkingDir: ROOT,
  stdin: {
    contents: `export * from "./editor/text-client.ts"; export * from "./editor/words.ts"; export { ChangeSet, Text } from "@codemirror/state";`,
    resolveDir: SOURCE,
    loader: "ts",
  },
  outfile: join(BUILD, "client/text-client.mjs"),
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
};

/** The style sheet, with every subject that has no line of its own: nobody has to remember one. */
function styles({ path }) {
  const named = readFileSync(path, "utf8");
  const others = readdirSync(join(SOURCE, "css")).filter((name) => !named.includes(`./css/${name}"`));
  const lines = others.map((name) => `@import "./css/${name}" layer(rondom);`).join("\n");
  const contents = named.replace(/\/\* every other file[^\n]*/, () => lines);
  return { contents, loader: "css", resolveDir: dirname(path), watchDirs: [join(SOURCE, "css")] };
}

/** After each build: sprite, manifest, licences, and away with what is no longer used. */
function finish(result) {
  if (result.errors.length > 0) return;
  const outputs = Object.keys(result.metafile.outputs).map((path) => basename(path));
  const manifest = {
    "app.js": entryOf(result.metafile, "static/src/app.ts"),
    "app.css": entryOf(result.metafile, "static/src/app.css"),
    "icons.svg": write("icons", "svg", sprite()),
    "favicon.svg": write("favicon", "svg", readFileSync(join(SOURCE, "favicon.svg"), "utf8").trim()),
    "font.woff2": outputs.find((name) => name.startsWith("atkinson-hyperlegible-next-latin-wght-normal-")),
    "editor.js": outputs.find((name) => /^session-\w+\.js$/.test(name)),
  };
  writeFileSync(join(BUILD, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(BUILD, "LICENSES.txt"), licences(result.metafile));
  sweep(new Set([...outputs, ...Object.values(manifest)]));
  report(result.metafile, manifest);
}

function entryOf(metafile, source) {
  const [path] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === source) ?? [];
  if (!path) throw new Error(`nothing was built from ${source}`);
  return basename(path);
}

function write(name, kind, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  writeFileSync(join(BUILD, `${name}-${hash}.${kind}`), content);
  return `${name}-${hash}.${kind}`;
}

/** One <symbol id="i-NAME"> for each name in icons.txt. */
function sprite() {
  const names = readFileSync(join(SOURCE, "icons.txt"), "utf8")
    .split("\n")
    .map((line) => line.trim());
  const symbols = names.filter((name) => name && !name.startsWith("#")).map(symbol);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function symbol(name) {
  const file = join(MODULES, "@tabler/icons/icons/outline", `${name}.svg`);
  if (!existsSync(file)) throw new Error(`static/src/icons.txt: there is no icon "${name}"`);
  const drawing = readFileSync(file, "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const inner = drawing.slice(drawing.indexOf(">") + 1, drawing.lastIndexOf("</svg>"));
  const paths = inner
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${paths}</symbol>`;
}

/** The notice of every package of which something is in the build. */
function licences(metafile) {
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs));
  const paths = used.filter(
    ([path, { bytesInOutput }]) => bytesInOutput > 0 && path.includes("node_modules/"),
  );
  const names = new Set(paths.map(([path]) => packageOf(path)).concat("@tabler/icons"));
  const packages = [...names].sort().map(notice);
  // Many packages have one and the same licence text: it is printed once, under the names it holds for.
  const texts = new Map();
  for (const each of packages) texts.set(each.text, [...(texts.get(each.text) ?? []), each]);
  const notices = [...texts].map(([text, all]) =>
    [`${"=".repeat(72)}`, ...all.map(({ title }) => title), "", text].join("\n"),
  );
  return `Rondom's pages contain work of others. Their notices:\n\n${notices.join("\n\n")}\n`;
}

function packageOf(path) {
  const parts = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length).split("/");
  return parts.slice(0, parts[0].startsWith("@") ? 2 : 1).join("/");
}

function notice(name) {
  const folder = join(MODULES, name);
  const { version, license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
  return { title: `${name} ${version} (${license})${homepage ? ` ${homepage}` : ""}`, text };
}

function sweep(used) {
  for (const name of readdirSync(BUILD))
    if (!used.has(name) && !LASTING.has(name)) rmSync(join(BUILD, name), { recursive: true });
}

/** What a first visit costs on the line. */
function report(metafile, manifest) {
  const first = new Set([manifest["app.js"], manifest["app.css"], manifest["font.woff2"]]);
  followImports(metafile, first);
  const later = new Set([manifest["editor.js"]]);
  followImports(metafile, later);
  console.log(
    `first load ${weight(first)} kB (${[...first].map((name) => `${name} ${weight([name])}`).join(", ")})`,
  );
  console.log(`editor     ${weight([...later].filter((name) => !first.has(name)))} kB more`);
}

function followImports(metafile, names) {
  for (const name of names) {
    const output = metafile.outputs[`static/build/${name}`];
    for (const { path, kind } of output?.imports ?? [])
      if (kind === "import-statement") names.add(basename(path));
  }
}

/** Kilobytes after compression; fonts are compressed already. */
function weight(names) {
  const bytes = [...names].map((name) => {
    const content = readFileSync(join(BUILD, name));
    return name.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length;
  });
  return (bytes.reduce((sum, each) => sum + each, 0) / 1000).toFixed(1);
}

mkdirSync(BUILD, { recursive: true });
const task = process.argv[2];
if (task === "client") await build(client);
else if (task === "watch") await (await context(pages)).watch();
else await build(pages);
