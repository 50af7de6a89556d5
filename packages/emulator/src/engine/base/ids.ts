import type { Clock } from './clock.ts'
import type { Randomness } from './randomness.ts'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARACTERS = 10
const RANDOM_CHARACTERS = 16

/** Creates ids that sort in creation order, even within one millisecond. */
export interface Ids {
  /** A ULID without a prefix. */
  ulid(): string
  /** `<prefix>_<ULID>` */
  next(prefix: string): string
}

export function createIds(clock: Clock, random: Randomness): Ids {
  let lastMs = -1
  let digits: number[] = []

  function ulid(): string {
    const now = clock.now()
    if (now === lastMs) {
      increment(digits)
    } else {
      lastMs = now
      digits = Array.from(random.bytes(RANDOM_CHARACTERS), (byte) => byte & 31)
    }
    return encodeTime(now) + digits.map((digit) => CROCKFORD[digit]).join('')
  }

  return { ulid, next: (prefix) => `${prefix}_${ulid()}` }
}

/** The creation time in an id such as `user_01JQ…`, or undefined if it is not such an id. */
export function timeOfId(id: string): number | undefined {
  const ulid = /^(?:[a-z]+_)*([0-7][0-9A-HJKMNP-TV-Z]{25})$/.exec(id)?.[1]
  if (ulid === undefined) return undefined
  let time = 0
  for (const character of ulid.slice(0, TIME_CHARACTERS)) time = time * 32 + CROCKFORD.indexOf(character)
  return time
}

function encodeTime(epochMs: number): string {
  let rest = Math.max(0, Math.floor(epochMs))
  let text = ''
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    text = CROCKFORD[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function increment(digits: number[]): void {
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = digits[i] ?? 0
    digits[i] = (digit + 1) % 32
    if (digit < 31) return
  }
}
