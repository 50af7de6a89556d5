import { encodePng } from './png.ts'

const QUIET_ZONE = 4
const PIXELS = 4

/** A QR code as a `data:` URI that a phone's camera reads; about one kilobyte. */
export async function qrCodeDataUri(text: string): Promise<string> {
  const { encode } = await import('uqr')
  const { data } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  return `data:image/png;base64,${encodePng(data, PIXELS).toString('base64')}`
}
