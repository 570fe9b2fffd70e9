export function importQuery(): never { throw new Error('not yet') }
