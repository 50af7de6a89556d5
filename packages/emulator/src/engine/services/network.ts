import { isIPv4, isIPv6 } from 'node:net'

/**
 * The network that an address stands for when attempts are counted: an IPv4 address itself, and of IPv6
 * the /64, because a caller who has one address of it has them all. Every spelling of an address gives the same.
 */
export function networkOf(address: string): string {
  const text = address.trim().toLowerCase().replace(/%.*$/, '')
  if (isIPv4(text)) return text
  if (!isIPv6(text)) return 'unknown'
  const groups = expanded(text)
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 255])
      .join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}

/** The eight groups, also of `::` and of a dotted tail. */
function expanded(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const [, front = '', a, b, c, d] = dotted ?? []
  const hex = (high?: string, low?: string) => ((Number(high) << 8) | Number(low)).toString(16)
  const plain = dotted === null ? address : `${front}${hex(a, b)}:${hex(c, d)}`
  const [left = '', right] = plain.split('::')
  const groups = (text = '') =>
    text
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16))
  if (right === undefined) return groups(left)
  const gap = 8 - groups(left).length - groups(right).length
  return [...groups(left), ...Array<number>(Math.max(0, gap)).fill(0), ...groups(right)]
}
