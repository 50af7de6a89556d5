import { isIPv4, isIPv6 } from 'node:net'

/**
 * The network of an IP address, for counting attempts: the IPv4 address itself, or the /64 of an IPv6 address, because a caller
 * usually controls the whole /64. Every spelling of an address gives the same result.
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

/** The eight groups, also for addresses with `::` or a dotted tail. */
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
