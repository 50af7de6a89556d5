import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { FLOW_STYLES as PATH, writtenFlowStyles } from '../../flow-styles.ts'
import { createFlowPages } from '../../src/pages/index.ts'
import { appOrigin, createFixture } from '../handler/fixture.ts'

it('the style of flow pages is exactly what `pnpm --filter @latchkey/core run flow-styles` writes', async () => {
  expect(readFileSync(PATH, 'utf8')).toBe(await writtenFlowStyles())
})

it('V4: a standalone flow page allows its own style and pictures, but no scripts', async () => {
  const fixture = await createFixture()
  const response = await createFlowPages(fixture.handler)(new Request(`${appOrigin}/sign-in`))
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec((await response?.text()) ?? '') ?? []
  const policy = response?.headers.get('content-security-policy')
  expect(style).toContain('[data-lk-part=card]')
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/unsafe|script-src/)
})
