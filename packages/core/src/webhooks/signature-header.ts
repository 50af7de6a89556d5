/** A parsed `WorkOS-Signature` header: `t=<milliseconds>, v1=<hex>`, in any order, possibly several of each. */
export interface SignatureHeader {
  /** As sent, because the signature covers the text. */
  timestamps: string[]
  /** HMAC-SHA-256, 32 bytes each. */
  signatures: Uint8Array<ArrayBuffer>[]
}

// Longer than any rotation needs: each pair of timestamp and signature costs a hash.
const MAXIMUM_LENGTH = 4_096
const MAXIMUM_PARTS = 20

/** Parses the header. Unknown parts are ignored; `undefined` if there is nothing to verify. */
export function readSignatureHeader(header: string): SignatureHeader | undefined {
  if (header.length > MAXIMUM_LENGTH) return undefined
  const parts = header.split(',')
  if (parts.length > MAXIMUM_PARTS) return undefined
  const timestamps = new Set<string>()
  const signatures: Uint8Array<ArrayBuffer>[] = []
  for (const part of parts) {
    const separator = part.indexOf('=')
    const name = part.slice(0, separator).trim()
    const value = part.slice(separator + 1).trim()
    if (name === 't' && /^\d{1,15}$/.test(value)) timestamps.add(value)
    if (name === 'v1' && /^[0-9a-f]{64}$/i.test(value)) signatures.push(fromHex(value))
  }
  if (timestamps.size === 0 || signatures.length === 0) return undefined
  return { timestamps: [...timestamps], signatures }
}

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  )
}
