/** What stands in README.txt of an export: the shape of everything in it. */
export function readMe(of: { company: string; name: string; madeAt: Date; keptDays: number }): string {
  return `Data of ${of.name} at ${of.company}
Made ${of.madeAt.toISOString()} by Tango. Times are UTC.

summary.json
  How many of each there are. "included" stands in this file; "notReadable" is
  what you may not read any more: it counts here and its content does not come.

profile.json
  You, as a Person of ActivityStreams 2.0, with each field of your profile and
  how far it reaches: 0 only you, 1 to 3 degrees of connection, 4 all members,
  5 everyone.

written/<kind>-0001.json, …
  Everything you wrote, oldest first, as pages of an ActivityStreams
  OrderedCollection. Each item has "type" (Question, Article or Note), "id" and
  "url" (its address), "name" (its title), "source" (your words as Markdown),
  "published", "context" (the space). "inReplyTo" is a link with the title of
  what you answered: other people's words are not in this file.
written/<kind>-<number>.md
  The same words, each as a file of its own, ready to be read or put elsewhere.

votes/, kudos/, same-here/
  Ideas you voted on (1 for, -1 against), answers you thanked for, questions and
  problems of which you said "same here", each as a link with its title.
connections/, following/
  Accepted connections by handle; people, tags, spaces and threads you follow.
drafts/
  What you have begun to write, field by field.
sessions/
  Where you are signed in. No network address is kept.
notices.json
  How you chose to be told of what.
files/0001.json, … and files/<name>
  Pictures you added, and their bytes.

Kept for ${of.keptDays} days; then it is deleted where it was made.
`
}
