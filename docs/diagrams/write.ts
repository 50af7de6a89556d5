// Writes the diagrams of the concept pages: `node docs/diagrams/write.ts`.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DIAGRAMS } from './diagrams.ts'
import { draw } from './draw.ts'

const folder = join(import.meta.dirname, '../images/diagrams')
for (const diagram of DIAGRAMS) writeFileSync(join(folder, `${diagram.name}.svg`), draw(diagram))
