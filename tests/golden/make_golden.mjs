// Asks the real @codemirror/state what change sets do, so that models/changesets.py can be held against it without Node.
//
//   node tests/golden/make_golden.mjs [--cases 6000] [--seed 1] [--out tests/fixtures/changesets.json.gz]
//
// The same seed and package version give the same file. One case: a text `doc`, two changes `a` and `b` made for it,
// `c` made for the text after `a`; and the package's answers. The Python test explains each name.
import { ChangeSet, Text } from "@codemirror/state"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { gzipSync } from "node:zlib"

const { values: wish } = parseArgs({
  options: {
    cases: { type: "string", default: "6000" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: fileURLToPath(new URL("../fixtures/changesets.json.gz", import.meta.url)) },
  },
})

/** A small repeatable source of chance: a 32-bit xorshift. */
let state = (Number(wish.seed) * 2654435761) >>> 0 || 1
function chance() {
  state ^= state << 13
  state ^= state >>> 17
  state ^= state << 5
  return (state >>> 0) / 2 ** 32
}
const below = (n) => Math.floor(chance() * n)
const pick = (list) => list[below(list.length)]

const letters = ["a", "b", "c", "1", " ", "\n", "é", "e\u0301", "م", "ر", "中", "😀", "👍🏽", "👩‍👧", "\n\n", "tafel "]
const halves = ["\ud83d", "\ude00"]
const words = (most) =>
  Array.from({ length: below(most + 1) }, () => (chance() < 0.01 ? pick(halves) : pick(letters))).join("")

function newText() {
  const kind = chance()
  if (kind < 0.07) return ""
  if (kind < 0.073) return words(3000)
  return words(kind < 0.5 ? 5 : 16)
}

/** One edit somewhere; `spot` draws several people to one place. */
function edit(length, spot) {
  const near = chance() < 0.5 ? Math.max(0, Math.min(length, spot + below(3) - 1)) : below(length + 1)
  const kind = chance()
  if (kind < 0.4) return { from: near, insert: words(2) || "x" }
  const to = Math.min(length, near + 1 + below(chance() < 0.15 ? length + 1 : 4))
  return kind < 0.7 ? { from: near, to } : { from: near, to, insert: words(3) }
}

/** A change set as an editor makes it (several edits, unsorted, overlapping) or as only a stranger would write it. */
function change(length, spot) {
  const kind = chance()
  if (kind < 0.15) return ChangeSet.fromJSON(strange(length))
  if (kind < 0.18) return ChangeSet.empty(length)
  const edits = Array.from({ length: kind < 0.6 ? 1 : 1 + below(5) }, () => edit(length, spot))
  return ChangeSet.of(kind < 0.95 ? edits : [edits, edit(length, spot)], length)
}

/** Sections no editor writes, such as neighbours of one kind, but which are well formed. */
function strange(length) {
  const sections = []
  for (let left = length; left > 0 || chance() < 0.4; ) {
    const taken = Math.min(left, below(4))
    const put = words(2)
    if (chance() < 0.4 && taken) sections.push(taken)
    else if (chance() < 0.4 && taken) sections.push([taken])
    else if (put) sections.push([taken, ...put.split("\n")])
    else continue
    left -= taken
  }
  return sections
}

function oneCase() {
  const doc = newText()
  const text = Text.of(doc.split("\n"))
  const spot = below(doc.length + 1)
  const a = change(doc.length, spot)
  const b = change(doc.length, spot)
  const c = change(a.newLength, spot)
  const both = a.compose(c)
  return {
    doc,
    a: a.toJSON(),
    b: b.toJSON(),
    c: c.toJSON(),
    after: a.apply(text).toString(),
    inverse: a.invert(text).toJSON(),
    composed: both.toJSON(),
    mapped: [a.map(b), a.map(b, true), b.map(a), b.map(a, true)].map((m) => m.toJSON()),
    oneByOne: b.map(a).map(c).toJSON(),
    overComposed: b.map(both).toJSON(),
    thereAndBack: b.map(a).map(a.invert(text), true).toJSON(),
  }
}

const home = new URL("../../node_modules/@codemirror/state/package.json", import.meta.url)
const { version } = JSON.parse(readFileSync(home, "utf8"))
const cases = Array.from({ length: Number(wish.cases) }, oneCase)
writeFileSync(wish.out, gzipSync(JSON.stringify({ package: `@codemirror/state ${version}`, cases }), { level: 9 }))
console.log(`${cases.length} cases of @codemirror/state ${version}, ${wish.out}`)
