/**
 * What users and programs put between digits: spaces, dashes, dots, commas and slashes of any script, brackets, quotes,
 * and marks that are invisible or decorative, such as those of a keycap emoji.
 */
const SEPARATORS =
  /[\s\p{Z}\p{Cc}\p{Cf}\p{M}\p{Pd}\p{Pc}\p{Ps}\p{Pe}\p{Pi}\p{Pf}.,:;·•‧∙⋅…'"`´*#|/\\~\u2212\u00af\u060c\u061b\u066b\u066c\u06d4\u0964\u3001\u3002\u30fb\u2043]/gu

/** Converts a one-time code to ASCII digits. It may be copied with separators, or typed in the digits of any script. */
export function readOneTimeCode(text: string): string {
  return asciiDigits(text.normalize('NFKC').replaceAll(SEPARATORS, ''))
}

const asciiDigits = (text: string) => text.replaceAll(/\p{Nd}/gu, (digit) => String(digitValue(digit)))

/**
 * The value of a decimal digit. Each set of ten digits is contiguous from zero to nine, and some sets follow each
 * other.
 *
 * @see https://www.unicode.org/policies/stability_policy.html#Property_Value The Unicode stability policy
 */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) as number
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1
  return (code - start) % 10
}
