export { passBridges } from './bridging.ts'
export { type BroughtIn, type Crossed, type Linked, crossedAt } from './crossed.ts'
export {
  type Publication,
  type PublishChoice,
  draftPublication,
  listTickable,
  publish,
  publishable,
} from './publishing.ts'
export { forgetRecalledPictures } from './recalling.ts'
export { type TextThing, bringInto, linkTexts, textAt, threadOf } from './texts.ts'
