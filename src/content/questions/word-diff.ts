/** A piece of a text as it changed: in both, only in the earlier, only in the later. */
export interface DiffPiece {
  readonly kind: 'same' | 'gone' | 'new'
  readonly text: string
}

// The table of the comparison has before × after cells of two bytes: at most 8 MB.
const mostCells = 4_000_000

/**
 * What changed between two texts, word by word; in long texts line by line. The pieces of `same` and `gone` joined
 * give `before`, those of `same` and `new` give `after`. Longest common subsequence, as in Wagner and Fischer 1974.
 */
export function wordDiff(before: string, after: string): DiffPiece[] {
  for (const cut of [/(\s+)/, /(?<=\n)/]) {
    const [old, young] = [tokens(before, cut), tokens(after, cut)]
    if (old.length * young.length <= mostCells) return joined(compare(old, young))
  }
  return joined([
    { kind: 'gone', text: before },
    { kind: 'new', text: after },
  ])
}

function tokens(text: string, cut: RegExp): string[] {
  return text.split(cut).filter((token) => token !== '')
}

function compare(before: readonly string[], after: readonly string[]): DiffPiece[] {
  const width = after.length + 1
  // common[i * width + j]: length of the longest common subsequence of before from i on and after from j on.
  const common = new Uint16Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] =
        before[i] === after[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
    }
  }
  const pieces: DiffPiece[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      pieces.push({ kind: 'same', text: before[i]! })
      i++
      j++
    } else if (
      j === after.length ||
      (i < before.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    ) {
      pieces.push({ kind: 'gone', text: before[i++]! })
    } else pieces.push({ kind: 'new', text: after[j++]! })
  }
  return pieces
}

function joined(pieces: readonly DiffPiece[]): DiffPiece[] {
  const result: DiffPiece[] = []
  for (const piece of pieces) {
    const last = result.at(-1)
    if (last?.kind === piece.kind) result[result.length - 1] = { kind: piece.kind, text: last.text + piece.text }
    else if (piece.text !== '') result.push(piece)
  }
  return result
}
