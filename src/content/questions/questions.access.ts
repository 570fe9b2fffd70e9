import type { Viewer } from '../../platform/context.ts'
import { said } from '../../platform/languages/languages.ts'
import type { AccountId } from '../../platform/ids.ts'
import { type Space, isEmployee, mayWriteIn } from '../../realms/spaces/spaces.ts'
import { type AccessVerdict, no, yes } from '../../platform/verdict.ts'

/** Whether the viewer may choose the accepted answer: whoever asked, as long as they may write there. */
export function mayAccept(viewer: Viewer, space: Space, askedBy: AccountId): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind === 'system') return writing
  return viewer.kind === 'account' && viewer.id === askedBy
    ? yes(said('You asked this.'))
    : no(
        'questions.not-asker',
        said('The accepted answer is chosen by the person who asked. You can say that it helped you.'),
      )
}

/** Whether the viewer may say that they have the same question: customers, other than the one who asked. */
export function maySaySame(viewer: Viewer, space: Space, askedBy: AccountId): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind !== 'account') return writing
  if (viewer.realm !== 'outside') {
    return no(
      'questions.customers-only',
      said('"Same here" counts the customers who are waiting. You write here as an employee.'),
    )
  }
  return viewer.id === askedBy
    ? no('questions.own-question', said('You asked this, so you are told anyway.'))
    : yes(said('You may have the same question.'))
}

/** Whether the viewer may thank for an answer: everyone who may write there, other than who wrote it. */
export function mayThank(viewer: Viewer, space: Space, answeredBy: AccountId): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind !== 'account') return writing
  return viewer.id === answeredBy
    ? no('questions.own-answer', said('This is your own answer. Others say whether it helped.'))
    : yes(said('It may have helped you.'))
}

/** Whether the viewer may answer in the name of the company. */
export function maySpeakOfficially(viewer: Viewer, space: Space): AccessVerdict {
  const writing = mayWriteIn(viewer, space)
  if (!writing.allowed || viewer.kind === 'system') return writing
  return isEmployee(viewer) && viewer.offices.includes('official-voice')
    ? yes(said('You hold the office official voice.'))
    : no('questions.not-official-voice', said('Answering in the name of the company needs the office official voice.'))
}
