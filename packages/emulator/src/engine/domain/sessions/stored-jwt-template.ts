import { invalidField } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { readDocument, writeDocument } from '../../storage/documents.ts'
import { jwtTemplateProblem } from './jwt-template.ts'

const DOCUMENT = 'jwt_template'

export interface StoredTemplate {
  content: string
  created_at: number
  updated_at: number
}

/** The current template. A template from a seed or the settings has no timestamps. */
export async function readJwtTemplate(context: EngineContext): Promise<StoredTemplate | undefined> {
  const content = context.settings.jwt_template
  if (content === null) return undefined
  const stored = await readDocument<StoredTemplate>(context.db, DOCUMENT)
  const at = context.clock.now()
  return stored?.content === content ? stored : { content, created_at: at, updated_at: at }
}

/** Fails with 422 `invalid_jwt_template`. */
export async function storeJwtTemplate(context: EngineContext, content: string): Promise<StoredTemplate> {
  const problem = jwtTemplateProblem(content)
  if (problem !== undefined) throw invalidField('content', 'invalid_jwt_template', problem)
  const earlier = await readDocument<StoredTemplate>(context.db, DOCUMENT)
  const now = context.clock.now()
  const stored = { content, created_at: earlier?.created_at ?? now, updated_at: now }
  await context.updateSettings({ jwt_template: content })
  await writeDocument(context.db, DOCUMENT, stored)
  return stored
}
