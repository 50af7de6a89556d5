import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const own = (name: string) => readFileSync(new URL(`host-sheets/${name}.css`, import.meta.url), 'utf8')
const of = (specifier: string) => readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8')

/** Common style sheets of apps, with their position: before or after the style sheet of the components. */
export const HOST_SHEETS: readonly { host: string; css: string; place: 'before' | 'after' }[] = [
  { host: 'create-vite 5', css: own('create-vite-5'), place: 'after' },
  { host: 'create-vite 9', css: own('create-vite-9'), place: 'after' },
  { host: 'create-next-app', css: own('create-next-app'), place: 'after' },
  { host: 'Tailwind 3', css: own('tailwind-3'), place: 'after' },
  { host: 'Tailwind 4, imported first', css: own('tailwind-4'), place: 'before' },
  { host: 'Tailwind 4, imported last', css: own('tailwind-4'), place: 'after' },
  { host: 'Bootstrap 5', css: of('bootstrap/dist/css/bootstrap.min.css'), place: 'after' },
  { host: 'Pico 2', css: of('@picocss/pico/css/pico.min.css'), place: 'after' },
  { host: 'a reset and element styles', css: own('bare-reset'), place: 'after' },
]
