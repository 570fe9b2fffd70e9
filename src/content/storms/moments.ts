/**
 * The moment that a clock on the wall of a time zone shows as `local` (`2027-01-18T09:00`, as a field of a form gives
 * it). Where clocks are set back, the first of the two. Undefined when it is no time, the zone is unknown, or clocks
 * jump over it there.
 */
export function momentIn(local: string, timeZone: string): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(local) || timeZone.length > 64) return undefined
  try {
    const plain = Temporal.PlainDateTime.from(local, { overflow: 'reject' })
    const zoned = plain.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
    if (!zoned.toPlainDateTime().equals(plain)) return undefined
    return new Date(zoned.epochMilliseconds)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** A moment as a field of a form takes it, on the clock of a time zone: the reverse of `momentIn`, to the minute. */
export function localIn(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}
