/** For tests: walks a graph's memory word by word and says what is out of order. */
import assert from 'node:assert/strict'
import { BY_OTHER, BY_OWNER, type Graph, peopleIn, SUM } from './graph.ts'
import { MASK_WORDS } from './hubs.ts'
import {
  ALL_FLAGS,
  END,
  ENTRIES,
  findEntry,
  FLAG_BITS,
  HEAD_WORDS,
  LENGTH,
  roomOf,
  START,
  type Slab,
  WASTE,
} from './slab.ts'

/** Every block and hole accounted for, every list sorted and inside its block, every entry matched at its other end. */
export function checkSlabs(graph: Graph): void {
  for (const slab of [graph.ties, graph.blocks]) {
    checkArena(slab)
    checkLists(slab)
  }
  const { head } = graph.ties
  for (let at = 0; at < head.length; at += HEAD_WORDS) assert.ok(head[at + SUM]! >= 0, 'a sum fell below 0')
}

function checkArena({ arena, head, info }: Slab): void {
  let holes = 0
  let at = 1
  while (at < info[END]!) {
    const owner = arena[at]!
    if (owner < 0) {
      holes -= owner
      at -= owner
      continue
    }
    assert.equal(head[owner * HEAD_WORDS + START], at + 2, `the block at ${at} is not the list of person ${owner}`)
    at += arena[at + 1]! + 2
  }
  assert.equal(at, info[END], 'the arena does not end with a block or hole')
  assert.equal(holes, info[WASTE], 'holes are not what was counted')
}

function checkLists(slab: Slab): void {
  const { arena, head, info } = slab
  let entries = 0
  for (let person = 0; person * HEAD_WORDS < head.length; person++) {
    const start = head[person * HEAD_WORDS + START]!
    const length = head[person * HEAD_WORDS + LENGTH]!
    assert.ok(length <= roomOf(slab, person), `the list of person ${person} runs out of its block`)
    entries += length
    for (let at = start; at < start + length; at++) {
      const id = arena[at]! >>> FLAG_BITS
      if (at > start) assert.ok(arena[at - 1]! >>> FLAG_BITS < id, `the list of person ${person} is not sorted`)
      const back = findEntry(slab, id, person)
      assert.ok(back >= 0, `${person} has ${id}, but not the other way round`)
      assert.equal(arena[back], (person << FLAG_BITS) | turned(arena[at]!), `flags of ${person} and ${id} differ`)
    }
  }
  assert.equal(entries, info[ENTRIES], 'entries are not what was counted')
}

/** The flags as they must stand in the other person's list. */
function turned(entry: number): number {
  const kept = entry & ((1 << FLAG_BITS) - 1) & ~(BY_OWNER | BY_OTHER)
  return kept | ((entry & BY_OWNER) !== 0 ? BY_OTHER : 0) | ((entry & BY_OTHER) !== 0 ? BY_OWNER : 0)
}

/** Every mask has a bit for each hub two open ties away, and no other unless it is stale. */
export function checkMasks(graph: Graph): void {
  const { masks, ids } = graph.hubs
  const open = (person: number): number[] => {
    const start = graph.ties.head[person * HEAD_WORDS + START]!
    const entries = graph.ties.arena.subarray(start, start + graph.ties.head[person * HEAD_WORDS + LENGTH]!)
    return [...entries].filter((entry) => (entry & ALL_FLAGS) === 0).map((entry) => entry >>> FLAG_BITS)
  }
  for (let person = 0; person < peopleIn(graph) && ids.length > 0; person++) {
    const near = new Set(open(person).flatMap(open))
    const stale = masks[person * MASK_WORDS + MASK_WORDS - 1]! < 0
    ids.forEach((id, hub) => {
      const bit = (masks[person * MASK_WORDS + (hub >>> 5)]! >>> hub) & 1
      if (near.has(id)) assert.equal(bit, 1, `${person} lacks the hub ${id}`)
      else if (!stale && id !== person) assert.equal(bit, 0, `${person} has the hub ${id}`)
    })
  }
}
