import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Encodes a black-and-white PNG with one bit per pixel. Each cell is `scale` pixels wide, and true is black. */
export function encodePng(cells: boolean[][], scale: number): Buffer {
  const side = cells.length * scale
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header[8] = 1 // One bit per sample. The color type is 0 (grayscale), as are the other fields.
  const rows = cells.flatMap((row) => Array.from({ length: scale }, () => encodeRow(row, scale)))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Filter type 0, then the pixels, most significant bit first; 1 is white. */
function encodeRow(cells: boolean[], scale: number): Buffer {
  const row = Buffer.alloc(1 + Math.ceil((cells.length * scale) / 8))
  for (let x = 0; x < cells.length * scale; x++) {
    const white = cells[Math.floor(x / scale)] !== true
    if (white) row[1 + (x >> 3)] = (row[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7))
  }
  return row
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, checksum])
}
