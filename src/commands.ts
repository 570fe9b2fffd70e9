/** Every command of the command line beside `start`, in one list. */
import type { Command } from 'commander'
import { backupCommands } from './connect/backup/backup.commands.ts'
import type { Run } from './connect/commands.ts'
import { buildDemo } from './connect/demo/demo.ts'
import { doctorCommands } from './connect/doctor/doctor.commands.ts'
import { importCommands } from './connect/import/import.commands.ts'
import { peopleCommands } from './connect/people.commands.ts'
import { spaceCommands } from './connect/spaces.commands.ts'
import { structureCommands } from './connect/structure/structure.commands.ts'
import { wallProofCommands } from './connect/wall-proof.commands.ts'
import { openProofSite } from './proof-site.ts'
import { setupCommands } from './web/setup/setup.commands.ts'

export const commands: readonly ((program: Command, run: Run) => void)[] = [
  setupCommands(buildDemo),
  spaceCommands,
  peopleCommands,
  importCommands,
  structureCommands,
  backupCommands,
  doctorCommands,
  wallProofCommands(openProofSite),
]
