/** The parts of Turbo that Tango calls; the package brings no types. */
declare module '@hotwired/turbo' {
  export const session: { refresh(url: string): void }
  export const config: { drive: { progressBarDelay: number } }
}
