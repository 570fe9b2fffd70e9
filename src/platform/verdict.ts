import { Forbidden } from './errors.ts'
import type { Said } from './languages/languages.ts'

/** Whether somebody may do something, with the reason in one sentence from the code that decides. */
export type AccessVerdict =
  | { readonly allowed: true; readonly because: Said }
  | { readonly allowed: false; readonly because: Said; readonly code: string }

export function yes(because: Said): AccessVerdict {
  return { allowed: true, because }
}

export function no(code: string, because: Said): AccessVerdict {
  return { allowed: false, code, because }
}

/** Throws Forbidden with the verdict's own reason when it is a no. */
export function demand(verdict: AccessVerdict): void {
  if (!verdict.allowed) throw new Forbidden(verdict.code, verdict.because)
}
