import type { ComponentChildren } from 'preact'
import type { Ctx, Realm, Viewer } from '../../platform/context.ts'
import type { Idea } from '../ideas/ideas.ts'

/** Draws something on the page of an idea, for the viewer of `ctx`; nothing when there is nothing to say. */
export type IdeaPanel = (ctx: Ctx, idea: Idea) => Promise<ComponentChildren>

const panels: IdeaPanel[] = []
const stageNotes: IdeaPanel[] = []

/** Adds what stands beside an idea: called once by another feature, before anything is served. It asks its own rights. */
export function registerIdeaPanel(panel: IdeaPanel): void {
  if (!panels.includes(panel)) panels.push(panel)
}

/** What this reader sees of other features beside an idea. */
export async function drawIdeaPanels(ctx: Ctx, idea: Idea): Promise<ComponentChildren[]> {
  return drawAll(panels, ctx, idea)
}

/** Adds what stands above the form that sets the stage of an idea: called once, as a panel is. It asks its own rights. */
export function registerStageNote(note: IdeaPanel): void {
  if (!stageNotes.includes(note)) stageNotes.push(note)
}

/** What whoever sets the stage of an idea reads before from other features. */
export async function drawStageNotes(ctx: Ctx, idea: Idea): Promise<ComponentChildren[]> {
  return drawAll(stageNotes, ctx, idea)
}

async function drawAll(drawing: readonly IdeaPanel[], ctx: Ctx, idea: Idea): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const panel of drawing) drawn.push(await panel(ctx, idea))
  return drawn.filter((one) => one !== null && one !== undefined && one !== false)
}

/** Draws something above the ideas of a side, for the viewer of `ctx`; nothing when there is nothing to say. */
type BoardNote = (ctx: Ctx, realm: Realm) => Promise<ComponentChildren>

const boardNotes: BoardNote[] = []

/** Adds what stands above the boards: called once by another feature, before anything is served. It asks its own rights. */
export function registerBoardNote(note: BoardNote): void {
  if (!boardNotes.includes(note)) boardNotes.push(note)
}

/** What this reader sees of other features above the ideas of a side. */
export async function drawBoardNotes(ctx: Ctx, realm: Realm): Promise<ComponentChildren[]> {
  const drawn: ComponentChildren[] = []
  for (const note of boardNotes) drawn.push(await note(ctx, realm))
  return drawn
}

/** A way from the board of a side to a page of another feature; undefined for whoever has no such page. */
type BoardLink = (viewer: Viewer, realm: Realm) => { href: string; label: string } | undefined

const boardLinks: BoardLink[] = []

/** Adds a link beside the boards: called once by another feature, before anything is served. */
export function registerBoardLink(link: BoardLink): void {
  if (!boardLinks.includes(link)) boardLinks.push(link)
}

/** The ways on from a board for this viewer. */
export function listBoardLinks(viewer: Viewer, realm: Realm): { href: string; label: string }[] {
  return boardLinks.flatMap((link) => link(viewer, realm) ?? [])
}
