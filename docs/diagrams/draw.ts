/** A diagram for a page: an SVG for light and dark mode, with a title and a description for screen readers. */
export interface Diagram {
  /** Name of the file, and prefix of the IDs inside it. */
  name: string
  title: string
  /** What the diagram shows, in whole sentences. */
  description: string
  content: Sequence | Graph
}

/** Messages between participants, from top to bottom. */
export interface Sequence {
  participants: { name: string; detail?: string }[]
  steps: (Message | Note)[]
}

interface Message {
  from: number
  to: number
  text: string
  /** A response. */
  isReply?: boolean
}

interface Note {
  at: number
  note: string
}

/** Boxes, and arrows between them. */
export interface Graph {
  width: number
  height: number
  boxes: Box[]
  arrows: Arrow[]
}

export interface Box {
  x: number
  y: number
  width: number
  height: number
  title: string
  lines?: string[]
  look?: 'accent' | 'muted'
  /** The title at the top, for a box that contains others. */
  isGroup?: boolean
}

interface Arrow {
  /** The corners of the line, with the arrow at the last one. */
  points: [x: number, y: number][]
  text?: string
  /** The center of the text. */
  at?: [x: number, y: number]
  isReply?: boolean
}

const STYLE = `
.lk-diagram { --ink: #221f1a; --quiet: #5f584d; --line: #8b8375; --box: #ffffff; --ground: #f8f4ec; --accent: #1d4a3f; --on-accent: #ffffff; font: 14px system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .lk-diagram { --ink: #f8f4ec; --quiet: #c9c1b4; --line: #8b8375; --box: #2a2722; --ground: #191815; --accent: #e0b65c; --on-accent: #191815; } }
.lk-diagram .ground { fill: var(--ground); }
.lk-diagram .box { fill: var(--box); stroke: var(--line); }
.lk-diagram .box.accent { fill: var(--accent); stroke: var(--accent); }
.lk-diagram .box.muted { fill: none; stroke-dasharray: 4 4; }
.lk-diagram .name { fill: var(--ink); font-weight: 600; }
.lk-diagram .name.accent, .lk-diagram .line.accent { fill: var(--on-accent); }
.lk-diagram .line { fill: var(--quiet); font-size: 12px; }
.lk-diagram .label { fill: var(--ink); font-size: 13px; paint-order: stroke; stroke: var(--ground); stroke-width: 5px; stroke-linejoin: round; }
.lk-diagram .arrow { fill: none; stroke: var(--quiet); stroke-width: 1.5; }
.lk-diagram .arrow.reply { stroke-dasharray: 5 4; }
.lk-diagram .head { fill: var(--quiet); }
`
  .trim()
  .split('\n')
  .join('')

/** Returns the SVG of a diagram on one line, so that Markdown can contain it. */
export function draw({ name, title, description, content }: Diagram): string {
  const { width, height, parts } = 'steps' in content ? sequence(content) : graph(content)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="lk-diagram" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${name}-title ${name}-description">`,
    `<title id="${name}-title">${text(title)}</title><desc id="${name}-description">${text(description)}</desc>`,
    `<style>${STYLE}</style><rect class="ground" width="${width}" height="${height}" rx="12"/>`,
    ...parts,
    '</svg>\n',
  ].join('')
}

const COLUMN = 250
const ROW = 46
const TOP = 88

function sequence({ participants, steps }: Sequence) {
  const width = participants.length * COLUMN + 20
  const height = TOP + steps.length * ROW + 16
  const middle = (index: number) => 10 + COLUMN * (index + 0.5)
  const parts = participants.flatMap(({ name, detail }, index) => [
    arrow(
      {
        points: [
          [middle(index), 64],
          [middle(index), height - 16],
        ],
      },
      false,
    ),
    box({
      x: middle(index) - 95,
      y: 16,
      width: 190,
      height: 48,
      title: name,
      ...(detail !== undefined && { lines: [detail] }),
      ...(index === 1 && { look: 'accent' as const }),
    }),
  ])
  steps.forEach((step, index) => {
    const y = TOP + index * ROW + 18
    if ('note' in step) {
      const { note, at } = step
      const noteWidth = widthOf(note, 12) + 24
      parts.push(
        box({
          x: middle(at) - noteWidth / 2,
          y: y - 20,
          width: noteWidth,
          height: 30,
          title: '',
          lines: [note],
        }),
      )
      return
    }
    const { from, to, text: label, isReply } = step
    const toward = Math.sign(to - from)
    parts.push(
      arrow({
        points: [
          [middle(from) + toward * 4, y + 6],
          [middle(to) - toward * 4, y + 6],
        ],
        text: label,
        at: [(middle(from) + middle(to)) / 2, y - 2],
        ...(isReply && { isReply }),
      }),
    )
  })
  return { width, height, parts }
}

function graph({ width, height, boxes, arrows }: Graph) {
  return { width, height, parts: [...boxes.map(box), ...arrows.map((one) => arrow(one))] }
}

function box({ x, y, width, height, title, lines = [], look, isGroup = false }: Box): string {
  const center = x + width / 2
  const rows = [...(title === '' ? [] : [title]), ...lines]
  const first = isGroup ? y + 24 : y + height / 2 - (rows.length - 1) * 9 + 5
  const texts = rows.map((row, index) => {
    const kind = index === 0 && title !== '' ? 'name' : 'line'
    return `<text class="${kind}${look === 'accent' ? ' accent' : ''}" x="${center}" y="${first + index * 18}" text-anchor="middle">${text(row)}</text>`
  })
  return `<rect class="box${look === undefined ? '' : ` ${look}`}" x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>${texts.join('')}`
}

function arrow({ points, text: label, at, isReply = false }: Arrow, hasHead = true): string {
  const line = `<path class="arrow${isReply ? ' reply' : ''}" d="M${points.map(([x, y]) => `${x} ${y}`).join('L')}"/>`
  const [x, y] = points.at(-1) ?? [0, 0]
  const [fromX, fromY] = points.at(-2) ?? [0, 0]
  const turn = Math.round((Math.atan2(y - fromY, x - fromX) * 180) / Math.PI)
  const head = hasHead
    ? `<path class="head" d="M0 0L-9 -4.5L-9 4.5Z" transform="translate(${x} ${y}) rotate(${turn})"/>`
    : ''
  const words =
    label === undefined || at === undefined
      ? ''
      : `<text class="label" x="${at[0]}" y="${at[1]}" text-anchor="middle">${text(label)}</text>`
  return line + head + words
}

/** The approximate width of a text, which is accurate enough to check that it fits. */
export const widthOf = (words: string, fontSize: number): number => Math.ceil(words.length * fontSize * 0.6)

const text = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
