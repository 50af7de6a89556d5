import { type Prop, propsOfComponents } from './props.ts'
import { isOnlyInReact } from './react-only.ts'

const PREVIEW = /^<!-- preview: (.+) -->$/gm
const PROPS = /^<!-- props: (\w+) -->$/gm

/** The states of the gallery that a page shows, by their `data-state`. */
export const previewsOf = (markdown: string): string[] =>
  [...markdown.matchAll(PREVIEW)].map(([, state = '']) => state)

/** The components whose props a page lists. */
export const propsTablesOf = (markdown: string): string[] =>
  [...markdown.matchAll(PROPS)].map(([, name = '']) => name)

/** Inserts the live preview and the table of props where the page of a component names them. */
export function withComponents(markdown: string, base: string): string {
  const at = `${base.replace(/\/$/, '')}/preview/`
  return markdown
    .replaceAll(
      PREVIEW,
      (_, state: string) =>
        `<doc-preview class="not-content"><iframe src="${at}?components&amp;show=${encodeURIComponent(state)}" title="Preview: ${state}" loading="lazy"></iframe></doc-preview>`,
    )
    .replaceAll(PROPS, (_, name: string) => table(name))
}

function table(name: string): string {
  const props = propsOfComponents().get(name)
  if (props === undefined) throw new Error(`There is no component <${name}>`)
  if (props.length === 0) return `\`<${name}>\` has no props.`
  return `| prop | type, and what it does |\n| --- | --- |\n${props.map((prop) => row(name, prop)).join('\n')}`
}

const row = (component: string, { name, type, isRequired, text }: Prop) =>
  `| \`${name}\`${isRequired ? ' (required)' : ''}${isOnlyInReact(component, name) ? ' (React)' : ''} | \`${type.replaceAll('|', '\\|')}\`<br>${text.replaceAll('|', '\\|')} |`
