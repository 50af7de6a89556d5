import { transform } from 'esbuild'

/** What weighs more than anything a host may say of the same element. No element has this id. */
const GUARDED = ':is(#lk#lk, [data-lk-part])'

/** A sublayer of a name that Tailwind 4 declares stands between its reset and its utilities, whichever is imported first. */
const ORDER = '@layer theme, base, components, utilities;'

/** Sheets that go after it, from `src`. */
export const PRESETS = ['presets/tailwind.css', 'presets/shadcn.css'] as const

/** The sheets that are made of `src/styles.css`. */
export async function sheetsOf(
  source: string,
): Promise<{ 'styles.css': string; 'styles.layer.css': string }> {
  const scaled = source.replace(/(?<!--lk-rem, )(-?\d*\.?\d+)rem\b/g, 'calc($1 * var(--_rem))')
  if (!scaled.includes(GUARDED)) throw new Error(`styles.css has to begin its rules with ${GUARDED}`)
  const layered = scaled.replaceAll(GUARDED, '[data-lk-part]')
  return {
    'styles.css': await minify(scaled),
    'styles.layer.css':
      '/* Your own rules without a layer win over these, even a reset: put the reset into the layer "base". */\n' +
      (await minify(`${ORDER}\n@layer components.latchkey {\n${layered}\n}`)),
  }
}

export async function minify(source: string): Promise<string> {
  return (await transform(source, { loader: 'css', minify: true })).code
}
