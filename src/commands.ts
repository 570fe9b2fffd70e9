/** Every command of the command line beside `start`, in one list. */
import type { Command } from 'commander'
import type { Run } from './connect/commands.ts'
import { buildDemo } from './connect/demo/demo.ts'
import { peopleCommands } from './connect/people.commands.ts'
import { spaceCommands } from './connect/spaces.commands.ts'
import { setupCommands } from './web/setup/setup.commands.ts'

export const commands: readonly ((program: Command, run: Run) => void)[] = [
  setupCommands(buildDemo),
  spaceCommands,
  peopleCommands,
]
