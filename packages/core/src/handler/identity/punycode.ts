const BASE = 36
const [T_MIN, T_MAX, SKEW, DAMP] = [1, 26, 38, 700]
const [INITIAL_BIAS, INITIAL_CODE] = [72, 0x80]

/**
 * The Unicode spelling of one label that `URL` has accepted, such as `münchen` for `xn--mnchen-3ya`. URLs convert only
 * in the other direction.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3492#section-6.2 RFC 3492, the decoding procedure
 */
export function decodeLabel(label: string): string {
  if (!label.startsWith('xn--')) return label
  const encoded = label.slice(4)
  const delimiter = encoded.lastIndexOf('-')
  const decoded = [...encoded.slice(0, Math.max(delimiter, 0))].map(
    (letter) => letter.codePointAt(0) as number,
  )
  let [code, bias, at] = [INITIAL_CODE, INITIAL_BIAS, 0]
  let next = delimiter + 1
  while (next < encoded.length) {
    const before = at
    let weight = 1
    for (let k = BASE; ; k += BASE) {
      const digit = Number.parseInt(encoded[next] ?? '', BASE)
      // Punycode counts letters first: a to z are 0 to 25, and 0 to 9 are 26 to 35.
      const value = digit < 10 ? digit + 26 : digit - 10
      if (Number.isNaN(digit)) return label
      next += 1
      at += value * weight
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX)
      if (value < threshold) break
      weight *= BASE - threshold
    }
    const length = decoded.length + 1
    bias = adapt(at - before, length, before === 0)
    code += Math.floor(at / length)
    if (code > 0x10ffff) return label
    at %= length
    decoded.splice(at, 0, code)
    at += 1
  }
  return String.fromCodePoint(...decoded)
}

function adapt(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2))
  rest += Math.floor(rest / length)
  let k = 0
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN))
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW))
}
