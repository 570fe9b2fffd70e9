import { type Said, type Say, said } from '../../platform/languages/languages.ts'

/** Each part of an export by its path, with what stands in it. */
const parts: readonly (readonly [path: string, holds: Said])[] = [
  [
    'summary.json',
    said(
      'How many of each there are. “included” stands in this file; “notReadable” is what you may not read any more: it counts here and its content does not come.',
    ),
  ],
  [
    'profile.json',
    said(
      'You, as a Person of ActivityStreams 2.0, with each field of your profile and how far it reaches: 0 only you, 1 to 3 degrees of connection, 4 all members, 5 everyone. “newPostsStartWith” is how far your questions and problems, and everything else, reach until you choose.',
    ),
  ],
  [
    'written/<kind>-0001.json, …',
    said(
      'Everything you wrote, oldest first, as pages of an ActivityStreams OrderedCollection. Each item has “type” (Question, Article or Note), “id” and “url” (its address), “name” (its title), “source” (your words as Markdown), “published”, “context” (the space). “inReplyTo” is a link with the title of what you answered: other people’s words are not in this file.',
    ),
  ],
  ['written/<kind>-<number>.md', said('The same words, each as a file of its own, ready to be read or put elsewhere.')],
  [
    'votes/, kudos/, same-here/',
    said(
      'Ideas you voted on (1 for, -1 against), answers you thanked for, questions and problems of which you said “same here”, each as a link with its title.',
    ),
  ],
  ['connections/, following/', said('Accepted connections by handle; people, tags, spaces and threads you follow.')],
  ['drafts/', said('What you have begun to write, field by field.')],
  ['taken-back/', said('What you took back and nobody else reads, as long as it is kept.')],
  ['sessions/', said('Where you are signed in. No network address is kept.')],
  ['notices.json', said('How you chose to be told of what, and the web addresses that are told.')],
  ['files/0001.json, … files/<name>', said('Pictures you added, and their bytes.')],
]

/** What stands in README.txt of an export: the shape of everything in it, in its person's language. */
export function readMe(say: Say, of: { company: string; name: string; madeAt: Date; keptDays: number }): string {
  const { company, name, madeAt, keptDays } = of
  const made = say('Made {moment} by Tango. Times are UTC.', { moment: madeAt.toISOString() })
  const each = parts.map(([path, holds]) => `${path}\n${wrapped(say.again(holds), '  ')}\n`)
  const end = say('Kept for {number} days; then it is deleted where it was made.', { number: keptDays })
  return [
    `${say('Data of {name} at {company}', { name, company })}\n${wrapped(made, '')}\n`,
    ...each,
    `${wrapped(end, '')}\n`,
  ].join('\n')
}

/** In lines that fit an old screen. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length + 1 > 78) lines.push(indent + word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}
