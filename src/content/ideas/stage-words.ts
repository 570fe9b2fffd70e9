import { said } from '../../platform/languages/languages.ts'
import type { IdeaStage } from './ideas.tables.ts'

/** What each stage is called, on every side and in every notice. In the order in which they are chosen from. */
export const stageWords: Readonly<Record<IdeaStage, string>> = {
  new: said('New'),
  'under-review': said('Under review'),
  planned: said('Planned'),
  'partly-done': said('Partly done'),
  'already-offered': said('Already offered'),
  done: said('Done'),
  'not-planned': said('Not planned'),
  archived: said('Archived'),
}

/** The same within a sentence. */
export const stageInSentence: Readonly<Record<IdeaStage, string>> = {
  new: said('new | a stage of ideas, within a sentence'),
  'under-review': said('under review'),
  planned: said('planned | a stage of ideas, within a sentence'),
  'partly-done': said('partly done'),
  'already-offered': said('already offered'),
  done: said('done | a stage of ideas, within a sentence'),
  'not-planned': said('not planned'),
  archived: said('archived | a stage of ideas, within a sentence'),
}
