import type { IdeaStage } from './ideas.tables.ts'

/** What each stage is called, on every side and in every notice. In the order in which they are chosen from. */
export const stageWords: Readonly<Record<IdeaStage, string>> = {
  new: 'New',
  'under-review': 'Under review',
  planned: 'Planned',
  'partly-done': 'Partly done',
  'already-offered': 'Already offered',
  done: 'Done',
  'not-planned': 'Not planned',
  archived: 'Archived',
}
