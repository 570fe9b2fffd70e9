/** The words that scripts say by themselves, handed to the browser in the language of the page. */
import type { Say } from '../platform/languages/languages.ts'
import type { EditorWords } from './editor.shared.ts'
import type { KeysWords } from './keys.shared.ts'
import type { PaletteWords } from './palette.shared.ts'

/** As JSON for `data-words`; undefined in English, which the scripts know. */
export function wordsForScript(
  say: Say,
  words: (say: Say) => KeysWords | PaletteWords | EditorWords,
): string | undefined {
  return say.language === 'en' ? undefined : JSON.stringify(words(say))
}

/** Of the list of keys. */
export function keysWords(say: Say): KeysWords {
  return {
    title: say('Keys'),
    close: say('Close'),
    search: say('Search'),
    list: say('All keys'),
    next: say('Next item'),
    previous: say('Previous item'),
    reply: say('Reply'),
    nextPane: say('Next pane'),
    previousPane: say('Previous pane'),
    region: say('Next region of the page'),
    post: say('Post to the audience shown'),
    escape: say('Close; a draft is kept'),
    letters: say('Keys of one letter are on'),
  }
}

/** Of the command palette; the script puts what was typed and the number into their places. */
export function paletteWords(say: Say): PaletteWords {
  return {
    title: say('Go to or do'),
    placeholder: say('A place, a person, a thread'),
    close: say('Close'),
    here: say('On this page'),
    nothing: say('Nothing by that name.'),
    unreachable: say('The places cannot be reached just now.'),
    count: say('{number} to choose from', { number: '{count}' }),
    search: say('Search everything for “{text}”', { text: '{text}' }),
  }
}

/** Of the editor. */
export function editorWords(say: Say): EditorWords {
  return {
    preview: say('Preview'),
    edit: say('Back to writing'),
    nothing: say('Nothing written yet'),
    previewFailed: say('The preview could not be made. Your text is still here'),
    uploading: say('Adding the picture'),
    uploadFailed: say('The picture could not be added'),
    tooLarge: say('The picture is too large'),
    notAPicture: say('Only pictures can be added here'),
    retry: say('Try again'),
    remove: say('Leave it out'),
    saved: say('Saved'),
    noConnection: say('Not saved: no connection. Kept on this device'),
    signedOut: say('Not saved: you are signed out. Kept on this device'),
    signIn: say('Sign in and come back'),
    notSavedYet: say('Not saved yet. Kept on this device'),
    notSaved: say('Not saved as a draft: it is too long, or there are too many. Kept on this device'),
    notKept: say('Not kept: this device has no room. Copy your text before you leave'),
    draftKept: say('Draft kept on this device'),
    draftRestored: say('Your draft is back'),
    discard: say('Start afresh'),
    thrownAway: say('Thrown away'),
    bringBack: say('Bring it back'),
    newerDraft: say('A newer draft of this was saved in another window'),
    anotherHere: say('Another version of this is kept on this device'),
    takeOther: say('Take the other one'),
    keepMine: say('Keep this one'),
    otherTaken: say('This is the other one'),
    backToMine: say('Back to mine'),
    otherReaders: say('You began a text here for other readers'),
    openThere: say('Open it there'),
    describe: say('what does it show? Those who do not see it hear these words | after the name of a picture'),
    described: say('Done | on a button'),
    people: say('People'),
    tags: say('Tags'),
    emoji: say('Emoji'),
    cannotRead: say('cannot read this | after the name of somebody'),
    suggestions: say('suggestions. Arrow keys choose, Enter takes | after their number'),
    addPicture: say('Add a picture'),
    pictureHint: say('Markdown works. Paste or drop pictures. @ names people'),
  }
}
