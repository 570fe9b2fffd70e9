/** What the editor says by itself. Handed to the browser as JSON, so that any language may be used. */
export type EditorWords = {
  preview: string
  edit: string
  nothing: string
  previewFailed: string
  uploading: string
  uploadFailed: string
  tooLarge: string
  notAPicture: string
  retry: string
  remove: string
  saved: string
  noConnection: string
  signedOut: string
  signIn: string
  notSavedYet: string
  notSaved: string
  notKept: string
  draftKept: string
  draftRestored: string
  discard: string
  thrownAway: string
  bringBack: string
  newerDraft: string
  anotherHere: string
  takeOther: string
  keepMine: string
  otherTaken: string
  backToMine: string
  otherReaders: string
  openThere: string
  describe: string
  described: string
  people: string
  tags: string
  emoji: string
  /** After a name: who is named here will not be told. */
  cannotRead: string
  /** How many there are to choose from, spoken. */
  suggestions: string
  addPicture: string
  pictureHint: string
}

export const englishEditorWords: EditorWords = {
  preview: 'Preview',
  edit: 'Back to writing',
  nothing: 'Nothing written yet',
  previewFailed: 'The preview could not be made. Your text is still here',
  uploading: 'Adding the picture',
  uploadFailed: 'The picture could not be added',
  tooLarge: 'The picture is too large',
  notAPicture: 'Only pictures can be added here',
  retry: 'Try again',
  remove: 'Leave it out',
  saved: 'Saved',
  noConnection: 'Not saved: no connection. Kept on this device',
  signedOut: 'Not saved: you are signed out. Kept on this device',
  signIn: 'Sign in and come back',
  notSavedYet: 'Not saved yet. Kept on this device',
  notSaved: 'Not saved as a draft: it is too long, or there are too many. Kept on this device',
  notKept: 'Not kept: this device has no room. Copy your text before you leave',
  draftKept: 'Draft kept on this device',
  draftRestored: 'Your draft is back',
  discard: 'Start afresh',
  thrownAway: 'Thrown away',
  bringBack: 'Bring it back',
  newerDraft: 'A newer draft of this was saved in another window',
  anotherHere: 'Another version of this is kept on this device',
  takeOther: 'Take the other one',
  keepMine: 'Keep this one',
  otherTaken: 'This is the other one',
  backToMine: 'Back to mine',
  otherReaders: 'You began a text here for other readers',
  openThere: 'Open it there',
  describe: 'what does it show? Those who do not see it hear these words',
  described: 'Done',
  people: 'People',
  tags: 'Tags',
  emoji: 'Emoji',
  cannotRead: 'cannot read this',
  suggestions: 'suggestions. Arrow keys choose, Enter takes',
  addPicture: 'Add a picture',
  pictureHint: 'Markdown works. Paste or drop pictures. @ names people',
}

/** The Markdown of a picture: brackets in the name would end it early. */
export function pictureMarkdown(name: string, url: string): string {
  const words = name
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[[\]\\\r\n]/g, ' ')
    .trim()
  return `![${words}](${url.replace(/[\s()]/g, (found) => `%${found.charCodeAt(0).toString(16).padStart(2, '0')}`)})`
}

/** The text with a piece put in place of what is selected, on a line of its own; and where the caret stands after it. */
export function insertBlock(
  text: string,
  piece: string,
  selection: { start: number; end: number },
): { text: string; caret: number } {
  const before = text.slice(0, selection.start)
  const after = text.slice(selection.end)
  const lead = before === '' || before.endsWith('\n') ? '' : '\n'
  const tail = after.startsWith('\n') ? '' : '\n'
  return {
    text: `${before}${lead}${piece}${tail}${after}`,
    caret: before.length + lead.length + piece.length + tail.length,
  }
}

/** What somebody is typing at the caret that can be completed: a name after @, a tag after #, an emoji after a colon. */
export type Completable = { kind: 'people' | 'tags' | 'emoji'; words: string; start: number }

const patterns: readonly [Completable['kind'], RegExp][] = [
  ['people', /(?:^|[\s([{>*_"'«“])@([\p{L}\p{M}\p{N}.'’-]*(?: [\p{L}\p{M}.'’-]+)?)$/u],
  ['tags', /(?:^|[\s([{>*_"'«“])#([\p{L}\p{N}][\p{L}\p{M}\p{N}.+_-]*)$/u],
  ['emoji', /(?:^|[\s([{>*_"'«“]):([a-z][a-z_+ -]{1,30})$/u],
]

/** Finds what can be completed before the caret; nothing in the middle of a word, an address or code. */
export function completable(text: string, caret: number): Completable | undefined {
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', caret - 1) + 1), caret)
  if ((line.match(/`/g)?.length ?? 0) % 2 === 1 || /^( {4}|\t)/.test(line)) return undefined
  if ((text.slice(0, caret).match(/^(```|~~~)/gm)?.length ?? 0) % 2 === 1) return undefined
  for (const [kind, pattern] of patterns) {
    const words = pattern.exec(line)?.[1]
    if (words !== undefined) return { kind, words, start: caret - words.length - 1 }
  }
  return undefined
}

/** A link as Markdown; brackets and backslashes in the words would end it early. */
function linkMarkdown(words: string, path: string): string {
  return `[${words.replace(/[[\]\\\r\n]/g, ' ')}](${path})`
}

/** A text as a quotation with who wrote it and where, and an empty line to go on from. */
export function quoteMarkdown(text: string, author: string, path: string): string {
  const lines = text.trim().split(/\r?\n/)
  return `${lines.map((line) => (line === '' ? '>' : `> ${line}`)).join('\n')}\n>\n> ${linkMarkdown(author, path)}\n\n`
}
