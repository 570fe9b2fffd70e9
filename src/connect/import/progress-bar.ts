const width = 30
const milliseconds = 100

/** A bar on one line of a terminal, drawn at most ten times a second, wiped at the end. */
export function progressBar(write: (text: string) => void): {
  draw(done: number, total: number, what: string): void
  end(): void
} {
  let drawnAt = 0
  let drawn = false
  return {
    draw(done, total, what) {
      const now = Date.now()
      if (now - drawnAt < milliseconds) return
      drawnAt = now
      drawn = true
      const share = total === 0 ? 1 : Math.min(1, done / total)
      const full = Math.round(share * width)
      write(`\r\u001b[2K${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.floor(share * 100)} %  ${what}`)
    },
    end() {
      if (drawn) write('\r\u001b[2K')
      drawn = false
    },
  }
}
