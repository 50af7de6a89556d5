import type { EngineContext } from '../../context/engine-context.ts'
import type { GuessBudget } from '../../services/rate-limits.ts'

/**
 * Compares a guess within the limit of its user. The guess is counted before the comparison, so that parallel guesses get no
 * extra attempts; only a correct one is not counted. `compare` can refuse a correct code for another reason, such as its age:
 * that counts, because it tells the guesser just as much.
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
 * The six digits of the input: decimal digits of any script, with any spaces and hyphens between them. Input with other
 * characters stays unchanged, and matches no code.
 */
export function digitsOf(text: string): string {
  if (text.length > MOST_CHARACTERS) return text
  const bare = text.normalize('NFKC').replace(/[\s\p{Pd}\p{Default_Ignorable_Code_Point}]+/gu, '')
  return bare.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
}

/** Unicode lists the ten digits of a script in order, so a digit's value is its position in that range. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0
  let first = code
  while (first > 0 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--
  return (code - first) % 10
}
