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
  draftKept: string
  draftRestored: string
  discard: string
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
  draftKept: 'Draft kept on this device',
  draftRestored: 'Your draft is back',
  discard: 'Start afresh',
  addPicture: 'Add a picture',
  pictureHint: 'Markdown works. Paste or drop pictures',
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
