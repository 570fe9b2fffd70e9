import { Forbidden } from './errors.ts'

/** Whether somebody may do something, with the reason in one sentence from the code that decides. */
export type AccessVerdict =
  | { readonly allowed: true; readonly because: string }
  | { readonly allowed: false; readonly because: string; readonly code: string }

export function yes(because: string): AccessVerdict {
  return { allowed: true, because }
}

export function no(code: string, because: string): AccessVerdict {
  return { allowed: false, code, because }
}

/** Throws Forbidden with the verdict's own reason when it is a no. */
export function demand(verdict: AccessVerdict): void {
  if (!verdict.allowed) throw new Forbidden(verdict.code, verdict.because)
}
