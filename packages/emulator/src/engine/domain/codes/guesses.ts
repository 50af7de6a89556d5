import type { EngineContext } from '../../context/engine-context.ts'
import type { GuessBudget } from '../../services/rate-limits.ts'

/**
 * Compares a guess within the budget of its user. It is taken before the comparison, so that parallel guesses
 * get no more; only a right one does not count. `compare` may refuse a right code for another reason, such as
 * its age: that counts, because it tells the guesser nothing less.
 */
export async function withinGuesses<Outcome>(
  context: EngineContext,
  budget: GuessBudget,
  userId: string,
  compare: () => Promise<Outcome>,
  isRight: (outcome: Outcome) => boolean,
): Promise<Outcome | 'too_many_attempts'> {
  if (!(await context.limiter.spendGuess(budget, userId))) return 'too_many_attempts'
  const outcome = await compare()
  if (isRight(outcome)) await context.limiter.returnGuess(budget, userId)
  return outcome
}

const MOST_CHARACTERS = 100

/**
 * The six digits of what was typed: in any script's decimal digits, with any spaces and hyphens between them.
 * What holds anything else stays as it is, and equals no code.
 */
export function digitsOf(text: string): string {
  if (text.length > MOST_CHARACTERS) return text
  const bare = text.normalize('NFKC').replace(/[\s\p{Pd}\p{Default_Ignorable_Code_Point}]+/gu, '')
  return bare.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
}

/** Unicode keeps the ten digits of a script together, in order, so the value is the place in the row. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (first > 0 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--
  return (code - first) % 10
}
