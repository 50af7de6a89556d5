import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The tags of the languages in `src/locales`, such as `pt-BR`. English is built in and not among them. */
export const LANGUAGES: readonly string[] = readdirSync(
  join(fileURLToPath(import.meta.url), '../src/locales'),
)
  .filter((file) => /^[a-z]{2}(-[A-Z]{2})?\.ts$/.test(file))
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

/** What the module of a language exports it as: `ptBR` for `pt-BR`. */
export const exportOf = (tag: string): string => tag.replace('-', '')
