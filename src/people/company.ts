import type { Ctx } from '../platform/context.ts'
import { findSetting } from '../platform/settings.ts'

/** The name of the company whose Tango this is; "Tango" before it is set up. */
export async function companyName(ctx: Ctx): Promise<string> {
  return (await findSetting<string>(ctx, 'company')) ?? 'Tango'
}
