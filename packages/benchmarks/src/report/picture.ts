import type { Table } from './report.ts'

export const WIDTH = 760

/** A chart as an SVG, below the title of its table. */
export function toPicture(
  { title, columns }: Pick<Table, 'title' | 'columns'>,
  height: number,
  drawn: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<text x="0" y="14" class="title">${escapeText(title)}: ${escapeText(columns[0] ?? '')}</text>`,
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

export const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

const STYLE = `svg{font:12px system-ui,sans-serif;background:#fff}text{fill:#1c2330;dominant-baseline:central}
.title{font-weight:600;font-size:14px}.name{text-anchor:end}.ours{fill:#2f6fed}.peer{fill:#b9c2d0}.limit{fill:#7bbf9a}
.curve{stroke:#2f6fed;stroke-width:2;fill:none}.grid{stroke:#b9c2d0;stroke-opacity:.5}.range{stroke:#1c2330;stroke-opacity:.45;fill:none}`
