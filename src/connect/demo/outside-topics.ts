import { owningTopics } from './owning-topics.ts'
import { ridingTopics } from './riding-topics.ts'
import type { Topic } from './topic.ts'

/** Everything that riders ask about. */
export const outsideTopics: readonly Topic[] = [...owningTopics, ...ridingTopics]
