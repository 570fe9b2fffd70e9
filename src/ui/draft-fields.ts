import { createContext } from 'preact'

/** A draft that its author opened to go on with: drawn into the form of its place, so that it works without script. */
export type OpenedDraft = {
  place: string
  version: number
  fields: Readonly<Record<string, string>>
}

/** Put around a whole page; the composer of the draft's place takes it. */
export const OpenedDraftContext = createContext<OpenedDraft | undefined>(undefined)

/** The fields of the draft within its own composer: they stand before what the page would show there. */
export const DraftFieldsContext = createContext<Readonly<Record<string, string>> | undefined>(undefined)

/** Choices of readers are made on the page itself, never by a draft. */
export const readerFields: readonly string[] = ['space', 'reach']
